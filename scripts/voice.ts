/**
 * `npm run voice [-- --language nl] [--check] [--json]` renders the speech clips that are missing or stale, or only says
 * which are. Needs ffmpeg to render; checking needs nothing. See docs/voice.md.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clipState, languagesIn } from './voice/clips.ts';
import { openSpeaker } from './voice/espeak.ts';
import { findFfmpeg } from './voice/opus.ts';
import { renderLanguage } from './voice/render.ts';

const assets = join(import.meta.dirname, '..', 'assets');
const { values } = parseArgs({
  options: {
    language: { type: 'string', multiple: true },
    check: { type: 'boolean', default: false },
    /** Another folder than `assets/speech`. */
    out: { type: 'string', default: join(assets, 'speech') },
  },
});
const script = join(assets, 'script');
const known = languagesIn(script);
const languages = values.language ?? known;
const unknown = languages.filter((language) => !known.includes(language));
if (unknown.length > 0) {
  console.error(`There is no language pack for ${unknown.join(', ')}.`);
  process.exit(2);
}

process.exitCode = values.check ? check() : await render();

function check(): number {
  let wrong = 0;
  for (const language of languages) {
    const { wanted, bytes, ...lists } = clipState(script, values.out, language);
    const found = (['missing', 'stale', 'orphans'] as const).flatMap((kind) =>
      lists[kind].map((what) => `  ${kind === 'orphans' ? 'orphan' : kind}: ${what}`),
    );
    wrong += found.length;
    console.log(`${language}: ${wanted} clips needed, ${(bytes / 1e6).toFixed(1)} MB, ${found.length} wrong`);
    if (found.length > 0) console.log(found.join('\n'));
  }
  return wrong === 0 ? 0 : 1;
}

async function render(): Promise<number> {
  if (!(await findFfmpeg(console.log))) return 1;
  const speaker = await openSpeaker();
  let total = 0;
  for (const language of languages) {
    const started = performance.now();
    const { rendered, removed, clips, seconds, bytes } = await renderLanguage(speaker, script, values.out, language);
    total += bytes;
    const took = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${language}: ${rendered} rendered in ${took} s, ${removed} removed; ${clips} clips, ${seconds} s of speech, ${(bytes / 1e6).toFixed(2)} MB`,
    );
  }
  console.log(`Together ${(total / 1e6).toFixed(1)} MB.`);
  return 0;
}
