/** Handlers about the device itself: what it is, its words, its screen. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { fail, ok } from '../../../shared/contract/result.ts';
import type { KioskInfo, ScreenProfile } from '../../../shared/contract/view.ts';
import type { SignIndex } from '../../../shared/script/sign.ts';
import type { SpeechIndex } from '../../../shared/script/speech.ts';
import type { StaffScript } from '../../../shared/script/staff.ts';
import type { Kiosk } from '../../session/kiosk.ts';
import type { LoadedPack } from '../../settings/packs.ts';

export interface DeviceParts {
  readonly info: () => KioskInfo;
  readonly packs: ReadonlyMap<string, LoadedPack>;
  readonly staffScript: StaffScript;
  readonly speech: (language: string) => SpeechIndex | null;
  readonly sign: (language: string) => SignIndex | null;
  readonly saveScreenProfile: (profile: ScreenProfile) => void;
}

export function deviceHandlers(
  kiosk: Kiosk,
  parts: DeviceParts,
): Pick<Handlers, 'info' | 'script' | 'speech' | 'sign' | 'staffScript' | 'saveScreenProfile'> {
  return {
    info: () => ok(parts.info()),
    script: ({ language }) => {
      const loaded = parts.packs.get(language);
      return loaded === undefined ? fail('language-unavailable') : ok(loaded.pack);
    },
    speech: ({ language }) => (parts.packs.has(language) ? ok(parts.speech(language)) : fail('language-unavailable')),
    sign: ({ language }) => (parts.packs.has(language) ? ok(parts.sign(language)) : fail('language-unavailable')),
    staffScript: () => ok(parts.staffScript),
    saveScreenProfile: (profile) => {
      if (!kiosk.staffIsHere()) return fail('not-allowed-now');
      kiosk.active();
      parts.saveScreenProfile(profile);
      return ok(parts.info());
    },
  };
}
