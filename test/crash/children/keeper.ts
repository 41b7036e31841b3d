/** A process with a store and a clock that is told the time. Reads commands, one a line; answers each with a line of JSON. */
import { createInterface } from 'node:readline';
import { openStore } from '../../../main/store/store.ts';
import { makeDecision } from '../../support/decision.ts';
import { openKeyStore, seededChance } from '../../support/store.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const clock = virtualClock();
const opened = await openStore({
  dataDir: process.argv[2] ?? '',
  keyStore: openKeyStore,
  clock,
  chance: seededChance(process.pid),
});
const say = (value: unknown): void => console.log(JSON.stringify(value));
say(opened.ok ? 'open' : opened.error.code);
for await (const line of createInterface({ input: process.stdin })) {
  if (!opened.ok) break;
  const store = opened.value;
  if (line === 'keep') {
    const decision = makeDecision({ chosenAt: clock.now() });
    const kept = store.keep(decision);
    say(kept.ok ? { kept: decision.id } : { error: kept.error.code });
  } else if (line === 'health') say(store.health());
  else if (line === 'wait') {
    clock.advance(6000);
    say(store.health());
  } else if (line === 'pending') say(store.overview().pending + store.overview().superseded);
}
