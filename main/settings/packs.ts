/** Reads the language packs, the staff script and the catalogue. What fails its schema is not offered, and said so. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueSchema, type Catalogue } from '../../shared/consent/catalogue.ts';
import { languagePackSchema, type LanguagePack } from '../../shared/script/pack.ts';
import { signIndexSchema, type SignIndex } from '../../shared/script/sign.ts';
import { speechIndexSchema, type SpeechIndex } from '../../shared/script/speech.ts';
import { staffScriptSchema, type StaffScript } from '../../shared/script/staff.ts';

export interface LoadedPack {
  readonly pack: LanguagePack;
  /** SHA-256 (hex) of the file as it was shown; goes into the evidence. */
  readonly hash: string;
}

/** @param complain gets one sentence for every pack that is not offered */
export function loadPacks(assetsDir: string, complain: (sentence: string) => void): ReadonlyMap<string, LoadedPack> {
  const packs = new Map<string, LoadedPack>();
  const root = join(assetsDir, 'script');
  for (const folder of readdirSync(root).toSorted()) {
    const file = join(root, folder, 'pack.json');
    if (!existsSync(file)) continue;
    const bytes = readFileSync(file);
    const parsed = languagePackSchema.safeParse(parseJson(bytes));
    if (parsed.success && parsed.data.language === folder) {
      packs.set(folder, { pack: parsed.data, hash: createHash('sha256').update(bytes).digest('hex') });
    } else {
      const first = parsed.error?.issues[0];
      const where =
        first === undefined ? 'its language is not its folder' : `${first.path.join('.')}: ${first.message}`;
      complain(`The language pack ${folder} is not offered (${where}).`);
    }
  }
  return packs;
}

/** @throws when a text for staff is missing: an error without words would reach a person */
export function loadStaffScript(assetsDir: string): StaffScript {
  return staffScriptSchema.parse(parseJson(readFileSync(join(assetsDir, 'script', 'nl', 'staff.json'))));
}

/**
 * Which clips there are for a language: a site's own recordings first, ours otherwise, null when neither can be used.
 * @param dataDir holds `voice/<language>/index.json` when the site has recordings (docs/voice.md)
 */
export function loadSpeech(assetsDir: string, dataDir: string, language: string): SpeechIndex | null {
  for (const folder of [join(dataDir, 'voice'), join(assetsDir, 'speech')]) {
    const file = join(folder, language, 'index.json');
    if (!existsSync(file)) continue;
    const parsed = speechIndexSchema.safeParse(parseJson(readFileSync(file)));
    if (parsed.success && parsed.data.language === language) return parsed.data;
  }
  return null;
}

/** A site's sign-language videos for a language (docs/voice.md); null when there are none, or their index is damaged. */
export function loadSign(dataDir: string, language: string): SignIndex | null {
  const file = join(dataDir, 'sign', language, 'index.json');
  if (!existsSync(file)) return null;
  const parsed = signIndexSchema.safeParse(parseJson(readFileSync(file)));
  return parsed.success && parsed.data.language === language ? parsed.data : null;
}

/** @throws when the catalogue that ships with the product is damaged: without it no choice can be mapped */
export function loadCatalogue(assetsDir: string): Catalogue {
  return catalogueSchema.parse(JSON.parse(readFileSync(join(assetsDir, 'catalogue', 'mitz-2023.json'), 'utf8')));
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
