/** Which parts each screen of the interview has; the words come from the pack, the state from main. */
import { memo, useState, type ReactNode } from 'react';
import type { Delivery, KioskInfo, KioskStatus, KioskView } from '../../shared/contract/view.ts';
import type { InterviewView } from '../../shared/interview/view.ts';
import type { LanguagePack, ScriptScreen } from '../../shared/script/pack.ts';
import { Button } from '../design/Button.tsx';
import { useReducedMotion } from '../guide/Guide.tsx';
import { useSpeech, type Speaker, type Utterance } from '../guide/speech/queue.ts';
import { Seen, useSaid } from '../guide/speech/seen.ts';
import { HowItWorks } from '../illustrations/HowItWorks.tsx';
import { OwnStory } from '../illustrations/OwnStory.tsx';
import { Illustration, isIllustration } from '../illustrations/Illustration.tsx';
import { send, useKiosk, type Words } from '../state/kiosk.ts';
import { TakeBack } from '../staff/TakeBack.tsx';
import { Answers, type ShownAnswer } from './Answers.tsx';
import { answersOf, confirmed, hardWords, reviewSentence, screenOf, stepsOf, storiesOf } from './content.ts';
import { IdleWarning } from './IdleWarning.tsx';
import { Receipt } from './Receipt.tsx';
import { Review } from './Review.tsx';
import { Settings } from './Settings.tsx';
import { Stage, type Below, type StageProps } from './Stage.tsx';
import { STAGES, useStages } from './stages.ts';
import { WordList } from './WordList.tsx';

type PatientView = Extract<KioskView, { mode: 'patient' }>;

export interface PatientScreenProps {
  readonly view: PatientView;
  readonly info: KioskInfo;
  readonly words: Words;
}

type Panel = 'settings' | 'words' | 'staff';

export function PatientScreen({ view, info, words }: PatientScreenProps) {
  const [panel, setPanel] = useState<Panel | null>(null);
  const { interview, delivery, status } = view;
  const screen = screenOf(interview, delivery, words.pack);
  const { seen, drawn } = useStages(interview, view.ahead, words);
  const close = (): void => setPanel(null);
  const say = (what: readonly Utterance[]): void =>
    useSpeech.getState().say({ language: words.pack.language, index: words.speech }, what);
  const covered = panel !== null || view.idle !== null;
  return (
    <>
      {STAGES.map((stage) => {
        const here = drawn[stage];
        return here === null ? null : (
          <div key={stage} className={stage === seen ? 'under' : 'under ahead'} inert={covered && stage === seen}>
            <Seen value={stage === seen}>
              <PatientStage
                interview={here.view}
                delivery={delivery}
                connection={status.connection}
                info={info}
                words={here.words}
                onPanel={setPanel}
              />
            </Seen>
          </div>
        );
      })}
      {panel === 'settings' ? (
        <Settings pack={words.pack} languages={info.languages} onClose={close} onSpeak={say} />
      ) : null}
      {panel === 'words' ? (
        <WordList words={words} entries={hardWords([screen.heading, ...screen.say], words.pack)} onClose={close} />
      ) : null}
      {panel === 'staff' ? <TakeBack onClose={close} /> : null}
      {view.idle === null ? null : <IdleWarning words={words} secondsLeft={view.idle.secondsLeft} />}
    </>
  );
}

interface PatientStageProps {
  readonly interview: InterviewView;
  readonly delivery: Delivery | null;
  readonly connection: KioskStatus['connection'];
  readonly info: KioskInfo;
  readonly words: Words;
  readonly onPanel: (panel: Panel) => void;
}

/** What has not changed is not drawn again when a stage that stands ready is shown. */
const PatientStage = memo(function PatientStage(props: PatientStageProps) {
  const { interview, delivery, connection, info, words, onPanel } = props;
  const screen = screenOf(interview, delivery, words.pack);
  const parts = usePartsOf(interview, screen, info, words, () => onPanel('staff'));
  return (
    <Stage
      view={interview}
      words={words}
      screen={screen}
      connection={connection}
      onSettings={() => onPanel('settings')}
      onWords={() => onPanel('words')}
      {...parts}
    />
  );
});

type Parts = Pick<StageProps, 'mustHear' | 'sentences' | 'alsoSaid' | 'picture' | 'story' | 'below' | 'forward'>;

const next = (): void => void send({ type: 'next' });
const leave = (): void => void send({ type: 'leave' });

