/** The clips of a language: what was rendered or recorded, and when each word is said. */
import { z } from 'zod';

const clipSchema = z.strictObject({
  file: z.string().regex(/^[0-9a-f]{32}\.(opus|ogg|mp3)$/),
  /** Length in milliseconds. */
  ms: z.int().min(1),
  words: z.array(
    z.strictObject({
      /** Milliseconds from the start of the clip. */
      start: z.int().min(0),
      end: z.int().min(0),
      /** Characters of the text, `to` exclusive. */
      from: z.int().min(0),
      to: z.int().min(1),
    }),
  ),
});
export type SpeechClip = z.infer<typeof clipSchema>;

/** `assets/speech/<language>/index.json`, or `<data folder>/voice/<language>/index.json` of a site. */
export const speechIndexSchema = z.strictObject({
  language: z.string().max(35),
  /** Who or what speaks. */
  voice: z.string().min(1).max(120),
  status: z.enum(['synthetic', 'recorded']),
  /** Keyed by the first 32 hex digits of SHA-256 over `speechKeyText`. */
  clips: z.record(z.string().regex(/^[0-9a-f]{32}$/), clipSchema),
});
export type SpeechIndex = z.infer<typeof speechIndexSchema>;

/** What is hashed to name a clip: a changed text has another clip, so a stale one can never be played. */
export const speechKeyText = (language: string, text: string): string => `${language}\n${text}`;
