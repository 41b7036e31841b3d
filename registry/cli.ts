/** `node registry/cli.ts`: starts the registry and prints `registry ready <address>` once it listens. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { whenFree } from '../shared/when-free.ts';
import { DirectoryInUse } from './database/lock.ts';
import { startRegistry, type RegistryOptions } from './server.ts';
import { clientSchema } from './tokens.ts';

const USAGE = `node registry/cli.ts --port P [options]
  --port P              port; 0 = any free one (default 0)
  --host H              address to listen on (default 127.0.0.1)
  --data-dir D          keep the embedded database in this directory (default: in memory)
  --database-url URL    use PostgreSQL (or DATABASE_URL)
  --practice            known clients and faults on demand; default with the embedded database
  --no-practice         the embedded database without those
  --processing-delay MS milliseconds between accepted and processed (default 250)
  --tls-cert F --tls-key F   serve TLS with these PEM files
  --tls-client-ca F     and require a client certificate of this authority
Outside practice the clients come from REGISTRY_CLIENTS: JSON, or the path of a JSON file, with
  [{"id": "…", "secret": "…16 or more characters…", "scopes": ["mitz.write"], "uras": ["00000000"]}]`;

/** A wrong option: exit status 2 and the usage. */
class WrongOption extends Error {}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === null) return void process.stdout.write(`${USAGE}\n`);
  const starting = whenFree(
    () => startRegistry(options),
    (error) => error instanceof DirectoryInUse || codeOf(error) === 'EADDRINUSE',
    () => process.stderr.write('registry: waiting for another one to end.\n'),
    setTimeout,
  );
  let closing = false;
  // Also while it starts: who stops it then must not find it running a moment later.
  const stop = (): void => {
    if (closing) return;
    closing = true;
    const ended = starting.then((registry) => registry.close());
    ended.then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  process.on('SIGINT', stop);
  process.stdout.write(`registry ready ${(await starting).address}\n`);
}

function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): RegistryOptions | null {
  const { values } = parse(args);
  if (values.help === true) return null;
  const databaseUrl = values['database-url'] ?? (env['DATABASE_URL'] === '' ? undefined : env['DATABASE_URL']);
  if (databaseUrl !== undefined && values['data-dir'] !== undefined && values['database-url'] !== undefined) {
    throw new WrongOption('Give --data-dir (embedded) or --database-url (PostgreSQL), not both.');
  }
  if (databaseUrl !== undefined && !/^postgres(?:ql)?:\/\//.test(databaseUrl)) {
    throw new WrongOption('The database URL must start with postgres:// or postgresql://.');
  }
  return {
    port: whole(values.port ?? '0', '--port', 65_535),
    host: values.host,
    dataDir: databaseUrl === undefined ? values['data-dir'] : undefined,
    databaseUrl,
    practice: values.practice,
    clients: readClients(env['REGISTRY_CLIENTS']),
    tls: readTls(values['tls-cert'], values['tls-key'], values['tls-client-ca']),
    processingDelayMs: whole(values['processing-delay'] ?? '250', '--processing-delay', 3_600_000),
    log: (line) => process.stderr.write(`${JSON.stringify(line)}\n`),
    onTrouble: (error) => process.stderr.write(`${JSON.stringify({ trouble: describe(error) })}\n`),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      strict: true,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'data-dir': { type: 'string' },
        'database-url': { type: 'string' },
        practice: { type: 'boolean' },
        'processing-delay': { type: 'string' },
        'tls-cert': { type: 'string' },
        'tls-key': { type: 'string' },
        'tls-client-ca': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new WrongOption(error instanceof Error ? error.message : 'wrong options');
  }
}

function whole(text: string, name: string, max: number): number {
  if (!/^\d{1,7}$/.test(text) || Number(text) > max)
    throw new WrongOption(`${name} must be a whole number from 0 to ${max}.`);
  return Number(text);
}

function readClients(text: string | undefined): RegistryOptions['clients'] {
  if (text === undefined || text.trim() === '') return undefined;
  const json = text.trim().startsWith('[') ? text : readPem(text.trim(), 'REGISTRY_CLIENTS');
  try {
    return z.array(clientSchema).min(1).parse(JSON.parse(json));
  } catch {
    throw new WrongOption('REGISTRY_CLIENTS is not a list of clients; see --help.'); // its text holds secrets
  }
}

function readTls(
  cert: string | undefined,
  key: string | undefined,
  clientCa: string | undefined,
): RegistryOptions['tls'] {
  if (cert === undefined && key === undefined && clientCa === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new WrongOption('TLS needs both --tls-cert and --tls-key.');
  return {
    cert: readPem(cert, '--tls-cert'),
    key: readPem(key, '--tls-key'),
    clientCa: clientCa === undefined ? undefined : readPem(clientCa, '--tls-client-ca'),
  };
}

function readPem(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new WrongOption(`The file of ${name} cannot be read.`);
  }
}

/** What may be logged of an error: kind, code and place; its message may quote a query's values. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = 'code' in error ? String(error.code) : undefined;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)); // a message may have several lines
  return { kind: error.name, code, at: frames?.slice(0, 5) };
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

function fail(error: unknown): never {
  const code = codeOf(error);
  const sentence =
    code === 'EADDRINUSE'
      ? 'The port is taken by another program; choose another with --port.'
      : code === 'EACCES'
        ? 'This port may not be used by this user; choose one above 1023.'
        : error instanceof Error
          ? error.message
          : 'The registry could not start.';
  process.stderr.write(`registry: ${sentence}\n${error instanceof WrongOption ? `${USAGE}\n` : ''}`);
  process.exit(error instanceof WrongOption ? 2 : 1);
}

main().catch(fail);
