/** `npm run employee`, as an administrator runs it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSettings } from '../../main/shell/loopback/settings.ts';
import { readSite } from '../../main/settings/site.ts';

const script = join(import.meta.dirname, '..', '..', 'scripts', 'employee.ts');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-employee-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (pin: string, ...more: readonly string[]) => {
  const { status, stderr } = spawnSync(process.execPath, [script, ...more], { input: `${pin}\n`, encoding: 'utf8' });
  return { status, said: stderr.replace('PIN (4 to 10 digits): ', '') };
};
const add = (id: string, pin: string, ...more: readonly string[]) =>
  run(pin, '--data-dir', join(folder, 'device'), '--id', id, '--name', `Name of ${id}`, ...more);
const ids = () => readSite(openSettings(join(folder, 'device'))).employees.map(({ id }) => id);

it('adds staff, and replaces the PIN of somebody who is there', () => {
  expect(add('anna', '48151623').status).toBe(0);
  expect(add('bram', '1470').status).toBe(0);
  expect(add('anna', '48151623').status).toBe(0);
  expect(ids()).toEqual(['bram', 'anna']);
  expect(readFileSync(join(folder, 'device', 'settings.json'), 'utf8')).not.toMatch(/48151623|1470/);
});

it('gives no two people the same PIN: it alone says who was present', () => {
  add('anna', '48151623');
  expect(add('bram', '48151623')).toEqual({
    status: 2,
    said: 'Somebody on this kiosk has this PIN already. Choose another. Nothing was changed.\n',
  });
  expect(ids()).toEqual(['anna']);
});

it.each([
  ['a short PIN', () => add('anna', '12')],
  ['a role that is none', () => add('anna', '1470', '--role', 'pharmacist')],
  ['an option that is none', () => run('1470', '--help')],
  ['no name', () => run('1470', '--data-dir', folder, '--id', 'anna')],
])('says in one sentence what is wrong: %s', (_, wrong) => {
  const { status, said } = wrong();
  expect(status).toBe(2);
  expect(said.trim()).toMatch(/^[A-Z][^\n]+\.$/);
});

it('does not set up a folder that was used for practice', () => {
  writeFileSync(join(folder, 'settings.json'), '{"mode":"practice"}');
  expect(run('1470', '--data-dir', folder, '--id', 'anna', '--name', 'Anna').status).toBe(2);
});

it.runIf(process.platform !== 'win32')('makes a folder that no other user of the machine can look into', () => {
  add('anna', '1470');
  expect(statSync(join(folder, 'device')).mode & 0o777).toBe(0o700);
});
