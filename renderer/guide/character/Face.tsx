/** Bo's face: eyes that look, brows, cheeks, and a mouth that opens with the voice. */
import type { Pose } from './poses.ts';

type FaceProps = Pick<Pose, 'look' | 'eyes' | 'brows'> & { readonly mouth: number };

export function Face({ look: [dx, dy], eyes, brows: [left, right], mouth }: FaceProps) {
  return (
    <g transform={`translate(${dx * 0.6} ${dy * 0.6 + 5})`}>
      <ellipse className="bo-cheek" cx="80" cy="134" rx="14" ry="9" />
      <ellipse className="bo-cheek" cx="180" cy="134" rx="14" ry="9" />
      <path className="bo-line bo-thin" d={`M91 ${87 - left} q11 -7 22 -2`} />
      <path className="bo-line bo-thin" d={`M169 ${87 - right} q-11 -7 -22 -2`} />
      {eyes === 'glad' ? (
        <path className="bo-line" d="M91 113 q11 -13 22 0 M147 113 q11 -13 22 0" />
      ) : (
        <g transform={`translate(${dx} ${dy})`}>
          <Eye x={102} />
          <Eye x={158} />
        </g>
      )}
      <Mouth open={mouth} />
    </g>
  );
}

function Eye({ x }: { readonly x: number }) {
  return (
    <g className="bo-eye">
      <ellipse className="bo-ink" cx={x} cy="110" rx="8" ry="10.5" />
      <circle className="bo-glint" cx={x + 2.8} cy="106" r="3" />
    </g>
  );
}

/** @param open 0 to 1; values outside are held to that */
function Mouth({ open }: { readonly open: number }) {
  const o = Math.min(1, Math.max(0, open));
  const half = 17 - 2 * o;
  const top = 138 + o;
  if (o < 0.06) return <path className="bo-line" d={`M${130 - half} ${top} Q130 ${top + 15} ${130 + half} ${top}`} />;
  const low = top + 14 + 18 * o;
  return (
    <g>
      <path
        className="bo-mouth"
        d={`M${130 - half} ${top} Q130 ${top + 5} ${130 + half} ${top} Q${130 + half * 0.9} ${low} 130 ${low} Q${130 - half * 0.9} ${low} ${130 - half} ${top} Z`}
      />
      {o > 0.3 ? <ellipse className="bo-tongue" cx="130" cy={low - 4 - 2 * o} rx={half * 0.52} ry={3 + 3 * o} /> : null}
    </g>
  );
}
