/**
 * `npm run report:outbox [-- --json] [--quick] [--dir <folder>] [--rows <n>] [--no-peers]`: how fast choices are kept and
 * sent, beside the limit of the same disk, a bare insert, other queues and a bare client. All in one run, in turns:
 * what counts are the ratios.
 */
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeDecision } from '../../support/decision.ts';
import { bareClient, drain, startReference, startServer } from './drain.ts';
import { bareInsert, keeping, openIn, rawAppend, sealedBytes } from './enqueue.ts';
import { fill } from './fill.ts';
import { interleaved, round, type Contender } from './measure.ts';
import { fetchPeers, peers } from './peers.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    'no-peers': { type: 'boolean', default: false },
    dir: { type: 'string', default: tmpdir() },
    rows: { type: 'string', default: '1000000' },
  },
});
const TMPFS = 0x01021994;
const quick = values.quick;
const say = (line: string): void => console.error(line);
const folder = mkdtempSync(join(values.dir, 'keuzewijzer-outbox-'));
const disk = statfsSync(folder).type === TMPFS ? 'memory (tmpfs): not a disk, say so when you quote this' : 'disk';

async function enqueue() {
  say('keeping …');
  const bytes = await sealedBytes(folder);
  const without = quick || values['no-peers'] ? 'not asked for' : fetchPeers(say);
  const contenders: Contender[] = [
    await keeping(folder),
    rawAppend(folder, bytes),
    bareInsert(folder, bytes),
    ...(without === null ? await peers(folder, JSON.stringify(makeDecision())) : []),
  ];
  const measured = await interleaved(contenders, quick ? { rounds: 2, each: 20 } : { rounds: 10, each: 100 });
  for (const contender of contenders) await contender.close();
  const own = measured.get('keuzewijzer');
  const bare = measured.get('bare better-sqlite3 insert');
  if (own === undefined || bare === undefined) throw new Error('nothing was measured');
  return {
    bytesPerDecision: bytes.length,
    peers: without ?? 'measured',
    results: contenders.map(({ name, durable }) => ({ name, durable, ...measured.get(name) })),
    throughputOfBare: round(own.perSecond / bare.perSecond),
    p99OfBare: round(own.p99Ms / bare.p99Ms),
  };
}

/** Keeping with few and with many rows there already, in turns. */
async function size() {
  const rows = quick ? 2000 : Number(values.rows);
  say(`keeping with ${rows} rows there already …`);
  const [few, many] = [join(folder, 'few'), join(folder, 'many')];
  await fill(few, { finished: 1000, pending: 0 });
  await fill(many, { finished: rows, pending: 0 });
  const contenders = [await keeping(folder, 'few'), await keeping(folder, 'many')];
  const measured = await interleaved(contenders, quick ? { rounds: 2, each: 20 } : { rounds: 10, each: 100 });
  for (const contender of contenders) await contender.close();
  const [small, large] = [measured.get('few'), measured.get('many')];
  if (small === undefined || large === undefined) throw new Error('nothing was measured');
  return {
    rows,
    at1000: small,
    atMany: large,
    slowdown: round(large.p50Ms / small.p50Ms - 1),
    slowdownOfAll: round(small.perSecond / large.perSecond - 1),
  };
}

const LANES = 2;

/** Against a server that answers at once: what our own work costs beside the wire. */
async function sending() {
  const count = quick ? 200 : 10_000;
  say(`sending ${count} to a server that does nothing …`);
  const path = join(folder, 'drain');
  await fill(path, { finished: 0, pending: count });
  const server = await startServer();
  const store = await openIn(path);
  const ours = await drain(store, server.address, LANES);
  store.close();
  const bareMs = await bareClient(server.address, ours.bodies, LANES);
  await server.close();
  return {
    decisions: count,
    connections: LANES,
    perSecond: round((count / ours.ms) * 1000),
    barePerSecond: round((ours.bodies.length / bareMs) * 1000),
    ofBare: round(bareMs / ours.ms),
    confirmedAfterMs: Math.round(ours.confirmedMs - ours.ms),
  };
}

