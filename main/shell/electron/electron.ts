/** The one file in which the trusted side loads Electron itself. Runs inside Electron only. */
import {
  app,
  BrowserWindow,
  clipboard,
  ipcMain,
  Menu,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
} from 'electron';
import ElectronStore from 'electron-store';
import type { ElectronParts } from './parts.ts';
import type { StoreClass } from './settings.ts';

export const electron: ElectronParts = {
  app,
  BrowserWindow,
  clipboard,
  ipcMain,
  Menu,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
};

export const SettingsStore: StoreClass = ElectronStore;
