/**
 * Other queues and stores, fetched on demand into a cache so that the product's own dependencies stay few. Each runs at
 * the most durable setting it offers; where it offers none, that is said.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import type { Contender } from './measure.ts';

/** Versions of November 2026; `better-sqlite3` is the one of this product, for all that use it. */
const PEERS = {
  plainjob: '0.0.14',
  liteque: '0.8.0',
  pouchdb: '9.0.0',
  'classic-level': '3.0.0',
  lmdb: '3.5.6',
  'better-sqlite3': '13.2.0',
} as const;

const cache = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'keuzewijzer-peers');

/** @returns why the peers cannot be measured, or null */
export function fetchPeers(say: (line: string) => void): string | null {
  if (Object.keys(PEERS).every((name) => existsSync(join(cache, 'node_modules', name)))) return null;
  mkdirSync(cache, { recursive: true });
  const content = { private: true, overrides: { 'better-sqlite3': PEERS['better-sqlite3'] }, dependencies: PEERS };
  writeFileSync(join(cache, 'package.json'), JSON.stringify(content));
  say('fetching the peers (once) …');
  const done = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: cache,
    encoding: 'utf8',
    timeout: 300_000,
  });
  return done.status === 0 ? null : 'the peers could not be fetched: is there a network?';
}

/** Types of what is used of each, no more. */
interface Plainjob {
  readonly better: (db: unknown) => unknown;
  readonly defineQueue: (options: {
    connection: unknown;
    logger: Record<'error' | 'warn' | 'info' | 'debug', () => void>;
  }) => {
    add(type: string, data: unknown): unknown;
    close(): void;
  };
}
interface Liteque {
  buildDBClient(path: string, options: { runMigrations: boolean; walEnabled: boolean }): unknown;
  SqliteQueue: new (name: string, db: unknown, options: object) => { enqueue(payload: unknown): Promise<unknown> };
}
interface Level {
  ClassicLevel: new (path: string) => {
    put(key: string, value: string, options: { sync: boolean }): Promise<void>;
    close(): Promise<void>;
  };
}
interface Lmdb {
  open(options: { path: string }): {
    put(key: number, value: unknown): Promise<boolean>;
    flushed: Promise<unknown>;
    close(): Promise<void>;
  };
}
interface Pouch {
  default: new (path: string) => { put(document: object): Promise<unknown>; close(): Promise<void> };
}

const load = async <T>(name: string): Promise<T> => {
  const from = createRequire(join(cache, 'package.json'));
  return (await import(pathToFileURL(from.resolve(name)).href)) as T;
};

export async function peers(folder: string, text: string): Promise<readonly Contender[]> {
  const place = (name: string): string => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const { better, defineQueue } = await load<Plainjob>('plainjob');
  const plainDb = new Database(join(place('plainjob'), 'queue.db'));
  // It talks on standard output, where the report goes.
  const silent = { error() {}, warn() {}, info() {}, debug() {} };
  const plain = defineQueue({ connection: better(plainDb), logger: silent });
  plainDb.pragma('synchronous = FULL');
  const lite = await load<Liteque>('liteque');
  const liteDb = lite.buildDBClient(join(place('liteque'), 'queue.db'), { runMigrations: true, walEnabled: false });
  const liteQueue = new lite.SqliteQueue('choices', liteDb, {
    defaultJobArgs: { numRetries: 2 },
    keepFailedJobs: true,
  });
  const { ClassicLevel } = await load<Level>('classic-level');
  const level = new ClassicLevel(place('classic-level'));
  const lmdb = (await load<Lmdb>('lmdb')).open({ path: join(place('lmdb'), 'data') });
  const { default: PouchDB } = await load<Pouch>('pouchdb');
  const pouch = new PouchDB(join(place('pouchdb'), 'db'));
  let count = 0;
  return [
    {
      name: 'plainjob',
      durable: 'synchronous=FULL set behind its back (its own is NORMAL)',
      once: () => void plain.add('choice', text),
      close: () => plain.close(),
    },
    {
      name: 'liteque',
      durable: 'rollback journal, synchronous=FULL (with its WAL it sets NORMAL)',
      once: async () => void (await liteQueue.enqueue({ text })),
      close: () => {},
    },
    {
      name: 'classic-level',
      durable: 'sync: true',
      once: () => level.put(String((count += 1)), text, { sync: true }),
      close: () => level.close(),
    },
    {
      name: 'lmdb',
      durable: 'commit awaited, then flushed awaited',
      once: async () => {
        await lmdb.put((count += 1), text);
        await lmdb.flushed;
      },
      close: () => lmdb.close(),
    },
    {
      name: 'PouchDB',
      durable: null,
      once: async () => void (await pouch.put({ _id: String((count += 1)), text })),
      close: () => pouch.close(),
    },
  ];
}
