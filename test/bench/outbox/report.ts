/**
 * `npm run report:outbox [-- --json] [--quick] [--dir <folder>] [--rows <n>] [--no-peers] [--only <part>[,<part>]]
 * [--sync-ms <n>]`: how fast choices are kept and sent, beside the limit of the same disk, a bare insert, other queues and a bare client. All
 * in one run, in turns: what counts are the ratios. Parts: enqueue, size, drain, registry, start. On the disk of `--dir`
 * (default: the system's temporary folder); a folder in memory is refused. `--sync-ms` makes every sync of the disk take so
 * much longer (with strace, Linux): disks of kiosks take milliseconds, those of servers a tenth of one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { enqueue, REACHED, sending, sendingToRegistry, size, starting, type Setting } from './parts.ts';

const PARTS = ['enqueue', 'size', 'drain', 'registry', 'start'] as const;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    'no-peers': { type: 'boolean', default: false },
    dir: { type: 'string', default: tmpdir() },
    rows: { type: 'string' },
    'sync-ms': { type: 'string' },
    only: { type: 'string', default: PARTS.join(',') },
  },
});

/** Linux' tmpfs and ramfs, statfs(2): to sync costs nothing there, and to measure it would lie. */
const IN_MEMORY = new Set([0x01021994, 0x858458f6]);

function settle(): Setting & { readonly parts: ReadonlySet<string> } {
  const parts = values.only.split(',');
  const unknown = parts.filter((part) => !PARTS.some((name) => name === part));
  if (unknown.length > 0) refuse(`There is no part ${unknown.join(', ')}. There are: ${PARTS.join(', ')}.`);
  const rows = Number(values.rows ?? (values.quick ? 2000 : 1_000_000));
  if (!Number.isInteger(rows) || rows < 1000) refuse('--rows is a whole number of 1000 or more.');
  if (IN_MEMORY.has(statfsSync(values.dir).type))
    refuse(`${values.dir} lies in memory: nothing there is kept. Name a folder on a disk with --dir.`);
  return {
    folder: mkdtempSync(join(values.dir, 'keuzewijzer-outbox-')),
    quick: values.quick,
    withPeers: !values.quick && !values['no-peers'],
    rows,
    say: (line) => console.error(line),
    parts: new Set(parts),
  };
}

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

/** Runs this program once more with slower syncs. Only these two calls are stopped at; all else runs as fast as ever. */
function withSlowerSync(ms: number): never {
  if (!(ms > 0 && ms <= 1000)) refuse('--sync-ms is a number of milliseconds up to 1000.');
  const calls = 'fsync,fdatasync';
  const slower = ['-f', '--seccomp-bpf', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`];
  const args = [...slower, '-e', `inject=${calls}:delay_enter=${Math.round(ms * 1000)}`];
  const env = { ...process.env, [SLOWER]: String(ms) };
  const { status, error } = spawnSync('strace', [...args, ...process.argv], { stdio: 'inherit', env });
  if (error !== undefined) refuse('--sync-ms needs strace (Debian: apt-get install strace).');
  process.exit(status ?? 1);
}

/** How much longer a sync takes than it would, in milliseconds; set by ourselves. */
const SLOWER = 'KW_SYNC_MS';
const syncMs = Number(process.env[SLOWER] ?? 0);
if (values['sync-ms'] !== undefined && syncMs === 0) withSlowerSync(Number(values['sync-ms']));

async function measure(setting: ReturnType<typeof settle>) {
  const when = async <T>(part: (typeof PARTS)[number], work: (setting: Setting) => Promise<T>): Promise<T | null> =>
    setting.parts.has(part) ? work(setting) : null;
  return {
    enqueue: await when('enqueue', enqueue),
    size: await when('size', size),
    drain: await when('drain', sending),
    registry: await when('registry', sendingToRegistry),
    start: await when('start', starting),
  };
}

type Report = Awaited<ReturnType<typeof measure>>;

interface Target {
  readonly name: string;
  readonly value: number;
  readonly reached: boolean;
}

function targetsOf({ enqueue: keep, size: many, drain, registry, start }: Report): readonly Target[] {
  const atLeast = (name: string, value: number, bar: number): Target => ({ name, value, reached: value >= bar });
  const atMost = (name: string, value: number, bar: number): Target => ({ name, value, reached: value <= bar });
  const bare = '80 % of a bare client';
  return [
    ...(keep === null
      ? []
      : [
          atLeast('keeping reaches 85 % of a bare insert', keep.throughputOfBare, REACHED),
          atMost('its p99 is at most twice that of a bare insert', keep.p99OfBare, 2),
        ]),
    ...(many === null ? [] : [atMost(`at most 10 % slower (median) with ${many.rows} rows`, many.slowdown, 0.1)]),
    ...(drain === null ? [] : [atLeast(`sending to a server that does nothing reaches ${bare}`, drain.ofBare, 0.8)]),
    ...(registry === null ? [] : [atLeast(`sending to the registry reaches ${bare}`, registry.ofBare, 0.8)]),
    ...(start === null
      ? []
      : [atMost(`${start.pending} pending delay the start by at most 100 ms`, start.delayMs, 100)]),
  ];
}

function print(report: Report, targets: readonly Target[]): void {
  const quick = values.quick ? '; a quick run, only its shape counts' : '';
  const slower = syncMs === 0 ? '' : `; every sync takes ${syncMs} ms longer`;
  console.log(`${cpus().length} processors, Node ${process.version}${slower}${quick}`);
  for (const { name, value, reached } of targets)
    console.log(`${reached ? 'reached    ' : 'NOT reached'}  ${name}: ${value}`);
  if (report.enqueue !== null) {
    const { results, bytesPerDecision, restMsPerThousand, ownMs, reachedWhereBareTakesMs, peers } = report.enqueue;
    const { leftMs, validateAndSealMs } = report.enqueue;
    console.log(
      `\nKeeping ${bytesPerDecision} bytes, durably. Put off until nobody waits: ${restMsPerThousand} µs each.`,
    );
    console.log(
      `${ownMs} ms of it is ours; 85 % of a bare insert is reached on a disk where that takes ${reachedWhereBareTakesMs} ms.`,
    );
    console.log(`85 % leaves ${leftMs} ms on this disk; to validate and seal alone takes ${validateAndSealMs} ms.`);
    console.table(
      Object.fromEntries(
        results.map(({ name, ourThroughputOfIt, perSecond, p50Ms, p99Ms }) => [
          name,
          { 'ours / it': ourThroughputOfIt, perSecond, p50Ms, p99Ms },
        ]),
      ),
    );
    for (const { name, durable } of results) console.log(`${name}: ${durable ?? 'NOT durable: it never syncs'}`);
    if (peers !== 'measured') console.log(`Peers: ${peers}.`);
  }
  for (const part of ['size', 'drain', 'registry', 'start'] as const)
    if (report[part] !== null) console.log(`\n${part}: ${JSON.stringify(report[part])}`);
}

const setting = settle();
try {
  const report = await measure(setting);
  const targets = targetsOf(report);
  if (values.json) {
    const machine = { node: process.version, cpus: cpus().length, quick: values.quick, syncMs };
    console.log(JSON.stringify({ targets, ...machine, ...report }, null, 2));
  } else print(report, targets);
} finally {
  rmSync(setting.folder, { recursive: true, force: true });
}