/** Against our reference registry, a fresh one for each, in turns: what a site would see. */
async function sendingToRegistry() {
  const count = quick ? 50 : 1000;
  say(`sending ${count} to the reference registry …`);
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < (quick ? 1 : 3); round += 1) {
    const path = join(folder, `registry-${round}`);
    await fill(path, { finished: 0, pending: count });
    const first = await startReference();
    const store = await openIn(path);
    const drained = await drain(store, first.address, LANES, first.token);
    store.close();
    first.close();
    const second = await startReference();
    try {
      bare.push(await bareClient(second.address, drained.bodies, LANES, second.token));
    } finally {
      second.close();
    }
    ours.push(drained.ms);
  }
  const sum = (list: readonly number[]): number => list.reduce((total, ms) => total + ms, 0);
  return {
    decisions: count * ours.length,
    connections: LANES,
    perSecond: round(((count * ours.length) / sum(ours)) * 1000),
    barePerSecond: round(((count * bare.length) / sum(bare)) * 1000),
    ofBare: round(sum(bare) / sum(ours)),
  };
}

async function starting() {
  const pending = quick ? 1000 : 100_000;
  say(`starting with ${pending} pending …`);
  const [none, much] = [join(folder, 'none'), join(folder, 'much')];
  await fill(none, { finished: 0, pending: 0 });
  await fill(much, { finished: 0, pending });
  const times: { none: number[]; much: number[] } = { none: [], much: [] };
  for (let n = 0; n < 7; n += 1) {
    for (const [name, path] of [
      ['none', none],
      ['much', much],
    ] as const) {
      const from = performance.now();
      const store = await openIn(path);
      const lease = name === 'much' ? store.lease() : null;
      times[name].push(performance.now() - from);
      if (lease !== null) store.settleLater(lease, 0, false);
      store.close();
    }
  }
  const middle = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[3] ?? 0;
  return {
    pending,
    withNoneMs: round(middle(times.none)),
    withPendingMs: round(middle(times.much)),
    delayMs: round(middle(times.much) - middle(times.none)),
  };
}

const report = {
  node: process.version,
  cpus: cpus().length,
  on: disk,
  quick,
  enqueue: await enqueue(),
  size: await size(),
  drain: await sending(),
  drainToRegistry: await sendingToRegistry(),
  start: await starting(),
};
rmSync(folder, { recursive: true, force: true });
const targets = [
  ['keeping reaches 85 % of a bare insert', report.enqueue.throughputOfBare, report.enqueue.throughputOfBare >= 0.85],
  ['its p99 is at most twice that of a bare insert', report.enqueue.p99OfBare, report.enqueue.p99OfBare <= 2],
  [`at most 10 % slower with ${report.size.rows} rows`, report.size.slowdown, report.size.slowdown <= 0.1],
  [
    'sending to the registry reaches 80 % of a bare client',
    report.drainToRegistry.ofBare,
    report.drainToRegistry.ofBare >= 0.8,
  ],
  [
    'sending to a server that does nothing reaches 80 % of a bare client',
    report.drain.ofBare,
    report.drain.ofBare >= 0.8,
  ],
  [
    `${report.start.pending} pending delay the start by at most 100 ms`,
    report.start.delayMs,
    report.start.delayMs <= 100,
  ],
] as const;
if (values.json)
  console.log(
    JSON.stringify(
      { ...report, targets: targets.map(([name, value, reached]) => ({ name, value, reached })) },
      null,
      2,
    ),
  );
else {
  console.log(
    `on ${disk}, ${report.cpus} processors, Node ${report.node}${quick ? ', a quick run: only its shape counts' : ''}`,
  );
  console.table(report.enqueue.results);
  console.table(
    [report.size, report.drain, report.drainToRegistry, report.start].map(({ ...facts }) => JSON.stringify(facts)),
  );
  for (const [name, value, reached] of targets)
    console.log(`${reached ? 'reached    ' : 'NOT reached'}  ${name}: ${value}`);
}
