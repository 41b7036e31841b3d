/** What the kiosk says, as the page asks for it: which clips, in which order, and which word is lit while one plays. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { languagePackSchema } from '../../../shared/script/pack.ts';
import { speechIndexSchema } from '../../../shared/script/speech.ts';
import { utterancesOf } from '../../../shared/script/utterances.ts';
import { clipHash } from '../../../scripts/voice/clips.ts';
import { root } from './process.ts';

const read = (path: readonly string[]): unknown => JSON.parse(readFileSync(join(root, 'assets', ...path), 'utf8'));

export const packOf = (language: string) => languagePackSchema.parse(read(['script', language, 'pack.json']));
export const clipsOf = (language: string) => speechIndexSchema.parse(read(['speech', language, 'index.json'])).clips;

/** Clip name → text, for every text of a pack. */
export const textsOf = (language: string): ReadonlyMap<string, string> =>
  new Map(utterancesOf(packOf(language)).map(({ text }) => [clipHash(language, text), text]));

/** Clip name in an address. */
export const clipIn = (address: string): string => /([0-9a-f]{32})\.\w+$/.exec(address)?.[1] ?? '';

/** Runs in the page before anything else: a clip lasts no time, and each one that is asked for is noted. */
function hurry(): void {
  const said: string[] = [];
  Object.assign(window, { said });
  // The system's voice would fill in for a clip that is missing, and hide it.
  Object.defineProperty(window, 'speechSynthesis', { value: undefined });
  const later = window.setTimeout.bind(window);
  // The pause between sentences is not what is looked at.
  Object.assign(window, { setTimeout: (run: () => void, ms?: number) => later(run, ms === 400 ? 1 : ms) });
  HTMLMediaElement.prototype.play = function play(this: HTMLMediaElement) {
    if (this instanceof HTMLAudioElement) {
      said.push(this.src);
      later(() => {
        this.dispatchEvent(new Event('playing'));
        this.dispatchEvent(new Event('ended'));
      }, 1);
    }
    return Promise.resolve();
  };
}

/** Makes speech instant from the next load of the page on. */
export async function hurrySpeech(page: Page): Promise<void> {
  await page.addInitScript(hurry);
  await page.reload();
}

const PLAYS = ['nl', 'en', 'tr', 'ar', 'pl', 'uk'].map((language) => packOf(language).controls.play);

/** Waits until the voice has said something and is silent. @returns the clips that it asked for since the last call */
export async function saidSince(page: Page): Promise<readonly string[]> {
  await page.waitForFunction((plays) => {
    const { said } = window as unknown as { said: string[] };
    const button = document.querySelector('[data-screen] .stage-head .button-label')?.textContent ?? '';
    return said.length > 0 && plays.includes(button);
  }, PLAYS);
  return page.evaluate(() => (window as unknown as { said: string[] }).said.splice(0));
}
