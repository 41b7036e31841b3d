/** What must happen before Electron is ready: later it is too late, or refused. */
import type { CommandLine } from 'electron';
import { lockContents } from './lock-contents.ts';
import type { ElectronParts } from './parts.ts';
import { registerScheme } from './scheme.ts';

/** Switches of Chromium, each with why. */
const SWITCHES: readonly (readonly [name: string, value?: string])[] = [
  // The window has no network: even a name cannot be looked up. Delivery goes through Node, not through Chromium.
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-breakpad'],
  // Gestures (K3).
  ['disable-pinch'],
  ['overscroll-history-navigation', '0'],
  // Speech without a first touch, and the system's voice where a clip is missing (Linux).
  ['autoplay-policy', 'no-user-gesture-required'],
  ['enable-speech-dispatcher'],
];

/** Ways to look into a running kiosk (K11). Node's own are switched off in the binary by fuses. */
const DEBUGGING = ['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk', 'js-flags'];

/** @returns the switch that makes a locked kiosk refuse to start, or null */
export const debuggingSwitch = (commandLine: Pick<CommandLine, 'hasSwitch'>): string | null =>
  DEBUGGING.find((name) => commandLine.hasSwitch(name)) ?? null;

export function beforeReady({ app, protocol, Menu }: Pick<ElectronParts, 'app' | 'protocol' | 'Menu'>): void {
  registerScheme(protocol);
  for (const [name, value] of SWITCHES) app.commandLine.appendSwitch(name, value);
  // Asked for by root only (evaluation); forcing the sandbox then would stop the start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // No menu, so no accelerators of a menu (Ctrl+R, Ctrl+W, F11, zoom).
  Menu.setApplicationMenu(null);
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
  // Answers of the app as a whole, should a window not give one.
  app.on('login', (event, _contents, _details, _info, callback) => {
    event.preventDefault();
    callback();
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
}
