/** The composition root: the one place that wires everything. */
import { mkdirSync } from 'node:fs';
import type { KioskInfo } from '../shared/contract/view.ts';
import { systemClock, systemChance, type Clock, type Chance } from './clock.ts';
import type { Log } from './diagnostics/log.ts';
import { createDispatcher } from './ipc/dispatch.ts';
import { deviceHandlers } from './ipc/handlers/device.ts';
import { outboxHandlers } from './ipc/handlers/outbox.ts';
import { sessionHandlers } from './ipc/handlers/session.ts';
import { connectionOf } from './registry/connection.ts';
import { createKiosk } from './session/kiosk.ts';
import { createPinGate } from './session/pin.ts';
import { loadCatalogue, loadPacks, loadSign, loadSpeech, loadStaffScript } from './settings/packs.ts';
import { PRACTICE_PIN } from './settings/practice.ts';
import { prepareDevice, type Device } from './settings/device.ts';
import { readSite, SettingsError } from './settings/site.ts';
import type { Shell } from './shell/shell.ts';
import { cannotKeep } from './store/cannot-keep.ts';
import type { Keeping } from './store/keeping.ts';
import { writeExport } from './store/export.ts';
import { openStore } from './store/store.ts';
import { createEngine } from './sync/engine.ts';

export interface KioskOptions {
  readonly shell: Shell;
  readonly dataDir: string;
  readonly assetsDir: string;
  readonly version: string;
  /** Overrides the site's setting. */
  readonly registryUrl: string | null;
  readonly practice: boolean;
  readonly log: Log;
  readonly clock?: Clock;
  readonly chance?: Chance;
  /** `KEUZEWIJZER_REGISTRY_TOKEN`: a bearer token used as it is. */
  readonly registryToken?: string | undefined;
}

export interface RunningKiosk {
  /** Where to open the screen by hand; null when the shell has its own window. */
  readonly address: string | null;
  close(): Promise<void>;
}

const REFRESH_MS = 100;

/** Another process has the data folder open. */
export class FolderInUse extends SettingsError {
  constructor() {
    super('Another kiosk uses this data folder. Stop it first, or choose another --data-dir.');
  }
}

