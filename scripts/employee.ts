/**
 * `npm run employee -- --data-dir D --id 4711 --name "A. Jansen" [--role 83.000]` adds or replaces a member of staff.
 * The PIN is read from standard input, so that it stands in no command line and no history.
 */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { openSettings } from '../main/shell/loopback/settings.ts';
import { employeeSchema, hashPin } from '../main/session/pin.ts';
import { readSite } from '../main/settings/site.ts';

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    id: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string', default: '83.000' },
  },
});
const dataDir = values['data-dir'] ?? process.env['KEUZEWIJZER_DATA_DIR'];
if (dataDir === undefined || values.id === undefined || values.name === undefined) {
  console.error('Say --data-dir, --id and --name of the member of staff.');
  process.exit(2);
}
const lines = createInterface({ input: process.stdin, output: process.stderr });
const hashed = await hashPin((await lines.question('PIN (4 to 10 digits): ')).trim());
lines.close();
if (hashed === null) {
  console.error('A PIN has 4 to 10 digits. Nothing was changed.');
  process.exit(2);
}
const employee = employeeSchema.parse({ id: values.id, name: values.name, role: values.role, ...hashed });
const file = openSettings(dataDir);
const site = readSite(file);
file.write('employees', [...site.employees.filter((other) => other.id !== employee.id), employee]);
if (site.deviceId === undefined) file.write('deviceId', randomUUID());
console.log(`${employee.name} can sign in on this kiosk.`);
