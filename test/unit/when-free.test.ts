/** What an ending process holds is waited for, and not for ever. */
import { describe, expect, it } from 'vitest';
import { whenFree } from '../../shared/when-free.ts';

class Taken extends Error {}

/** @param failures thrown one after the other, then it starts */
function trial(failures: readonly Error[]) {
  let starts = 0;
  let said = 0;
  let slept = 0;
  const start = (): Promise<string> => {
    const failure = failures[starts];
    starts += 1;
    return failure === undefined ? Promise.resolve('started') : Promise.reject(failure);
  };
  const sleep = (ms: number): Promise<void> => {
    slept += ms;
    return Promise.resolve();
  };
  const done = whenFree(
    start,
    (error) => error instanceof Taken,
    () => (said += 1),
    sleep,
  );
  return { done, seen: () => ({ starts, said, slept }) };
}

describe('a start', () => {
  it('waits for what is taken, and says so once', async () => {
    const { done, seen } = trial([new Taken(), new Taken()]);
    await expect(done).resolves.toBe('started');
    expect(seen()).toEqual({ starts: 3, said: 1, slept: 500 });
  });

  it('gives up after ten seconds with what stopped it', async () => {
    const { done, seen } = trial(Array.from({ length: 100 }, () => new Taken('still there')));
    await expect(done).rejects.toThrow('still there');
    expect(seen().slept).toBe(10_000);
  });

  it('does not wait for anything else', async () => {
    const { done, seen } = trial([new Error('a wrong setting')]);
    await expect(done).rejects.toThrow('a wrong setting');
    expect(seen()).toEqual({ starts: 1, said: 0, slept: 0 });
  });
});
