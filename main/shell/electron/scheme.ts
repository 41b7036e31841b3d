/** The address of the screen. Its own scheme has a real origin, and no network or file behind it. */
import type { Protocol } from 'electron';

export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://kiosk`;
/** The only address that a window of ours ever shows. */
export const START = `${ORIGIN}/`;

/** Must run before the app is ready: later Electron refuses, and the page would have no origin. */
export function registerScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: {
        standard: true,
        secure: true,
        // Media elements read speech clips in ranges.
        stream: true,
        // Module scripts and fonts load through it; the page's own fetch is forbidden by `connect-src 'none'`.
        supportFetchAPI: true,
        bypassCSP: false,
        corsEnabled: false,
        allowServiceWorkers: false,
        allowExtensions: false,
      },
    },
  ]);
}

/** True for an address inside our origin. Node's URL gives no origin for own schemes, so the parts are compared. */
export function isOurs(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${SCHEME}:` && url.host === 'kiosk' && url.username === '' && url.password === '';
}
