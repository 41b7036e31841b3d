/**
 * Makes a stage fit without scrolling (experience.md U1): sentences go on pages of as many as fit; what still does not
 * fit makes the letters smaller, never below the smallest of the four sizes (U3).
 */
import { useLayoutEffect, useState, type RefObject } from 'react';

/** Indexes of the sentences on each page. */
export type Pages = readonly (readonly number[])[];

const STEP = 0.04;
/** Sentences on one screen (U12). */
const AT_MOST = 3;

/** @param key changes when the content does */
export function useFit(stage: RefObject<HTMLElement | null>, key: string): Pages {
  const [pages, setPages] = useState<{ readonly key: string; readonly pages: Pages }>({ key: '', pages: [] });
  useLayoutEffect(() => {
    const element = stage.current;
    if (element === null) return;
    const measure = (): void => {
      const next = fitStage(element);
      setPages((before) =>
        before.key === key && JSON.stringify(before.pages) === JSON.stringify(next) ? before : { key, pages: next },
      );
    };
    measure();
    if (document.fonts.status !== 'loaded') void document.fonts.ready.then(measure);
    let observed = false;
    const observer = new ResizeObserver(() => {
      // The first call only says that it started to observe.
      if (observed) measure();
      observed = true;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [stage, key]);
  return pages.key === key ? pages.pages : [];
}

function fitStage(stage: HTMLElement): Pages {
  const style = getComputedStyle(document.documentElement);
  const smallest = Number(style.getPropertyValue('--cap-min')) / Number(style.getPropertyValue('--cap'));
  const sentences = [...stage.querySelectorAll<HTMLElement>('[data-sentence]')];
  const hidden = sentences.map((sentence) => sentence.hidden);
  for (const sentence of sentences) sentence.hidden = false;
  const fits = (fit: number): boolean => {
    stage.style.setProperty('--fit', String(fit));
    return !overflows(stage, sentences);
  };
  if (!fits(1)) {
    let [low, high] = [smallest, 1];
    while (high - low > STEP) {
      const middle = (low + high) / 2;
      if (fits(middle)) low = middle;
      else high = middle;
    }
    stage.style.setProperty('--fit', String(low));
  }
  const pages = pagesOf(sentences);
  for (const [index, sentence] of sentences.entries()) sentence.hidden = hidden[index] ?? false;
  return pages;
}

/** One sentence at least must fit in its panel; everything marked must hold its own content. */
function overflows(stage: HTMLElement, sentences: readonly HTMLElement[]): boolean {
  const panel = sentences[0]?.parentElement;
  if (panel && sentences.some((sentence) => sentence.offsetHeight > panel.clientHeight + 1)) return true;
  return [stage, ...stage.querySelectorAll<HTMLElement>('[data-fit]')].some(
    (element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1,
  );
}

function pagesOf(sentences: readonly HTMLElement[]): Pages {
  const panel = sentences[0]?.parentElement;
  if (!panel) return [];
  const gap = Number.parseFloat(getComputedStyle(panel).rowGap) || 0;
  const room = panel.clientHeight + 1;
  const pages: number[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const [index, sentence] of sentences.entries()) {
    const needs = sentence.offsetHeight + gap;
    if (used + sentence.offsetHeight > room || (pages.at(-1)?.length ?? 0) >= AT_MOST) {
      pages.push([index]);
      used = needs;
    } else {
      pages.at(-1)?.push(index);
      used += needs;
    }
  }
  return pages;
}
