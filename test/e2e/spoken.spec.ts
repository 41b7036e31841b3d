/**
 * What is heard (experience.md U6, U7, U14): everything that is shown, in the order in which it stands there, and nothing
 * else; a site's own voice before ours; the word that is lit is the word that sounds.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { clipHash } from '../../scripts/voice/clips.ts';
import { scratchFolder, shellName, startTestKiosk } from './kit/kiosk.ts';
import { ALL_SCREENS, LANGUAGES } from './kit/looks.ts';
import { root } from './kit/process.ts';
import { freePort } from './kit/registry.ts';
import { clipIn, clipsOf, hurrySpeech, packOf, saidSince, textsOf } from './kit/sound.ts';
import { tourPatient } from './kit/tour.ts';
import { goOn, onScreen, openTogether, press, signIn } from './kit/walk.ts';
import { nl } from './kit/words.ts';

const PERSON = { bsn: '900186021', born: '01021948' } as const;

/** Texts of the screen or the panel over it, in reading order: words first, then the controls. */
const shown = (page: Page) =>
  page.evaluate(() => {
    const panel = [...document.querySelectorAll('[role="dialog"]')].at(-1);
    const scope = panel ?? document.querySelector('main[data-screen]');
    const list = (selector: string): string[] =>
      [...(scope?.querySelectorAll(selector) ?? [])].map(({ textContent }) => (textContent ?? '').trim());
    const last = list('.stage-below .button-forward .button-label');
    return {
      panel: panel !== undefined,
      words: [...list('h1,h2,[data-sentence],.answer-label,.review-line p,dt,dd,figcaption'), ...last],
      controls: [...new Set(list('legend,.button-label'))].filter((text) => !last.includes(text)),
    };
  });

for (const language of ALL_SCREENS ? LANGUAGES : (['nl', 'ar'] as const)) {
  test(`${shellName}: everything shown is said, in its order, in ${language}`, async () => {
    const data = scratchFolder();
    const kiosk = await startTestKiosk({
      dataDir: data.path,
      registryUrl: `http://127.0.0.1:${await freePort()}`,
      screen: { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' },
    });
    const { page } = kiosk;
    await hurrySpeech(page);
    await signIn(page);
    await openTogether(page, PERSON);
    const names = [...Object.values(packOf(language).controls), ...Object.values(nl.controls)];
    const texts = new Map<string, ReadonlyMap<string, string>>(LANGUAGES.map((one) => [one, textsOf(one)]));
    // A text of a person, or any other that is not in a pack, has no clip: it would be missing here.
    const heard = (sources: readonly string[]): string[] =>
      sources.map((source) => texts.get(/speech\/(\w+)\//.exec(source)?.[1] ?? '')?.get(clipIn(source)) ?? source);
    // One button with two words: which of them is said depends on whether the voice was speaking when it was asked.
    const { pause, play } = packOf(language).controls;
    const onePause = (text: string): string =>
      [play, nl.controls.play, nl.controls.pause].includes(text) ? pause : text;
    let screens = 0;
    await tourPatient(
      page,
      async (name) => {
        if (name !== 'hand-over') await expect(page.locator('html')).toHaveAttribute('lang', language);
        // Only when the voice is silent, the page of sentences is the last one, and stays.
        const first = heard(await saidSince(page));
        const { panel, words, controls } = await shown(page);
        const expected = panel ? [...words, ...controls.filter((text) => names.includes(text))] : words;
        // The screens before it, if they were quick, may have been cut off: the end is what belongs to this one.
        expect(first.slice(-expected.length), name).toEqual(expected);
        screens += 1;
        if (panel) return;
        await page.locator('[data-screen] footer button').nth(1).click();
        expect(heard(await saidSince(page)).map(onePause), `${name}, once more`).toEqual(
          [...words, ...controls].map(onePause),
        );
      },
      language,
    );
    expect(screens).toBeGreaterThan(30);
    await kiosk.stop();
    data.remove();
  });
}

test(`${shellName}: a site's own recording is played instead of ours`, async () => {
  const data = scratchFolder();
  const ours = 'nl';
  const clip = clipHash(ours, nl.screens['hand-over'].heading);
  const folder = join(data.path, 'voice', ours);
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'assets', 'speech', ours, `${clip}.opus`), join(folder, `${clip}.opus`));
  const clips = { [clip]: clipsOf(ours)[clip] };
  writeFileSync(
    join(folder, 'index.json'),
    JSON.stringify({ language: ours, voice: 'A person', status: 'recorded', clips }),
  );
  const kiosk = await startTestKiosk({ dataDir: data.path, registryUrl: `http://127.0.0.1:${await freePort()}` });
  const asked: string[] = [];
  kiosk.page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (/^\/(voice|speech)\//.test(pathname)) asked.push(`${response.status()} ${pathname}`);
  });
  await signIn(kiosk.page);
  await openTogether(kiosk.page, PERSON);
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  expect(asked[0]).toMatch(new RegExp(`^20[06] /voice/nl/${clip}\\.opus$`));
  await expect(kiosk.page.locator('[data-screen] h1 .word-said')).toBeVisible();
  await kiosk.stop();
  data.remove();
});

