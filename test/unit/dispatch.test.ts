/** The one door for messages from the screen: whatever comes in, the answer is a plain result and nothing breaks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDispatcher } from '../../main/ipc/dispatch.ts';
import { METHOD_NAMES, type Handlers } from '../../shared/contract/contract.ts';
import { fail } from '../../shared/contract/result.ts';
import { seed } from '../support/seed.ts';

const handled: string[] = [];
const handlers = Object.fromEntries(
  METHOD_NAMES.map((name) => [
    name,
    () => {
      handled.push(name);
      return fail('not-allowed-now');
    },
  ]),
) as unknown as Handlers;
const bugs: unknown[] = [];
const invoke = createDispatcher(handlers, (_, error) => bugs.push(error));

describe('messages from the screen', () => {
  it('reach the handler of their name when they are as the contract says', async () => {
    handled.length = 0;
    await invoke('signIn', { pin: '1234' });
    await invoke('send', { revision: 3, event: { type: 'next' }, by: 'touch' });
    expect(handled).toEqual(['signIn', 'send']);
  });

  it.each([
    ['an unknown name', 'eval', {}],
    ['a name of every object', 'constructor', {}],
    ['the prototype', '__proto__', {}],
    ['a missing field', 'signIn', {}],
    ['a field too many', 'signIn', { pin: '1', admin: true }],
    ['another type', 'signIn', { pin: 1234 }],
    ['an event that does not exist', 'send', { revision: 0, event: { type: 'record' }, by: 'touch' }],
    ['an input kind that does not exist', 'send', { revision: 0, event: { type: 'next' }, by: 'script' }],
    ['a negative revision', 'send', { revision: -1, event: { type: 'next' }, by: 'touch' }],
    ['10,000 characters', 'openSession', { kind: 'together', bsn: '9'.repeat(10_000) }],
    ['a huge message', 'signIn', { pin: 'x'.repeat(100_000) }],
    ['nothing', 'signIn', undefined],
    ['a list', 'signIn', ['1234']],
  ])('are refused: %s', async (_, method, input) => {
    handled.length = 0;
    expect(await invoke(method, input)).toEqual(fail('bad-message'));
    expect(handled).toEqual([]);
  });

  it('are refused when they refer to themselves', async () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(await invoke('signIn', loop)).toEqual(fail('bad-message'));
  });

  it('of a handler with a bug are answered, and the bug is reported without the input', async () => {
    const broken = createDispatcher(
      {
        ...handlers,
        signIn: () => {
          throw new Error('broken');
        },
      },
      (method, error) => bugs.push([method, error]),
    );
    bugs.length = 0;
    expect(await broken('signIn', { pin: '2580' })).toEqual(fail('internal'));
    expect(JSON.stringify(bugs)).not.toContain('2580');
  });

  it(`never make the door throw (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(...METHOD_NAMES), fc.string()),
        fc.anything({ withNullPrototype: true, withBigInt: true }),
        async (method, input) => {
          const result = await invoke(method, input);
          expect(typeof result.ok).toBe('boolean');
        },
      ),
      { seed, numRuns: 2000 },
    );
  });
});
