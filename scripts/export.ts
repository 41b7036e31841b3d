/**
 * `npm run export -- key --data-dir D --out private.json` makes the organisation's key for sealed copies: the public
 * half goes into the settings of this kiosk, the private one into the file, to be kept away from the kiosk.
 * `npm run export -- use --data-dir D --key private.json` gives another kiosk the same public half.
 * `npm run export -- open --key private.json --file keuzes-….jwe` prints what is in a sealed copy.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { exportKeySchema, makeExportKey, openExport } from '../main/store/export.ts';
import { readSite } from '../main/settings/site.ts';
import { openSettings } from '../main/shell/loopback/settings.ts';

const USAGE = 'Say: key --data-dir D --out F, use --data-dir D --key F, or open --key F --file C.';

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'data-dir': { type: 'string' },
        out: { type: 'string' },
        key: { type: 'string' },
        file: { type: 'string' },
      },
    });
  } catch {
    return stop(USAGE);
  }
}

function privateKeyOf(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch {
    return stop(`There is no key in ${file}.`);
  }
}

/** `wx`: an older key is never overwritten; copies sealed for it could not be opened any more. */
function writePrivate(file: string, key: object): void {
  try {
    writeFileSync(file, `${JSON.stringify(key)}\n`, { mode: 0o600, flag: 'wx' });
  } catch {
    stop(`${file} cannot be written, or is there already. Nothing was changed.`);
  }
}

/** The settings of the kiosk, and that they are right before anything is written into them. */
function settingsOf(folder: string): ReturnType<typeof openSettings> {
  try {
    const file = openSettings(folder);
    readSite(file);
    return file;
  } catch (error) {
    return stop(error instanceof Error ? error.message : String(error));
  }
}

const { values, positionals } = options();
const dataDir = values['data-dir'] ?? process.env['KEUZEWIJZER_DATA_DIR'];
const [command] = positionals;

if (command === 'key' && dataDir !== undefined && values.out !== undefined) {
  const { publicKey, privateKey } = await makeExportKey(randomUUID());
  const settings = settingsOf(dataDir);
  writePrivate(values.out, privateKey);
  settings.write('exportKey', publicKey);
  console.log(
    `The kiosk seals copies for this key now. Keep ${values.out} away from the kiosk: who has it can read them.`,
  );
} else if (command === 'use' && dataDir !== undefined && values.key !== undefined) {
  const { kty, crv, x, y, kid } = privateKeyOf(values.key);
  const key = exportKeySchema.safeParse({ kty, crv, x, y, kid });
  if (!key.success) stop(`${values.key} holds no key for sealed copies.`);
  settingsOf(dataDir).write('exportKey', key.data);
  console.log('The kiosk seals copies for this key now.');
} else if (command === 'open' && values.key !== undefined && values.file !== undefined) {
  try {
    console.log(await openExport(privateKeyOf(values.key), readFileSync(values.file, 'utf8')));
  } catch {
    stop('This copy does not open with this key, or it is damaged.');
  }
} else stop(USAGE);
