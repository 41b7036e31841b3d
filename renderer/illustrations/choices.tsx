/**
 * Pictures of the answers. The answers to one question are the same drawing with the folder in another place: equal in
 * weight and warmth, no red or green, no tick or cross (issue: no nudge).
 */
import type { ReactNode } from 'react';
import { Block, Bubble, Folder, House, Person, Picture, Question } from './parts.tsx';

function TwoHouses({ children }: { readonly children: ReactNode }) {
  return (
    <Picture>
      <House x={6} y={106} scale={0.95} />
      <Block x={104} y={106} scale={0.82} />
      {children}
    </Picture>
  );
}

export const Share = () => (
  <TwoHouses>
    <path className="art-dash" d="M40 34q38-26 78 2" />
    <Folder x={60} y={30} />
    <path className="art-line" d="M108 28l11 9-13 5" />
  </TwoHouses>
);

export const NotShare = () => (
  <TwoHouses>
    <path className="art-dash" d="M78 30v72" />
    <Folder x={10} y={66} />
    <path className="art-line" d="M78 20v6" />
  </TwoHouses>
);

export const DontKnowYet = () => (
  <TwoHouses>
    <Folder x={58} y={70} />
    <Bubble x={79} y={42}>
      <Question x={-1} y={-6} />
    </Bubble>
  </TwoHouses>
);

/** The person in the middle, three houses of care around; `own` says from which a folder may travel. */
function Around({ own, children }: { readonly own: readonly boolean[]; readonly children?: ReactNode }) {
  const folders = [
    [22, 66],
    [64, 14],
    [108, 66],
  ] as const;
  return (
    <Picture>
      <House x={2} y={62} scale={0.75} />
      <Block x={118} y={62} scale={0.65} />
      <Person x={80} y={106} scale={1.05} />
      {folders.map(([x, y], index) =>
        own[index] === true ? <Folder key={x} x={x} y={y} scale={0.75} /> : <Empty key={x} x={x} y={y} />,
      )}
      {children}
    </Picture>
  );
}

/** The place of a folder that stays where it is. */
function Empty({ x, y }: { readonly x: number; readonly y: number }) {
  return <path className="art-dash" transform={`translate(${x} ${y}) scale(0.75)`} d="M2 2h36v28H2z" />;
}

export const AllOwnProviders = () => <Around own={[true, true, true]} />;
export const SomeProviders = () => <Around own={[true, false, true]} />;
export const NoneProviders = () => <Around own={[false, false, false]} />;
export const Unknown = () => (
  <Picture>
    <House x={2} y={62} scale={0.75} />
    <Block x={118} y={62} scale={0.65} />
    <Person x={80} y={106} scale={1.05} />
    <Bubble x={80} y={26}>
      <Question x={-1} y={-6} />
    </Bubble>
    <Folder x={22} y={66} scale={0.75} />
    <Folder x={108} y={66} scale={0.75} />
  </Picture>
);

export const ChoiceChanges = () => (
  <Picture>
    <Folder x={52} y={44} scale={1.4} />
    <path className="art-line art-thick" d="M36 60a44 44 0 0 1 74-30" />
    <path className="art-line art-thick" d="M112 14v18H94" />
    <path className="art-line art-thick" d="M124 62a44 44 0 0 1-74 32" />
    <path className="art-line art-thick" d="M48 110V92h18" />
  </Picture>
);
