/** Built into `/bridge.js` of the loopback shells. */
import { METHOD_NAMES } from '../../../../shared/contract/contract.ts';
import { connectKiosk } from './bridge.ts';

const kiosk = connectKiosk(METHOD_NAMES, `${location.origin.replace('http', 'ws')}/screen`);
Object.defineProperty(window, 'kiosk', { value: Object.freeze(kiosk), writable: false, configurable: false });
