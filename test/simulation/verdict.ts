/** What must be true when the world has healed and everything has come to rest. */
import type { Submission } from '../../registry/domain/submission.ts';
import type { Kiosk } from './kiosk.ts';
import type { RegistryModel } from './registry-model.ts';
import type { Chronicle } from './types.ts';
import { optionsOf, type Entry, type Watcher } from './watcher.ts';

export interface Judged {
  readonly kiosk: Kiosk;
  readonly watcher: Watcher;
}

export function judge(all: readonly Judged[], registry: RegistryModel, chronicle: Chronicle): void {
  const entries = all.flatMap(({ watcher }) => watcher.entries());
  for (const { kiosk, watcher } of all) judgePayloads(kiosk, watcher, chronicle);
  for (const entry of entries) judgeEnd(entry, entries, registry, chronicle);
  const known = new Set(entries.map((entry) => entry.decision.id));
  if (registry.all().some(({ id }) => !known.has(id)))
    chronicle.violated('recorded-once', 'the registry recorded something under an identity that nobody kept');
  judgeOrder(entries, registry, chronicle);
  judgeCurrent(entries, registry, chronicle);
  judgeLastWord(entries, registry, chronicle);
}

/**
 * The registry goes by the moments it is told. What a person chose last on a kiosk is of the latest moment, unless the
 * clock was set back in between; then it must not have been called kept.
 */
function judgeLastWord(entries: readonly Entry[], registry: RegistryModel, chronicle: Chronicle): void {
  const current = registry.current();
  const last = new Map<string, Entry>();
  for (const entry of entries.toSorted((a, b) => a.number - b.number)) {
    const recorded = registry.recorded(entry.decision.id);
    if (entry.state !== 'confirmed' || recorded === undefined) continue;
    // Between kiosks nobody can tell which clock is right.
    for (const option of optionsSent(recorded.submission))
      last.set(`${entry.kiosk}|${entry.decision.subject.bsn}|${option}`, entry);
  }
  for (const [key, entry] of last) {
    const option = key.slice(key.indexOf('|') + 1);
    const counts = current.get(option)?.chosenMs;
    if (counts === Date.parse(entry.decision.chosenAt)) continue;
    const older = entries.find(
      ({ kiosk, person, number, decision, givenUp }) =>
        kiosk === entry.kiosk &&
        person === entry.person &&
        number < entry.number &&
        !givenUp &&
        counts === Date.parse(decision.chosenAt),
    );
    if (older !== undefined) chronicle.violated('last-word-counts', `${named(older)} counts, and not ${named(entry)}`);
  }
}

const named = (entry: Entry): string => `d${entry.number} of p${entry.person} at k${entry.kiosk}`;

/** Newer decisions of the same person on the same kiosk cover these options. */
const covered = (entry: Entry, option: string, entries: readonly Entry[]): boolean =>
  entries.some(
    (newer) =>
      newer.kiosk === entry.kiosk &&
      newer.person === entry.person &&
      newer.number > entry.number &&
      newer.options.has(option),
  );

function judgeEnd(entry: Entry, entries: readonly Entry[], registry: RegistryModel, chronicle: Chronicle): void {
  const recorded = registry.recorded(entry.decision.id);
  switch (entry.state) {
    case 'confirmed':
      if (recorded === undefined) chronicle.violated('kept-is-never-lost', `${named(entry)} was never recorded`);
      break;
    case 'superseded': {
      // Once refused or too old it is not tried again, and the newer one follows: it does no harm that it was there, or
      // that a copy which wandered through the network arrives after all.
      if (recorded !== undefined && !entry.givenUp)
        chronicle.violated('kept-is-never-lost', `${named(entry)} was superseded and then recorded`);
      const open = [...entry.options].filter((option) => !covered(entry, option, entries));
      if (open.length > 0) chronicle.violated('kept-is-never-lost', `${named(entry)} was superseded by nothing newer`);
      break;
    }
    case 'parked':
    case 'closed':
      break;
    case 'waiting':
    case 'leased':
    case 'accepted':
      chronicle.violated('nobody-waits-for-another', `${named(entry)} is still ${entry.state} at the end`);
  }
  if (recorded !== undefined) judgeContent(entry, entries, registry, chronicle);
}

