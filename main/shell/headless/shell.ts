/** No window of its own: the address is printed, to open by hand. For evaluation, thin clients and tests. */
import type { Shell } from '../shell.ts';
import { loopbackParts, openLoopbackScreen, type LoopbackShellOptions } from '../loopback/shell.ts';

export const headlessShell = (options: LoopbackShellOptions): Shell => ({
  name: 'headless',
  lacks: ['os-key-store', 'window-lock', 'window'],
  ...loopbackParts(options),
  open: (host) => openLoopbackScreen(options, host),
});
