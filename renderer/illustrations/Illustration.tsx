export type IllustrationName = 'some-providers';
export function isIllustration(name: string): name is IllustrationName {
  return name.length > 0;
}
export function Illustration({ name }: { readonly name: IllustrationName }) {
  return (
    <svg viewBox="0 0 100 100">
      <rect x="5" y="5" width="90" height="90" fill="none" stroke="currentColor" />
      <text x="10" y="50" fontSize="10">
        {name}
      </text>
    </svg>
  );
}
