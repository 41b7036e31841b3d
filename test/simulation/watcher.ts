/** Looks at every step of one kiosk whether the claims hold, reading its file behind its back. */
import { parseRetryAfter } from '../../main/registry/transport.ts';
import type { Delivery, ParkReason } from '../../shared/contract/view.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import { RETRY_AFTER_CAP_MS } from '../../main/sync/backoff.ts';
import type { Device } from './device.ts';
import type { Driver } from './driver.ts';
import type { Kiosk, KioskWatch } from './kiosk.ts';
import type { RegistryModel } from './registry-model.ts';
import type { Scheduler } from './scheduler.ts';
import type { Chronicle, Kept } from './types.ts';

type State = 'waiting' | 'leased' | 'accepted' | 'parked' | 'confirmed' | 'superseded' | 'closed';

interface Row {
  readonly seq: number;
  readonly id: string;
  readonly person: string;
  readonly state: State;
  readonly refusal: number;
  readonly due: number;
  readonly fence: number;
  readonly attempts: number;
  readonly reason: ParkReason | null;
}

/** What the watcher knows of one kept decision. */
export interface Entry extends Kept {
  state: State;
  shown: Delivery | null;
  /** When it was first parked, if ever. */
  parkedAtMs: number | null;
  /** It was superseded when the registry had refused it or it was too old: it may have been sent before. */
  givenUp: boolean;
  /** Staff closed it. */
  closedByStaff: boolean;
  /** The world damaged its row. */
  damaged: boolean;
  readonly options: ReadonlySet<string>;
}

export interface Watcher extends KioskWatch {
  kept(kept: Omit<Kept, 'number' | 'kiosk'>): Entry;
  /** Staff close a parked decision. */
  closing(reference: string, close: () => boolean): void;
  /** The disk damages the row of a decision. */
  damage(entry: Entry): void;
  entries(): readonly Entry[];
  entry(id: string): Entry | undefined;
  /** Every wrapped key that ever stood in the file, by decision. */
  secrets(): ReadonlyMap<string, readonly Buffer[]>;
  /** Most requests within a minute without one good answer. */
  worstMinute(): number;
}

export interface WatcherOptions {
  readonly kiosk: () => Kiosk;
  readonly device: Device;
  readonly number: number;
  readonly nextNumber: () => number;
  readonly driver: Driver;
  readonly registry: RegistryModel;
  readonly scheduler: Scheduler;
  readonly chronicle: Chronicle;
  readonly maxAgeMs: number;
}

const COLUMNS =
  'SELECT seq, decision_id AS id, person, state, refusal, due_ms AS due, fence, attempts, reason FROM outbox';
const OPEN = `${COLUMNS} WHERE state IN ('waiting', 'leased', 'accepted', 'parked')`;

/** Requests of one kiosk within a minute while nothing good comes back, and per decision that waits. */
const STORM_BASE = 30;
const STORM_PER_ROW = 12;