function judgeContent(entry: Entry, entries: readonly Entry[], registry: RegistryModel, chronicle: Chronicle): void {
  const { submission } = registry.recorded(entry.decision.id) ?? {};
  if (submission === undefined) return;
  const chosen = new Map(optionsOf(entry.decision));
  const wrong = (what: string): void => chronicle.violated('same-content', `${named(entry)}: ${what}`);
  if (submission.bsn !== entry.decision.subject.bsn) wrong('recorded for another person');
  const found = new Set<string>();
  for (const choice of submission.choices) {
    if (choice.chosenAt.getTime() !== Date.parse(entry.decision.chosenAt)) wrong('recorded with another moment');
    for (const category of choice.consulting) {
      const option = `${choice.holder}|${choice.dataCategory}|${category}`;
      if (chosen.get(option) !== choice.granted) wrong('recorded with another answer');
      found.add(option);
    }
  }
  for (const choice of entry.decision.choices) {
    const complete = choice.consulting.every((category) =>
      found.has(`${choice.holder}|${choice.dataCategory}|${category}`),
    );
    if (!complete && !covered(entry, choice.option, entries)) wrong('recorded without one of its options');
  }
}

/** First recordings of one person follow the order of keeping on one kiosk, but for what was parked or refused before. */
function judgeOrder(entries: readonly Entry[], registry: RegistryModel, chronicle: Chronicle): void {
  for (const newer of entries) {
    const after = registry.recorded(newer.decision.id);
    if (after === undefined) continue;
    for (const older of entries) {
      if (older.kiosk !== newer.kiosk || older.person !== newer.person || older.number >= newer.number) continue;
      const before = registry.recorded(older.decision.id);
      if (before === undefined || before.place < after.place) continue;
      const aside = older.parkedAtMs !== null && older.parkedAtMs <= after.atMs;
      if (!aside && !older.givenUp)
        chronicle.violated('in-order', `${named(newer)} was recorded before ${named(older)}`);
    }
  }
}

const optionsSent = ({ choices }: Submission): ReadonlySet<string> =>
  new Set(
    choices.flatMap(({ holder, dataCategory, consulting }) =>
      consulting.map((category) => `${holder}|${dataCategory}|${category}`),
    ),
  );

/** Calculated from what the persons chose, not from what was sent. */
function judgeCurrent(entries: readonly Entry[], registry: RegistryModel, chronicle: Chronicle): void {
  const newest = new Map<string, { readonly granted: boolean; readonly at: number }>();
  for (const { decision } of entries) {
    const recorded = registry.recorded(decision.id);
    if (recorded === undefined || !registry.processed(decision.id)) continue;
    const sent = optionsSent(recorded.submission);
    for (const [option, granted] of optionsOf(decision)) {
      if (!sent.has(option)) continue;
      const key = `${decision.subject.bsn}|${option}`;
      const at = Date.parse(decision.chosenAt);
      const before = newest.get(key);
      if (before === undefined || at > before.at || (at === before.at && !granted)) newest.set(key, { granted, at });
    }
  }
  const current = registry.current();
  const same = [...newest].every(([key, { granted }]) => current.get(key)?.granted === granted);
  if (!same || current.size !== newest.size)
    chronicle.violated('newest-counts', 'what counts at the registry is not the newest that was delivered');
}

function judgePayloads(kiosk: Kiosk, watcher: Watcher, chronicle: Chronicle): void {
  const bytes = kiosk.bytes();
  for (const entry of watcher.entries()) {
    if (!['confirmed', 'superseded', 'closed'].includes(entry.state)) continue;
    for (const secret of watcher.secrets().get(entry.decision.id) ?? [])
      if (bytes.some((file) => file.includes(secret)))
        chronicle.violated('payload-gone', `${named(entry)} is ${entry.state} and its key still lies in the file`);
  }
}
