/**
 * The one door for messages from the screen. Every name is in the contract, every input is checked against its schema;
 * what is unknown, oversized or wrong is answered with `bad-message`; a bug answers `internal` and is reported without
 * the input.
 */
import { contract, METHOD_NAMES, type Handlers, type MethodName } from '../../shared/contract/contract.ts';
import { fail, type Result } from '../../shared/contract/result.ts';

/** Largest message from the screen, in characters of its JSON. */
const MAX_MESSAGE = 16_384;

export type Invoke = (method: string, input: unknown) => Promise<Result<unknown>>;

/** @param onBug gets the method and the error's name, never the input */
export function createDispatcher(handlers: Handlers, onBug: (method: MethodName, error: unknown) => void): Invoke {
  return async (method, input) => {
    const name = METHOD_NAMES.find((known) => known === method);
    if (name === undefined || !fits(input)) return fail('bad-message');
    const parsed = contract[name].input.safeParse(input);
    if (!parsed.success) return fail('bad-message');
    try {
      const handler = handlers[name] as (value: unknown) => Result<unknown> | Promise<Result<unknown>>;
      return await handler(parsed.data);
    } catch (error) {
      onBug(name, error);
      return fail('internal');
    }
  };
}

function fits(input: unknown): boolean {
  try {
    return (JSON.stringify(input) ?? '').length <= MAX_MESSAGE;
  } catch {
    return false;
  }
}
