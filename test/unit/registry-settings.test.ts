/** Which registry a site names, and what must be there before a choice is sent to it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startKiosk, type RunningKiosk } from '../../main/index.ts';
import { practiceEmployee } from '../../main/settings/practice.ts';
import { readSite, SettingsError } from '../../main/settings/site.ts';
import { createKeyFile } from '../../main/shell/loopback/key-file.ts';

const assetsDir = join(import.meta.dirname, '..', '..', 'assets');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A real site, without a screen, whose registry is not there. */
async function start(registry: Readonly<Record<string, unknown>>): Promise<RunningKiosk> {
  const settings: Record<string, unknown> = {
    organization: { ura: '12345678', type: 'J8', name: 'Apotheek Voorbeeld' },
    employees: [await practiceEmployee()],
    registry: { url: 'http://127.0.0.1:9/fhir', ...registry },
  };
  return startKiosk({
    shell: {
      name: 'headless',
      lacks: [],
      keyStore: createKeyFile(folder, undefined),
      settings: () => ({ read: () => settings, write: (key, value) => void (settings[key] = value) }),
      open: () => Promise.resolve({ address: null, push: () => {}, close: () => Promise.resolve() }),
    },
    dataDir: folder,
    assetsDir,
    version: '0',
    registryUrl: null,
    practice: false,
    log: { write: () => {} },
  });
}

const keyFile = (text: string): string => {
  const file = join(folder, 'id-key');
  writeFileSync(file, `${text}\n`);
  return file;
};

it('is Mitz unless the site says otherwise', () => {
  const site = readSite({ read: () => ({ registry: { url: 'https://registry.example' } }), write: () => {} });
  expect(site.registry.adapter).toBe('mitz-otv-3.8');
});

it.each([
  ['its registry', { url: 'http://registry.example' }],
  ['its tokens', { url: 'https://registry.example', tokenUrl: 'http://192.0.2.7/token' }],
  ['a name that only looks near', { url: 'http://127.0.0.1.example' }],
])('a site does not start when another machine is reached in the clear for %s', async (_, registry) => {
  const starting = start(registry);
  await expect(starting).rejects.toThrow(SettingsError);
  await expect(starting).rejects.toThrow('https://');
});

it.each<[string, string, () => Readonly<Record<string, unknown>>]>([
  ['that cannot be read', 'registry.certFile', () => ({ certFile: join(folder, 'no'), keyFile: join(folder, 'no') })],
  ['without its key', 'registry.keyFile', () => ({ certFile: keyFile('x') })],
  ['that is none', 'certFile', () => ({ certFile: keyFile('x'), keyFile: keyFile('x') })],
])('a site does not start with a certificate %s, and the setting is named', async (_, setting, registry) => {
  const starting = start({ url: 'https://registry.example', ...registry() });
  await expect(starting).rejects.toThrow(SettingsError);
  await expect(starting).rejects.toThrow(setting);
});

it('a name that is no setting stops the start: a misspelt limit must not become the default', () => {
  const read = () => readSite({ read: () => ({ maxAgeHour: 24 }), write: () => {} });
  expect(read).toThrow(SettingsError);
  expect(read).toThrow('maxAgeHour');
});

it('a gateway on this machine may be reached without TLS', async () => {
  const kiosk = await start({ url: 'http://localhost:9' });
  await kiosk.close();
});

it.each<[string, () => Readonly<Record<string, unknown>>]>([
  ['no key for ids of persons', () => ({})],
  ['a key that can be guessed', () => ({ idKeyFile: keyFile('short') })],
  ['a key that cannot be read', () => ({ idKeyFile: join(folder, 'nowhere') })],
])('ihe-pcf-1.1 does not start with %s', async (_, settings) => {
  const starting = start({ adapter: 'ihe-pcf-1.1', ...settings() });
  await expect(starting).rejects.toThrow(SettingsError);
  await expect(starting).rejects.toThrow('registry.idKeyFile');
});

it('ihe-pcf-1.1 starts with a key, and keeps choices while its registry is not there', async () => {
  const kiosk = await start({ adapter: 'ihe-pcf-1.1', idKeyFile: keyFile('k'.repeat(32)) });
  await kiosk.close();
});

it('a second kiosk on the same data folder does not start: it could keep nothing', async () => {
  const first = await start({});
  await expect(start({})).rejects.toThrow('Another kiosk uses this data folder.');
  await first.close();
  await (await start({})).close();
});