export function createWatcher(options: WatcherOptions): Watcher {
  const { number, device, driver, registry, scheduler, chronicle, maxAgeMs } = options;
  const entries = new Map<string, Entry>();
  const open = new Set<Entry>();
  const secrets = new Map<string, Buffer[]>();
  const requests: number[] = [];
  let allowance = 0;
  let holdUntil = 0;
  let worst = 0;

  const select = (sql: string, ...parameters: (string | number)[]): Row[] => {
    const file = options.kiosk().file();
    return file === null ? [] : driver.run<Row>(file, sql, ...parameters);
  };
  const name = (id: string): string => {
    const entry = entries.get(id);
    return entry === undefined ? 'a decision nobody kept' : `d${entry.number} of p${entry.person}`;
  };

  const moved = (entry: Entry, row: Row): void => {
    chronicle.note(`k${number} ${name(entry.decision.id)}: ${entry.state} → ${row.state} ${row.reason ?? ''}`);
    entry.state = row.state;
    if (row.state === 'parked') {
      entry.parkedAtMs ??= scheduler.now();
      if (!reasonTrue(entry, row.reason))
        chronicle.violated('reason-true', `k${number} parked ${name(entry.decision.id)} as ${row.reason}`);
    }
    if (row.state === 'superseded')
      entry.givenUp = registry.refusedEver(entry.decision.id) || reasonTrue(entry, 'too-old');
    if (row.state === 'closed' && !entry.closedByStaff)
      chronicle.violated('kept-is-never-lost', `k${number} closed ${name(entry.decision.id)} without staff`);
  };
  const reasonTrue = (entry: Entry, reason: ParkReason | null): boolean => {
    switch (reason) {
      case 'too-old':
        return device.wallMs() - Date.parse(entry.decision.chosenAt) > maxAgeMs;
      case 'unreadable':
        return entry.damaged;
      case 'person-unknown':
      case 'refused-by-registry':
        return registry.refusedEver(entry.decision.id);
      case null:
        return false;
    }
  };
  const look = (entry: Entry): void => {
    const store = options.kiosk().store();
    if (store === null) return;
    const { id } = entry.decision;
    const shown = store.delivery(id);
    if (shown === 'sent' && registry.recorded(id) === undefined)
      chronicle.violated('screen-truth', `k${number} shows ${name(id)} as sent, the registry does not have it`);
    if (shown === 'confirmed' && !registry.processed(id))
      chronicle.violated('screen-truth', `k${number} shows ${name(id)} as confirmed, it is not processed`);
    if (shown === null || (entry.shown === 'confirmed' && shown !== 'confirmed'))
      chronicle.violated('screen-truth', `k${number} showed ${name(id)} as ${entry.shown}, now as ${shown}`);
    entry.shown = shown;
  };

  const changed = (): void => {
    const rows = new Map(select(OPEN).map((row) => [row.id, row]));
    for (const entry of open) {
      const row = rows.get(entry.decision.id) ?? select(`${COLUMNS} WHERE decision_id = ?`, entry.decision.id)[0];
      if (row === undefined) {
        if (options.kiosk().file() !== null)
          chronicle.violated('kept-is-never-lost', `k${number} has no row of ${name(entry.decision.id)} any more`);
        continue;
      }
      if (row.state !== entry.state) moved(entry, row);
      look(entry);
      if (['confirmed', 'superseded', 'closed'].includes(row.state)) open.delete(entry);
    }
  };

  const noteSecrets = (): void => {
    const file = options.kiosk().file();
    if (file === null) return;
    const sql = 'SELECT decision_id AS id, row_key AS key FROM outbox WHERE row_key IS NOT NULL';
    for (const { id, key } of driver.run<{ id: string; key: Buffer }>(file, sql)) {
      const known = secrets.get(id) ?? [];
      secrets.set(id, known);
      if (!known.some((before) => before.equals(key))) known.push(key);
    }
  };

  /** What is under way already may end; nothing new begins. */
  const patient = (what: string): void => {
    const early = holdUntil - scheduler.now();
    if (early > 0) chronicle.violated('retry-after', `k${number} ${what} ${early} ms before the registry wants it`);
  };

  /** A grant is sent while no refusal of another person could go: one that is due, and first of its person. */
  const grantsWait = (id: string): void => {
    const rows = select(OPEN);
    const row = rows.find((candidate) => candidate.id === id);
    if (row === undefined) return;
    if (row.refusal === 1) return;
    const urgent = rows.find(
      (other) =>
        other.state === 'waiting' &&
        other.refusal === 1 &&
        other.due <= device.wallMs() &&
        other.person !== row.person &&
        !rows.some((older) => older.person === other.person && older.seq < other.seq && older.state !== 'parked'),
    );
    if (urgent !== undefined)
      chronicle.violated(
        'refusals-first',
        `k${number} sends the grant ${name(id)} while the refusal ${name(urgent.id)} is due`,
      );
  };

  return {
    changed,
    kept(kept) {
      const choices = kept.decision.choices.map((choice) => choice.option);
      const entry: Entry = {
        ...kept,
        number: options.nextNumber(),
        kiosk: number,
        state: 'waiting',
        shown: null,
        parkedAtMs: null,
        givenUp: false,
        closedByStaff: false,
        damaged: false,
        options: new Set(choices),
      };
      entries.set(kept.decision.id, entry);
      open.add(entry);
      noteSecrets();
      changed();
      return entry;
    },
    leased(lease) {
      const rows = select(OPEN);
      const row = rows.find((candidate) => candidate.seq === lease.seq);
      if (row === undefined) return;
      const { id } = row;
      chronicle.note(`k${number} leases ${name(id)}, attempt ${row.attempts}`);
      const blocks = (other: Row): boolean => other.seq < row.seq && other.state !== 'parked';
      const own = rows.filter((other) => other.person === row.person && other.seq !== row.seq);
      const inTheWay = own.find((other) => blocks(other) || other.state === 'leased');
      if (inTheWay !== undefined)
        chronicle.violated('in-order', `k${number} leases ${name(id)} while ${name(inTheWay.id)} is ${inTheWay.state}`);
    },
    sending(decisionId) {
      patient('sends a decision');
      grantsWait(decisionId);
      const entry = entries.get(decisionId);
      const age = device.wallMs() - Date.parse(entry?.decision.chosenAt ?? '');
      if (age > maxAgeMs + 1000)
        chronicle.violated(
          'age-limit',
          `k${number} sends ${name(decisionId)}, ${Math.round(age / 60_000)} minutes old`,
        );
    },
    asking: () => patient('asks for the status'),
    settling(lease) {
      const read = (): Row | undefined => select(`${COLUMNS} WHERE seq = ?`, lease.seq)[0];
      const before = read();
      return () => {
        const after = read();
        if (before === undefined || after === undefined || before.fence === lease.fence) return;
        if (before.state !== after.state || before.attempts !== after.attempts || before.due !== after.due)
          chronicle.violated('fenced', `k${number}: an old lease of ${name(before.id)} changed it`);
      };
    },
    request() {
      const now = scheduler.now();
      requests.push(now);
      while ((requests[0] ?? now) < now - 60_000) requests.shift();
      if (requests.length > worst) worst = requests.length;
      const limit = STORM_BASE + STORM_PER_ROW * open.size + allowance;
      if (requests.length > limit)
        chronicle.violated(
          'no-storm',
          `k${number} made ${requests.length} requests within a minute, nothing good came back`,
        );
    },
    answered(answer) {
      if (answer.kind !== 'answer') return;
      if (answer.status === 200 && answer.contentType !== '' && !answer.contentType.startsWith('text/')) {
        requests.length = 0;
        allowance = 0;
      }
      if (answer.status !== 429 && answer.status !== 503) return;
      const asked = parseRetryAfter(answer.retryAfter, new Date(device.wallMs()));
      if (asked !== null) holdUntil = Math.max(holdUntil, scheduler.now() + Math.min(asked, RETRY_AFTER_CAP_MS));
    },
    anew() {
      holdUntil = 0;
      allowance += 12;
    },
    closing(reference, close) {
      const [row] = select(`${COLUMNS} WHERE reference = ?`, reference);
      const entry = row === undefined ? undefined : entries.get(row.id);
      if (entry === undefined) return;
      entry.closedByStaff = true;
      entry.closedByStaff = close();
    },
    damage(entry) {
      const file = options.kiosk().file();
      if (file === null) return;
      entry.damaged = true;
      chronicle.fault('disk: a row is damaged');
      driver.run(
        file,
        "UPDATE outbox SET payload = x'0102' WHERE decision_id = ? AND state = 'waiting'",
        entry.decision.id,
      );
    },
    entries: () => [...entries.values()],
    entry: (id) => entries.get(id),
    secrets: () => secrets,
    worstMinute: () => worst,
  };
}

/** What one choice says, for comparing what was chosen with what was recorded. */
export const optionsOf = (decision: Decision): readonly (readonly [string, boolean])[] =>
  decision.choices.flatMap((choice) =>
    choice.consulting.map(
      (category) => [`${choice.holder}|${choice.dataCategory}|${category}`, choice.provision === 'permit'] as const,
    ),
  );
