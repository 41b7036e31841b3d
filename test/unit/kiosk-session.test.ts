/** Who is at the screen, and what a session leaves behind: the three promises, seen from main. */
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createKiosk, type Kiosk } from '../../main/session/kiosk.ts';
import { createPinGate, hashPin, type Employee } from '../../main/session/pin.ts';
import { loadCatalogue, loadPacks } from '../../main/settings/packs.ts';
import { PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import type { AuditKind, Keeping } from '../../main/store/keeping.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import type { ErrorCode } from '../../shared/contract/errors.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import type { InterviewEvent } from '../../shared/interview/view.ts';
import { virtualClock, type VirtualClock } from '../support/virtual-clock.ts';

const assets = join(import.meta.dirname, '..', '..', 'assets');
const catalogue = loadCatalogue(assets);
const packs = loadPacks(assets, () => {});
const PERSON = {
  kind: 'together',
  bsn: '900186021',
  birthDate: '1948-02-01',
  identityDocument: 'passport',
} as const;

let clock: VirtualClock;
let kiosk: Kiosk;
let kept: Decision[];
let audits: AuditKind[];
let trouble: ErrorCode | null;
let pushes: number;
let behind: boolean;
const hashed = await hashPin('4711');

beforeEach(() => {
  clock = virtualClock();
  kept = [];
  audits = [];
  trouble = null;
  pushes = 0;
  behind = false;
  const keeping: Keeping = {
    health: () => null,
    keep(decision) {
      if (trouble !== null) return fail(trouble);
      kept.push(decision);
      return ok({ reference: 'ABCD' });
    },
    clockBehind: () => behind,
    delivery: (id) => (kept.some((decision) => decision.id === id) ? 'kept' : null),
    overview: () => ({
      pending: kept.length,
      oldestAgeSeconds: null,
      sent: 0,
      parked: [],
      parkedCount: 0,
      superseded: 0,
      confirmedToday: 0,
      stopped: null,
      repairedAt: null,
    }),
    retry: () => ok(null),
    parkedPerson: () => fail('not-found'),
    askAgain: () => ok(null),
    unfinished: () => ok([]),
    audit: ({ kind }) => audits.push(kind),
  };
  const employee: Employee = { id: 'e-1', name: 'A. Jansen', role: '83.000', ...(hashed ?? { salt: '', hash: '' }) };
  let tries = { wrong: 0, until: 0 };
  kiosk = createKiosk({
    clock,
    chance: { random: () => 0.5, uuid: () => crypto.randomUUID() },
    keeping,
    signer: { keyId: 'k', sign: () => 'c2lnbmVk' },
    catalogue,
    packs,
    organization: PRACTICE_ORGANIZATION,
    deviceId: '00000000-0000-4000-8000-000000000001',
    gate: createPinGate(
      () => [employee],
      { read: () => tries, write: (next) => (tries = next) },
      () => clock.now(),
    ),
    idle: { afterMs: 120_000, warnMs: 60_000 },
    languages: ['nl'],
    defaultLanguage: 'nl',
    teachBack: false,
    answerOrder: 'fixed',
    connection: () => 'up',
    push: () => (pushes += 1),
  });
});

const send = (event: InterviewEvent): ReturnType<Kiosk['send']> => {
  const view = kiosk.view();
  if (view.mode !== 'patient') throw new Error('no patient is here');
  return kiosk.send({ revision: view.interview.revision, event, by: 'touch' });
};
const screen = (): string => {
  const view = kiosk.view();
  return view.mode === 'patient' ? view.interview.screen : view.mode;
};
async function openSession(input: Parameters<Kiosk['openSession']>[0] = PERSON): Promise<void> {
  expect((await kiosk.signIn('4711')).ok).toBe(true);
  expect(kiosk.openSession(input).ok).toBe(true);
}
function goTo(wanted: string): void {
  for (let steps = 0; steps < 40 && screen() !== wanted; steps += 1) {
    if (screen() === 'top-question') send({ type: 'select', answer: 'none' });
    send({ type: 'next' });
  }
  expect(screen()).toBe(wanted);
}

describe('staff', () => {
  it('cannot do anything before signing in', () => {
    expect(kiosk.openSession(PERSON)).toEqual(fail('not-allowed-now'));
    expect(kiosk.staffIsHere()).toBe(false);
  });

  it.each([
    [{ ...PERSON, bsn: '123456789' }, 'bsn-invalid'],
    [{ ...PERSON, bsn: "9001860'1" }, 'bsn-invalid'],
    [{ ...PERSON, birthDate: '1990-02-30' }, 'birth-date-invalid'],
    [{ ...PERSON, birthDate: '2027-01-01' }, 'birth-date-invalid'],
    [{ ...PERSON, birthDate: '2012-01-01' }, 'under-16'],
  ] as const)('gets a clear error for %j', async (input, code) => {
    await kiosk.signIn('4711');
    expect(kiosk.openSession(input)).toEqual(fail(code));
    expect(kiosk.view().mode).toBe('staff');
  });

  it('opens no conversation of which the choice would not count, because the clock was set back', async () => {
    await kiosk.signIn('4711');
    behind = true;
    expect(kiosk.openSession(PERSON)).toEqual(fail('clock-behind'));
    expect(kiosk.openSession({ kind: 'explain' }).ok).toBe(true);
  });

  it('who walks away is signed out after five minutes', async () => {
    await kiosk.signIn('4711');
    clock.advance(300_000);
    expect(kiosk.view().mode).toBe('locked');
  });

  it('takes a session back with a PIN only, and nothing is recorded', async () => {
    await openSession();
    goTo('review');
    expect(await kiosk.takeBack('0000')).toEqual(fail('pin-wrong'));
    expect(kiosk.view().mode).toBe('patient');
    expect((await kiosk.takeBack('4711')).ok).toBe(true);
    expect(kiosk.view().mode).toBe('staff');
    expect(kept).toEqual([]);
  });
});

describe('a patient session', () => {
  it('keeps one decision, on the final touch, with its evidence', async () => {
    await openSession();
    goTo('confirm');
    expect(kept).toEqual([]);
    clock.advance(5000);
    const touched = clock.now().toISOString();
    expect(send({ type: 'confirm' }).ok).toBe(true);
    expect(screen()).toBe('kept');
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({
      chosenAt: touched,
      subject: { bsn: PERSON.bsn, birthDate: PERSON.birthDate },
      evidence: { employeeId: 'e-1', confirmedBy: 'touch', reviewShown: true, identityDocument: 'passport' },
    });
    expect(kept[0]?.choices.every(({ provision }) => provision === 'deny')).toBe(true);
    expect(JSON.stringify(kept[0]?.evidence)).not.toContain(PERSON.bsn);
  });

  it('keeps nothing twice when the last touch comes twice', async () => {
    await openSession();
    goTo('confirm');
    const view = kiosk.view();
    const revision = view.mode === 'patient' ? view.interview.revision : -1;
    kiosk.send({ revision, event: { type: 'confirm' }, by: 'touch' });
    expect(kiosk.send({ revision, event: { type: 'confirm' }, by: 'touch' })).toEqual(fail('stale'));
    expect(kept).toHaveLength(1);
  });

  it('never says kept when the disk refused, and can try again', async () => {
    await openSession();
    goTo('confirm');
    trouble = 'keeping-disk-full';
    send({ type: 'confirm' });
    expect(screen()).toBe('cannot-keep');
    expect(kiosk.view()).toMatchObject({ keepError: 'keeping-disk-full', delivery: null });
    trouble = null;
    send({ type: 'next' });
    send({ type: 'confirm' });
    expect(screen()).toBe('kept');
    expect(kept).toHaveLength(1);
  });

  it('with explanation only can never record', async () => {
    await openSession({ kind: 'explain' });
    goTo('explained');
    expect(send({ type: 'confirm' }).ok).toBe(false);
    expect(kept).toEqual([]);
  });

  it.each(['finished', 'stopped', 'idle', 'screen lost'] as const)(
    'that is %s leaves nothing of the person, and the screen locked',
    async (how) => {
      await openSession();
      if (how === 'finished') {
        goTo('confirm');
        send({ type: 'confirm' });
        send({ type: 'leave' });
      } else if (how === 'stopped') {
        send({ type: 'stop' });
        send({ type: 'leave' });
      } else if (how === 'idle') clock.advance(180_000);
      else kiosk.screenLost();
      expect(kiosk.view().mode).toBe('locked');
      expect(JSON.stringify(kiosk.view())).not.toMatch(/900186021|1948/);
      expect(audits.filter((kind) => kind.startsWith('session-'))).toHaveLength(2);
      expect(kept).toHaveLength(how === 'finished' ? 1 : 0);
    },
  );

  it('is warned before it is wiped, and goes on as long as the person wants', async () => {
    await openSession();
    clock.advance(125_000);
    expect(kiosk.view()).toMatchObject({ mode: 'patient', idle: { secondsLeft: 55 } });
    kiosk.active();
    expect(kiosk.view()).toMatchObject({ mode: 'patient', idle: null });
    for (let minutes = 0; minutes < 30; minutes += 1) {
      clock.advance(60_000);
      kiosk.active();
    }
    expect(kiosk.view().mode).toBe('patient');
  });

  it('is neither wiped nor kept open by a wall clock that jumps', async () => {
    await openSession();
    clock.jump(86_400_000);
    expect(kiosk.view().mode).toBe('patient');
    clock.jump(-2 * 86_400_000);
    clock.advance(180_000);
    expect(kiosk.view().mode).toBe('locked');
  });

  it('shows the screen nothing of who the person is', async () => {
    await openSession();
    goTo('review');
    expect(JSON.stringify(kiosk.view())).not.toMatch(/900186021|1948-02-01|passport/);
    expect(pushes).toBeGreaterThan(0);
  });
});
