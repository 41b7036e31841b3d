/** A disk that fails: the kiosk says so, never calls a choice kept that is not, and gets back what can be got back. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../main/store/store.ts';
import { fail } from '../../shared/contract/result.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import { BSNS, makeDecision } from '../support/decision.ts';
import { seed } from '../support/seed.ts';
import { openKeyStore, scratchFolder, seededChance } from '../support/store.ts';
import { virtualClock, type VirtualClock } from '../support/virtual-clock.ts';

let folder: ReturnType<typeof scratchFolder>;
let clock: VirtualClock;
beforeEach(() => {
  folder = scratchFolder();
  clock = virtualClock();
});
afterEach(() => folder.remove());

const openIn = (dataDir: string) => openStore({ dataDir, keyStore: openKeyStore, clock, chance: seededChance(seed) });
const openIt = async (dataDir = folder.path): Promise<Store> => {
  const opened = await openIn(dataDir);
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
};
const fresh = (place: number): Decision => makeDecision({ bsn: BSNS[place % 3] ?? BSNS[0], chosenAt: clock.now() });

/** A small file system of its own, where this machine lets us make one. */
function mount(path: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    console.log('no file system may be mounted here: a limit on the size of files plays the full disk');
    return false;
  }
}

interface Keeper {
  readonly process: ChildProcess;
  ask(command: string): Promise<unknown>;
  /** Limits what this process may write into one file, in bytes; null lifts it. */
  limit(bytes: number | null): void;
}

async function startKeeper(dataDir: string): Promise<Keeper> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'children', 'keeper.ts'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done === true) throw new Error('the keeper is gone');
    return JSON.parse(line.value) as unknown;
  };
  expect(await next()).toBe('open');
  return {
    process: child,
    ask(command) {
      child.stdin.write(`${command}\n`);
      return next();
    },
    limit: (bytes) =>
      void execFileSync('prlimit', ['--pid', String(child.pid), `--fsize=${bytes ?? 'unlimited'}:unlimited`]),
  };
}

describe('a full disk', () => {
  it('is told at once, and nothing is called kept', async () => {
    if (!mount(folder.path, 'size=900k')) {
      await fileSizeLimit();
      return;
    }
    try {
      const store = await openIt();
      const kept: Decision[] = [];
      let refused = null;
      for (let n = 0; refused === null && n < 1000; n += 1) {
        const decision = fresh(n);
        const done = store.keep(decision);
        if (done.ok) kept.push(decision);
        else refused = done.error.code;
      }
      expect(refused).toBe('keeping-disk-full');
      expect(store.health()).toBe('keeping-disk-full');
      expect(kept.length).toBeGreaterThan(3);
      // A transaction that writes nothing succeeds on a full disk: that is no reason to say that all is well.
      store.sweep(72 * 3_600_000);
      expect(store.health()).toBe('keeping-disk-full');
      store.close();
    } finally {
      execFileSync('umount', ['-l', folder.path]);
    }
  });

  it('that has room again keeps again, with all that was kept before', async () => {
    if (!mount(folder.path, 'size=900k')) {
      await fileSizeLimit();
      return;
    }
    try {
      const filler = join(folder.path, 'filler');
      const store = await openIt();
      const first = fresh(0);
      expect(store.keep(first).ok).toBe(true);
      try {
        writeFileSync(filler, Buffer.alloc(2_000_000));
      } catch {
        // Full, as meant.
      }
      const refused = fresh(1);
      for (let n = 0; n < 50 && store.health() === null; n += 1) store.keep({ ...refused, id: fresh(1).id });
      expect(store.health()).toBe('keeping-disk-full');
      clock.advance(20_000);
      expect(store.health()).toBe('keeping-disk-full');
      rmSync(filler);
      clock.advance(6000);
      expect(store.health()).toBeNull();
      expect(store.keep(fresh(2)).ok).toBe(true);
      expect(store.delivery(first.id)).toBe('kept');
      store.close();
    } finally {
      execFileSync('umount', ['-l', folder.path]);
    }
  });

  it('at the start hides nothing that waits, and heals without another start', async () => {
    if (!mount(folder.path, 'size=900k')) return;
    try {
      const filler = join(folder.path, 'filler');
      const before = await openIt();
      const decision = fresh(0);
      before.keep(decision);
      // Dies with a request under way: the end of that lease is what a start has to write.
      expect(before.lease()).not.toBeNull();
      before.close();
      expect(() => writeFileSync(filler, Buffer.alloc(2_000_000))).toThrow(/ENOSPC/);
      const store = await openIt();
      expect(store.health()).toBe('keeping-disk-full');
      expect(store.overview().pending).toBe(1);
      expect(store.unfinished()).toMatchObject({ ok: true, value: [{ decision: { id: decision.id } }] });
      expect(store.lease()).toBeNull();
      rmSync(filler);
      clock.advance(6000);
      expect(store.health()).toBeNull();
      expect(store.lease()?.decision.id).toBe(decision.id);
      store.close();
    } finally {
      execFileSync('umount', ['-l', folder.path]);
    }
  });

  it('does not make the kiosk forget what the registry answered meanwhile', async () => {
    const store = await openIt();
    const decision = fresh(0);
    store.keep(decision);
    const lease = store.lease();
    if (lease === null) throw new Error('nothing was due');
    failWrites(() => store.settleAccepted(lease));
    expect(store.health()).toBe('keeping-disk-full');
    expect(store.delivery(decision.id)).toBe('kept');
    clock.advance(6000);
    expect(store.health()).toBeNull();
    expect(store.delivery(decision.id)).toBe('sent');
    store.close();
  });
});

