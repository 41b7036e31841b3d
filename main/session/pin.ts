/**
 * Staff sign-in. PINs are kept as scrypt hashes; a wrong PIN costs time, and the count survives a restart, so that
 * killing the kiosk does not buy new guesses (experience.md K11).
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { fail, ok, type Result } from '../../shared/contract/result.ts';

export const employeeSchema = z.strictObject({
  /** Stands in the evidence and in Provenance: a personnel number, never a name. */
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(80),
  /** Role code (OID 2.16.840.1.113883.2.4.15.111), e.g. 83.000 for a pharmacy assistant. */
  role: z.string().regex(/^\d{2}\.\d{3}$/),
  salt: z.string().max(64),
  hash: z.string().max(128),
});
export type Employee = z.infer<typeof employeeSchema>;

const PIN = /^\d{4,10}$/;
const derive = (pin: string, salt: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin, Buffer.from(salt, 'base64url'), 32, { N: 1 << 14, r: 8, p: 1 }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });

/** @returns salt and hash of a PIN of 4 to 10 digits, or null when it is not one */
export async function hashPin(pin: string): Promise<{ salt: string; hash: string } | null> {
  if (!PIN.test(pin)) return null;
  const salt = randomBytes(16).toString('base64url');
  return { salt, hash: (await derive(pin, salt)).toString('base64url') };
}

/** @returns whose PIN it is: more than one when employees chose the same */
export async function ownersOf(pin: string, employees: readonly Employee[]): Promise<readonly Employee[]> {
  const owners: Employee[] = [];
  if (!PIN.test(pin)) return owners;
  // Every employee is tried, found or not: the time tells nothing about who matched.
  for (const employee of employees) {
    const key = await derive(pin, employee.salt);
    const hash = Buffer.from(employee.hash, 'base64url');
    if (key.length === hash.length && timingSafeEqual(key, hash)) owners.push(employee);
  }
  return owners;
}

/** Wrong tries in a row and until when the next one waits (wall clock, epoch ms). */
export interface Tries {
  readonly wrong: number;
  readonly until: number;
}

/** Free tries before waiting starts; then 30 s, doubling up to an hour. */
const FREE_TRIES = 5;
const waitMs = (wrong: number): number =>
  wrong < FREE_TRIES ? 0 : Math.min(30_000 * 2 ** (wrong - FREE_TRIES), 3_600_000);

export interface PinGate {
  /** @returns whose PIN it is; `pin-wrong`; or `pin-locked` with the time to wait */
  check(pin: string): Promise<Result<Employee>>;
}

interface TriesPlace {
  readonly read: () => Tries;
  readonly write: (tries: Tries) => void;
}

/**
 * A disk that is full or read-only must not shut staff out: they could not see why, nor take what waits to safety. The
 * count then stands in memory until the disk takes it again.
 */
function inMemoryToo(disk: TriesPlace): TriesPlace {
  let last: Tries = { wrong: 0, until: 0 };
  let written = true;
  return {
    read() {
      try {
        if (written) last = disk.read();
      } catch {
        // What was last known counts.
      }
      return last;
    },
    write(tries) {
      last = tries;
      try {
        disk.write(tries);
        written = true;
      } catch {
        written = false;
      }
    },
  };
}

/** @param disk where the count of wrong tries is kept over restarts */
export function createPinGate(employees: () => readonly Employee[], disk: TriesPlace, now: () => Date): PinGate {
  const tries = inMemoryToo(disk);
  let busy: Promise<unknown> = Promise.resolve();
  const check = async (pin: string): Promise<Result<Employee>> => {
    const { wrong, until } = tries.read();
    // A wall clock set back must not lock staff out for longer than the wait itself.
    const wait = Math.min(until - now().getTime(), waitMs(wrong));
    if (wait > 0) return fail('pin-locked', wait);
    // Count first: a kill during the check must not give a free try.
    tries.write({ wrong: wrong + 1, until: now().getTime() + waitMs(wrong + 1) });
    const [found, other] = await ownersOf(pin, employees());
    // With two owners nobody knows who it is, and the evidence must name the one who was present.
    if (found === undefined || other !== undefined) {
      const locked = waitMs(wrong + 1);
      return locked > 0 ? fail('pin-locked', locked) : fail('pin-wrong');
    }
    tries.write({ wrong: 0, until: 0 });
    return ok(found);
  };
  return {
    check(pin) {
      // One at a time: parallel guesses would share one count.
      const next = busy.then(() => check(pin));
      busy = next.catch(() => {});
      return next;
    },
  };
}
