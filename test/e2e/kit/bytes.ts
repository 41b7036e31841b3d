/** Looks for a text in the bytes of every file under a folder, also as UTF-16 and as base64. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @returns the files that hold it */
export function filesWith(folder: string, text: string): readonly string[] {
  const forms = [Buffer.from(text), Buffer.from(text, 'utf16le'), ...base64Forms(text)];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return forms.some((form) => bytes.includes(form));
    });
}

/** The text can start at any of three places within a base64 group. */
function base64Forms(text: string): readonly Buffer[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from(`${' '.repeat(before)}${text}`)
      .toString('base64')
      .replaceAll('=', '');
    // The first and last characters depend on the neighbours.
    return Buffer.from(encoded.slice(before === 0 ? 0 : before + 1, -1));
  });
}