/** Lets every statement that writes fail; without a code as on a full disk. */
function failWrites(work: () => void, code = 'SQLITE_FULL'): void {
  const db = new Database(':memory:');
  const statement = Object.getPrototypeOf(db.prepare('SELECT 1')) as { run: (...parameters: unknown[]) => unknown };
  const real = statement.run;
  statement.run = () => {
    throw Object.assign(new Error('the disk fails'), { code });
  };
  try {
    work();
  } finally {
    statement.run = real;
    db.close();
  }
}

async function fileSizeLimit(): Promise<void> {
  const keeper = await startKeeper(folder.path);
  expect(await keeper.ask('keep')).toHaveProperty('kept');
  keeper.limit(200_000);
  let answer: unknown = { kept: '' };
  let kept = 1;
  for (let n = 0; n < 200 && !JSON.stringify(answer).includes('error'); n += 1) {
    answer = await keeper.ask('keep');
    if (!JSON.stringify(answer).includes('error')) kept += 1;
  }
  expect(answer).toEqual({ error: 'keeping-failed' });
  expect(await keeper.ask('health')).toBe('keeping-failed');
  expect(await keeper.ask('keep')).toEqual({ error: 'keeping-failed' });
  keeper.limit(null);
  expect(await keeper.ask('wait')).toBeNull();
  expect(await keeper.ask('keep')).toHaveProperty('kept');
  expect(await keeper.ask('pending')).toBe(kept + 1);
  keeper.process.kill('SIGKILL');
}

describe('an input/output error', () => {
  it('is told, nothing is called kept until the log was begun anew, and nothing kept is lost', fileSizeLimit);
});

/** Overwrites a stretch of the database file. */
function damage(at: number, length: number, file = join(folder.path, 'kiosk.db')): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, at, Math.min(bytes.length, at + length));
  writeFileSync(file, bytes);
}

/** Twelve kept decisions of three persons, none replaced, on a closed database. */
async function history(secondCopy: boolean): Promise<readonly Decision[]> {
  const store = await openIt();
  const [option] = makeDecision().choices;
  if (option === undefined) throw new Error('no option');
  const kept = Array.from({ length: 12 }, (_, n) => ({
    ...fresh(n),
    choices: [{ ...option, option: `option-${n}` }],
  }));
  for (const decision of kept) expect(store.keep(decision).ok).toBe(true);
  if (secondCopy) clock.advance(10_000);
  store.close();
  return kept;
}

/** Sends all that is left, and says which decisions came out. */
function drain(store: Store): string[] {
  const sent: string[] = [];
  for (let lease = store.lease(); lease !== null; lease = store.lease()) {
    sent.push(lease.decision.id);
    store.settleAccepted(lease);
    store.confirm(store.acceptedDecisions().map(({ seq }) => seq));
  }
  return sent;
}

