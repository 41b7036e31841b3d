/** Pictures by the name that the language packs use. They say nothing that the words do not say: hidden from readers. */
import './art.css';
import {
  AllOwnProviders,
  ChoiceChanges,
  DontKnowYet,
  NoneProviders,
  NotShare,
  Share,
  SomeProviders,
  Unknown,
} from './choices.tsx';
import {
  Confirmed,
  DeviceKept,
  HandOver,
  Help,
  MedicalRecord,
  MitzRegister,
  NoInsurer,
  Sent,
  ShieldPrivate,
  Staff,
  Stop,
} from './ideas.tsx';
import { CareAtHome, Gp, Hospital, Laboratory, MentalHealth, OtherCare, Pharmacy, WeekendDoctor } from './places.tsx';
import { Language, Phone, PrintedPaper, Settings } from './things.tsx';

const ILLUSTRATIONS = {
  'all-own-providers': AllOwnProviders,
  'some-providers': SomeProviders,
  'none-providers': NoneProviders,
  unknown: Unknown,
  share: Share,
  'not-share': NotShare,
  'dont-know-yet': DontKnowYet,
  'choice-changes': ChoiceChanges,
  pharmacy: Pharmacy,
  gp: Gp,
  hospital: Hospital,
  laboratory: Laboratory,
  'care-at-home': CareAtHome,
  'mental-health': MentalHealth,
  'other-care': OtherCare,
  'weekend-doctor': WeekendDoctor,
  'medical-record': MedicalRecord,
  'mitz-register': MitzRegister,
  'no-insurer': NoInsurer,
  'shield-private': ShieldPrivate,
  'device-kept': DeviceKept,
  sent: Sent,
  confirmed: Confirmed,
  help: Help,
  staff: Staff,
  stop: Stop,
  'hand-over': HandOver,
  language: Language,
  settings: Settings,
  phone: Phone,
  'printed-paper': PrintedPaper,
} as const;

export type IllustrationName = keyof typeof ILLUSTRATIONS;

export const isIllustration = (name: string): name is IllustrationName => Object.hasOwn(ILLUSTRATIONS, name);

export function Illustration({ name }: { readonly name: IllustrationName }) {
  const Drawing = ILLUSTRATIONS[name];
  return <Drawing />;
}
