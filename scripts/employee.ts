/**
 * `npm run employee -- --data-dir D --id 4711 --name "A. Jansen" [--role 83.000]` adds or replaces a member of staff.
 * The PIN is read from standard input, so that it stands in no command line and no history.
 */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { openSettings } from '../main/shell/loopback/settings.ts';
import { employeeSchema, hashPin, ownersOf } from '../main/session/pin.ts';
import { readSite } from '../main/settings/site.ts';

const USAGE = 'Say --data-dir, --id and --name of the member of staff; --role when it is not 83.000.';

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

function options() {
  try {
    return parseArgs({
      options: {
        'data-dir': { type: 'string' },
        id: { type: 'string' },
        name: { type: 'string' },
        role: { type: 'string', default: '83.000' },
      },
    }).values;
  } catch {
    return stop(USAGE);
  }
}

const { id, name, role, 'data-dir': dataDir = process.env['KEUZEWIJZER_DATA_DIR'] } = options();
if (dataDir === undefined || id === undefined || name === undefined) stop(USAGE);
const lines = createInterface({ input: process.stdin, output: process.stderr });
const pin = (await lines.question('PIN (4 to 10 digits): ')).trim();
lines.close();
const hashed = await hashPin(pin);
if (hashed === null) stop('A PIN has 4 to 10 digits. Nothing was changed.');
const employee = employeeSchema.safeParse({ id, name, role, ...hashed });
if (!employee.success)
  stop('The id has 1 to 64 characters, the name 1 to 80, the role is like 83.000. Nothing was changed.');
try {
  const file = openSettings(dataDir);
  const site = readSite(file);
  if (site.mode === 'practice')
    stop('This data folder was used for practice. Use another --data-dir for real choices.');
  const others = site.employees.filter((other) => other.id !== id);
  // The PIN alone says who signs in, and that stands in the evidence.
  if ((await ownersOf(pin, others)).length > 0)
    stop('Somebody on this kiosk has this PIN already. Choose another. Nothing was changed.');
  file.write('employees', [...others, employee.data]);
  if (site.deviceId === undefined) file.write('deviceId', randomUUID());
  console.log(`${name} can sign in on this kiosk.`);
} catch (error) {
  stop(error instanceof Error ? error.message : String(error));
}
