import { expect, test } from 'vitest';
import { createPinGate, hashPin, type Employee, type Tries } from '../../main/session/pin.ts';
import { virtualClock } from '../support/virtual-clock.ts';

async function employee(id: string, pin: string): Promise<Employee> {
  const hashed = await hashPin(pin);
  if (hashed === null) throw new Error('not a PIN');
  return { id, name: id, role: '83.000', ...hashed };
}

async function setup(stored: Tries = { wrong: 0, until: 0 }) {
  const people = [await employee('anna', '2580'), await employee('bram', '135790')];
  const clock = virtualClock();
  const disk = { tries: stored };
  const open = () =>
    createPinGate(
      () => people,
      { read: () => disk.tries, write: (tries) => (disk.tries = tries) },
      () => clock.now(),
    );
  return { people, clock, disk, open, gate: open() };
}

test('the PIN of any employee opens, and tells whose it is', async () => {
  const { gate } = await setup();
  const result = await gate.check('135790');
  expect(result.ok && result.value.id).toBe('bram');
});

test('a PIN that two employees share opens for neither: nobody knows whom the evidence should name', async () => {
  const people = [await employee('anna', '2580'), await employee('bram', '2580'), await employee('carl', '1470')];
  const tries = { wrong: 0, until: 0 };
  const gate = createPinGate(
    () => people,
    { read: () => tries, write: () => {} },
    () => new Date(0),
  );
  expect(await gate.check('2580')).toEqual({ ok: false, error: { code: 'pin-wrong' } });
  expect((await gate.check('1470')).ok).toBe(true);
});

test('a disk that takes nothing shuts nobody out, and still counts wrong tries', async () => {
  const { people, clock } = await setup();
  const readOnly = () => {
    throw new Error('EROFS');
  };
  const gate = createPinGate(
    () => people,
    { read: () => ({ wrong: 0, until: 0 }), write: readOnly },
    () => clock.now(),
  );
  expect((await gate.check('2580')).ok).toBe(true);
  for (let i = 0; i < 5; i += 1) await gate.check('1111');
  expect(await gate.check('2580')).toMatchObject({ ok: false, error: { code: 'pin-locked' } });
});

test.each(['', '0000', '258', '25800', '２５８０', '2580\u0000', "' OR 1=1", '9'.repeat(10_000)])(
  'a wrong or odd PIN is refused (%#)',
  async (pin) => {
    const { gate } = await setup();
    expect(await gate.check(pin)).toEqual({ ok: false, error: { code: 'pin-wrong' } });
  },
);

test('five wrong tries cost a wait, the wait doubles, and the right PIN has to wait too', async () => {
  const { gate, clock } = await setup();
  for (let i = 0; i < 4; i += 1) expect((await gate.check('1111')).ok).toBe(false);
  expect(await gate.check('1111')).toEqual({ ok: false, error: { code: 'pin-locked', retryAfterMs: 30_000 } });
  expect(await gate.check('2580')).toEqual({ ok: false, error: { code: 'pin-locked', retryAfterMs: 30_000 } });
  clock.advance(30_000);
  expect(await gate.check('1111')).toEqual({ ok: false, error: { code: 'pin-locked', retryAfterMs: 60_000 } });
  clock.advance(60_000);
  expect((await gate.check('2580')).ok).toBe(true);
});

test('killing the kiosk buys no new guesses', async () => {
  const { gate, open } = await setup();
  for (let i = 0; i < 5; i += 1) await gate.check('1111');
  expect(await open().check('2580')).toMatchObject({ error: { code: 'pin-locked' } });
});

test('a clock set back does not lock staff out for longer than the wait', async () => {
  const { gate, clock } = await setup();
  for (let i = 0; i < 5; i += 1) await gate.check('1111');
  clock.jump(-365 * 86_400_000);
  const result = await gate.check('2580');
  expect(!result.ok && result.error.retryAfterMs).toBe(30_000);
});

test('guesses made at the same moment are counted one by one', async () => {
  const { gate, disk } = await setup();
  await Promise.all(Array.from({ length: 4 }, () => gate.check('1111')));
  expect(disk.tries.wrong).toBe(4);
});

test.each(['123', '12345678901', 'abcd', '12 34'])('%s cannot become a PIN', async (pin) => {
  expect(await hashPin(pin)).toBeNull();
});
