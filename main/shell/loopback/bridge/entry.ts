/** Built into `/bridge.js` of the loopback shells. */
import type { MethodName } from '../../../../shared/contract/contract.ts';
import { connectKiosk } from './bridge.ts';

/** Put in by the build: the contract's names without its schemas. */
declare const __METHODS__: readonly MethodName[];

const kiosk = connectKiosk(__METHODS__, `${location.origin.replace('http', 'ws')}/screen`);
Object.defineProperty(window, 'kiosk', { value: Object.freeze(kiosk), writable: false, configurable: false });
