/**
 * The reference registry service: opens the database, starts the worker and listens. The practice registry is the same
 * service with an embedded database, known clients and faults on demand.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { systemClock, type RegistryClock } from './clock.ts';
import { openDatabase } from './database/open.ts';
import { createApp, type LogLine, type TlsOptions } from './http/app.ts';
import { PRACTICE_CLIENTS, createTokens, type Client } from './tokens.ts';
import { startWorker } from './worker.ts';

export interface RegistryOptions {
  /** 0 = any free port. Default 0. */
  readonly port?: number | undefined;
  /** Default 127.0.0.1; a practice registry listens on this machine only. */
  readonly host?: string | undefined;
  /** Where the embedded database and the token key live; without it they are gone at the end. */
  readonly dataDir?: string | undefined;
  /** PostgreSQL instead of the embedded database. */
  readonly databaseUrl?: string | undefined;
  /** Known clients and faults on demand. Default: true with the embedded database, false with PostgreSQL. */
  readonly practice?: boolean | undefined;
  /** Parties that may ask for a token. Default: the practice clients in practice, else none is not allowed. */
  readonly clients?: readonly Client[] | undefined;
  readonly tls?: TlsOptions | undefined;
  /** Milliseconds between accepted and processed. Default 250. */
  readonly processingDelayMs?: number | undefined;
  /** How far a moment of choice may lie ahead, in milliseconds. Default 5 minutes. */
  readonly futureToleranceMs?: number | undefined;
  /** Bytes of one message. Default 1 MiB. */
  readonly bodyLimit?: number | undefined;
  readonly clock?: RegistryClock | undefined;
  readonly newId?: (() => string) | undefined;
  /** One line a request, without persons. Default: none. */
  readonly log?: ((line: LogLine) => void) | undefined;
  /** Errors that are not the client's. Default: none. */
  readonly onTrouble?: ((error: unknown) => void) | undefined;
}

export interface RunningRegistry {
  /** `http(s)://host:port`; the FHIR base is `<address>/fhir`. */
  readonly address: string;
  readonly database: 'pglite-memory' | 'pglite-directory' | 'postgresql';
  readonly practice: boolean;
  /** Processes what is due by the clock now; resolves when done. */
  process(): Promise<void>;
  /** Finishes what runs, then closes everything. */
  close(): Promise<void>;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** @throws Error with one plain sentence: a wrong option, the port is taken, the database cannot be opened. */
export async function startRegistry(options: RegistryOptions = {}): Promise<RunningRegistry> {
  const practice = options.practice ?? options.databaseUrl === undefined;
  const host = options.host ?? '127.0.0.1';
  if (practice && !LOOPBACK.has(host)) throw new Error('A practice registry listens on this machine only (127.0.0.1).');
  const clients = options.clients ?? (practice ? PRACTICE_CLIENTS : []);
  if (clients.length === 0) throw new Error('Outside practice, clients must be given (REGISTRY_CLIENTS).');
  if (options.dataDir !== undefined) mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });

  const clock = options.clock ?? systemClock;
  const onTrouble = options.onTrouble ?? (() => undefined);
  const database = await openDatabase({ databaseUrl: options.databaseUrl, dataDir: options.dataDir });
  const worker = startWorker(database.db, clock, onTrouble);
  try {
    const app = createApp({
      db: database.db,
      clock,
      newId: options.newId ?? randomUUID,
      tokens: await createTokens(clients, clock, options.dataDir),
      worker,
      counters: { requests: 0, bundlesAccepted: 0, repeats: 0, conflicts: 0, refused: 0 },
      processingDelayMs: options.processingDelayMs ?? 250,
      futureToleranceMs: options.futureToleranceMs ?? 5 * 60_000,
      practice,
      tls: options.tls,
      bodyLimit: options.bodyLimit ?? 1024 * 1024,
      log: options.log ?? (() => undefined),
      onTrouble,
    });
    const address = await app.listen({ port: options.port ?? 0, host });
    void worker.wake();
    return {
      address,
      database: database.kind,
      practice,
      process: () => worker.wake(),
      close: async () => {
        await app.close();
        await worker.stop();
        await database.close();
      },
    };
  } catch (error) {
    await worker.stop();
    await database.close();
    throw error;
  }
}
