/** Which registry a site names, and what must be there before a choice is sent to it. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemChance, systemClock } from '../../main/clock.ts';
import { startKiosk, type RunningKiosk } from '../../main/index.ts';
import { connectionOf } from '../../main/registry/connection.ts';
import { loadCatalogue } from '../../main/settings/packs.ts';
import { PRACTICE_ORGANIZATION, practiceEmployee } from '../../main/settings/practice.ts';
import { readSite, SettingsError, siteSchema } from '../../main/settings/site.ts';
import type { Shell } from '../../main/shell/shell.ts';
import { createKeyFile } from '../../main/shell/loopback/key-file.ts';

const assetsDir = join(import.meta.dirname, '..', '..', 'assets');
let folder: string;
let logged: (readonly unknown[])[];
beforeEach(() => {
  logged = [];
  folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Start {
  /** null: it is asked for. */
  readonly token?: string | null;
  readonly open?: Shell['open'];
}

/** A real site, without a screen, whose registry is not there. */
async function start(
  registry: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
  {
    token = 'test',
    open = () => Promise.resolve({ address: null, push: () => {}, close: () => Promise.resolve() }),
  }: Start = {},
): Promise<RunningKiosk> {
  const settings: Record<string, unknown> = {
    ...more,
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
      open,
    },
    dataDir: folder,
    assetsDir,
    version: '0',
    registryUrl: null,
    practice: false,
    registryToken: token ?? undefined,
    log: { write: (_, event, facts) => void logged.push([event, facts?.['language']]) },
  });
}

const keyFile = (text: string): string => {
  const file = join(folder, 'id-key');
  writeFileSync(file, `${text}\n`);
  return file;
};

it('a real site is told at its start which of its languages no native speaker has reviewed', async () => {
  const kiosk = await start({}, { languages: ['tr', 'nl'], defaultLanguage: 'nl' });
  await kiosk.close();
  const drafts = ['nl', 'tr'].filter((language) => {
    const file = join(assetsDir, 'script', language, 'pack.json');
    return (JSON.parse(readFileSync(file, 'utf8')) as { readonly status: string }).status === 'draft';
  });
  expect(logged).toEqual(drafts.map((language) => ['draft-language-offered', language]));
});

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

it('every setting stands in docs/settings.md', () => {
  const page = readFileSync(join(assetsDir, '..', 'docs', 'settings.md'), 'utf8');
  const names = [...Object.keys(siteSchema.shape), ...Object.keys(siteSchema.shape.registry.unwrap().shape)];
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !page.includes(`\n| \`${name}\` `))).toEqual([]);
});

it('real choices are never sent in the name of the practice client', async () => {
  const starting = start({ clientId: 'ours' }, {}, { token: null });
  await expect(starting).rejects.toThrow('registry.clientId and registry.clientSecretFile');
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'our own secret');
  await (await start({ clientId: 'ours', clientSecretFile: secret }, {}, { token: null })).close();
});

it('a secret that is renewed in its file is used for the next token, without a new start', async () => {
  const secrets: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      secrets.push(new URLSearchParams(body).get('client_secret') ?? '');
      response.writeHead(401).end('{"error":"invalid_client"}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const file = join(folder, 'secret');
  writeFileSync(file, 'the old one\n');
  const site = siteSchema.parse({ registry: { url, clientId: 'ours', clientSecretFile: file } });
  const device = {
    site,
    practice: false,
    organization: PRACTICE_ORGANIZATION,
    employees: [],
    deviceId: '',
    registryUrl: url,
  };
  const connection = connectionOf(device, {
    catalogue: loadCatalogue(assetsDir),
    clock: systemClock(),
    chance: systemChance(),
    registryToken: undefined,
  });
  const ask = () => connection?.unprocessed(new AbortController().signal);
  expect(await ask()).toBe('refused');
  writeFileSync(file, 'the new one\n');
  await ask();
  rmSync(file);
  await ask();
  expect(secrets).toEqual(['the old one', 'the new one', 'the new one']);
  await connection?.close();
  server.close();
});

it('a screen that does not open leaves the data folder free', async () => {
  await expect(start({}, {}, { open: () => Promise.reject(new Error('no port')) })).rejects.toThrow('no port');
  await (await start({})).close();
});

it('a second kiosk on the same data folder does not start: it could keep nothing', async () => {
  const first = await start({});
  await expect(start({})).rejects.toThrow('Another kiosk uses this data folder.');
  await first.close();
  await (await start({})).close();
});
