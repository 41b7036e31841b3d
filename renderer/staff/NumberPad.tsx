/**
 * Digits by touch or keyboard, and nothing else: no field that could hold letters, commands or something that was pasted
 * (experience.md K6).
 */
import { useEffect, useRef } from 'react';
import { Button } from '../design/Button.tsx';
import { useTexts } from './texts.ts';

export interface NumberPadProps {
  readonly label: string;
  readonly digits: string;
  readonly max: number;
  /** What to show of the digits: themselves, or only how many. */
  readonly show: (digits: string) => string;
  /** True: a screen reader hears how many, not which. */
  readonly secret: boolean;
  readonly onChange: (digits: string) => void;
  readonly onEnter: () => void;
}

const ROWS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

export function NumberPad({ label, digits, max, show, secret, onChange, onEnter }: NumberPadProps) {
  const text = useTexts();
  const keys = useRef<HTMLDivElement>(null);
  const add = (digit: string): void => {
    if (digits.length < max) onChange(digits + digit);
  };
  useEffect(() => {
    const type = (event: KeyboardEvent): void => {
      if (!event.isTrusted || event.ctrlKey || event.altKey || event.metaKey) return;
      if (/^[0-9]$/.test(event.key)) {
        add(event.key);
        leaveKeys(keys.current);
      } else if (event.key === 'Backspace') onChange(digits.slice(0, -1));
      else if (event.key === 'Enter' && !(document.activeElement instanceof HTMLButtonElement)) onEnter();
    };
    document.addEventListener('keydown', type);
    return () => document.removeEventListener('keydown', type);
  });
  // A key that was touched does not keep the focus: Enter would press it once more instead of going on.
  useEffect(() => {
    const element = keys.current;
    const stay = (event: Event): void => event.preventDefault();
    element?.addEventListener('mousedown', stay);
    return () => element?.removeEventListener('mousedown', stay);
  }, []);
  return (
    <div className="pad">
      <output
        className="pad-shown"
        aria-label={label}
        {...(secret ? { 'aria-description': text('filled', { n: digits.length }) } : {})}
      >
        {secret ? <span aria-hidden="true">{show(digits)}</span> : show(digits)}
      </output>
      <div className="pad-keys" ref={keys}>
        {ROWS.map((digit) => (
          <Button key={digit} label={digit} onPress={() => add(digit)} />
        ))}
        <Button label={text('clear')} look="quiet" onPress={() => onChange('')} />
        <Button label="0" onPress={() => add('0')} />
        <Button label={text('erase')} look="quiet" onPress={() => onChange(digits.slice(0, -1))} />
      </div>
    </div>
  );
}

/** Who types digits after walking to a key of the pad means to go on with Enter. */
function leaveKeys(keys: HTMLElement | null): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && keys?.contains(activeElement) === true) activeElement.blur();
}
