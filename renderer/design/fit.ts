/**
 * Makes a stage fit without scrolling (experience.md U1): sentences go on pages of as many as fit; what still does not
 * fit makes the letters smaller, never below the smallest of the four sizes (U3). Header and footer fit on their own, so
 * that a long label on a button never makes the words smaller, and the buttons look the same from screen to screen.
 */
import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { whenQuiet } from './painted.ts';

/** Indexes of the sentences on each page. */
export type Pages = readonly (readonly number[])[];

const STEP = 0.04;
/** Sizes below the full one, as parts of it. */
const LADDER = Array.from({ length: 15 }, (_, step) => 1 - (step + 1) * STEP);
/** Letters a little smaller are easier than a page to turn; much smaller ones are not (one step of the four sizes). */
const RATHER_THAN_TURN = 0.83;
/** A header or footer higher than this part of the screen leaves too little for the words. */
const FRAME_AT_MOST = 0.17;
/** Sentences on one screen (U12). */
const AT_MOST = 3;

/** What of the whole page asks for another fit of the same content; colours do not. */
const LOOK = ['lang', 'dir', 'style', 'data-reach'];
const lookOf = (root: HTMLElement): string => LOOK.map((name) => root.getAttribute(name) ?? '').join('\n');

/** What the content was fitted for. */
const wanted = (key: string): string => [key, innerWidth, innerHeight, lookOf(document.documentElement)].join('\n');

/** @param key changes when the content does; @param seen what is not seen yet is fitted when there is time */
export function useFit(stage: RefObject<HTMLElement | null>, key: string, seen = true): Pages {
  const [pages, setPages] = useState<{ readonly key: string; readonly pages: Pages }>({ key: '', pages: [] });
  const fittedFor = useRef('');
  useLayoutEffect(() => {
    const element = stage.current;
    if (element === null) return;
    let forget = (): void => {};
    const measure = (): void => {
      fittedFor.current = wanted(key);
      const found = fitStage(element);
      // One page needs no turning: it is what stands there already, and nothing is drawn again.
      const next = found.length > 1 ? found : [];
      setPages((before) => {
        const now = before.key === key ? before.pages : [];
        return JSON.stringify(now) === JSON.stringify(next) ? before : { key, pages: next };
      });
    };
    const measureInTime = (): void => {
      forget();
      if (seen) measure();
      else forget = whenQuiet(measure);
    };
    const check = (): void => {
      if (wanted(key) !== fittedFor.current) measureInTime();
    };
    check();
    // Another face too.
    document.fonts.addEventListener('loadingdone', measureInTime);
    const page = new MutationObserver(check);
    page.observe(document.documentElement, { attributeFilter: LOOK });
    let observed = false;
    const observer = new ResizeObserver(() => {
      // The first call only says that it started to observe.
      if (observed) measureInTime();
      observed = true;
    });
    observer.observe(element);
    return () => {
      forget();
      observer.disconnect();
      page.disconnect();
      document.fonts.removeEventListener('loadingdone', measureInTime);
    };
  }, [stage, key, seen]);
  return pages.key === key ? pages.pages : [];
}

/** What is known before the first try: the smallest size that will do, and whether the full one does not. */
interface Known {
  readonly atLeast?: number;
  readonly notFull?: boolean;
  /** About how large it can be. */
  readonly guess?: number | undefined;
}

/** Makes these parts as large as they can be. @returns how large; 0 when they do not fit, or not `atLeast` so large */
type Fit = (parts: readonly HTMLElement[], known?: Known) => number;

/** A number of the page's look (screen.ts); from the style sheet before that look is set. */
function rootNumber(name: string): number {
  const root = document.documentElement;
  return Number(root.style.getPropertyValue(name) || getComputedStyle(root).getPropertyValue(name));
}

/**
 * What one page leaves free, the style sheet divides; of more pages the words begin at the same height on each. On the speech
 * and its heading alone: on the stage it would cost the style of everything that is on it.
 * @param px room that the fullest of more pages leaves; null when there is one page
 */
function setSlack(sentences: readonly HTMLElement[], px: number | null): void {
  const speech = sentences[0]?.closest<HTMLElement>('.speech');
  if (!speech) return;
  speech.classList.toggle('speech-turns', px !== null);
  for (const part of [speech, speech.querySelector('h1')])
    if (px === null) part?.style.removeProperty('--slack');
    else part?.style.setProperty('--slack', `${px}px`);
}

