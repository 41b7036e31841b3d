import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';

/** Makes a file, or the names in a folder, reach the disk. Windows does that for folders by itself. */
export function syncPath(path: string): void {
  const folder = statSync(path).isDirectory();
  if (folder && process.platform === 'win32') return;
  const handle = openSync(path, folder ? 'r' : 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
