/**
 * The disk. Hooks into better-sqlite3 itself, below all code under test: a transaction can fail at its commit, opening
 * can fail, SQL can be rewritten (mutants), and the simulation can read what really stands in a file that is locked.
 */
import Database, { type Database as Db, type Statement } from 'better-sqlite3';

export const DISK_TROUBLES = ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY'] as const;
export type DiskTrouble = (typeof DISK_TROUBLES)[number];

export interface DriverOptions {
  /** Asked at every transaction and every opening of a file. */
  readonly trouble: (file: string) => DiskTrouble | null;
  /** A mutant's change of the SQL. */
  readonly rewrite: ((sql: string) => string) | undefined;
}

export interface Driver {
  /** Reads or changes an open file behind the back of the code under test. */
  run<R>(file: string, sql: string, ...parameters: readonly (string | number | Buffer)[]): R[];
  /** Takes the file away as a killed process does, without the tidying of a close in the program. */
  kill(file: string): void;
  /** Puts better-sqlite3 back as it was. */
  remove(): void;
}

export function installDriver({ trouble, rewrite }: DriverOptions): Driver {
  const { prototype } = Database;
  // eslint-disable-next-line typescript/unbound-method -- they are called with the right `this` below
  const { prepare, transaction, exec } = prototype;
  const handles = new Map<string, Db>();
  const own = new WeakMap<Db, Map<string, Statement>>();
  const failIfTroubled = (db: Db): void => {
    const code = trouble(db.name);
    if (code !== null) throw new Database.SqliteError('simulated disk trouble', code);
  };
  Object.assign(prototype, {
    prepare(this: Db, sql: string) {
      handles.set(this.name, this);
      return prepare.call(this, rewrite === undefined ? sql : rewrite(sql));
    },
    transaction(this: Db, work: (...parameters: unknown[]) => unknown) {
      const wrapped = (...parameters: unknown[]): unknown => {
        const value = work(...parameters);
        // After the work and before COMMIT: what was written is rolled back, as SQLite does.
        failIfTroubled(this);
        return value;
      };
      return transaction.call(this, wrapped);
    },
    exec(this: Db, sql: string) {
      failIfTroubled(this);
      return exec.call(this, sql);
    },
  });
  return {
    run<R>(file: string, sql: string, ...parameters: readonly (string | number | Buffer)[]): R[] {
      const db = handles.get(file);
      if (db === undefined) throw new Error('this file is not open');
      const known = own.get(db) ?? new Map<string, Statement>();
      own.set(db, known);
      const statement = known.get(sql) ?? prepare.call(db, sql);
      known.set(sql, statement);
      if (statement.reader) return statement.all(...parameters) as R[];
      statement.run(...parameters);
      return [];
    },
    kill(file) {
      handles.get(file)?.close();
      handles.delete(file);
    },
    remove() {
      Object.assign(prototype, { prepare, transaction, exec });
    },
  };
}
