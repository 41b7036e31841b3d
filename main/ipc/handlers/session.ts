/** Handlers of the contract that open, move and end sessions. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { ok } from '../../../shared/contract/result.ts';
import type { Kiosk } from '../../session/kiosk.ts';

type SessionMethods = 'view' | 'signIn' | 'signOut' | 'openSession' | 'send' | 'active' | 'takeBack';

export function sessionHandlers(kiosk: Kiosk): Pick<Handlers, SessionMethods> {
  return {
    view: () => ok(kiosk.view()),
    signIn: ({ pin }) => kiosk.signIn(pin),
    signOut: () => kiosk.signOut(),
    openSession: (input) => kiosk.openSession(input),
    send: (input) => kiosk.send(input),
    active: () => {
      kiosk.active();
      return ok(null);
    },
    takeBack: ({ pin }) => kiosk.takeBack(pin),
  };
}
