/** Which synthetic voice speaks each language, and how. */

export interface VoiceSettings {
  /** eSpeak NG language. */
  readonly voice: string;
  /** eSpeak NG voice variant: one timbre for all languages, so that the guide stays the same person. */
  readonly variant: string;
  /** eSpeak NG's nominal words a minute; it speaks real sentences faster than that. */
  readonly rate: number;
  /** 0–100. */
  readonly pitch: number;
  readonly range: number;
}

const calm = { variant: 'f3', pitch: 42, range: 45 } as const;

/**
 * Set so that Dutch sentences come to 120–125 words a minute (experience.md); the others have the same tempo, and fewer
 * words a minute where words are longer. docs/voice.md has what was measured.
 */
export const VOICES: Readonly<Record<string, VoiceSettings>> = {
  nl: { voice: 'nl', rate: 102, ...calm },
  en: { voice: 'en', rate: 98, ...calm },
  tr: { voice: 'tr', rate: 102, ...calm },
  ar: { voice: 'ar', rate: 102, ...calm },
  pl: { voice: 'pl', rate: 102, ...calm },
  uk: { voice: 'uk', rate: 102, ...calm },
};

/** What the index says of the voice. */
export const voiceName = ({ voice, variant }: VoiceSettings): string => `eSpeak NG (${voice}+${variant})`;
