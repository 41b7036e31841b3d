/** Carries the contract to main. The only place that names `ipcMain`; every message is checked for who sends it. */
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { METHOD_NAMES } from '../../../shared/contract/contract.ts';
import { fail } from '../../../shared/contract/result.ts';
import type { KioskHost } from '../shell.ts';
import { channelOf } from './channels.ts';
import { isOurs, ORIGIN } from './scheme.ts';

type Sender = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

/** True for the top frame of our own window, showing our own page. A frame that is gone or inside another is not. */
function isFromScreen({ sender, senderFrame }: Sender, screen: WebContents): boolean {
  if (senderFrame === null || sender.id !== screen.id || senderFrame.parent !== null || senderFrame.detached)
    return false;
  return senderFrame.origin === ORIGIN && isOurs(senderFrame.url);
}

/**
 * @param firstScreen called once, when the page got its first view
 * @returns stop answering
 */
export function serveContract(
  ipc: Pick<IpcMain, 'handle' | 'removeHandler'>,
  host: KioskHost,
  screen: WebContents,
  firstScreen: () => void,
): () => void {
  let shown = false;
  for (const method of METHOD_NAMES) {
    ipc.handle(channelOf(method), async (event, ...inputs: readonly unknown[]) => {
      if (inputs.length !== 1 || !isFromScreen(event, screen)) return fail('bad-message');
      const result = await host.invoke(method, inputs[0]);
      if (method === 'view' && result.ok && !shown) {
        shown = true;
        firstScreen();
      }
      return result;
    });
  }
  return () => {
    for (const method of METHOD_NAMES) ipc.removeHandler(channelOf(method));
  };
}
