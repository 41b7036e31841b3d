/**
 * Signs on buttons, always beside a word. Drawn on 24 × 24 in one bold line of 2.4 (0.8 mm at the smallest sign of 8 mm)
 * in the colour of the text, so that every theme's contrast holds (experience.md U5). Decoration to a screen reader.
 */
import { memo } from 'react';
import { GLYPHS, type IconName } from './glyphs.tsx';

export type { IconName };

export const Icon = memo(function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="100%"
      height="100%"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {GLYPHS[name]}
    </svg>
  );
});
