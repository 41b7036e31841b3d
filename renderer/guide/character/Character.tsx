import type { POSES } from '../../../shared/script/pack.ts';
export type PoseName = (typeof POSES)[number];
export function Character(_: { readonly pose: PoseName; readonly mouth: number; readonly still: boolean }) {
  return (
    <svg viewBox="0 0 10 20">
      <circle cx="5" cy="5" r="4" />
    </svg>
  );
}
