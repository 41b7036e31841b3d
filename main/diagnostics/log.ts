/**
 * The log of the device: what happened to the machine, never to a person. Only fixed words and numbers go in; there is
 * no way to pass a free object, so no identity, choice or PIN can slip along.
 */
export type LogLevel = 'info' | 'warning' | 'error';

export interface Log {
  write(level: LogLevel, event: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
}

/** One JSON line an event. Nine digits in a row are struck out, should a fact ever hold them. */
export function createLog(out: (line: string) => void, now: () => Date): Log {
  return {
    write(level, event, facts) {
      const line = JSON.stringify({ at: now().toISOString(), level, event, ...facts });
      out(line.replaceAll(/(?<![\d-])\d{9}(?!\d)/g, '#########'));
    },
  };
}
