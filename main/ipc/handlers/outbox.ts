/** Handlers with which staff see and steer what waits on this device. Only while staff is at the screen. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { OutboxOverview } from '../../../shared/contract/view.ts';
import type { Kiosk } from '../../session/kiosk.ts';
import { diskTrouble } from '../../store/database.ts';
import type { Unfinished } from '../../store/export.ts';
import type { Keeping } from '../../store/keeping.ts';

/**
 * @param wake tells the sync engine to look again now
 * @param seal writes a sealed copy and names its file; null when the organisation has no key for it
 */
export function outboxHandlers(
  kiosk: Kiosk,
  keeping: Keeping,
  wake: () => void,
  seal: ((unfinished: readonly Unfinished[]) => Promise<string>) | null,
): Pick<Handlers, 'outbox' | 'retry' | 'parkedPerson' | 'askAgain' | 'exportOutbox'> {
  const overview = (): Result<OutboxOverview> => {
    const waits = keeping.overview();
    return waits === null ? fail(keeping.health() ?? 'keeping-failed') : ok({ ...waits, status: kiosk.view().status });
  };
  const forStaff = (act: () => Result<null>): Result<OutboxOverview> => {
    if (!kiosk.staffIsHere()) return fail('not-allowed-now');
    kiosk.active();
    const done = act();
    return done.ok ? overview() : done;
  };
  return {
    outbox: () => forStaff(() => ok(null)),
    retry: ({ reference }) =>
      forStaff(() => {
        const done = keeping.retry(reference);
        wake();
        return done;
      }),
    parkedPerson({ reference }) {
      const employeeId = kiosk.staffId();
      if (employeeId === null) return fail('not-allowed-now');
      kiosk.active();
      return keeping.parkedPerson(reference, employeeId);
    },
    askAgain: ({ reference }) => forStaff(() => keeping.askAgain(reference)),
    async exportOutbox() {
      const employeeId = kiosk.staffId();
      if (employeeId === null) return fail('not-allowed-now');
      kiosk.active();
      if (seal === null) return fail('export-no-key');
      const unfinished = keeping.unfinished();
      if (!unfinished.ok) return unfinished;
      try {
        const file = await seal(unfinished.value);
        keeping.audit({ kind: 'outbox-exported', employeeId });
        return ok({ file, decisions: unfinished.value.length });
      } catch (error) {
        return fail(diskTrouble(error));
      }
    },
  };
}
