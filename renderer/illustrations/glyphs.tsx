/** The lines of each sign, on 24 × 24; colour and width come from where they are drawn. */
import type { ReactNode } from 'react';

export type IconName =
  | 'back'
  | 'again'
  | 'help'
  | 'stop'
  | 'next'
  | 'settings'
  | 'more'
  | 'word'
  | 'change'
  | 'check'
  | 'sound'
  | 'pause'
  | 'play'
  | 'slower'
  | 'faster'
  | 'louder'
  | 'softer'
  | 'letters-smaller'
  | 'letters-larger'
  | 'narrower'
  | 'wider'
  | 'colours'
  | 'language'
  | 'reach'
  | 'close'
  | 'staff'
  | 'erase';

const SPEAKER = <path d="M3.5 9.5 V14.5 H7 L12 19 V5 L7 9.5 Z" fill="currentColor" />;

export const GLYPHS: Record<IconName, ReactNode> = {
  back: <path d="M20 12 H4.5 M11 5 L4 12 L11 19" />,
  next: <path d="M4 12 H19.5 M13 5 L20 12 L13 19" />,
  again: <path d="M4.5 12 A7.8 7.8 0 1 0 7.2 6.1 M7.6 1.8 L6.6 6.6 L11.4 7.4" />,
  help: (
    <>
      <path d="M4 4.5 H20 A1.5 1.5 0 0 1 21.5 6 V16 A1.5 1.5 0 0 1 20 17.5 H12.5 L8 21.5 V17.5 H4 A1.5 1.5 0 0 1 2.5 16 V6 A1.5 1.5 0 0 1 4 4.5 Z" />
      <path d="M9.6 8.9 A2.5 2.5 0 1 1 12.9 11.1 C12.2 11.4 12 11.8 12 12.4" />
      <path d="M12 15 V15.02" />
    </>
  ),
  stop: (
    <path d="M7.5 13.5 V6.3 A1.35 1.35 0 0 1 10.2 6.3 V4.2 A1.35 1.35 0 0 1 12.9 4.2 V5.6 A1.35 1.35 0 0 1 15.6 5.6 V8 A1.35 1.35 0 0 1 18.3 8 V15 C18.3 19.2 16 21.5 12.7 21.5 C9.8 21.5 8.3 20.2 6.9 17.6 L4.6 13.4 C3.9 12 5.8 11 6.7 12.2 Z M10.2 6.3 V11 M12.9 5 V11 M15.6 6.5 V11.4" />
  ),
  settings: (
    <>
      <path d="M3 6.5 H12.5 M19 6.5 H21 M3 17.5 H5 M11.5 17.5 H21" />
      <circle cx="15.75" cy="6.5" r="3" />
      <circle cx="8.25" cy="17.5" r="3" />
    </>
  ),
  more: (
    <>
      <path d="M4.5 3.5 H15 L19.5 8 V20.5 H4.5 Z" />
      <path d="M12 9 V17 M8 13 H16" />
    </>
  ),
  // A book of words.
  word: (
    <path d="M12 6.2 C9.6 4.4 6.2 4 2.8 4.6 V18.8 C6.2 18.2 9.6 18.6 12 20.4 C14.4 18.6 17.8 18.2 21.2 18.8 V4.6 C17.8 4 14.4 4.4 12 6.2 Z M12 6.2 V20.2" />
  ),
  change: <path d="M4 20 L5 15.2 L16.2 4 A1.9 1.9 0 0 1 19 4 L20 5 A1.9 1.9 0 0 1 20 7.8 L8.8 19 Z M14 6.5 L17.5 10" />,
  check: <path d="M4 12.8 L9.5 18.5 L20.5 6" strokeWidth="3.2" />,
  sound: (
    <>
      {SPEAKER}
      <path d="M15.5 9 A4.4 4.4 0 0 1 15.5 15 M18.3 6 A8.6 8.6 0 0 1 18.3 18" />
    </>
  ),
  pause: <path d="M8.5 5 V19 M15.5 5 V19" strokeWidth="4" />,
  play: <path d="M7.5 4.5 V19.5 L19.5 12 Z" fill="currentColor" />,
  slower: <path d="M3.5 18.5 A9 9 0 1 1 20.5 18.5 M12 15.5 L6.8 11.6 M12 15.5 V15.52" />,
  faster: <path d="M3.5 18.5 A9 9 0 1 1 20.5 18.5 M12 15.5 L17.2 11.6 M12 15.5 V15.52" />,
  louder: (
    <>
      {SPEAKER}
      <path d="M15.5 12 H21.5 M18.5 9 V15" />
    </>
  ),
  softer: (
    <>
      {SPEAKER}
      <path d="M15.5 12 H21.5" />
    </>
  ),
  'letters-smaller': <path d="M2 19.5 L8 5 L14 19.5 M4.4 14.3 H11.6 M15.8 8 H22.2" />,
  'letters-larger': <path d="M2 19.5 L8 5 L14 19.5 M4.4 14.3 H11.6 M15.8 8 H22.2 M19 4.8 V11.2" />,
  narrower: <path d="M2 12 H9 M5.5 8.5 L9 12 L5.5 15.5 M22 12 H15 M18.5 8.5 L15 12 L18.5 15.5 M12 5 V19" />,
  wider: <path d="M9.5 12 H2.5 M6 8.5 L2.5 12 L6 15.5 M14.5 12 H21.5 M18 8.5 L21.5 12 L18 15.5 M12 5 V19" />,
  colours: (
    <>
      <circle cx="12" cy="12" r="8.8" />
      <path d="M12 3.2 A8.8 8.8 0 0 1 12 20.8 Z" fill="currentColor" />
    </>
  ),
  language: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M3 12 H21 M12 3 C7.2 8.2 7.2 15.8 12 21 M12 3 C16.8 8.2 16.8 15.8 12 21" />
    </>
  ),
  reach: <path d="M4 3.5 H20 M4 20.5 H20 M12 6.8 V16 M7.2 11.8 L12 16.6 L16.8 11.8" />,
  close: <path d="M5.5 5.5 L18.5 18.5 M18.5 5.5 L5.5 18.5" />,
  staff: (
    <>
      <circle cx="12" cy="7.2" r="4.2" />
      <path d="M3.8 21 C3.8 16.6 7 14.2 12 14.2 C17 14.2 20.2 16.6 20.2 21 Z" />
      <path d="M14.5 18 H16.2" />
    </>
  ),
  erase: (
    <>
      <path d="M9 5.5 H20 A1.5 1.5 0 0 1 21.5 7 V17 A1.5 1.5 0 0 1 20 18.5 H9 L2.5 12 Z" />
      <path d="M11.2 9.2 L16.8 14.8 M16.8 9.2 L11.2 14.8" />
    </>
  ),
};
