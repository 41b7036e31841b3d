/**
 * Whether the files that are open are still those of the device's folder. On Linux and macOS a file can be deleted or
 * replaced under the program that has it open: every write then succeeds, and all of it is gone when the program ends.
 */
import { statSync } from 'node:fs';
import type { Database as Db } from 'better-sqlite3';

/** The open database or its log was deleted or replaced. */
export class FilesGone extends Error {
  readonly code = 'KIOSK_FILES_GONE';
}

/** @param db open, in WAL mode. @returns throws FilesGone once it is so; costs some microseconds */
export function watchFiles(db: Db): () => void {
  if (db.memory) return () => {};
  const own = [db.name, `${db.name}-wal`].map((file) => ({ file, identity: identityOf(file) }));
  return () => {
    for (const { file, identity } of own) if (identityOf(file) !== identity) throw new FilesGone();
  };
}

function identityOf(file: string): string | null {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}/${stat.ino}`;
}
