/** Sign-language videos of a site: found by step, and never half. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSign } from '../../main/settings/packs.ts';
import { signStep } from '../../shared/script/sign.ts';

const NOWHERE = { topic: null, question: null, holder: null, top: null, pass: 1 } as const;

describe('the videos of a site', () => {
  let data = '';
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'keuzewijzer-sign-'));
    mkdirSync(join(data, 'sign', 'nl'), { recursive: true });
  });
  afterEach(() => rmSync(data, { recursive: true, force: true }));
  const index = (value: unknown): void => writeFileSync(join(data, 'sign', 'nl', 'index.json'), JSON.stringify(value));
  const good = { language: 'nl', signer: 'NGT', videos: { welcome: { file: 'welcome.webm', ms: 9000 } } };

  it('are none without an index', () => expect(loadSign(data, 'nl')).toBeNull());

  it('are found by step', () => {
    index(good);
    expect(loadSign(data, 'nl')?.videos['welcome']?.file).toBe('welcome.webm');
    expect(loadSign(data, 'en')).toBeNull();
  });

  it.each([
    ['leads out of its folder', { ...good, videos: { welcome: { file: '../welcome.webm', ms: 1 } } }],
    ['names another kind of file', { ...good, videos: { welcome: { file: 'welcome.html', ms: 1 } } }],
    ['is of another language', { ...good, language: 'tr' }],
    ['does not say who signs', { language: 'nl', videos: {} }],
  ])('are none when the index %s', (_, value) => {
    index(value);
    expect(loadSign(data, 'nl')).toBeNull();
  });
});

describe('the name of a step', () => {
  it.each([
    [{ ...NOWHERE, screen: 'welcome' }, 'welcome'],
    [{ ...NOWHERE, screen: 'explain', topic: 'what-mitz-is' }, 'explain.what-mitz-is'],
    [{ ...NOWHERE, screen: 'teach-back', question: 'no-choice', pass: 2 }, 'teach-back.no-choice'],
    [{ ...NOWHERE, screen: 'teach-back-again', question: 'no-choice', pass: 2 }, 'teach-back-again.no-choice.2'],
    [{ ...NOWHERE, screen: 'holder-question', holder: 'ggz' }, 'holder-question.ggz'],
    [{ ...NOWHERE, screen: 'confirm', top: 'none' }, 'confirm.none'],
  ] as const)('tells the steps of a screen apart: %#', (view, name) => expect(signStep(view)).toBe(name));
});