/** @throws SettingsError when the device's settings do not allow a start */
export async function startKiosk(options: KioskOptions): Promise<RunningKiosk> {
  const { shell, dataDir, assetsDir, log, clock = systemClock(), chance = systemChance() } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = shell.settings(dataDir);
  const device = await prepareDevice(file, options);
  const catalogue = loadCatalogue(assetsDir);
  const packs = loadPacks(assetsDir, (sentence) => log.write('warning', sentence));
  const languages = (device.site.languages ?? (device.practice ? [...packs.keys()] : ['nl'])).filter((tag) =>
    packs.has(tag),
  );
  const defaultLanguage = languages.includes(device.site.defaultLanguage) ? device.site.defaultLanguage : languages[0];
  if (defaultLanguage === undefined) throw new SettingsError('No language pack of this site can be used.');
  const offered = [defaultLanguage, ...languages.filter((tag) => tag !== defaultLanguage)];
  for (const language of offered)
    if (!device.practice && packs.get(language)?.pack.status === 'draft')
      log.write('warning', 'draft-language-offered', { language });
  const registryToken = options.registryToken;
  const registry = connectionOf(device, { catalogue, clock, chance, registryToken });
  // What can stop the start for a setting was asked before this: from here on a file is open.
  const opened = await openStore({ dataDir, keyStore: shell.keyStore, clock, chance });
  // A second one could keep nothing, and its window would lie over that of the first.
  if (!opened.ok && opened.error.code === 'keeping-in-use') throw new FolderInUse();
  if (!opened.ok) log.write('error', 'store-unavailable', { code: opened.error.code });
  const store = opened.ok ? opened.value : null;
  const maxAgeMs = device.site.maxAgeHours * 3_600_000;
  const engine =
    store === null || registry === null ? null : createEngine({ store, registry, clock, chance, maxAgeMs });
  const keeping: Keeping =
    store === null || !opened.ok
      ? cannotKeep(opened.ok ? 'keeping-failed' : opened.error.code)
      : { ...store, overview: () => ({ ...store.overview(), stopped: engine?.stopped() ?? null }) };
  let push: Parameters<typeof createKiosk>[0]['push'] = () => {};
  const kiosk = createKiosk({
    clock,
    chance,
    keeping,
    signer: store?.signer ?? null,
    catalogue,
    packs,
    organization: device.organization,
    deviceId: device.deviceId,
    gate: createPinGate(
      () => device.employees,
      { read: () => readSite(file).pinTries, write: (tries) => file.write('pinTries', tries) },
      () => clock.now(),
    ),
    idle: { afterMs: device.site.idleAfterSeconds * 1000, warnMs: device.site.idleWarnSeconds * 1000 },
    languages: offered,
    defaultLanguage,
    teachBack: device.site.teachBack,
    answerOrder: device.site.answerOrder,
    connection: () => engine?.connection() ?? 'unknown',
    push: (view) => push(view),
  });
  const screenProfile = (): KioskInfo['screenProfile'] => {
    try {
      return readSite(file).screenProfile;
    } catch {
      // The file was damaged while the kiosk runs: the next start names it, nobody at the screen should have to.
      return device.site.screenProfile;
    }
  };
  const info = (): KioskInfo => ({
    version: options.version,
    shell: shell.name,
    lacks: shell.lacks,
    practicePin: device.practice ? PRACTICE_PIN : null,
    siteName: device.site.siteName,
    languages: offered.flatMap((language) => {
      const pack = packs.get(language)?.pack;
      if (pack === undefined) return [];
      return [{ language, name: pack.name, direction: pack.direction, draft: pack.status === 'draft' }];
    }),
    defaultLanguage,
    screenProfile: screenProfile(),
  });
  const invoke = createDispatcher(
    {
      ...sessionHandlers(kiosk),
      ...outboxHandlers(kiosk, keeping, () => engine?.wake(), sealer(device, dataDir, clock)),
      ...deviceHandlers(kiosk, {
        info,
        packs,
        staffScript: loadStaffScript(assetsDir),
        speech: (language) => loadSpeech(assetsDir, dataDir, language),
        sign: (language) => loadSign(dataDir, language),
        saveScreenProfile: (profile) => file.write('screenProfile', profile),
      }),
    },
    (method, error) => log.write('error', 'bug', { method, name: error instanceof Error ? error.name : 'unknown' }),
  );
  const screen = await shell.open({ invoke, screenLost: () => kiosk.screenLost() }).catch((error: unknown) => {
    store?.close();
    throw error;
  });
  push = (view) => screen.push(view);
  // A queue that drains changes a hundred times a second: the screen needs to know the end of it.
  let cancelRefresh: (() => void) | null = null;
  const refreshSoon = (): void => {
    cancelRefresh ??= clock.after(REFRESH_MS, () => {
      cancelRefresh = null;
      kiosk.refresh();
    });
  };
  store?.onChange(() => {
    refreshSoon();
    engine?.poke();
  });
  engine?.onChange(refreshSoon);
  engine?.start();
  return {
    address: screen.address,
    async close() {
      kiosk.screenLost();
      cancelRefresh?.();
      await engine?.stop();
      store?.close();
      await screen.close();
    },
  };
}

/** null when the organisation has no key for sealed copies. */
function sealer(device: Device, dataDir: string, clock: Clock): Parameters<typeof outboxHandlers>[3] {
  const { exportKey } = device.site;
  if (exportKey === undefined) return null;
  return (unfinished) => writeExport(dataDir, exportKey, { deviceId: device.deviceId, at: clock.now(), unfinished });
}