interface Lit {
  readonly word: string;
  readonly text: string;
  readonly at: number;
  readonly src: string;
}

/** Runs in the page before anything else: notes for each word that lights up where the sound is. */
function watch(): void {
  const lit: Lit[] = [];
  Object.assign(window, { lit });
  let playing: HTMLAudioElement | null = null;
  const Real = window.Audio;
  window.Audio = class extends Real {
    constructor(src?: string) {
      super(src);
      this.addEventListener('playing', ({ target }) => {
        if (target instanceof HTMLAudioElement) playing = target;
      });
    }
  };
  let before = '';
  new MutationObserver(() => {
    const word = document.querySelector<HTMLElement>('[data-screen] :is(h1, [data-sentence]) .word-said');
    const text = word?.parentElement?.textContent ?? '';
    const now = `${word?.textContent ?? ''}@${text}`;
    if (word !== null && now !== before && playing !== null && !playing.ended)
      lit.push({ word: word.textContent ?? '', text, at: playing.currentTime * 1000, src: playing.src });
    before = now;
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}

test(`${shellName}: the word that is lit is the one that sounds, within 150 ms`, async () => {
  const data = scratchFolder();
  const kiosk = await startTestKiosk({ dataDir: data.path, registryUrl: `http://127.0.0.1:${await freePort()}` });
  const { page } = kiosk;
  await page.addInitScript(watch);
  await page.reload();
  await signIn(page);
  await openTogether(page, PERSON);
  await goOn(page);
  await goOn(page);
  await onScreen(page, 'welcome');
  const noted = (): Promise<readonly Lit[]> => page.evaluate(() => (window as unknown as { lit: Lit[] }).lit);
  await expect.poll(async () => (await noted()).length, { timeout: 30_000 }).toBeGreaterThan(12);
  const clips = clipsOf('nl');
  const texts = textsOf('nl');
  const apart = (await noted()).flatMap(({ word, text, at, src }) => {
    const clip = clips[clipIn(src)];
    // The light goes to the next text a moment before its clip is loaded: only pairs that belong together are compared.
    if (clip === undefined || texts.get(clipIn(src)) !== text) return [];
    const starts = clip.words.filter(({ from, to }) => {
      const place = text.indexOf(word);
      return from < place + word.length && to > place && text.lastIndexOf(word) === place;
    });
    return starts.length === 0 ? [] : [Math.abs(at - Math.min(...starts.map(({ start }) => start)))];
  });
  const sorted = apart.toSorted((a, b) => a - b);
  expect(sorted.length).toBeGreaterThan(7);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(150);
  await kiosk.stop();
  data.remove();
});

test(`${shellName}: a sign-language video has a place of its own, and waits when nothing should move`, async () => {
  const data = scratchFolder();
  const folder = join(data.path, 'sign', 'nl');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'welcome.webm'), readFileSync(join(root, 'test', 'e2e', 'fixtures', 'sign.webm')));
  const videos = { welcome: { file: 'welcome.webm', ms: 1000 } };
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ language: 'nl', signer: 'NGT, a person', videos }));
  const kiosk = await startTestKiosk({ dataDir: data.path, registryUrl: `http://127.0.0.1:${await freePort()}` });
  const { page } = kiosk;
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await signIn(page);
  await openTogether(page, PERSON);
  // A step without a video shows nothing of it.
  await expect(page.locator('[data-screen] video')).toHaveCount(0);
  await goOn(page);
  const video = page.locator('[data-screen] video');
  const now = (element: HTMLVideoElement) => ({ paused: element.paused, at: element.currentTime });
  // Drawn beforehand, it waits for who will see it.
  expect(await page.locator('main:not([data-screen]) video').evaluate(now)).toEqual({ paused: true, at: 0 });
  await goOn(page);
  await onScreen(page, 'welcome');
  await expect.poll(async () => (await video.evaluate(now)).at).toBeGreaterThan(0);
  await press(page, nl.controls.back);
  await onScreen(page, 'language');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await goOn(page);
  await onScreen(page, 'welcome');
  expect(await video.evaluate(now)).toEqual({ paused: true, at: 0 });
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState)).toBeGreaterThan(1);
  expect(await video.evaluate(({ paused, muted }: HTMLVideoElement) => ({ paused, muted }))).toEqual({
    paused: true,
    muted: true,
  });
  const box = await video.boundingBox();
  expect(box?.width).toBeGreaterThan(100);
  expect(box?.height).toBeGreaterThan(100);
  const covers = await video.evaluate((element) => {
    const mine = element.getBoundingClientRect();
    return [...document.querySelectorAll('[data-screen] :is(button, h1, [data-sentence])')].filter((other) => {
      const { left, right, top, bottom } = other.getBoundingClientRect();
      return left < mine.right && right > mine.left && top < mine.bottom && bottom > mine.top;
    }).length;
  });
  expect(covers).toBe(0);
  await page.getByRole('button', { name: nl.controls.sign }).click();
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeGreaterThan(0);
  await kiosk.stop();
  data.remove();
});
