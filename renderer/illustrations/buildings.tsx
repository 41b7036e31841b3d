/** The three kinds of care place that return in many pictures. Origin of each: the middle of its foot. */
import { At, CareSign, Folder, type Place } from './parts.tsx';

/** A place of care; one that `keeps` shows the record inside, where its door is otherwise. */
export interface BuildingProps extends Place {
  readonly keeps?: boolean;
}

function Door({ keeps }: { readonly keeps: boolean }) {
  return keeps ? <Folder x={0} y={-1} s={0.8} /> : <path className="art-soft" d="M-7 0 V-19 H7 V0 Z M3 -9 V-8.9" />;
}

/** A GP's house: 44 wide, 54 high. */
export function SmallHouse({ x, y, s = 1, keeps = false }: BuildingProps) {
  return (
    <At x={x} y={y} s={s}>
      <path className="art-paper" d="M-18 0 V-30 H18 V0 Z" />
      <path className="art-cloth" d="M-23 -28 L0 -51 L23 -28 Z" />
      <Door keeps={keeps} />
    </At>
  );
}

/** A pharmacy: an awning and the sign of care; 44 wide, 54 high. */
export function SmallPharmacy({ x, y, s = 1, keeps = false }: BuildingProps) {
  return (
    <At x={x} y={y} s={s}>
      <path className="art-paper" d="M-19 0 V-38 H19 V0 Z" />
      <Door keeps={keeps} />
      <path
        className="art-cloth"
        d="M-19 -38 H19 L22 -28 Q22 -23.5 16.5 -23.5 Q11 -23.5 11 -28 Q11 -23.5 5.5 -23.5 Q0 -23.5 0 -28 Q0 -23.5 -5.5 -23.5 Q-11 -23.5 -11 -28 Q-11 -23.5 -16.5 -23.5 Q-22 -23.5 -22 -28 Z"
      />
      <CareSign x={0} y={-44} s={0.72} />
    </At>
  );
}

/** A hospital: a block of windows; 44 wide, 54 high. */
export function SmallHospital({ x, y, s = 1, keeps = false }: BuildingProps) {
  return (
    <At x={x} y={y} s={s}>
      <path className="art-paper" d="M-22 0 V-34 H-13 V-52 H13 V-34 H22 V0 Z" />
      <Door keeps={keeps} />
      <path className="art-line" d="M-14 -27.5 V-25 M14 -27.5 V-25" />
      <CareSign x={0} y={-38} s={0.66} />
    </At>
  );
}
