/** The screen lost the program behind it: calm words, and it comes back by itself. */
import type { StaffScript } from '../../shared/script/staff.ts';

/** Before the texts could be loaded there is nothing else to read them from. */
const HEADING = 'Een ogenblik';

export function Unreachable({ staff }: { readonly staff: StaffScript | null }) {
  return (
    <main className="staff unreachable" data-screen="unreachable">
      <h1>{staff?.['unreachable.heading'] ?? HEADING}</h1>
      <p role="status">{staff?.['unreachable.say'] ?? ''}</p>
    </main>
  );
}
