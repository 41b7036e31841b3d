/**
 * Opens the database: PGlite (PostgreSQL inside this process) in memory or in a directory, or PostgreSQL by URL.
 * PGlite syncs each commit (relaxedDurability off); one process at a time may hold a directory (lock file).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { lockDirectory } from './lock.ts';
import { migrate } from './migrate.ts';
import type { Database, Schema } from './schema.ts';

export interface OpenDatabase {
  readonly db: Database;
  readonly kind: 'pglite-memory' | 'pglite-directory' | 'postgresql';
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly databaseUrl?: string | undefined;
  readonly dataDir?: string | undefined;
}

/** @throws Error with a plain sentence: in use by another process, cannot be reached, newer than the program. */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const opened =
    options.databaseUrl === undefined ? await openPGlite(options.dataDir) : openPostgres(options.databaseUrl);
  try {
    await migrate(opened.db);
    return opened;
  } catch (error) {
    await opened.close().catch(() => undefined); // the first trouble is the one to tell
    throw error;
  }
}

async function openPGlite(dataDir: string | undefined): Promise<OpenDatabase> {
  const unlock = dataDir === undefined ? () => undefined : lockDirectory(dataDir);
  try {
    if (dataDir !== undefined) mkdirSync(join(dataDir, 'database'), { recursive: true, mode: 0o700 });
    const pglite = await PGlite.create({
      ...(dataDir === undefined ? {} : { dataDir: join(dataDir, 'database') }),
      relaxedDurability: false,
    });
    const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
    return {
      db,
      kind: dataDir === undefined ? 'pglite-memory' : 'pglite-directory',
      close: async () => {
        await db.destroy();
        if (!pglite.closed) await pglite.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function openPostgres(connectionString: string): OpenDatabase {
  const pool = new pg.Pool({ connectionString, max: 10, connectionTimeoutMillis: 5_000, statement_timeout: 15_000 });
  pool.on('error', () => undefined); // an idle connection that dies is replaced at the next query
  // One that dies in use fails its query, and says so a second time here: unheard, that would end this process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return { db, kind: 'postgresql', close: () => db.destroy() };
}

/** Tells whether the database answers; for the health check. */
export async function ping(db: Database): Promise<void> {
  await sql`SELECT 1`.execute(db);
}

const RETRYABLE = new Set(['40001', '40P01', '23505']);

/**
 * Runs a transaction again when it lost a race: serialization failure, deadlock, or a unique key that another
 * transaction took first (the next run sees that row and decides on it). PostgreSQL §13.5 asks for this.
 */
export async function withRetries<T>(run: () => Promise<T>, attempts = 5): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
      if (attempt >= attempts || !RETRYABLE.has(code)) throw error;
    }
  }
}
