/** The registry that a device is set to: its address, how it is reached, and the adapter that speaks its language. */
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Catalogue } from '../../shared/consent/catalogue.ts';
import type { Chance, Clock } from '../clock.ts';
import type { Device } from '../settings/device.ts';
import { PRACTICE_CLIENT, PRACTICE_ID_KEY } from '../settings/practice.ts';
import { SettingsError, type Site } from '../settings/site.ts';
import { createPcfAdapter } from './ihe-pcf-1.1/adapter.ts';
import { createMitzAdapter } from './mitz-otv-3.8/adapter.ts';
import type { RegistryPort } from './port.ts';
import { createTokenSource, fixedToken } from './token.ts';
import { createTransport } from './transport.ts';

export interface ConnectionParts {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly chance: Chance;
  /** A bearer token used as it is, instead of one that is asked for. */
  readonly registryToken: string | undefined;
}

/**
 * @returns null when no registry is named: choices are kept and wait
 * @throws SettingsError when nothing could ever be sent
 */
export function connectionOf(device: Device, { registryToken, ...parts }: ConnectionParts): RegistryPort | null {
  if (device.registryUrl === null) return null;
  const { registry } = device.site;
  const base = fhirBase(device.registryUrl, registry.adapter);
  checkTls(registry);
  const transport = createTransport(registry);
  const token =
    registryToken === undefined
      ? createTokenSource(transport, parts.clock, {
          url: registry.tokenUrl ?? `${base.replace(/\/fhir$/, '')}/oauth2/token`,
          ...clientOf(device),
        })
      : fixedToken(registryToken);
  const { organization } = device;
  const wired = { base, organization, transport, token, ...parts };
  return registry.adapter === 'ihe-pcf-1.1'
    ? createPcfAdapter({ ...wired, idKey: idKeyOf(device) })
    : createMitzAdapter(wired);
}

/** The practice client is known to everybody. @throws SettingsError when real choices would be sent in its name */
function clientOf({ practice, site: { registry } }: Device): { clientId: string; clientSecret: () => string } {
  const { clientId, clientSecretFile: file } = registry;
  if (!practice && (clientId === undefined || file === undefined))
    throw new SettingsError('Real choices are sent with registry.clientId and registry.clientSecretFile: name both.');
  return {
    clientId: clientId ?? PRACTICE_CLIENT.id,
    clientSecret: file === undefined ? () => PRACTICE_CLIENT.secret : renewedSecret(file),
  };
}

/** Read for every token, as secrets are renewed while the kiosk runs. @throws SettingsError when there is none at first */
function renewedSecret(file: string): () => string {
  let last = secretIn(file, 'clientSecretFile');
  return () => {
    try {
      last = secretIn(file, 'clientSecretFile');
    } catch {
      // What it was before, until the file is whole.
    }
    return last;
  };
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
