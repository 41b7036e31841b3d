import type { KioskApi } from '../shared/contract/contract.ts';

declare global {
  interface Window {
    /** Put there by Electron's preload, or by the bridge of the loopback shells. */
    readonly kiosk: KioskApi;
  }
}