describe('a damaged database', () => {
  it(`loses no choice while the second copy can be read, wherever the damage is (seed ${seed})`, async () => {
    const kept = await history(true);
    const whole = readFileSync(join(folder.path, 'kiosk.db'));
    const copy = readFileSync(join(folder.path, 'kiosk-second.db'));
    const chance = seededChance(seed);
    const places = [0, 40, ...Array.from({ length: 30 }, () => chance.int(whole.length))];
    for (const at of places) {
      folder.remove();
      mkdirSync(folder.path);
      writeFileSync(join(folder.path, 'kiosk.db'), whole);
      writeFileSync(join(folder.path, 'kiosk-second.db'), copy);
      damage(at, 700);
      const store = await openIt();
      expect(drain(store).toSorted(), `damage at ${at}`).toEqual(kept.map(({ id }) => id).toSorted());
      store.close();
    }
  });

  it.each([
    ['deleted', (file: string) => rmSync(file)],
    ['emptied', (file: string) => writeFileSync(file, '')],
    ['put back from an older backup', (file: string, older: Buffer) => writeFileSync(file, older)],
  ])('that was %s is filled from the second copy, not begun anew over it', async (_, lose) => {
    (await openIt()).close();
    const file = join(folder.path, 'kiosk.db');
    const older = readFileSync(file);
    const kept = await history(true);
    lose(file, older);
    const store = await openIt();
    expect(store.overview()).toMatchObject({ pending: 12, repairedAt: clock.now().toISOString() });
    expect(drain(store).toSorted()).toEqual(kept.map(({ id }) => id).toSorted());
    store.close();
  });

  it('is not mixed with the second copy of another device', async () => {
    await history(true);
    const foreign = readFileSync(join(folder.path, 'kiosk-second.db'));
    folder.remove();
    mkdirSync(folder.path);
    const store = await openIt();
    const own = fresh(0);
    store.keep(own);
    store.close();
    writeFileSync(join(folder.path, 'kiosk-second.db'), foreign);
    const again = await openIt();
    expect(drain(again)).toEqual([own.id]);
    again.close();
  });

  it('without a second copy gives back the rows that can be read', async () => {
    const kept = await history(false);
    rmSync(join(folder.path, 'kiosk-second.db'), { force: true });
    const file = join(folder.path, 'kiosk.db');
    const db = new Database(file, { readonly: true });
    const { pageno } = db
      .prepare<[], { pageno: number }>(
        "SELECT max(pageno) AS pageno FROM dbstat WHERE name = 'outbox' AND pagetype = 'leaf'",
      )
      .get() ?? { pageno: 0 };
    db.close();
    damage((pageno - 1) * 4096, 200);
    const store = await openIt();
    expect(store.overview().repairedAt).not.toBeNull();
    const sent = drain(store);
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.every((id) => kept.some((decision) => decision.id === id))).toBe(true);
    expect(readdirSync(folder.path).some((name) => name.startsWith('damaged-'))).toBe(true);
    store.close();
  });

  it('is set aside whole, and staff are told for some days', async () => {
    await history(true);
    damage(0, 100);
    const broken = readFileSync(join(folder.path, 'kiosk.db'));
    const store = await openIt();
    const aside = readdirSync(folder.path).find((name) => name.startsWith('damaged-'));
    expect(readFileSync(join(folder.path, aside ?? '', 'kiosk.db'))).toEqual(broken);
    expect(store.overview()).toMatchObject({ pending: 12, repairedAt: clock.now().toISOString() });
    clock.advance(8 * 24 * 3_600_000);
    expect(store.overview().repairedAt).toBeNull();
    store.close();
  });

  it('is told also where the mark for the next start cannot be written', async () => {
    const store = await openIt();
    // Whatever stands in the way of the file: most often a disk that became read-only with its first bad page.
    mkdirSync(join(folder.path, 'kiosk.db-suspect'));
    failWrites(() => expect(store.keep(fresh(0))).toEqual(fail('keeping-damaged')), 'SQLITE_CORRUPT');
    expect(store.health()).toBe('keeping-damaged');
    store.close();
  });

  it('whose repair was cut short is repaired at the next start', async () => {
    const kept = await history(true);
    damage(0, 100);
    const store = await openIt();
    store.close();
    // Cut short after the new database was whole, before it took its place, with an old log still there.
    const file = join(folder.path, 'kiosk.db');
    renameSync(file, join(folder.path, 'kiosk-repaired.db'));
    writeFileSync(file, 'broken');
    writeFileSync(`${file}-wal`, 'of the broken one');
    const again = await openIt();
    expect(drain(again).toSorted()).toEqual(kept.map(({ id }) => id).toSorted());
    expect(existsSync(join(folder.path, 'kiosk-repaired.db'))).toBe(false);
    again.close();
  });
});

