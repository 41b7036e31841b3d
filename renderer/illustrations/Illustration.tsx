/** Pictures by name, for language packs. Always beside words and voice, so decoration to a screen reader. */
import './art.css';
import { memo, type ComponentType } from 'react';
import * as choices from './pictures/choices.tsx';
import * as kiosk from './pictures/kiosk.tsx';
import * as places from './pictures/places.tsx';
import * as ways from './pictures/ways.tsx';

/** Every picture there is; a name outside it fails the build of a pack. */
export const ILLUSTRATIONS = {
  pharmacy: places.Pharmacy,
  gp: places.Gp,
  hospital: places.Hospital,
  laboratory: places.Laboratory,
  'care-at-home': places.CareAtHome,
  'mental-health': places.MentalHealth,
  'other-care': places.OtherCare,
  'all-own-providers': choices.AllOwnProviders,
  'some-providers': choices.SomeProviders,
  'none-providers': choices.NoneProviders,
  unknown: choices.Unknown,
  share: choices.Share,
  'not-share': choices.NotShare,
  'dont-know-yet': choices.DontKnowYet,
  'medical-record': places.MedicalRecord,
  'mitz-register': kiosk.MitzRegister,
  'weekend-doctor': places.WeekendDoctor,
  'choice-changes': choices.ChoiceChanges,
  'no-insurer': kiosk.NoInsurer,
  'shield-private': kiosk.ShieldPrivate,
  'device-kept': kiosk.DeviceKept,
  sent: kiosk.Sent,
  confirmed: kiosk.Confirmed,
  help: kiosk.Help,
  stop: ways.Stop,
  back: ways.Back,
  repeat: ways.Repeat,
  settings: ways.Settings,
  forward: ways.Forward,
  staff: kiosk.Staff,
  'hand-over': kiosk.HandOver,
  language: ways.Language,
  'text-size': ways.TextSize,
  colours: ways.Colours,
  sound: ways.Sound,
  phone: ways.Phone,
  'earlier-choice': kiosk.EarlierChoice,
  'see-what-happened': kiosk.SeeWhatHappened,
  'choice-locked': kiosk.ChoiceLocked,
  later: kiosk.Later,
} as const satisfies Record<string, ComponentType>;

export type IllustrationName = keyof typeof ILLUSTRATIONS;

/** Pictures that go one way: they follow the direction of reading. */
const MIRRORS: ReadonlySet<string> = new Set<IllustrationName>([
  'share',
  'not-share',
  'dont-know-yet',
  'unknown',
  'all-own-providers',
  'some-providers',
  'none-providers',
  'choice-changes',
  'sent',
  'help',
  'hand-over',
  'back',
  'forward',
  'sound',
  'weekend-doctor',
  'earlier-choice',
  'later',
]);

/** Drawn once: a word that lights up, or an answer that is chosen, draws no picture again. */
export const Illustration = memo(function Illustration({ name }: { readonly name: IllustrationName }) {
  const Drawing = ILLUSTRATIONS[name];
  return (
    <svg
      className={MIRRORS.has(name) ? 'art art-mirrors' : 'art'}
      viewBox="0 0 160 120"
      width="100%"
      height="100%"
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
      focusable="false"
    >
      <Drawing />
    </svg>
  );
});

export function isIllustration(name: string): name is IllustrationName {
  return Object.hasOwn(ILLUSTRATIONS, name);
}
