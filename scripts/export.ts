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
import { openSettings } from '../main/shell/loopback/settings.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'data-dir': { type: 'string' },
    out: { type: 'string' },
    key: { type: 'string' },
    file: { type: 'string' },
  },
});
const dataDir = values['data-dir'] ?? process.env['KEUZEWIJZER_DATA_DIR'];
const [command] = positionals;

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
const privateKeyOf = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

if (command === 'key' && dataDir !== undefined && values.out !== undefined) {
  const { publicKey, privateKey } = await makeExportKey(randomUUID());
  // `wx`: an older key is never overwritten; copies sealed for it could not be opened any more.
  writeFileSync(values.out, `${JSON.stringify(privateKey)}\n`, { mode: 0o600, flag: 'wx' });
  openSettings(dataDir).write('exportKey', publicKey);
  console.log(
    `The kiosk seals copies for this key now. Keep ${values.out} away from the kiosk: who has it can read them.`,
  );
} else if (command === 'use' && dataDir !== undefined && values.key !== undefined) {
  const { kty, crv, x, y, kid } = privateKeyOf(values.key);
  openSettings(dataDir).write('exportKey', exportKeySchema.parse({ kty, crv, x, y, kid }));
  console.log('The kiosk seals copies for this key now.');
} else if (command === 'open' && values.key !== undefined && values.file !== undefined) {
  try {
    console.log(await openExport(privateKeyOf(values.key), readFileSync(values.file, 'utf8')));
  } catch {
    stop('This copy does not open with this key, or it is damaged.');
  }
} else stop('Say: key --data-dir D --out F, use --data-dir D --key F, or open --key F --file C.');
