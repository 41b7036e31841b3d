/** The one closed set of error codes between main and renderer. Their words stand in the staff script, keyed by code. */
export const ERROR_CODES = [
  /** Main does not know the message, or its content is not as the contract says. */
  'bad-message',
  'not-allowed-now',
  'pin-wrong',
  'pin-locked',
  'bsn-invalid',
  'birth-date-invalid',
  'document-missing',
  'under-16',
  'language-unavailable',
  /** The event belongs to an earlier screen; nothing happened. */
  'stale',
  'no-answer-selected',
  /** The device cannot keep choices now: disk full, read-only, damaged, or another process owns the file. */
  'keeping-disk-full',
  'keeping-read-only',
  'keeping-damaged',
  'keeping-in-use',
  'keeping-no-key',
  'keeping-failed',
  /** The device's clock stands before a choice of this person that the registry has: a new one would not count. */
  'clock-behind',
  /** No key of the organisation is set, so that nothing could open a sealed copy. */
  'export-no-key',
  'not-found',
  'setting-invalid',
  /** The screen lost the kiosk program behind it. */
  'kiosk-unreachable',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];
