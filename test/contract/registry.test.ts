/**
 * One contract for every registry of ours: the embedded PGlite always, PostgreSQL where a server can be had. What ran is
 * said in one line.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRegistry } from '../../registry/server.ts';
import { startPostgres } from '../support/postgres.ts';
import { startKit, type Database, type RegistryKit } from '../support/registry.ts';
import { describeAccess } from './registry/access.ts';
import { describeErrors } from './registry/errors.ts';
import { describeRefusals } from './registry/refusals.ts';
import { describeRestart } from './registry/restart.ts';
import { describeSearch } from './registry/search.ts';
import { describeWriting } from './registry/writing.ts';

const folders: string[] = [];
const pglite: Database = {
  name: 'PGlite',
  // In memory where nothing is opened again: each commit to a directory waits for the disk.
  memory: { start: (options) => startRegistry(options) },
  place: () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'keuzewijzer-registry-'));
    folders.push(dataDir);
    return Promise.resolve({ start: (options) => startRegistry({ ...options, dataDir }) });
  },
};
const postgres = await startPostgres();
const databases: readonly Database[] =
  typeof postgres === 'string'
    ? [pglite]
    : [
        pglite,
        {
          name: 'PostgreSQL',
          place: async () => {
            const databaseUrl = await postgres.database();
            return {
              start: (options) => startRegistry({ ...options, databaseUrl }),
              hangUp: () => postgres.hangUp(databaseUrl),
            };
          },
        },
      ];
console.log(
  typeof postgres === 'string' ? `PostgreSQL did NOT run: ${postgres}.` : `PostgreSQL ran: ${postgres.what}.`,
);

afterAll(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  if (typeof postgres !== 'string') await postgres.close();
});

describe.each(databases)('a registry on $name', (database) => {
  let kit: RegistryKit;
  beforeAll(async () => {
    kit = await startKit(database.memory ?? (await database.place()));
  });
  afterAll(() => kit.close());

  describeWriting(() => kit);
  describeRefusals(() => kit);
  describeErrors(() => kit);
  describeAccess(() => kit);
  describeSearch(() => kit);
  describeRestart(database);

  it('has logged no person: neither in the lines of requests nor in what went wrong', () => {
    expect(kit.log.length).toBeGreaterThan(200);
    expect(kit.people.length).toBeGreaterThan(20);
    const text = JSON.stringify([kit.log, kit.trouble.map(String)]);
    expect(kit.people.filter((bsn) => text.includes(bsn))).toEqual([]);
    expect(text).not.toMatch(/identifier|1948-02-01|RPZAC|Bearer/);
  });
});
