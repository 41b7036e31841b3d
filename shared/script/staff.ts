/** Words for staff (Dutch, B1): one text a key, every key required. `{…}` is filled in by the screen. */
import { z } from 'zod';
import { IDENTITY_DOCUMENTS } from '../consent/identity.ts';
import { ERROR_CODES } from '../contract/errors.ts';
import { PARK_REASONS, QUEUE_STOPS, SHELL_LACKS } from '../contract/view.ts';

const SCREEN_KEYS = [
  'mark',
  'practice',
  'back',
  'next',
  'close',
  'erase',
  'clear',
  'filled',
  'farewell',
  'sign-in.heading',
  'sign-in.say',
  'sign-in.field',
  'sign-in.button',
  'home.heading',
  'home.explain',
  'home.explain.say',
  'home.together',
  'home.together.say',
  'home.not-here',
  'home.outbox',
  'home.calibrate',
  'home.sign-out',
  'home.cannot-keep',
  'connection.up',
  'connection.down',
  'connection.unknown',
  'bsn.heading',
  'bsn.say',
  'bsn.field',
  'birth-date.heading',
  'birth-date.say',
  'birth-date.field',
  'birth-date.format',
  'document.heading',
  'document.say',
  'document.start',
  'not-here.heading',
  'not-here.young',
  'not-here.young.say',
  'not-here.other',
  'not-here.other.say',
  'not-here.help',
  'outbox.heading',
  'outbox.pending',
  'outbox.oldest',
  'outbox.sent',
  'outbox.superseded',
  'outbox.confirmed',
  'outbox.repaired',
  'outbox.parked',
  'outbox.nothing-parked',
  'outbox.reference',
  'outbox.chosen-at',
  'outbox.retry',
  'outbox.ask-again',
  'outbox.wake',
  'outbox.minutes',
  'outbox.hours',
  'outbox.none',
  'calibrate.heading',
  'calibrate.say',
  'calibrate.smaller',
  'calibrate.larger',
  'calibrate.save',
  'calibrate.saved',
  'take-back.heading',
  'take-back.say',
  'take-back.button',
  'unreachable.heading',
  'unreachable.say',
  'wait',
  'lacks',
] as const;

const withPrefix = <P extends string, K extends string>(prefix: P, keys: readonly K[]) =>
  keys.map((key) => `${prefix}.${key}` as const);

const STAFF_KEYS = [
  ...SCREEN_KEYS,
  ...withPrefix('error', ERROR_CODES),
  ...withPrefix('document', IDENTITY_DOCUMENTS),
  ...withPrefix('parked', PARK_REASONS),
  ...withPrefix('parked-do', PARK_REASONS),
  ...withPrefix('stopped', QUEUE_STOPS),
  ...withPrefix('lack', SHELL_LACKS),
] as const;
export type StaffKey = (typeof STAFF_KEYS)[number];
export type StaffScript = Readonly<Record<StaffKey, string>>;

/** Every key is required, no other is allowed: an error without words would reach a person. */
export const staffScriptSchema: z.ZodType<StaffScript> = z.record(z.enum(STAFF_KEYS), z.string().min(1).max(300));
