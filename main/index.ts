/** The composition root: the one place that wires everything. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Catalogue } from '../shared/consent/catalogue.ts';
import type { KioskInfo } from '../shared/contract/view.ts';
import { systemClock, systemChance, type Clock, type Chance } from './clock.ts';
import type { Log } from './diagnostics/log.ts';
import { createDispatcher } from './ipc/dispatch.ts';
import { deviceHandlers } from './ipc/handlers/device.ts';
import { outboxHandlers } from './ipc/handlers/outbox.ts';
import { sessionHandlers } from './ipc/handlers/session.ts';
import { createPcfAdapter } from './registry/ihe-pcf-1.1/adapter.ts';
import { createMitzAdapter } from './registry/mitz-otv-3.8/adapter.ts';
import { createTokenSource, fixedToken } from './registry/token.ts';
import { createTransport } from './registry/transport.ts';
import { createKiosk } from './session/kiosk.ts';
import { createPinGate } from './session/pin.ts';
import { loadCatalogue, loadPacks, loadSign, loadSpeech, loadStaffScript } from './settings/packs.ts';
import {
  isLoopback,
  PRACTICE_CLIENT,
  PRACTICE_ID_KEY,
  PRACTICE_ORGANIZATION,
  PRACTICE_PIN,
  practiceEmployee,
  practises,
} from './settings/practice.ts';
import { readSite, SettingsError, type Site } from './settings/site.ts';
import type { SettingsFile, Shell } from './shell/shell.ts';
import { cannotKeep } from './store/cannot-keep.ts';
import type { Keeping } from './store/keeping.ts';
import { writeExport } from './store/export.ts';
import { openStore, type Store } from './store/store.ts';
import { createEngine, type Engine } from './sync/engine.ts';

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

/** @throws SettingsError when the device's settings do not allow a start */
export async function startKiosk(options: KioskOptions): Promise<RunningKiosk> {
  const { shell, dataDir, assetsDir, log, clock = systemClock(), chance = systemChance() } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = shell.settings(dataDir);
  const device = await prepareDevice(file, options);
  const catalogue = loadCatalogue(assetsDir);
  const packs = loadPacks(assetsDir, (sentence) => log.write('warning', sentence));
  const opened = await openStore({ dataDir, keyStore: shell.keyStore, clock, chance });
  // A second one could keep nothing, and its window would lie over that of the first.
  if (!opened.ok && opened.error.code === 'keeping-in-use')
    throw new SettingsError('Another kiosk uses this data folder. Stop it first, or choose another --data-dir.');
  if (!opened.ok) log.write('error', 'store-unavailable', { code: opened.error.code });
  const store = opened.ok ? opened.value : null;
  const engine = store === null ? null : engineOf(options, device, { store, catalogue, clock, chance });
  const keeping: Keeping =
    store === null || !opened.ok
      ? cannotKeep(opened.ok ? 'keeping-failed' : opened.error.code)
      : { ...store, overview: () => ({ ...store.overview(), stopped: engine?.stopped() ?? null }) };
  const languages = (device.site.languages ?? (device.practice ? [...packs.keys()] : ['nl'])).filter((tag) =>
    packs.has(tag),
  );
  const defaultLanguage = languages.includes(device.site.defaultLanguage) ? device.site.defaultLanguage : languages[0];
  if (defaultLanguage === undefined) throw new SettingsError('No language pack of this site can be used.');
  const offered = [defaultLanguage, ...languages.filter((tag) => tag !== defaultLanguage)];
  let push: Parameters<typeof createKiosk>[0]['push'] = () => {};
  const kiosk = createKiosk({
    clock,
    chance,
    keeping,
    signer: store?.signer ?? null,
    catalogue,
    packs,
    organizationUra: device.organization.ura,
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
  const info = (): KioskInfo => ({
    version: options.version,
    shell: shell.name,
    lacks: shell.lacks,
    practicePin: device.practice ? PRACTICE_PIN : null,
    siteName: device.site.siteName,
    languages: offered.flatMap((language) => {
      const pack = packs.get(language)?.pack;
      return pack === undefined ? [] : [{ language, name: pack.name, direction: pack.direction }];
    }),
    defaultLanguage,
    screenProfile: readSite(file).screenProfile,
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
  const screen = await shell.open({ invoke, screenLost: () => kiosk.screenLost() });
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

interface Device {
  readonly site: Site;
  readonly practice: boolean;
  readonly organization: { readonly ura: string; readonly type: string; readonly name: string };
  readonly employees: Site['employees'];
  readonly deviceId: string;
  readonly registryUrl: string | null;
}

/** Settles once what this device is: practice or real. The two never share a data folder. */
async function prepareDevice(file: SettingsFile, options: KioskOptions): Promise<Device> {
  const site = readSite(file);
  const registryUrl = options.registryUrl ?? site.registry.url ?? null;
  const near = registryUrl === null || isLoopback(registryUrl);
  const practice = practises(site, options.practice, registryUrl);
  if (practice && site.mode === 'real')
    throw new SettingsError('This data folder holds real choices. Practise with another --data-dir.');
  if (practice && !near)
    throw new SettingsError(
      'Practice mode sends to a registry on this machine only. Leave out --practice, or the address.',
    );
  if (!practice && (site.employees.length === 0 || site.organization === undefined))
    throw new SettingsError(
      'This device is not set up yet: add staff (npm run employee) and the organization (README).',
    );
  const clear = [registryUrl, site.registry.tokenUrl ?? null].some(
    (url) => url !== null && new URL(url).protocol === 'http:' && !isLoopback(url),
  );
  if (clear)
    throw new SettingsError(
      'A registry on another machine is reached by https:// only: a citizen service number never travels in the clear.',
    );
  if (site.mode === undefined) file.write('mode', practice ? 'practice' : 'real');
  const deviceId = site.deviceId ?? randomUUID();
  if (site.deviceId === undefined) file.write('deviceId', deviceId);
  return {
    site,
    practice,
    organization: (practice ? null : site.organization) ?? PRACTICE_ORGANIZATION,
    employees: practice ? [await practiceEmployee()] : site.employees,
    deviceId,
    registryUrl,
  };
}

/** null when the organisation has no key for sealed copies. */
function sealer(device: Device, dataDir: string, clock: Clock): Parameters<typeof outboxHandlers>[3] {
  const { exportKey } = device.site;
  if (exportKey === undefined) return null;
  return (unfinished) => writeExport(dataDir, exportKey, { deviceId: device.deviceId, at: clock.now(), unfinished });
}

/** null when no registry is named: choices are kept and wait. */
function engineOf(
  options: KioskOptions,
  device: Device,
  parts: { readonly store: Store; readonly catalogue: Catalogue; readonly clock: Clock; readonly chance: Chance },
): Engine | null {
  if (device.registryUrl === null) return null;
  const { registry } = device.site;
  const base = fhirBase(device.registryUrl, registry.adapter);
  checkTls(registry);
  const transport = createTransport(registry);
  const secretFile = registry.clientSecretFile;
  const token =
    options.registryToken === undefined
      ? createTokenSource(transport, parts.clock, {
          url: registry.tokenUrl ?? `${base.replace(/\/fhir$/, '')}/oauth2/token`,
          clientId: registry.clientId ?? PRACTICE_CLIENT.id,
          clientSecret: secretFile === undefined ? PRACTICE_CLIENT.secret : secretIn(secretFile, 'clientSecretFile'),
        })
      : fixedToken(options.registryToken);
  const { organization } = device;
  const wired = { base, organization, transport, token, ...parts };
  const adapter =
    registry.adapter === 'ihe-pcf-1.1'
      ? createPcfAdapter({ ...wired, idKey: idKeyOf(device) })
      : createMitzAdapter(wired);
  return createEngine({ ...parts, registry: adapter, maxAgeMs: device.site.maxAgeHours * 3_600_000 });
}

/** @throws SettingsError without a key that others cannot guess: ids of persons would tell who they are */
function idKeyOf({ site: { registry }, practice }: Device): string {
  if (practice) return PRACTICE_ID_KEY;
  const key = registry.idKeyFile === undefined ? '' : secretIn(registry.idKeyFile, 'idKeyFile');
  if (key.length >= 32) return key;
  throw new SettingsError(
    'The adapter ihe-pcf-1.1 needs registry.idKeyFile: a file with a secret of 32 or more characters.',
  );
}

/** @throws SettingsError that names the setting, never what stands in the file */
function secretIn(file: string, setting: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new SettingsError(`The file that registry.${setting} names cannot be read.`);
  }
}

/** A certificate that cannot be used would look like a line that is down. @throws SettingsError */
function checkTls({ caFile, certFile, keyFile }: Site['registry']): void {
  const read = (file: string | undefined, setting: string): { readonly [option: string]: string } =>
    file === undefined ? {} : { [setting.replace('File', '')]: secretIn(file, setting) };
  if ((certFile === undefined) !== (keyFile === undefined))
    throw new SettingsError('registry.certFile and registry.keyFile belong together: mutual TLS needs both.');
  const files = { ...read(caFile, 'caFile'), ...read(certFile, 'certFile'), ...read(keyFile, 'keyFile') };
  try {
    createSecureContext(files);
  } catch {
    throw new SettingsError(
      'The files of registry.caFile, certFile and keyFile are no PEM certificates with their key, or do not fit together.',
    );
  }
}

/** `<url>/fhir`, unless the address already ends there. ITI-108 has no fixed place: there the address is the base. */
function fhirBase(url: string, adapter: Site['registry']['adapter']): string {
  const trimmed = url.replace(/\/+$/, '');
  return adapter === 'ihe-pcf-1.1' || trimmed.endsWith('/fhir') ? trimmed : `${trimmed}/fhir`;
}
