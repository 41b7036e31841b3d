/** The one button: a picture and a word, at least 20 mm high, and its word spoken when the keyboard reaches it. */
import type { ReactNode } from 'react';
import { useSaid } from '../guide/speech/seen.ts';
import { Icon, type IconName } from '../illustrations/Icon.tsx';

/** What points along the line of reading turns with it; everything else does not. */
const MIRRORED: ReadonlySet<IconName> = new Set(['back', 'next', 'slower', 'faster']);

export interface ButtonProps {
  readonly label: string;
  readonly icon?: IconName | undefined;
  readonly onPress: () => void;
  readonly look?: 'plain' | 'forward' | 'quiet';
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  /** More than the label, where the word alone could be misunderstood. */
  readonly name?: string | undefined;
  readonly onReach?: (() => void) | undefined;
  /** Of a double tap only the first counts: the second was meant for the screen that has just gone. */
  readonly once?: boolean;
  readonly children?: ReactNode;
}

export function Button({
  label,
  icon,
  onPress,
  look = 'plain',
  disabled,
  pressed,
  name,
  onReach,
  once = false,
  children,
}: ButtonProps) {
  const said = useSaid((state) => state.key === `control.${label}`);
  // One of several that is on shows a tick, not only a thicker line.
  const sign = icon ?? (pressed === true ? 'check' : undefined);
  return (
    <button
      type="button"
      className={`button button-${look}${said ? ' button-said' : ''}`}
      onClick={(event) => {
        if (once && event.detail > 1) return;
        if (event.isTrusted || event.nativeEvent.isTrusted) onPress();
      }}
      onFocus={(event) => {
        if (event.target.matches(':focus-visible')) onReach?.();
      }}
      disabled={disabled === true}
      aria-pressed={pressed}
      aria-label={name}
      data-fit
    >
      {sign === undefined ? null : (
        <span className={MIRRORED.has(sign) ? 'button-icon icon-mirrored' : 'button-icon'}>
          <Icon name={sign} />
        </span>
      )}
      <span className="button-label" data-fit="width">
        {label}
      </span>
      {children}
    </button>
  );
}
