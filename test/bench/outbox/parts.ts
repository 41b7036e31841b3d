/** The measurements of `npm run report:outbox`, each in the same run on the same disk. */
import { join } from 'node:path';
import { systemChance, systemClock } from '../../../main/clock.ts';
import type { RegistryPort } from '../../../main/registry/port.ts';
import { createEngine } from '../../../main/sync/engine.ts';
import { bareClient, drain, startReference, startServer } from './drain.ts';
import { bareInsert, bytesOfOne, keeping, openIn, rawAppend, rawOverwrite, withoutDisk } from './enqueue.ts';
import { fill } from './fill.ts';
import { interleaved, middle, round, sum, type Contender, type Timed } from './measure.ts';
import { fetchPeers, peers } from './peers.ts';

export interface Setting {
  /** On the disk that is measured. */
  readonly folder: string;
  readonly quick: boolean;
  readonly withPeers: boolean;
  /** Rows that are there already in the large database. */
  readonly rows: number;
  readonly say: (line: string) => void;
}

const rounds = ({ quick }: Setting) => (quick ? { rounds: 2, each: 20 } : { rounds: 40, each: 100 });

/** Part of a bare insert's throughput that is asked for. */
export const REACHED = 0.85;

/** Keeping a decision beside everything else that puts as many bytes on the disk. */
export async function enqueue(setting: Setting) {
  const { folder, withPeers, say } = setting;
  say('keeping …');
  const bytes = await bytesOfOne(folder);
  const without = withPeers ? fetchPeers(say) : 'not asked for';
  const own = await keeping(folder);
  const contenders: Contender[] = [
    own,
    bareInsert(folder, bytes),
    rawAppend(folder, bytes),
    rawOverwrite(folder, bytes),
    withoutDisk(),
    ...(without === null ? await peers(folder, bytes.toString('hex').slice(0, bytes.length)) : []),
  ];
  const measured = await interleaved(contenders, rounds(setting));
  const restMsPerThousand = own.restMsPerThousand();
  for (const contender of contenders) await contender.close();
  const ours = timedOf(measured, own);
  const results = contenders.map((contender) => {
    const timed = timedOf(measured, contender);
    const { name, durable } = contender;
    return { name, durable, ourThroughputOfIt: round(ours.perSecond / timed.perSecond), ...timed };
  });
  const bare = results[1];
  if (bare === undefined) throw new Error('nothing was measured');
  const ownMs = ours.p50Ms - bare.p50Ms;
  return {
    throughputOfBare: bare.ourThroughputOfIt,
    // What validating, sealing, chains and audit add to a bare insert, and how slow a disk must be for it not to matter.
    ownMs: round(ownMs),
    reachedWhereBareTakesMs: round((ownMs * REACHED) / (1 - REACHED)),
    // What the target leaves beside a bare insert on this disk, and what of it goes to what no design can leave out.
    leftMs: round((bare.p50Ms * (1 - REACHED)) / REACHED),
    validateAndSealMs: results.find(({ name }) => name === 'validate + seal, no disk')?.p50Ms ?? 0,
    p99OfBare: round(ours.p99Ms / bare.p99Ms),
    bytesPerDecision: bytes.length,
    restMsPerThousand,
    peers: without ?? 'measured',
    results,
  };
}

function timedOf(measured: ReadonlyMap<string, Timed>, { name }: Contender): Timed {
  const timed = measured.get(name);
  if (timed === undefined) throw new Error(`${name} was not measured`);
  return timed;
}

/** Keeping with a thousand rows there already, and with very many, of which one in a hundred waits; in turns. */
export async function size(setting: Setting) {
  const { folder, rows, say } = setting;
  say(`keeping with ${rows} rows there already …`);
  const waiting = Math.round(rows / 100);
  await fill(join(folder, 'few'), { finished: 990, pending: 10 });
  await fill(join(folder, 'many'), { finished: rows - waiting, pending: waiting });
  const [few, many] = [await keeping(folder, 'few'), await keeping(folder, 'many')];
  const measured = await interleaved([few, many], rounds(setting));
  const [at1000, atMany] = [timedOf(measured, few), timedOf(measured, many)];
  const restMs = { at1000: few.restMsPerThousand(), atMany: many.restMsPerThousand() };
  await few.close();
  await many.close();
  return {
    slowdown: round(atMany.p50Ms / at1000.p50Ms - 1),
    slowdownOfAll: round(at1000.perSecond / atMany.perSecond - 1),
    rows,
    waiting,
    at1000,
    atMany,
    restMsPerThousand: restMs,
  };
}

