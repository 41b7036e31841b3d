/** A panel over the screen. What lies under it cannot be reached; Escape does not leave it. */
import { useEffect, useRef, type ReactNode } from 'react';
import { Spoken } from '../guide/Spoken.tsx';
import { useFit } from './fit.ts';

export interface DialogProps {
  readonly title: string;
  /** `data-screen` of the panel; its title is said as `<screen>.heading`. */
  readonly screen: string;
  readonly urgent?: boolean;
  /** For staff: in Dutch and from left to right, whatever the patient chose. */
  readonly staff?: boolean;
  readonly children: ReactNode;
}

export function Dialog({ title, screen, urgent = false, staff = false, children }: DialogProps) {
  const panel = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useFit(panel, screen);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div className="veil">
      <div
        className="dialog"
        ref={panel}
        role={urgent ? 'alertdialog' : 'dialog'}
        aria-modal="true"
        aria-labelledby={`${screen}-title`}
        data-screen={screen}
        {...(staff ? { lang: 'nl', dir: 'ltr' } : {})}
      >
        <h2 id={`${screen}-title`} ref={heading} tabIndex={-1}>
          <Spoken id={`${screen}.heading`} text={title} />
        </h2>
        {children}
      </div>
    </div>
  );
}