function fitStage(stage: HTMLElement): Pages {
  const smallest = rootNumber('--cap-min') / rootNumber('--cap');
  const sentences = [...stage.querySelectorAll<HTMLElement>('[data-sentence]')];
  const hidden = sentences.map((sentence) => sentence.hidden);
  for (const sentence of sentences) sentence.hidden = false;
  setSlack(sentences, null);
  const frame = [...stage.querySelectorAll<HTMLElement>('[data-frame]')];
  const marked = [...stage.querySelectorAll<HTMLElement>('[data-words]')];
  const words = marked.length > 0 ? marked : [stage];
  // Mostly everything fits as it is, and one layout tells.
  const holding = new Map(frame.map((part) => [part, held(part)]));
  const anew = frame.filter((part) => fitted.get(part) !== holding.get(part));
  setAll(anew, '--frame', 1);
  setAll(words, '--fit', 1);
  for (const part of anew) {
    // It stands at full size, which mostly fits.
    if (!frameFits(part)) largest([part], '--frame', { atLeast: smallest, notFull: true }, () => frameFits(part));
    fitted.set(part, holding.get(part) ?? '');
  }
  const fewest = Math.ceil(sentences.length / AT_MOST);
  const fits = (): boolean => tooMuch(stage, sentences).length === 0;
  const fewPages = (): boolean => fits() && pagesOf(sentences).length <= fewest;
  const fitWords: Fit = (parts, { atLeast = smallest, notFull = false, guess } = {}) => {
    const turns = atLeast <= RATHER_THAN_TURN;
    if (atLeast > smallest) {
      setAll(parts, '--fit', atLeast);
      if (!(turns ? fits() : fewPages())) return 0;
    }
    const unturned = Math.max(atLeast, RATHER_THAN_TURN);
    const withoutTurning = largest(parts, '--fit', { atLeast: unturned, notFull, guess }, fewPages);
    return withoutTurning || (turns ? largest(parts, '--fit', { atLeast, notFull }, fits) : 0);
  };
  const over = tooMuch(stage, sentences);
  const asItIs = pagesOf(sentences);
  const full = over.length === 0 && asItIs.length <= fewest;
  if (!full && marked.length === 0) fitWords(words, { notFull: true });
  else if (!full) {
    const whole = words.filter((part) => !over.some((element) => element.contains(part) || part.contains(element)));
    const guess = guessOf(sentences, fewest);
    if (!fitApart(words, smallest, fitWords, { whole: new Set(whole), guess })) {
      // Only then the frame makes room for the words.
      for (const part of frame) {
        part.style.setProperty('--frame', String(smallest));
        fitted.delete(part);
      }
      fitApart(words, smallest, fitWords);
    }
  }
  const pages = full ? asItIs : pagesOf(sentences);
  if (pages.length > 1) setSlack(sentences, slackOf(sentences, pages));
  for (const [index, sentence] of sentences.entries()) sentence.hidden = hidden[index] ?? false;
  return pages;
}

/**
 * What is said, and what there is to do below it, each as large as it can be: a long question makes no answer smaller. Where
 * the two share the room, both together, when that makes the smaller one larger. @param tried what full size told: which parts
 * hold their content then, and about how large what is said can be. @returns false when they do not fit
 */
function fitApart(
  [above, ...below]: readonly HTMLElement[],
  smallest: number,
  fit: Fit,
  tried?: { readonly whole: ReadonlySet<HTMLElement>; readonly guess: number | undefined },
): boolean {
  if (above === undefined) return true;
  setAll([above], '--fit', smallest);
  const apart = below.map((part) => (tried?.whole.has(part) === true ? 1 : fit([part])));
  const asTried = tried !== undefined && apart.every((size) => size === 1);
  const alone = fit([above], asTried ? { notFull: true, guess: tried.guess } : {});
  const worst = Math.min(alone, ...apart);
  if (worst === 1) return true;
  const better = worst === 0 ? smallest : Math.min(1, worst + STEP);
  const shared = below.some((part) => getComputedStyle(part).getPropertyValue('--own-height') === '');
  if (shared && fit([above, ...below], { atLeast: better }) > 0) return true;
  for (const [index, part] of below.entries()) setAll([part], '--fit', apart[index] || smallest);
  setAll([above], '--fit', alone || smallest);
  return alone > 0;
}

/**
 * Gives `name` the largest value at which it fits, or after a guess one that is hardly smaller. Each try costs a layout,
 * and a size of letters that was not used before much more: they are taken from one ladder.
 * @returns the value; 0 when even the smallest does not fit
 */
function largest(
  parts: readonly HTMLElement[],
  name: string,
  { atLeast: smallest = 0, notFull = false, guess }: Known,
  fits: () => boolean,
): number {
  const tries = (value: number): boolean => {
    setAll(parts, name, value);
    return fits();
  };
  if (!notFull && tries(1)) return 1;
  const ladder = LADDER.filter((value) => value > smallest);
  if (guess !== undefined) {
    // A line that need not be broken any more can leave much more room than was guessed.
    const likely = ladder.filter((value, index) => index === 0 || value <= guess);
    return [...likely, smallest].find(tries) ?? 0;
  }
  // Everything before `large` is too large, everything from `fitting` on fits.
  let [large, fitting] = [0, ladder.length];
  while (large < fitting) {
    const middle = (large + fitting) >> 1;
    if (tries(ladder[middle] ?? smallest)) fitting = middle;
    else large = middle + 1;
  }
  const value = ladder[fitting];
  if (value === undefined) return tries(smallest) ? smallest : 0;
  setAll(parts, name, value);
  return value;
}

