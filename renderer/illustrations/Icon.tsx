/** Signs on buttons: bold strokes in the colour of the text, always beside a word. */
import type { ReactNode } from 'react';

const STROKES = {
  back: 'M14 4L6 12l8 8M6 12h14',
  again: 'M19 12a7 7 0 1 1-2.500-5.400M19 3v5h-5',
  help: 'M9 9.500q0-3.500 3-3.500t3 3-3 4v1.500M12 18.500v.100',
  stop: 'M8.500 3.500h7l5 5v7l-5 5h-7l-5-5v-7z',
  next: 'M10 4l8 8-8 8M18 12H4',
  settings:
    'M4 7h9M18 7h2M4 17h3M12 17h8M13.500 7a2.200 2.200 0 1 0 4.400 0a2.200 2.200 0 1 0-4.400 0M7 17a2.200 2.200 0 1 0 4.400 0a2.200 2.200 0 1 0-4.400 0',
  more: 'M4 5h16v11h-8l-4 4v-4H4zM12 8v5M9.500 10.500h5',
  change: 'M5 19l1-5L16 4l4 4L10 18z',
  check: 'M4 13l5 5L20 6',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 4l12 8-12 8z',
  sound: 'M4 9v6h4l5 4V5L8 9zM16.500 9q2 3 0 6M19 6.500q4 5.500 0 11',
  slower: 'M19 5l-8 7 8 7zM11 5l-8 7 8 7z',
  faster: 'M5 5l8 7-8 7zM13 5l8 7-8 7z',
  louder: 'M12 5v14M5 12h14',
  softer: 'M5 12h14',
  'text-size': 'M3 19L8 7l5 12M5 15h6M14.500 19l3.500-8 3.500 8M16 16.500h4',
  language: 'M3 5h12v8H9l-3 3v-3H3zM12 16v1h4l3 3v-3h2V9h-3',
  reach: 'M12 4v14M6 12l6 6 6-6M5 21h14',
  close: 'M6 6l12 12M18 6L6 18',
  staff: 'M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M4 21q0-7 8-7t8 7',
} as const satisfies Readonly<Record<string, string>>;

/** What points along the line of reading turns with it; everything else does not. */
const MIRRORED: ReadonlySet<string> = new Set(['back', 'next', 'slower', 'faster']);

export type IconName = keyof typeof STROKES;

export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
      className={MIRRORED.has(name) ? 'icon-mirrored' : undefined}
    >
      <path
        d={STROKES[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="2.600"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
