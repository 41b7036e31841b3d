/** Messages between page and main: only our own page is answered, by name, and the page gets no generic door. */
import { EventEmitter } from 'node:events';
import type { IpcMain, IpcRenderer, WebContents } from 'electron';
import { describe, expect, test } from 'vitest';
import { createBridge } from '../../main/shell/electron/bridge.ts';
import { channelOf } from '../../main/shell/electron/channels.ts';
import { serveContract } from '../../main/shell/electron/ipc.ts';
import { METHOD_NAMES } from '../../shared/contract/contract.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import { FakeContents } from '../support/fake-electron.ts';

const REFUSED = { ok: false, error: { code: 'bad-message' } };

function served(answer: Result<unknown> = ok('answer')) {
  const handlers = new Map<string, (...args: readonly unknown[]) => Promise<unknown>>();
  const screen = new FakeContents(1);
  const invoked: (readonly [string, unknown])[] = [];
  let firstScreens = 0;
  const stop = serveContract(
    {
      handle: (channel: string, handler: (...args: readonly unknown[]) => Promise<unknown>) =>
        void handlers.set(channel, handler),
      removeHandler: (channel: string) => void handlers.delete(channel),
    } as unknown as IpcMain,
    {
      invoke: (method, input) => {
        invoked.push([method, input]);
        return Promise.resolve(answer);
      },
      screenLost: () => {},
    },
    screen as unknown as WebContents,
    () => (firstScreens += 1),
  );
  const from = (frame: unknown, sender: unknown = screen, ...inputs: readonly unknown[]) =>
    handlers.get('kiosk:info')?.({ sender, senderFrame: frame }, ...(inputs.length === 0 ? [{}] : inputs));
  const call = (channel: string, input: unknown) =>
    handlers.get(channel)?.({ sender: screen, senderFrame: screen.mainFrame }, input);
  return { handlers, screen, invoked, stop, from, call, firstScreens: () => firstScreens };
}

describe('main answers', () => {
  test('every name of the contract on its own channel, and no other', () => {
    expect([...served().handlers.keys()]).toEqual(METHOD_NAMES.map((name) => `kiosk:${name}`));
  });
  test('the top frame of its own window', async () => {
    const { from, screen, invoked } = served();
    expect(await from(screen.mainFrame)).toEqual(ok('answer'));
    expect(invoked).toEqual([['info', {}]]);
  });
  test('nobody any more once it is closed', () => {
    const { stop, handlers } = served();
    stop();
    expect(handlers.size).toBe(0);
  });
});

describe('main refuses', () => {
  const ours = new FakeContents(1).mainFrame;
  test.each([
    ['a frame that is gone', null],
    ['a frame inside the page', { ...ours, parent: ours }],
    ['a frame that was taken out of the page', { ...ours, detached: true }],
    ['a page of another origin', { ...ours, origin: 'https://example.org', url: 'https://example.org/' }],
    ['a page without an origin', { ...ours, origin: 'null' }],
    ['a blank page that took over the origin', { ...ours, url: 'about:blank' }],
    ['a page of another host of our scheme', { ...ours, origin: 'app://other', url: 'app://other/' }],
  ])('%s', async (_who, frame) => {
    const { from, invoked } = served();
    expect(await from(frame)).toEqual(REFUSED);
    expect(invoked).toEqual([]);
  });
  test('another window, even with our page in it', async () => {
    const { from, screen, invoked } = served();
    expect(await from(screen.mainFrame, new FakeContents(2))).toEqual(REFUSED);
    expect(invoked).toEqual([]);
  });
  test('more inputs than one', async () => {
    const { from, screen, invoked } = served();
    expect(await from(screen.mainFrame, screen, {}, {})).toEqual(REFUSED);
    expect(invoked).toEqual([]);
  });
});

describe('the first screen', () => {
  test('is told once, when the page got its first view', async () => {
    const { call, firstScreens } = served();
    await call('kiosk:info', {});
    expect(firstScreens()).toBe(0);
    await call('kiosk:view', {});
    await call('kiosk:view', {});
    expect(firstScreens()).toBe(1);
  });
  test('is not told when there was no view', async () => {
    const { call, firstScreens } = served({ ok: false, error: { code: 'internal' } });
    await call('kiosk:view', {});
    expect(firstScreens()).toBe(0);
  });
});

describe('the bridge in the page', () => {
  const bridge = (invoke: (channel: string, input: unknown) => Promise<unknown>) => {
    const ipc = Object.assign(new EventEmitter(), { invoke });
    return { ipc, api: createBridge(ipc as unknown as IpcRenderer, METHOD_NAMES) };
  };
  test('has the functions of the contract and onView, and nothing else', () => {
    const { api } = bridge(() => Promise.resolve());
    expect(Object.keys(api).toSorted()).toEqual([...METHOD_NAMES, 'onView'].toSorted());
    expect(Object.values(api).every((member) => typeof member === 'function')).toBe(true);
  });
  test('calls on the channel of the name with one input, whatever else the page passes', async () => {
    const calls: (readonly unknown[])[] = [];
    const { api } = bridge((...args) => Promise.resolve(calls.push(args)));
    await (api.signIn as (...args: readonly unknown[]) => unknown)({ pin: '1' }, 'more');
    expect(calls).toEqual([[channelOf('signIn'), { pin: '1' }]]);
  });
  test('answers that the kiosk cannot be reached, instead of throwing, when main is ending', async () => {
    const { api } = bridge(() => Promise.reject(new Error('No handler registered')));
    expect(await api.view({})).toEqual({ ok: false, error: { code: 'kiosk-unreachable' } });
  });
  test('passes views on without the event of Electron, until it is told to stop', () => {
    const { ipc, api } = bridge(() => Promise.resolve());
    const heard: (readonly unknown[])[] = [];
    const stop = api.onView((...args: readonly unknown[]) => heard.push(args));
    ipc.emit('kiosk:view-changed', { sender: 'powerful' }, { mode: 'locked' });
    stop();
    ipc.emit('kiosk:view-changed', {}, { mode: 'staff' });
    expect(heard).toEqual([[{ mode: 'locked' }]]);
  });
});