/** Connections of both, and decisions under way at once. */
const LANES = 2;

/** Against a server that answers at once: what our own work costs beside the wire. Ours, bare, bare, ours. */
export async function sending({ folder, quick, say }: Setting) {
  const count = quick ? 200 : 10_000;
  say(`sending ${count} to a server that does nothing …`);
  const paths = ['first', 'last'].map((name) => join(folder, `drain-${name}`));
  for (const path of paths) await fill(path, { finished: 0, pending: count });
  const server = await startServer();
  const ours: number[] = [];
  const bare: number[] = [];
  const confirmed: number[] = [];
  let bodies: readonly string[] = [];
  try {
    for (const path of paths) {
      const store = await openIn(path);
      const drained = await drain(store, server.address, LANES);
      store.close();
      ours.push(drained.ms);
      confirmed.push(drained.confirmedMs - drained.ms);
      if (bodies.length === 0) {
        bodies = drained.bodies;
        bare.push(await bareClient(server.address, bodies, LANES), await bareClient(server.address, bodies, LANES));
      }
    }
  } finally {
    await server.close();
  }
  return {
    ofBare: round(sum(bare) / sum(ours)),
    decisions: count,
    connections: LANES,
    perSecond: round((count * ours.length * 1000) / sum(ours)),
    barePerSecond: round((count * bare.length * 1000) / sum(bare)),
    confirmedAfterMs: Math.round(middle(confirmed)),
  };
}

/** Against our reference registry, a fresh one for each, in turns: what a site would see. */
export async function sendingToRegistry({ folder, quick, say }: Setting) {
  const count = quick ? 50 : 1000;
  say(`sending ${count} to the reference registry …`);
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < (quick ? 1 : 3); turn += 1) {
    const path = join(folder, `registry-${turn}`);
    await fill(path, { finished: 0, pending: count });
    const first = await startReference();
    const store = await openIn(path);
    const drained = await drain(store, first.address, LANES, first.token).finally(() => first.close());
    store.close();
    const second = await startReference();
    try {
      bare.push(await bareClient(second.address, drained.bodies, LANES, second.token));
    } finally {
      second.close();
    }
    ours.push(drained.ms);
  }
  return {
    ofBare: round(sum(bare) / sum(ours)),
    decisions: count * ours.length,
    connections: LANES,
    perSecond: round((count * ours.length * 1000) / sum(ours)),
    barePerSecond: round((count * bare.length * 1000) / sum(bare)),
  };
}

/** A registry that never answers. */
const silent: RegistryPort = {
  send: (_decision, signal) =>
    new Promise((resolve) =>
      signal.addEventListener('abort', () => resolve({ kind: 'later', reached: 'no', retryAfterMs: null })),
    ),
  unprocessed: () => Promise.resolve(null),
  close: () => Promise.resolve(),
};

/** Everything of the store and the engine that happens before the screen can be used. Files in the system's cache. */
async function startOnce(path: string) {
  const from = performance.now();
  const store = await openIn(path);
  const opened = performance.now();
  store.overview();
  const seen = performance.now();
  const [clock, chance] = [systemClock(), systemChance()];
  const engine = createEngine({ store, registry: silent, clock, chance, maxAgeMs: Number.MAX_SAFE_INTEGER });
  engine.start();
  const started = performance.now();
  await engine.stop();
  store.close();
  return { openMs: opened - from, overviewMs: seen - opened, engineMs: started - seen, totalMs: started - from };
}

type StartTimes = Awaited<ReturnType<typeof startOnce>>;

export async function starting({ folder, quick, say }: Setting) {
  const pending = quick ? 1000 : 100_000;
  say(`starting with ${pending} pending …`);
  const none = { path: join(folder, 'none'), times: [] as StartTimes[] };
  const much = { path: join(folder, 'much'), times: [] as StartTimes[] };
  await fill(none.path, { finished: 0, pending: 0 });
  await fill(much.path, { finished: 0, pending });
  for (let n = 0; n < 7; n += 1) for (const one of [none, much]) one.times.push(await startOnce(one.path));
  const half = (times: readonly StartTimes[], part: keyof StartTimes): number =>
    middle(times.map((time) => time[part]));
  const extra = (part: keyof StartTimes): number => round(half(much.times, part) - half(none.times, part));
  return {
    delayMs: extra('totalMs'),
    delayOf: { openMs: extra('openMs'), overviewMs: extra('overviewMs'), engineMs: extra('engineMs') },
    pending,
    withNoneMs: round(half(none.times, 'totalMs')),
    withPendingMs: round(half(much.times, 'totalMs')),
  };
}
