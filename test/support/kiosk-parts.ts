/** The kiosk's real sending side without its screens: store on disk, engine, adapter, token source and HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Chance } from '../../main/clock.ts';
import { createMitzAdapter } from '../../main/registry/mitz-otv-3.8/adapter.ts';
import type { RegistryPort } from '../../main/registry/port.ts';
import { createTokenSource } from '../../main/registry/token.ts';
import { createTransport, type Timeouts, type TlsFiles } from '../../main/registry/transport.ts';
import { PRACTICE_CLIENT, PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import { createKeyFile } from '../../main/shell/loopback/key-file.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import { createEngine, type Engine } from '../../main/sync/engine.ts';
import { catalogue } from './decision.ts';

/** Short limits, so that a registry that hangs is left soon. Milliseconds. */
const TEST_TIMEOUTS: Timeouts = { connectMs: 800, headersMs: 800, bodyMs: 500, totalMs: 1500 };

/** Small waits: jitter is drawn from the lower end. */
const chance: Chance = { random: () => 0.02, uuid: () => crypto.randomUUID() };

export interface KioskPartsOptions {
  /** Where the kiosk believes the registry is, `http(s)://host:port`. */
  readonly address: string;
  readonly tls?: TlsFiles;
  readonly timeouts?: Timeouts;
}

export interface KioskParts {
  readonly folder: string;
  readonly store: Store;
  readonly engine: Engine;
  /** Asks the engine to look at once, again and again, until it has come to that. @throws when it never does */
  until(this: void, done: () => boolean, ms?: number): Promise<void>;
  close(): Promise<void>;
}

/** The adapter with its real transport and token source, and nothing that repeats by itself. */
export function startAdapter({ address, tls = {}, timeouts = TEST_TIMEOUTS }: KioskPartsOptions): RegistryPort {
  const clock = systemClock();
  const transport = createTransport(tls, timeouts);
  const { id: clientId, secret } = PRACTICE_CLIENT;
  const clientSecret = () => secret;
  const token = createTokenSource(transport, clock, { url: `${address}/oauth2/token`, clientId, clientSecret });
  const base = `${address}/fhir`;
  return createMitzAdapter({ base, organization: PRACTICE_ORGANIZATION, catalogue, transport, token, clock, chance });
}

export async function startKioskParts(options: KioskPartsOptions): Promise<KioskParts> {
  const clock = systemClock();
  const folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-parts-'));
  const opened = await openStore({ dataDir: folder, keyStore: createKeyFile(folder, undefined), clock, chance });
  if (!opened.ok) throw new Error(opened.error.code);
  const store = opened.value;
  const registry = startAdapter(options);
  const engine = createEngine({ store, registry, clock, chance, maxAgeMs: 3_600_000 });
  store.onChange(() => engine.poke());
  engine.start();
  return {
    folder,
    store,
    engine,
    async until(done, ms = 40_000) {
      const end = Date.now() + ms;
      while (!done()) {
        if (Date.now() > end) throw new Error(`it never came to that: ${JSON.stringify(store.overview())}`);
        engine.wake();
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    async close() {
      await engine.stop();
      await registry.close();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
