/**
 * Who is at the screen: nobody (locked), staff, or a patient. The one place that decides what may happen now.
 * Invariant: staff and patient are never here together; a patient session ends in the locked state, so that the person
 * who leaves last can never reach the staff screens.
 */
import { AGE_OF_CHOICE, ageOn, parseBirthDate, parseBsn } from '../../shared/consent/identity.ts';
import type { Input, OpenSession } from '../../shared/contract/contract.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { KioskStatus, KioskView } from '../../shared/contract/view.ts';
import type { InterviewConfig } from '../../shared/interview/machine.ts';
import type { AuditKind } from '../store/keeping.ts';
import type { Presence } from './evidence.ts';
import { startIdleClock, type IdleClock, type IdlePolicy } from './idle.ts';
import { startPatientSession, type PatientDeps, type PatientSession, type SessionEnd } from './patient.ts';
import type { Employee, PinGate } from './pin.ts';

export interface KioskDeps extends PatientDeps {
  readonly gate: PinGate;
  readonly idle: IdlePolicy;
  readonly languages: readonly string[];
  readonly defaultLanguage: string;
  readonly teachBack: boolean;
  readonly answerOrder: 'fixed' | 'rotated';
  readonly connection: () => KioskStatus['connection'];
  /** Called with every new view. */
  readonly push: (view: KioskView) => void;
}

export interface Kiosk {
  view(): KioskView;
  signIn(pin: string): Promise<Result<KioskView>>;
  signOut(): Result<KioskView>;
  openSession(input: OpenSession): Result<KioskView>;
  send(input: Input<'send'>): Result<KioskView>;
  active(): void;
  takeBack(pin: string): Promise<Result<KioskView>>;
  /** True while a member of staff is signed in and no patient is at the screen. */
  staffIsHere(): boolean;
  /** The member of staff who is here without a patient; null when there is none. */
  staffId(): string | null;
  /** Something outside changed what the view says (delivery, connection). */
  refresh(): void;
  /** The screen is gone: an open session ends, staff is signed out. */
  screenLost(): void;
}

/** Staff who walk away are signed out after this long. */
const STAFF_IDLE: IdlePolicy = { afterMs: 240_000, warnMs: 60_000 };

type Here =
  | { readonly who: 'nobody' }
  | { readonly who: 'staff'; readonly employee: Employee; readonly idle: IdleClock }
  | {
      readonly who: 'patient';
      readonly session: PatientSession;
      readonly employee: Employee;
      readonly idle: IdleClock;
    };

const END_AUDIT: Readonly<Record<SessionEnd | 'idle' | 'lost', AuditKind>> = {
  finished: 'session-ended',
  stopped: 'session-stopped',
  idle: 'session-idle',
  lost: 'session-lost',
};

