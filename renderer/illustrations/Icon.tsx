export type IconName =
  | 'back'
  | 'again'
  | 'help'
  | 'stop'
  | 'next'
  | 'settings'
  | 'more'
  | 'change'
  | 'check'
  | 'sound'
  | 'pause'
  | 'play'
  | 'slower'
  | 'faster'
  | 'louder'
  | 'softer'
  | 'text-size'
  | 'colours'
  | 'language'
  | 'reach'
  | 'close'
  | 'staff'
  | 'erase';
export function Icon(_: { readonly name: IconName }) {
  return (
    <svg viewBox="0 0 10 10" aria-hidden="true">
      <circle cx="5" cy="5" r="4" />
    </svg>
  );
}
