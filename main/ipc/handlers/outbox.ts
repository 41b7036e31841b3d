/** Handlers with which staff see and steer what waits on this device. Only while staff is at the screen. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { OutboxOverview } from '../../../shared/contract/view.ts';
import type { Kiosk } from '../../session/kiosk.ts';
import type { Keeping } from '../../store/keeping.ts';

/** @param wake tells the sync engine to look again now */
export function outboxHandlers(
  kiosk: Kiosk,
  keeping: Keeping,
  wake: () => void,
): Pick<Handlers, 'outbox' | 'retry' | 'askAgain'> {
  const overview = (): Result<OutboxOverview> => ok({ ...keeping.overview(), status: kiosk.view().status });
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
    askAgain: ({ reference }) => forStaff(() => keeping.askAgain(reference)),
  };
}
