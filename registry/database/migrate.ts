/**
 * Forward-only migrations: numbered SQL files, each run once, in order, in one transaction with its own record.
 * Invariant: a file that has run never changes; a database that is newer than the program is refused.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { sha256 } from '../domain/digest.ts';
import type { Database } from './schema.ts';

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** One number for all registry processes on one PostgreSQL: they take turns in migrating. */
const ADVISORY_LOCK = 0x6b77_0001;

/** Brings the database to the newest version. @throws Error with a plain sentence when that cannot be done. */
export async function migrate(db: Database): Promise<void> {
  const migrations = readMigrations(new URL('./migrations/', import.meta.url));
  await db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${sql.lit(ADVISORY_LOCK)})`.execute(tx);
    await sql`CREATE TABLE IF NOT EXISTS migration (
      version int PRIMARY KEY CHECK (version > 0), name text NOT NULL, checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now())`.execute(tx);
    const { rows } = await sql<{ version: number; checksum: string }>`
      SELECT version, checksum FROM migration ORDER BY version`.execute(tx);
    for (const done of rows) {
      const known = migrations.find((migration) => migration.version === done.version);
      if (known === undefined) throw new Error(`The database is newer (version ${done.version}) than this program.`);
      if (known.checksum !== done.checksum) throw new Error(`Migration ${known.name} is not the one that has run.`);
    }
    for (const migration of migrations.filter(({ version }) => rows.every((done) => done.version !== version))) {
      for (const statement of statements(migration.sql)) await sql.raw(statement).execute(tx);
      await sql`INSERT INTO migration (version, name, checksum)
        VALUES (${migration.version}, ${migration.name}, ${migration.checksum})`.execute(tx);
    }
  });
}

function readMigrations(directory: URL): readonly Migration[] {
  return readdirSync(directory)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, directory), 'utf8').replaceAll('\r\n', '\n');
      return { version: Number(name.slice(0, 4)), name, sql: text, checksum: sha256(text) };
    });
}

/** One statement a query: the extended protocol takes no more. Our files hold no `;` inside a statement. */
function statements(text: string): readonly string[] {
  return text
    .replace(/--[^\n]*/g, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
