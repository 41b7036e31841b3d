/**
 * How the choice stands, in a picture for who does not read, and the receipt to take away: a QR code with words only,
 * without identity, choice or reference (experience.md U10).
 */
import type { ReactNode } from 'react';
import { encode } from 'uqr';
import { Spoken } from '../guide/Spoken.tsx';
import type { LanguagePack } from '../../shared/script/pack.ts';

export function Receipt({ pack, state }: { readonly pack: LanguagePack; readonly state: ReactNode }) {
  const { data, size } = encode(pack.receipt.join('\n'), { ecc: 'M', border: 2 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <figure className="receipt">
      <span className="receipt-state">{state}</span>
      <div className="receipt-copy">
        <svg
          className="receipt-code"
          viewBox={`0 0 ${size} ${size}`}
          role="img"
          aria-label={pack.receipt.join(' ')}
          shapeRendering="crispEdges"
        >
          <rect className="receipt-paper" width={size} height={size} />
          <path className="receipt-ink" d={squares.join('')} />
        </svg>
        <figcaption>
          <Spoken id="receipt" text={pack.controls['take-receipt']} />
        </figcaption>
      </div>
    </figure>
  );
}
