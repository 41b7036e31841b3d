/** Ogg Opus through ffmpeg, which only the person who renders needs. */
import { execFile, spawn } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { promisify } from 'node:util';
import { installOnDebian } from '../lib/debian.ts';
import type { Clip } from './sound.ts';

const run = promisify(execFile);
const FFMPEG = 'ffmpeg';
/** Bits a second: speech of one voice is transparent here. */
const BITRATE = '20k';

const works = async (): Promise<boolean> =>
  await run(FFMPEG, ['-hide_banner', '-h', 'encoder=libopus']).then(
    ({ stdout }) => stdout.includes('libopus'),
    () => false,
  );

/**
 * Finds ffmpeg, or installs Debian's as root.
 * @param say gets one sentence a step
 * @returns false after saying what to install
 */
export async function findFfmpeg(say: (line: string) => void): Promise<boolean> {
  if (await works()) return true;
  await installOnDebian('ffmpeg', say);
  if (await works()) return true;
  say('Install ffmpeg with libopus (on Debian: apt-get install ffmpeg). Checking clips works without it.');
  return false;
}

/** Writes the whole clip or nothing: an interrupted run leaves no half file under the clip's name. */
export async function writeOpus({ samples, rate }: Clip, file: string): Promise<void> {
  const half = `${file}.part`;
  const input = ['-f', 's16le', '-ar', String(rate), '-ac', '1', '-i', 'pipe:0'];
  const output = ['-c:a', 'libopus', '-b:a', BITRATE, '-application', 'voip', '-map_metadata', '-1'];
  const args = ['-hide_banner', '-loglevel', 'error', '-y', ...input, ...output];
  const child = spawn(FFMPEG, [...args, '-fflags', '+bitexact', '-flags:a', '+bitexact', '-f', 'ogg', half], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${code}.`))));
  });
  child.stdin.on('error', () => {});
  child.stdin.end(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
  await ended;
  await rename(half, file);
}