export function createKiosk(deps: KioskDeps): Kiosk {
  let here: Here = { who: 'nobody' };
  const pushView = (): void => deps.push(view());
  const status = (): KioskStatus => {
    const waits = deps.keeping.overview();
    return {
      connection: deps.connection(),
      cannotKeep: deps.keeping.health(),
      waiting: waits === null ? 0 : waits.pending + waits.sent,
      parked: waits?.parkedCount ?? 0,
    };
  };
  const view = (): KioskView => {
    switch (here.who) {
      case 'nobody':
        return { mode: 'locked', status: status() };
      case 'staff':
        return { mode: 'staff', status: status(), employeeName: here.employee.name };
      case 'patient': {
        const left = here.idle.secondsLeft();
        const decision = here.session.decisionId();
        return {
          mode: 'patient',
          status: status(),
          interview: here.session.view(),
          ahead: here.session.ahead(),
          idle: left === null ? null : { secondsLeft: left },
          delivery: decision === null ? null : deps.keeping.delivery(decision),
          keepError: here.session.keepError(),
        };
      }
    }
  };
  const become = (next: Here): void => {
    if (here.who !== 'nobody') here.idle.stop();
    here = next;
    pushView();
  };
  const audit = (kind: AuditKind, employee: Employee | null): void =>
    deps.keeping.audit({ kind, employeeId: employee?.id ?? null });
  const endSession = (reason: SessionEnd | 'idle' | 'lost'): void => {
    if (here.who !== 'patient') return;
    audit(END_AUDIT[reason], here.employee);
    become({ who: 'nobody' });
  };
  const asStaff = (employee: Employee): void => {
    const idle = startIdleClock(deps.clock, STAFF_IDLE, {
      changed: pushView,
      expired: () => {
        audit('sign-out', employee);
        become({ who: 'nobody' });
      },
    });
    become({ who: 'staff', employee, idle });
  };

  return {
    view,
    async signIn(pin) {
      if (here.who !== 'nobody') return fail('not-allowed-now');
      const checked = await deps.gate.check(pin);
      if (!checked.ok) {
        audit('sign-in-refused', null);
        return checked;
      }
      // The screen may have changed hands while the PIN was being checked.
      if (here.who !== 'nobody') return fail('not-allowed-now');
      audit('sign-in', checked.value);
      asStaff(checked.value);
      return ok(view());
    },
    signOut() {
      if (here.who !== 'staff') return fail('not-allowed-now');
      audit('sign-out', here.employee);
      become({ who: 'nobody' });
      return ok(view());
    },
    openSession(input) {
      if (here.who !== 'staff') return fail('not-allowed-now');
      const employee = here.employee;
      const presence = presenceOf(input, employee, deps);
      if (!presence.ok) return presence;
      const session = startPatientSession(deps, interviewConfig(input.kind, deps), presence.value);
      const idle = startIdleClock(deps.clock, deps.idle, { changed: pushView, expired: () => endSession('idle') });
      audit('session-opened', employee);
      become({ who: 'patient', session, employee, idle });
      return ok(view());
    },
    send(input) {
      if (here.who !== 'patient') return fail('not-allowed-now');
      here.idle.active();
      const sent = here.session.send(input.revision, input.event, input.by);
      if (!sent.ok) return sent;
      if (sent.value !== null) endSession(sent.value);
      else pushView();
      return ok(view());
    },
    active() {
      if (here.who !== 'nobody') here.idle.active();
    },
    async takeBack(pin) {
      if (here.who !== 'patient') return fail('not-allowed-now');
      const session = here.session;
      const checked = await deps.gate.check(pin);
      if (!checked.ok) return checked;
      if (here.who !== 'patient' || here.session !== session) return fail('not-allowed-now');
      endSession('stopped');
      asStaff(checked.value);
      return ok(view());
    },
    staffIsHere: () => here.who === 'staff',
    staffId: () => (here.who === 'staff' ? here.employee.id : null),
    refresh: pushView,
    screenLost() {
      if (here.who === 'patient') endSession('lost');
      else if (here.who === 'staff') {
        audit('sign-out', here.employee);
        become({ who: 'nobody' });
      }
    },
  };
}

/** Checks what staff typed. `null` for explanation only: nothing is asked. */
function presenceOf(input: OpenSession, employee: Employee, deps: KioskDeps): Result<Presence | null> {
  if (input.kind === 'explain') return ok(null);
  const cannotKeep = deps.keeping.health();
  if (cannotKeep !== null) return fail(cannotKeep);
  const now = deps.clock.now();
  const bsn = parseBsn(input.bsn);
  if (bsn === null) return fail('bsn-invalid');
  const birthDate = parseBirthDate(input.birthDate, now);
  if (birthDate === null) return fail('birth-date-invalid');
  if (ageOn(birthDate, now) < AGE_OF_CHOICE) return fail('under-16');
  // Before the conversation, not at the end of it.
  if (deps.keeping.clockBehind(bsn)) return fail('clock-behind');
  const { identityDocument } = input;
  return ok({ bsn, birthDate, identityDocument, employeeId: employee.id, checkedAt: now.toISOString() });
}

function interviewConfig(kind: OpenSession['kind'], deps: KioskDeps): InterviewConfig {
  return {
    kind,
    languages: deps.languages,
    defaultLanguage: deps.defaultLanguage,
    teachBack: deps.teachBack,
    rotation: deps.answerOrder === 'fixed' ? 0 : Math.floor(deps.chance.random() * 6),
  };
}