/** What the screen holds besides its own heading and sentences. */
function usePartsOf(
  interview: InterviewView,
  screen: ScriptScreen,
  info: KioskInfo,
  { pack }: Words,
  onStaff: () => void,
): Parts {
  const { controls } = pack;
  const told = useSpokenSentence(MOVES.has(interview.screen));
  const step = told ?? 3;
  const still = useReducedMotion();
  const picture = pictureOf(screen);
  const forward = (label: string, onPress = next, disabled = false) => ({ label, onPress, disabled });
  switch (interview.screen) {
    case 'hand-over':
      return { picture, forward: forward(controls.begin) };
    case 'language':
      return languageParts(info, pack);
    case 'welcome':
    case 'teach-back-again':
    case 'teach-back-right':
    case 'teach-back-staff':
    case 'more':
      return { picture, forward: forward(controls.next) };
    case 'explain':
      return { picture, forward: forward(controls.next), below: moreButton(pack) };
    case 'how-it-works':
      return {
        sentences: stepsOf(pack, null),
        // Both answers, until the sentence tells what follows from each.
        picture: <HowItWorks step={Math.min(step, 4)} answer={STORY[Math.min(step, 4)] ?? null} still={still} />,
        story: true,
        forward: forward(controls.next),
      };
    case 'teach-back':
    case 'top-question':
    case 'holder-question':
      return {
        picture,
        ...questionParts(answersOf(interview, pack), interview.selected, screen, pack),
        forward: forward(controls.next, next, interview.selected === null),
      };
    case 'review':
      return {
        alsoSaid: interview.review.map((line) => ({ key: `review.${line.line}`, text: reviewSentence(line, pack) })),
        below: {
          kind: 'lines',
          draw: (speaking) => <Review lines={interview.review} pack={pack} speaking={speaking} />,
        },
        forward: { ...forward(controls.correct), icon: 'check' },
      };
    case 'confirm':
      return confirmParts(interview, screen, pack, told, still);
    case 'keeping':
      return { picture };
    case 'cannot-keep':
      return {
        picture,
        below: pair(<Button label={controls.staff} icon="staff" onPress={onStaff} />),
        forward: forward(controls.next),
      };
    case 'kept':
      return {
        picture: <Receipt pack={pack} state={picture} />,
        alsoSaid: [{ key: 'receipt', text: controls['take-receipt'] }],
        mustHear: true,
        forward: { ...forward(controls.finish, leave), icon: 'check' },
      };
    case 'nothing-chosen':
    case 'explained':
      return { picture, forward: { ...forward(controls.finish, leave), icon: 'check' } };
    case 'help':
      return {
        picture,
        below: pair(<Button label={controls.staff} icon="staff" onPress={onStaff} />),
        forward: forward(controls.resume, () => void send({ type: 'resume' })),
      };
    case 'stop-check':
      return {
        picture,
        below: pair(
          <Button label={controls.leave} icon="stop" onPress={leave} />,
          <Button label={controls.resume} icon="next" onPress={() => void send({ type: 'resume' })} />,
        ),
      };
  }
}

/** Screens with such a picture; the others need not be drawn again with every sentence. */
const MOVES: ReadonlySet<string> = new Set<InterviewView['screen']>(['how-it-works', 'confirm']);

/** What Mitz answered in each step of the general explanation: first neither, then one, then the other. */
const STORY = [null, null, null, 'share', 'not-share'] as const;

/** Which sentence the voice is at, for the picture that moves with it; null when it is silent or says something else. */
function useSpokenSentence(asked: boolean): number | null {
  const key = useSaid((state) => (asked ? state.key : null));
  return key?.startsWith('say.') === true ? Number(key.slice(4)) : key === 'heading' ? 0 : null;
}

const pictureOf = ({ picture }: ScriptScreen): ReactNode =>
  picture !== undefined && isIllustration(picture) ? <Illustration name={picture} /> : null;

const pair = (...buttons: readonly ReactNode[]): Below => ({
  kind: 'buttons',
  draw: () => <div className="pair">{buttons}</div>,
});

const moreButton = (pack: LanguagePack): Below =>
  pair(<Button label={pack.controls.more} icon="more" look="quiet" onPress={() => void send({ type: 'more' })} />);

function questionParts(
  answers: readonly ShownAnswer[],
  selected: string | null,
  screen: ScriptScreen,
  pack: LanguagePack,
): Pick<Parts, 'alsoSaid' | 'below'> {
  return {
    alsoSaid: answers.map(({ answer, label }): Utterance => ({ key: `answer.${answer}`, text: label })),
    below: {
      kind: 'answers',
      draw: (speaking) => (
        <Answers
          answers={answers}
          selected={selected}
          chosen={pack.controls.chosen}
          question={screen.heading}
          speaking={speaking}
        />
      ),
    },
  };
}

function speakerOf(language: string): Speaker | null {
  const words = useKiosk.getState().words[language];
  return words === undefined ? null : { language, index: words.speech };
}

/** Every language by its own name in its own script, without flags (experience.md U17). */
function languageParts({ languages }: KioskInfo, pack: LanguagePack): Parts {
  const answers = languages.map(({ language, name, direction }) => ({
    answer: language,
    label: name,
    language: { tag: language, direction },
    speaker: () => speakerOf(language),
  }));
  return {
    alsoSaid: answers.map(({ answer, label, speaker }) => ({ key: `answer.${answer}`, text: label, speaker })),
    below: {
      kind: 'answers',
      draw: (speaking) => (
        <Answers
          answers={answers}
          selected={pack.language}
          chosen={pack.controls.chosen}
          question={pack.screens.language.heading}
          speaking={speaking}
          onSelect={(language) => void send({ type: 'choose-language', language })}
        />
      ),
    },
    forward: { label: pack.controls.next, onPress: next },
  };
}

/**
 * The one button that records; it names what it does, and "this is what your choice means" stands beside it. Who chose
 * for some hears what that means for one of them that shares and one that does not.
 */
function confirmParts(
  { top, review }: InterviewView,
  { say }: ScriptScreen,
  pack: LanguagePack,
  told: number | null,
  still: boolean,
): Parts {
  const { button } = pack.confirm[confirmed(top)];
  const stories = storiesOf(top, review);
  const own = confirmed(top) === 'some' ? stories : [];
  const sentences = [...own.map(({ holder, answer }) => pack.review.holders[holder][answer]), ...say];
  const at = told === null ? null : Math.min(told, stories.length - 1);
  return {
    sentences,
    picture:
      stories.length === 0 ? (
        <Illustration name="some-providers" />
      ) : (
        <OwnStory stories={stories} told={at} still={still} />
      ),
    story: true,
    alsoSaid: [{ key: 'confirm', text: button }],
    below: pair(
      <Button label={button} look="forward" icon="check" onPress={() => void send({ type: 'confirm' })} once />,
    ),
  };
}
