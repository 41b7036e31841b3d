/**
 * Runs in the page, before the app: `window.kiosk` over the loopback socket. The counterpart of Electron's preload.
 * While the socket is down every call answers `kiosk-unreachable`, and it tries to come back. Main ends the session of a
 * screen that it lost, so the page is told: nothing of the person may stay on it.
 */
import type { KioskApi, MethodName } from '../../../../shared/contract/contract.ts';
import type { Result } from '../../../../shared/contract/result.ts';
import type { KioskView } from '../../../../shared/contract/view.ts';

type Message = { readonly id: number; readonly result: Result<unknown> } | { readonly view: KioskView };

const UNREACHABLE: Result<never> = { ok: false, error: { code: 'kiosk-unreachable' } };
const RETRY_MS = 1000;
/** Another screen took over: coming back would take it away again. */
const TAKEN_OVER = 4000;

/** @param methods names of the contract, put in by the build of the page */
export function connectKiosk(methods: readonly MethodName[], address: string): KioskApi {
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  const listeners = new Set<(view: KioskView | null) => void>();
  let socket: WebSocket | null = null;
  let opened: Promise<boolean> = Promise.resolve(false);
  let next = 0;

  const connect = (): void => {
    const fresh = new WebSocket(address);
    socket = fresh;
    opened = new Promise((resolve) => {
      fresh.addEventListener('open', () => resolve(true));
      fresh.addEventListener('close', () => resolve(false));
    });
    fresh.addEventListener('message', (event) => {
      const message = JSON.parse(String(event.data)) as Message;
      if ('view' in message) {
        for (const listener of listeners) listener(message.view);
        return;
      }
      waiting.get(message.id)?.(message.result);
      waiting.delete(message.id);
    });
    fresh.addEventListener('close', (event) => {
      for (const listener of listeners) listener(null);
      for (const answer of waiting.values()) answer(UNREACHABLE);
      waiting.clear();
      if (event.code !== TAKEN_OVER) setTimeout(connect, RETRY_MS);
    });
  };
  connect();

  const call = async (method: MethodName, input: unknown): Promise<Result<unknown>> => {
    if (!(await opened) || socket?.readyState !== WebSocket.OPEN) return UNREACHABLE;
    const id = (next += 1);
    const answer = new Promise<Result<unknown>>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, input }));
    return answer;
  };
  const calls = Object.fromEntries(methods.map((name) => [name, (input: unknown) => call(name, input)]));
  const onView: KioskApi['onView'] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { ...calls, onView } as KioskApi;
}
