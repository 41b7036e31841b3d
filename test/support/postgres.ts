/**
 * A real PostgreSQL for tests: the one of `KW_TEST_DATABASE_URL`, or a private cluster of the server that is installed
 * here. Each run has a database of its own and leaves nothing behind.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export interface TestPostgres {
  /** One sentence: which server this is. */
  readonly what: string;
  /** A new, empty database. @returns its URL */
  database(): Promise<string>;
  /** Ends every connection of others to this database, as a restart of the server does. */
  hangUp(databaseUrl: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * @returns the server, or one sentence that says why there is none
 * @throws Error when `KW_TEST_DATABASE_URL` names a server that does not answer
 */
export async function startPostgres(): Promise<TestPostgres | string> {
  const url = process.env['KW_TEST_DATABASE_URL'];
  if (url !== undefined && url !== '') {
    const named = await serverAt(url, 'the server of KW_TEST_DATABASE_URL', () => Promise.resolve());
    if (typeof named === 'string') throw new Error(`${named}: it was asked for, so it must run.`);
    return named;
  }
  const bin = newestServer();
  if (bin === null)
    return 'no server is installed here (Debian: apt-get install postgresql) and KW_TEST_DATABASE_URL is not set';
  const user = ordinaryUser();
  if (user === null) return `${bin} refuses to run as root, and there is no user postgres or nobody`;
  const folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-pg-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const data = join(folder, 'data');
  try {
    const quick = ['--no-sync', '--auth=trust', '--username=test', '--encoding=UTF8', '--locale=C'];
    execFileSync(join(bin, 'initdb'), ['--pgdata', data, ...quick], { ...user, cwd: folder, stdio: 'pipe' });
  } catch (error) {
    remove();
    return `initdb of ${bin} failed: ${error instanceof Error ? error.message.split('\n')[0] : 'unknown'}`;
  }
  // Only a socket file in our folder; fsync off, because what is proven here is not the disk.
  const settings = ['fsync=off', 'listen_addresses=', `unix_socket_directories=${folder}`].flatMap((set) => [
    '-c',
    set,
  ]);
  // Its input is ours: when this process dies, however it dies, the server stops too.
  const script = '"$@" & server=$!; cat > /dev/null; kill -INT $server; wait $server';
  const args = ['-c', script, 'sh', join(bin, 'postgres'), '-D', data, ...settings];
  const child = spawn('sh', args, { ...user, cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] });
  return serverAt(`postgresql://test@${encodeURIComponent(folder)}/postgres`, bin, async () => {
    await ended(child);
    remove();
  });
}

async function serverAt(url: string, what: string, stop: () => Promise<void>): Promise<TestPostgres | string> {
  try {
    await query(url, 'SELECT 1', 20_000);
  } catch {
    await stop();
    return `${what} does not answer`;
  }
  const made: string[] = [];
  return {
    what,
    async database() {
      const name = `keuzewijzer_test_${crypto.randomUUID().replaceAll('-', '')}`;
      await query(url, `CREATE DATABASE ${name}`);
      made.push(name);
      return url.replace(/\/[^/?]*(\?.*)?$/, (_, options: string | undefined) => `/${name}${options ?? ''}`);
    },
    hangUp: (databaseUrl) =>
      query(
        databaseUrl,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      ),
    async close() {
      for (const name of made) await query(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await stop();
    },
  };
}

/** @param patienceMs how long a server may take to begin to answer */
async function query(url: string, text: string, patienceMs = 0): Promise<void> {
  for (const end = Date.now() + patienceMs; ;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(text);
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** Where Debian keeps them: the newest version that has what we need. */
function newestServer(): string | null {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  return found ?? null;
}

interface OrdinaryUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root. @returns who runs it, or null when root has nobody to hand it to */
function ordinaryUser(): OrdinaryUser | null {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }).toString());
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      continue;
    }
  }
  return null;
}

/** The end of its input makes the server shut down fast: open connections are closed. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.stdin?.end();
  });
}
