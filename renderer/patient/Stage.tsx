/**
 * The frame of every patient screen: step and settings above, guide and words, what to do below, and the same four
 * controls at the same place (experience.md U1, U9 and "a first look").
 */
import { useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import type { InterviewView } from '../../shared/interview/view.ts';
import type { LanguagePack, ScriptScreen } from '../../shared/script/pack.ts';
import { signStep } from '../../shared/script/sign.ts';
import { Button, type ButtonProps } from '../design/Button.tsx';
import { useFit } from '../design/fit.ts';
import { afterPaint } from '../design/painted.ts';
import { Guide, useReducedMotion } from '../guide/Guide.tsx';
import { SignVideo } from '../guide/SignVideo.tsx';
import { useSpeech, type Utterance } from '../guide/speech/queue.ts';
import { Seen, useSaid } from '../guide/speech/seen.ts';
import { Spoken } from '../guide/Spoken.tsx';
import { placeOf, send, type Words } from '../state/kiosk.ts';
import { usePreferences } from '../state/preferences.ts';
import { hardWords } from './content.ts';
import { controlsIn, useSpeaking, type Speaking } from './speaker.ts';

/** What there is to do below the words, and what kind of thing it is: each has its own share of the room. */
export type Below =
  | { readonly kind: 'answers' | 'lines'; readonly draw: (speaking: Speaking) => ReactNode }
  | { readonly kind: 'buttons'; readonly draw: () => ReactNode };

export interface StageProps {
  readonly view: InterviewView;
  readonly words: Words;
  readonly screen: ScriptScreen;
  /** Sentences other than the screen's own. */
  readonly sentences?: readonly string[];
  /** Said after the sentences: answers, lines, the button. */
  readonly alsoSaid?: readonly Utterance[];
  /** Beside the words. */
  readonly picture?: ReactNode;
  /** It tells more than the words: it has half of their room. */
  readonly story?: boolean;
  /** Below the words, in reach. */
  readonly below?: Below;
  readonly forward?: (Pick<ButtonProps, 'label' | 'disabled' | 'icon'> & { readonly onPress: () => void }) | undefined;
  /** The words are said to their end before going on (U6: the final confirmation is never cut off). */
  readonly mustHear?: boolean;
  readonly connection: 'up' | 'down' | 'unknown';
  readonly onSettings: () => void;
  readonly onWords: () => void;
}

export function Stage(props: StageProps) {
  const { view, words, screen, sentences = screen.say, alsoSaid = [], picture, story = false, below, forward } = props;
  const { controls, stepOf } = words.pack;
  const { size, reach } = usePreferences();
  const still = useReducedMotion();
  const seen = useContext(Seen);
  const stage = useRef<HTMLElement>(null);
  const key = placeOf(view);
  const said: readonly Utterance[] = [
    { key: 'heading', text: screen.heading },
    ...sentences.map((text, index) => ({ key: `say.${index}`, text })),
  ];
  const all = [...said, ...alsoSaid];
  const inLanguage = `${key}.${words.pack.language}`;
  const pages = useFit(stage, `${inLanguage}.${size}.${all.map(({ text }) => text).join()}`, seen);
  const speaking = useSpeaking(words, inLanguage, all);
  const heard = useHeard(inLanguage, props.mustHear === true);
  const [page, setPage] = usePage(pages, key);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => (seen ? afterPaint(() => heading.current?.focus()) : undefined), [key, seen]);
  const { number, total } = view.step;
  const step = number > 0 ? stepOf.replace('{n}', String(number)).replace('{m}', String(total)) : '';
  useEffect(() => {
    if (seen) document.title = step === '' ? screen.heading : `${step}: ${screen.heading}`;
  }, [step, screen.heading, seen]);
  const speak = (text: string) => () => speaking.say([{ key: `control.${text}`, text }]);
  const control = (name: 'back' | 'again' | 'help' | 'stop', onPress: () => void, disabled = false) => (
    <Button
      label={controls[name]}
      icon={name}
      onPress={onPress}
      disabled={disabled}
      onReach={speak(controls[name])}
      once
    />
  );
  // Who cannot read learns here what the buttons are called (U6); the last one of a screen may be said already.
  const restOf = (): readonly Utterance[] =>
    controlsIn(stage.current).filter(({ text }) => alsoSaid.every((said) => said.text !== text));
  const turn = (): void => {
    const first = pages[page + 1]?.[0] ?? 0;
    setPage(page + 1);
    speaking.say([...said.slice(first + 1), ...alsoSaid]);
  };
  const video = words.sign?.videos[signStep(view)];
  const [broken, setBroken] = useState<string | null>(null);
  const signed = video !== undefined && broken !== video.file ? video.file : null;
  const more = page + 1 < pages.length;
  const explained = hardWords([screen.heading, ...sentences], words.pack).length > 0;
  const head = (
    <header className="stage-head" data-frame data-fit>
      <p className="step">{step}</p>
      <span className={`sign sign-${props.connection}`} aria-hidden="true" />
      <PauseButton controls={controls} onAgain={() => speaking.again([])} />
      {explained ? (
        <Button
          label={controls['explain-word']}
          icon="word"
          look="quiet"
          onPress={props.onWords}
          onReach={speak(controls['explain-word'])}
        />
      ) : null}
      <Button
        label={controls.settings}
        icon="settings"
        look="quiet"
        onPress={props.onSettings}
        onReach={speak(controls.settings)}
      />
    </header>
  );

  return (
    <main
      className={['stage', ...(story ? ['stage-story'] : []), ...(signed === null ? [] : ['stage-signed'])].join(' ')}
      ref={stage}
      data-screen={seen ? view.screen : undefined}
      data-below={below?.kind ?? 'nothing'}
    >
      {reach ? null : head}
      <div className="stage-words" data-words>
        <div className="beside">
          <Guide pose={screen.pose} />
          {signed === null ? null : (
            <SignVideo
              src={`/sign/${words.pack.language}/${signed}`}
              label={controls.sign}
              still={still}
              onReach={speak(controls.sign)}
              onBroken={() => setBroken(signed)}
            />
          )}
        </div>
        <div className="panel">
          {pages.length > 1 ? <Dots count={pages.length} at={page} /> : null}
          <div className="speech" data-fit>
            <h1 ref={heading} tabIndex={-1}>
              <Spoken id="heading" text={screen.heading} />
            </h1>
            <div className="sentences">
              {sentences.map((text, index) => (
                <p key={text} data-sentence hidden={pages.length > 0 && !(pages[page] ?? []).includes(index)}>
                  <Spoken id={`say.${index}`} text={text} />
                </p>
              ))}
            </div>
          </div>
          {picture === undefined || picture === null ? null : <div className="picture">{picture}</div>}
        </div>
      </div>
      {below === undefined ? null : (
        <div className="stage-below" data-words data-fit>
          {below.draw(speaking)}
        </div>
      )}
      {reach ? head : null}
      <footer className="stage-foot" data-frame data-fit>
        {control('back', () => void send({ type: 'back' }), !view.canGoBack)}
        {control('again', () => speaking.again(restOf()))}
        {control('help', () => void send({ type: 'help' }), view.screen === 'help')}
        {control('stop', () => void send({ type: 'stop' }), STOPPED.has(view.screen))}
        {/* Where another button records, this one only turns a page: it does not look like the way forward. */}
        {forward === undefined && !more ? (
          <span className="stage-foot-space" />
        ) : (
          <Button
            look={forward === undefined ? 'plain' : 'forward'}
            icon={more ? 'next' : (forward?.icon ?? 'next')}
            label={more || forward === undefined ? controls.next : forward.label}
            disabled={!more && (forward?.disabled === true || !heard)}
            onPress={more || forward === undefined ? turn : forward.onPress}
            once
            onReach={speak(more || forward === undefined ? controls.next : forward.label)}
          />
        )}
      </footer>
    </main>
  );
}

