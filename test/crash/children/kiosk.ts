/**
 * The part of a kiosk that must survive: store, engine, adapter and HTTP, in a process of its own that can be killed at
 * any named moment. It keeps one decision after another, tells each that was kept, and sends what waits.
 *
 * Arguments: data folder, registry address, seed, and the moment to die: a name and how often it came by, or nothing.
 */
import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { systemClock } from '../../../main/clock.ts';
import { openStore } from '../../../main/store/store.ts';
import { openKeyStore, seededChance } from '../../support/store.ts';
import { historyOf, syncWith } from '../history.ts';

const [dataDir = '', address = '', seedText = '0', from = '0', dieAt = ''] = process.argv.slice(2);
const seen = new Map<string, number>();

/** Something happens now. A write to a pipe is done when it returns: what was told is known to the parent. */
function moment(name: string): void {
  const times = (seen.get(name) ?? 0) + 1;
  seen.set(name, times);
  if (`${name}#${times}` !== dieAt) return;
  writeSync(1, `died ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
  for (;;); // until the signal is there
}

/** Every statement, also BEGIN and COMMIT, has a moment before and one after. */
function watchStatements(): void {
  const db = new Database(':memory:');
  const prototype = Object.getPrototypeOf(db.prepare('SELECT 1')) as Record<
    'run' | 'get' | 'all',
    (this: { readonly source: string }, ...parameters: unknown[]) => unknown
  >;
  for (const method of ['run', 'get', 'all'] as const) {
    const real = prototype[method];
    prototype[method] = function (...parameters) {
      const name = this.source.replaceAll(/\s+/g, ' ').slice(0, 60);
      if (/^(INSERT|UPDATE|BEGIN|COMMIT|ROLLBACK)/.test(name)) moment(`before ${name}`);
      const result = real.apply(this, parameters);
      if (/^(INSERT|UPDATE|BEGIN|COMMIT|ROLLBACK)/.test(name)) moment(`after ${name}`);
      return result;
    };
  }
  const database = Database.prototype as { pragma: (this: unknown, ...parameters: [string, object?]) => unknown };
  const real = database.pragma;
  database.pragma = function (...parameters) {
    const checkpoint = parameters[0].startsWith('wal_checkpoint');
    if (checkpoint) moment('before checkpoint');
    const result = real.apply(this, parameters);
    if (checkpoint) moment('after checkpoint');
    return result;
  };
  db.close();
}

function watchHttp(): void {
  for (const phase of [
    'undici:client:beforeConnect',
    'undici:client:connected',
    'undici:client:sendHeaders',
    'undici:request:create',
    'undici:request:bodySent',
    'undici:request:headers',
    'undici:request:trailers',
  ])
    subscribe(phase, () => moment(`http ${phase.slice('undici:'.length)}`));
}

watchStatements();
watchHttp();
const opened = await openStore({
  dataDir,
  keyStore: openKeyStore,
  clock: systemClock(),
  chance: seededChance(process.pid),
});
if (!opened.ok) throw new Error(opened.error.code);
const store = opened.value;
const engine = syncWith(store, address);
store.onChange(() => engine.poke());
engine.start();
writeSync(1, 'open\n');
const history = historyOf(Number(seedText), Number(from));
for (const decision of history) {
  const kept = store.keep(decision);
  if (!kept.ok) throw new Error(kept.error.code);
  writeSync(1, `kept ${decision.id}\n`);
  await new Promise((resolve) => setTimeout(resolve, 3));
}
while (store.overview().pending + store.overview().sent > 0) await new Promise((resolve) => setTimeout(resolve, 5));
for (const parked of store.overview().parked) store.retry(parked.reference);
while (store.overview().pending + store.overview().sent > 0) await new Promise((resolve) => setTimeout(resolve, 5));
await new Promise((resolve) => setTimeout(resolve, 1200)); // the log is truncated
for (const [name, times] of seen) writeSync(1, `moment ${times} ${name}\n`);
writeSync(1, 'done\n');
process.exit(0);
