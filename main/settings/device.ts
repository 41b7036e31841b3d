/** What a device is: for practice or for real choices, of which organisation, and where it sends to. */
import { randomUUID } from 'node:crypto';
import type { OwnOrganization } from '../../shared/consent/decision.ts';
import type { SettingsFile } from '../shell/shell.ts';
import { isLoopback, PRACTICE_ORGANIZATION, practiceEmployee, practises } from './practice.ts';
import { readSite, SettingsError, type Site } from './site.ts';

/** What this device is, settled once at its start. */
export interface Device {
  readonly site: Site;
  readonly practice: boolean;
  readonly organization: OwnOrganization;
  readonly employees: Site['employees'];
  readonly deviceId: string;
  readonly registryUrl: string | null;
}

/** What the command line says of it. */
interface DeviceOptions {
  /** Overrides the site's setting. */
  readonly registryUrl: string | null;
  readonly practice: boolean;
}

/** Settles what this device is: practice or real. The two never share a data folder. */
export async function prepareDevice(file: SettingsFile, asked: DeviceOptions): Promise<Device> {
  const site = readSite(file);
  const registryUrl = asked.registryUrl ?? site.registry.url ?? null;
  const near = registryUrl === null || isLoopback(registryUrl);
  const practice = practises(site, asked.practice, registryUrl);
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
