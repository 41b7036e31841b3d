/** What the page gets: one function a method of the contract, and nothing that takes a channel's name. */
import type { IpcRenderer } from 'electron';
import type { KioskApi, MethodName } from '../../../shared/contract/contract.ts';
import type { Result } from '../../../shared/contract/result.ts';
import type { KioskView } from '../../../shared/contract/view.ts';
import { channelOf, VIEW_CHANNEL } from './channels.ts';

const UNREACHABLE: Result<never> = { ok: false, error: { code: 'kiosk-unreachable' } };

/** @param methods names of the contract, put in by the build without its schemas */
export function createBridge(
  ipc: Pick<IpcRenderer, 'invoke' | 'on' | 'removeListener'>,
  methods: readonly MethodName[],
): KioskApi {
  const call = async (method: MethodName, input: unknown): Promise<Result<unknown>> => {
    try {
      return (await ipc.invoke(channelOf(method), input)) as Result<unknown>;
    } catch {
      // Main is ending or the input cannot be copied: an answer like any other, never a throw in the page.
      return UNREACHABLE;
    }
  };
  const calls = Object.fromEntries(methods.map((name) => [name, (input: unknown) => call(name, input)]));
  const onView: KioskApi['onView'] = (listener) => {
    const heard = (_event: unknown, view: KioskView): void => listener(view);
    ipc.on(VIEW_CHANNEL, heard);
    return () => void ipc.removeListener(VIEW_CHANNEL, heard);
  };
  return { ...calls, onView } as KioskApi;
}
