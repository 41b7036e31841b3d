/** Runs sandboxed before the page. Built into one CommonJS file (out/main/preload.cjs): a sandboxed preload is no module. */
import { contextBridge, ipcRenderer } from 'electron';
import type { MethodName } from '../../../shared/contract/contract.ts';
import { createBridge } from './bridge.ts';

/** Put in by the build: the contract's names without its schemas. */
declare const __METHODS__: readonly MethodName[];

contextBridge.exposeInMainWorld('kiosk', createBridge(ipcRenderer, __METHODS__));