describe('a second copy that can be neither written nor taken away', () => {
  it('ends neither the kiosk nor a choice, and is made when the disk takes it again', async () => {
    const store = await openIt();
    const copy = join(folder.path, 'kiosk-second.db');
    // As on a disk that became read-only: both fail.
    mkdirSync(join(copy, 'in-the-way'), { recursive: true });
    expect(store.keep(fresh(0)).ok).toBe(true);
    clock.advance(10_000);
    // The same person and option: the older payload is destroyed, and an old copy would have to go.
    expect(store.keep(fresh(3)).ok).toBe(true);
    expect(store.health()).toBeNull();
    rmSync(copy, { recursive: true });
    clock.advance(10_000);
    expect(readFileSync(copy).length).toBeGreaterThan(0);
    store.close();
  });
});

describe('files that are deleted or replaced under the running kiosk', () => {
  const file = (ending = ''): string => join(folder.path, `kiosk.db${ending}`);
  const dies = (store: Store): void => {
    expect(store.keep(fresh(9))).toEqual(fail('keeping-damaged'));
    expect(store.health()).toBe('keeping-damaged');
    expect(store.lease()).toBeNull();
    store.close();
  };
  /** What was kept is there again after a start, also what was finished, and nothing that was not called kept. */
  const allThere = async (kept: readonly Decision[], confirmed: Decision): Promise<void> => {
    const again = await openIt();
    expect(drain(again)).toEqual(kept.map(({ id }) => id));
    expect(again.delivery(confirmed.id)).toBe('confirmed');
    again.close();
  };
  const begun = async () => {
    const store = await openIt();
    const confirmed = fresh(0);
    store.keep(confirmed);
    const lease = store.lease();
    if (lease === null) throw new Error('nothing was due');
    store.settleAccepted(lease);
    store.confirm([lease.seq]);
    const kept = [fresh(1), fresh(2)];
    for (const decision of kept) expect(store.keep(decision).ok).toBe(true);
    return { store, confirmed, kept };
  };

  it.each([
    ['the database', ['']],
    ['its log', ['-wal']],
    ['both', ['', '-wal']],
  ])('%s: nothing more is called kept, and all of it is there at the next start', async (_, endings) => {
    const { store, confirmed, kept } = await begun();
    for (const ending of endings) rmSync(file(ending));
    dies(store);
    await allThere(kept, confirmed);
  });

  it('is seen within seconds, before anybody chooses', async () => {
    const { store, confirmed, kept } = await begun();
    rmSync(file());
    clock.advance(5000);
    expect(store.health()).toBe('keeping-damaged');
    store.close();
    await allThere(kept, confirmed);
  });

  it('another database in its place stays as it is, and gets what waits', async () => {
    const { store, kept } = await begun();
    clock.advance(3000);
    writeFileSync(join(folder.path, 'older'), readFileSync(file()));
    renameSync(join(folder.path, 'older'), file());
    dies(store);
    const again = await openIt();
    expect(drain(again).toSorted()).toEqual(kept.map(({ id }) => id).toSorted());
    again.close();
  });
});

describe('a folder that cannot be written', () => {
  it('is told as such', async () => {
    const file = join(folder.path, 'a-file');
    writeFileSync(file, '');
    expect(await openIn(join(file, 'below'))).toMatchObject({ ok: false, error: { code: 'keeping-failed' } });
  });

  it('because it is read-only, is told as such', async () => {
    const kept = await history(false);
    if (!mount(join(folder.path), 'size=4m')) return;
    try {
      // The mount hides the folder: a database of its own goes in, then nothing may be written.
      const db = new Database(join(folder.path, 'kiosk.db'));
      db.close();
      execFileSync('mount', ['-o', 'remount,ro', folder.path]);
      expect(await openIn(folder.path)).toMatchObject({ ok: false, error: { code: 'keeping-read-only' } });
    } finally {
      execFileSync('umount', ['-l', folder.path]);
    }
    const store = await openIt();
    expect(drain(store).length).toBe(kept.length);
    store.close();
  });
});
