/**
 * The one typed contract between renderer and main: method name → what goes in and what comes out.
 * Main checks every input against its schema; the bridge in the renderer exposes exactly these names.
 */
import { z } from 'zod';
import { inputKindSchema } from '../consent/decision.ts';
import { IDENTITY_DOCUMENTS } from '../consent/identity.ts';
import { interviewEventSchema } from '../interview/view.ts';
import type { LanguagePack } from '../script/pack.ts';
import type { SignIndex } from '../script/sign.ts';
import type { SpeechIndex } from '../script/speech.ts';
import type { StaffScript } from '../script/staff.ts';
import type { Result } from './result.ts';
import type { KioskInfo, KioskView, OutboxOverview, ParkedPerson } from './view.ts';

interface Method<I extends z.ZodType, O> {
  readonly input: I;
  /** Only a type: main is trusted to answer what it promises. */
  readonly output?: O;
}
const method = <I extends z.ZodType>(input: I) => ({
  returns: <O>(): Method<I, O> => ({ input }),
});

const nothing = z.strictObject({});

const openSessionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('explain') }),
  z.strictObject({
    kind: z.literal('together'),
    bsn: z.string().max(64),
    /** `YYYY-MM-DD` */
    birthDate: z.string().max(64),
    identityDocument: z.enum(IDENTITY_DOCUMENTS),
  }),
]);
export type OpenSession = z.infer<typeof openSessionSchema>;

export const contract = {
  info: method(nothing).returns<KioskInfo>(),
  view: method(nothing).returns<KioskView>(),
  script: method(z.strictObject({ language: z.string().min(2).max(35) })).returns<LanguagePack>(),
  /** Which clips the language has, with the timings of their words; null when there are none. */
  speech: method(z.strictObject({ language: z.string().min(2).max(35) })).returns<SpeechIndex | null>(),
  /** The site's sign-language videos for the language; null when there are none. */
  sign: method(z.strictObject({ language: z.string().min(2).max(35) })).returns<SignIndex | null>(),
  /** Words for staff (Dutch, B1). */
  staffScript: method(nothing).returns<StaffScript>(),
  signIn: method(z.strictObject({ pin: z.string().max(64) })).returns<KioskView>(),
  signOut: method(nothing).returns<KioskView>(),
  openSession: method(openSessionSchema).returns<KioskView>(),
  /** One event of the person at the screen; `revision` is that of the view it was made on. */
  send: method(
    z.strictObject({ revision: z.int().min(0), event: interviewEventSchema, by: inputKindSchema }),
  ).returns<KioskView>(),
  /** The person touched, or the guide is talking: the idle clock starts again (U8). */
  active: method(z.strictObject({ speaking: z.boolean() })).returns<null>(),
  /** Staff takes a running session back (PIN again): it ends and nothing of it stays. */
  takeBack: method(z.strictObject({ pin: z.string().max(64) })).returns<KioskView>(),
  outbox: method(nothing).returns<OutboxOverview>(),
  /** Puts a parked decision back in its place in the queue, or wakes a stopped queue (`reference: null`). */
  retry: method(z.strictObject({ reference: z.string().max(64).nullable() })).returns<OutboxOverview>(),
  /** Whose parked decision it is, so that staff can ask that person again. Never what was chosen; each look is in the audit. */
  parkedPerson: method(z.strictObject({ reference: z.string().max(64) })).returns<ParkedPerson>(),
  /** Staff will ask the person again: the parked decision is closed, its payload destroyed, its evidence stays. */
  askAgain: method(z.strictObject({ reference: z.string().max(64) })).returns<OutboxOverview>(),
  /** Writes a sealed copy of all that is unfinished, for the administrator. @returns the name of the file */
  exportOutbox: method(nothing).returns<{ readonly file: string; readonly decisions: number }>(),
  saveScreenProfile: method(
    z.strictObject({ mmPerPx: z.number().min(0.05).max(1), viewingDistanceMm: z.number().min(300).max(2000) }),
  ).returns<KioskInfo>(),
} as const;

export type Contract = typeof contract;
export type MethodName = keyof Contract;
export type Input<M extends MethodName> = z.infer<Contract[M]['input']>;
export type Output<M extends MethodName> = Exclude<Contract[M]['output'], undefined>;

/** What the renderer calls: `window.kiosk`. */
export type KioskApi = {
  readonly [M in MethodName]: (input: Input<M>) => Promise<Result<Output<M>>>;
} & {
  /** Calls back with every new view, and with null when main is gone: what it showed is over. @returns stop listening */
  readonly onView: (listener: (view: KioskView | null) => void) => () => void;
};

/** What main implements: a missing handler does not compile. */
export type Handlers = {
  readonly [M in MethodName]: (input: Input<M>) => Promise<Result<Output<M>>> | Result<Output<M>>;
};

export const METHOD_NAMES = Object.keys(contract) as readonly MethodName[];
