/** Names of the messages between preload and main: one channel a method, so that there is no generic door. */
import type { MethodName } from '../../../shared/contract/contract.ts';

export const channelOf = (method: MethodName): string => `kiosk:${method}`;

/** Main tells the screen what to show. */
export const VIEW_CHANNEL = 'kiosk:view-changed';