function setAll(parts: readonly HTMLElement[], name: string, value: number): void {
  for (const part of parts) part.style.setProperty(name, String(value));
}

/** Of a word in a button only the width counts: the boxes of tall letters are higher than their line. */
const holds = ({ scrollWidth, clientWidth, scrollHeight, clientHeight, dataset }: HTMLElement): boolean =>
  scrollWidth <= clientWidth + 1 && (dataset['fit'] === 'width' || scrollHeight <= clientHeight + 1);

/** What a header or footer held, and where, when it was fitted. */
const fitted = new WeakMap<HTMLElement, string>();

/** From screen to screen a header and footer mostly stay the same: then they need no other size. */
function held(part: HTMLElement): string {
  const faces = [...document.fonts].filter(({ status }) => status === 'loaded').length;
  return [part.textContent, innerWidth, innerHeight, lookOf(document.documentElement), faces].join('\n');
}

const frameFits = (part: HTMLElement): boolean =>
  part.offsetHeight <= innerHeight * FRAME_AT_MOST &&
  [part, ...part.querySelectorAll<HTMLElement>('[data-fit]')].every(holds);

/** The sentences of a stage, the room below their heading, and the gap between them, in pixels. */
interface Sheet {
  readonly room: number;
  readonly gap: number;
  readonly heading: number;
}

/** @returns null where no sentences are */
function sheetOf(sentences: readonly HTMLElement[]): Sheet | null {
  const panel = sentences[0]?.parentElement;
  const speech = panel?.parentElement;
  if (!panel || !speech) return null;
  const px = (value: string): number => Number.parseFloat(value) || 0;
  const { paddingTop, paddingBottom } = getComputedStyle(speech);
  const { rowGap, marginTop } = getComputedStyle(panel);
  const { offsetHeight: heading = 0 } = speech.querySelector('h1') ?? {};
  const room = speech.clientHeight - px(paddingTop) - px(paddingBottom) - heading - px(marginTop);
  return { room, gap: px(rowGap), heading };
}

/**
 * What does not hold its content. Each sentence must fit in its panel, on a page of its own if need be; so must everything
 * that is marked.
 */
function tooMuch(stage: HTMLElement, sentences: readonly HTMLElement[]): readonly HTMLElement[] {
  const { room } = sheetOf(sentences) ?? { room: 0 };
  const cut = sentences.filter(({ offsetHeight }) => offsetHeight > room + 1);
  return [
    ...cut,
    ...[stage, ...stage.querySelectorAll<HTMLElement>('[data-fit]')].filter((element) => !holds(element)),
  ];
}

function pagesOf(sentences: readonly HTMLElement[]): Pages {
  const sheet = sheetOf(sentences);
  if (sheet === null) return [];
  const { room, gap } = sheet;
  const pages: number[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const [index, sentence] of sentences.entries()) {
    const needs = sentence.offsetHeight + gap;
    if (used + sentence.offsetHeight > room + 1 || (pages.at(-1)?.length ?? 0) >= AT_MOST) {
      pages.push([index]);
      used = needs;
    } else {
      pages.at(-1)?.push(index);
      used += needs;
    }
  }
  return pages;
}

/**
 * About how large the letters can be for so few pages: half as large, they take a quarter of the room.
 * @returns undefined when not the height is what they lack
 */
function guessOf(sentences: readonly HTMLElement[], pages: number): number | undefined {
  const sheet = sheetOf(sentences);
  if (sheet === null) return undefined;
  const { room, gap, heading } = sheet;
  const needs = sentences.reduce((sum, { offsetHeight }) => sum + offsetHeight + gap, pages * (heading - gap));
  const has = pages * (heading + room);
  return needs > has ? Math.sqrt(has / needs) : undefined;
}

/** Room that even the fullest page of sentences leaves: half of it goes above the words, the same on every page. */
function slackOf(sentences: readonly HTMLElement[], pages: Pages): number {
  const { room, gap } = sheetOf(sentences) ?? { room: 0, gap: 0 };
  const heights = pages.map((page) =>
    page.reduce((sum, index) => sum + (sentences[index]?.offsetHeight ?? 0) + gap, -gap),
  );
  return Math.max(0, Math.floor(room - Math.max(...heights)) - 2);
}
