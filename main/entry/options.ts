/** Options of every way to start the kiosk: command line first, then environment. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export const SHELLS = ['electron', 'chromium', 'headless'] as const;
export type ShellName = (typeof SHELLS)[number];

export interface StartOptions {
  /** null: the best one that is available. */
  readonly shell: ShellName | null;
  readonly dataDir: string | null;
  readonly registryUrl: string | null;
  /** Port of the screen in the chromium and headless shells; 0 is any. */
  readonly port: number;
  readonly practice: boolean;
  readonly help: boolean;
}

/** What was asked cannot be; the message is one plain sentence. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

export const USAGE = `Options
  --shell electron|chromium|headless   which shell (default: the best one that is available)
  --data-dir D       KEUZEWIJZER_DATA_DIR       where the device keeps its data
  --registry-url U   KEUZEWIJZER_REGISTRY_URL   the registry to deliver to
  --port P                                      port of the screen (chromium, headless); 0 is any
  --practice                                    practice mode: made-up organisation, registry on this machine only`;

/** @throws OptionError */
export function parseStartOptions(argv: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const values = read(argv);
  const shell = SHELLS.find((name) => name === values.shell) ?? null;
  if (values.shell !== undefined && shell === null)
    throw new OptionError(`--shell is one of ${SHELLS.join(', ')}, not "${values.shell}".`);
  const port = values.port === undefined ? 0 : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new OptionError('--port is a number from 0 to 65535.');
  const registryUrl = values['registry-url'] ?? filled(env['KEUZEWIJZER_REGISTRY_URL']);
  if (registryUrl !== null && !/^https?:$/.test(protocolOf(registryUrl)))
    throw new OptionError('--registry-url is an address that starts with http:// or https://.');
  return {
    shell,
    port,
    registryUrl,
    dataDir: values['data-dir'] ?? filled(env['KEUZEWIJZER_DATA_DIR']),
    practice: values.practice === true,
    help: values.help === true,
  };
}

/** The usual place for a program's data on this system. */
export function defaultDataDir(env: NodeJS.ProcessEnv, practice: boolean): string {
  const name = practice ? 'keuzewijzer-practice' : 'keuzewijzer';
  if (process.platform === 'win32') return join(filled(env['LOCALAPPDATA']) ?? homedir(), name);
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', name);
  return join(filled(env['XDG_DATA_HOME']) ?? join(homedir(), '.local', 'share'), name);
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        shell: { type: 'string' },
        'data-dir': { type: 'string' },
        'registry-url': { type: 'string' },
        port: { type: 'string' },
        practice: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : 'These options are not understood.');
  }
}

const filled = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value);
const protocolOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : '');