/** @returns true once everything of the screen was said, or shown at the pace of speech; at once where it need not be */
function useHeard(key: string, asked: boolean): boolean {
  const status = useSaid((state) => (asked ? state.status : null));
  const [heard, setHeard] = useState<string | null>(null);
  useEffect(() => {
    // Runs after the effect that starts to speak: idle now means that it has ended.
    if (status === 'idle' && useSpeech.getState().status === 'idle') setHeard(key);
  }, [status, key]);
  return !asked || heard === key;
}

/** Always at its place: stops the voice, lets it go on, or lets it read from the start. */
function PauseButton({ controls, onAgain }: { readonly controls: LanguagePack['controls']; onAgain: () => void }) {
  const status = useSaid((state) => state.status);
  const pause = useSpeech((state) => state.pause);
  const resume = useSpeech((state) => state.resume);
  const speaking = status === 'speaking';
  return (
    <Button
      label={controls[speaking ? 'pause' : 'play']}
      icon={speaking ? 'pause' : 'play'}
      look="quiet"
      onPress={speaking ? pause : status === 'paused' ? resume : onAgain}
    />
  );
}

const STOPPED: ReadonlySet<string> = new Set(['stop-check', 'kept', 'nothing-chosen', 'explained', 'keeping']);

/** The page of sentences: follows the voice, and the person. */
function usePage(pages: readonly (readonly number[])[], key: string): [number, (page: number) => void] {
  const [state, setState] = useState({ key, page: 0 });
  const spoken = useSaid(({ key }) => (pages.length > 1 ? key : null));
  const page = state.key === key ? Math.min(state.page, Math.max(0, pages.length - 1)) : 0;
  const seen = useContext(Seen);
  // Who comes back to a screen begins where it begins.
  if (!seen && state.page !== 0) setState({ key, page: 0 });
  useEffect(() => {
    if (spoken === null || !spoken.startsWith('say.')) return;
    const at = pages.findIndex((sentences) => sentences.includes(Number(spoken.slice(4))));
    if (at !== -1) setState({ key, page: at });
  }, [spoken, pages, key]);
  return [page, (next) => setState({ key, page: next })];
}

function Dots({ count, at }: { readonly count: number; readonly at: number }) {
  return (
    <span className="dots" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a dot is its place
        <span key={index} className={index === at ? 'dot dot-here' : 'dot'} />
      ))}
    </span>
  );
}
