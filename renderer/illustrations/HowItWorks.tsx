export function HowItWorks(_: {
  readonly step: number;
  readonly answer: 'share' | 'not-share' | null;
  readonly still: boolean;
}) {
  return (
    <svg viewBox="0 0 100 100">
      <rect x="5" y="5" width="90" height="90" fill="none" stroke="currentColor" />
    </svg>
  );
}
