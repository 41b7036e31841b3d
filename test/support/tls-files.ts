/** Certificates made for one test run with the openssl program: an authority, a stranger, and what they signed. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Pair {
  readonly certFile: string;
  readonly keyFile: string;
  /** PEM */
  readonly cert: string;
  /** PEM */
  readonly key: string;
}

export interface Authority extends Pair {
  /** @param names subject alternative names, e.g. `IP:127.0.0.1` */
  sign(name: string, use: 'serverAuth' | 'clientAuth', names: string, expired?: boolean): Pair;
}

export interface TlsFolder {
  authority(name: string): Authority;
  remove(): void;
}

/** @throws Error with a plain sentence when there is no openssl: these tests prove nothing without it */
export function tlsFolder(): TlsFolder {
  const folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-tls-'));
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
  } catch {
    throw new Error('The tests of TLS need the openssl program (Debian: apt-get install openssl).');
  }
  return {
    authority: (name) => makeAuthority(join(folder, name)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function makeAuthority(folder: string): Authority {
  mkdirSync(folder);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout'] as const;
  const pair = (name: string): Pair => {
    const [certFile, keyFile] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
    return { certFile, keyFile, cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  };
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(join(folder, 'ca.cnf'), CONFIG);
  openssl(
    'req',
    '-x509',
    '-config',
    'ca.cnf',
    ...newKey,
    'ca.key',
    '-out',
    'ca.crt',
    '-days',
    '2',
    '-subj',
    '/CN=Test CA',
  );
  return {
    ...pair('ca'),
    sign(name, use, names, expired = false) {
      writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${names}\nextendedKeyUsage=${use}\n`);
      openssl('req', '-config', 'ca.cnf', ...newKey, `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
      const life = expired ? ['-startdate', '20200101000000Z', '-enddate', '20200201000000Z'] : ['-days', '2'];
      const files = ['-in', `${name}.csr`, '-out', `${name}.crt`, '-extfile', `${name}.ext`];
      openssl('ca', '-batch', '-config', 'ca.cnf', '-notext', ...files, ...life);
      return pair(name);
    },
  };
}

/** The least that `openssl req` and `openssl ca` ask for. */
const CONFIG = `
[req]
distinguished_name = name
x509_extensions = authority
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
[ca]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
certificate = ca.crt
private_key = ca.key
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
`;
