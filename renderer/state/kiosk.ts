/** A view of what main says, and the calls to it. Nothing here adds up or decides. */
import { create } from 'zustand';
import type { ErrorCode } from '../../shared/contract/errors.ts';
import type { Result } from '../../shared/contract/result.ts';
import type { KioskInfo, KioskView } from '../../shared/contract/view.ts';
import type { InterviewEvent, InterviewView } from '../../shared/interview/view.ts';
import type { LanguagePack } from '../../shared/script/pack.ts';
import type { SignIndex } from '../../shared/script/sign.ts';
import type { SpeechIndex } from '../../shared/script/speech.ts';
import type { StaffScript } from '../../shared/script/staff.ts';
import { useSpeech } from '../guide/speech/queue.ts';
import { lastInput } from './input.ts';
import { usePreferences } from './preferences.ts';

export interface Words {
  readonly pack: LanguagePack;
  /** null: there are no clips for this language. */
  readonly speech: SpeechIndex | null;
  /** null: the site has no sign-language videos for this language. */
  readonly sign: SignIndex | null;
}

interface KioskState {
  readonly info: KioskInfo | null;
  readonly staff: StaffScript | null;
  readonly view: KioskView | null;
  readonly words: Readonly<Record<string, Words>>;
  /** The program behind the screen does not answer. */
  readonly unreachable: boolean;
  /** Why the last event of the patient did nothing. */
  readonly refused: ErrorCode | null;
  /** The language of the session that has just ended, for its farewell; null after a while. */
  readonly farewell: string | null;
}

export const useKiosk = create<KioskState>(() => ({
  info: null,
  staff: null,
  view: null,
  words: {},
  unreachable: false,
  refused: null,
  farewell: null,
}));

const FAREWELL_MS = 10_000;
const RECONNECT_MS = 1000;

/** Starts listening to main, and asks until it answers. */
export function connect(): void {
  window.kiosk.onView((view) => (view === null ? lost() : show(view)));
  void load();
}

/** Main is gone, and with it the session: nothing of it stays on the screen while we wait. */
function lost(): void {
  if (useKiosk.getState().view?.mode === 'patient') forget();
  useKiosk.setState({ view: null, refused: null, farewell: null });
  unreachable();
}

function unreachable(): void {
  if (useKiosk.getState().unreachable) return;
  useKiosk.setState({ unreachable: true });
  setTimeout(() => void load(), RECONNECT_MS);
}

/** Everything of one person that the page itself holds (experience.md U7, U13). */
function forget(): void {
  useSpeech.getState().stop();
  usePreferences.getState().reset();
}

async function load(): Promise<void> {
  const [info, staff, view] = await Promise.all([
    window.kiosk.info({}),
    window.kiosk.staffScript({}),
    window.kiosk.view({}),
  ]);
  if (!info.ok || !staff.ok || !view.ok) {
    useKiosk.setState({ unreachable: true });
    setTimeout(() => void load(), RECONNECT_MS);
    return;
  }
  useKiosk.setState({ info: info.value, staff: staff.value, unreachable: false });
  await needWords(info.value.defaultLanguage);
  show(view.value);
  // Every language on offer, before somebody waits for one; each says its own name.
  for (const { language } of info.value.languages) await needWords(language);
}

/** Where in the conversation somebody is: another place is another screen, whose texts are said. */
export function placeOf({ screen, topic, question, pass, holder, page }: InterviewView): string {
  return `${screen}.${topic}.${question}.${pass}.${holder}.${page.number}`;
}

/** Shows a view; when it ends a session, everything of that person leaves the page. */
function show(next: KioskView): void {
  const before = useKiosk.getState().view;
  // An answer and a push often say the same; drawn once is enough.
  const view = before !== null && JSON.stringify(before) === JSON.stringify(next) ? before : next;
  if (before?.mode === 'patient' && view.mode !== 'patient') {
    forget();
    useKiosk.setState({ farewell: before.interview.language, refused: null });
    setTimeout(() => useKiosk.setState({ farewell: null }), FAREWELL_MS);
  }
  if (view.mode === 'patient') {
    useKiosk.setState({ farewell: null });
    const { language } = view.interview;
    if (useKiosk.getState().words[language] === undefined) {
      // The old words stay until the new ones are here: never a mix of two languages.
      void needWords(language).then(() => {
        if (!useKiosk.getState().unreachable) useKiosk.setState({ view });
      });
      return;
    }
    if (before?.mode === 'patient' && placeOf(before.interview) !== placeOf(view.interview))
      useSpeech.getState().breakOff();
  }
  if (view !== before || useKiosk.getState().unreachable) useKiosk.setState({ view, unreachable: false });
}

async function needWords(language: string): Promise<void> {
  if (useKiosk.getState().words[language] !== undefined) return;
  const [pack, speech, sign] = await Promise.all([
    window.kiosk.script({ language }),
    window.kiosk.speech({ language }),
    window.kiosk.sign({ language }),
  ]);
  // Asked twice at once (an answer and a push), the first one stays: other words would be said once more.
  if (!pack.ok || useKiosk.getState().words[language] !== undefined) return;
  const words = { pack: pack.value, speech: speech.ok ? speech.value : null, sign: sign.ok ? sign.value : null };
  useKiosk.setState((state) => ({ words: { ...state.words, [language]: words } }));
}

/** Sends what the person did on the screen that is shown now. */
export async function send(event: InterviewEvent): Promise<void> {
  const { view } = useKiosk.getState();
  if (view?.mode !== 'patient') return;
  const { revision } = view.interview;
  const result = await window.kiosk.send({ revision, event, by: lastInput() });
  const refused = result.ok || result.error.code === 'stale' ? null : result.error.code;
  if (refused !== useKiosk.getState().refused) useKiosk.setState({ refused });
  if (accept(result)) show(result.value);
}

/** Notes whether main answered at all. @returns whether it did what was asked */
export function accept<T>(result: Result<T>): result is { readonly ok: true; readonly value: T } {
  if (!result.ok && result.error.code === 'kiosk-unreachable') unreachable();
  return result.ok;
}

/** Takes over the view that a call answered with. */
export function showResult(result: Result<KioskView>): ErrorCode | null {
  if (!accept(result)) return result.error.code;
  show(result.value);
  return null;
}
