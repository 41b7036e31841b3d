/** What main tells the renderer. A full view each time: the renderer never has to add things up. */
import type { InterviewView } from '../interview/view.ts';
import type { ErrorCode } from './errors.ts';

/** The three honest states (domain.md §7.1), and the one in which staff must look. */
export type Delivery = 'kept' | 'sent' | 'confirmed' | 'needs-staff';

export interface IdleView {
  /** When the session is wiped unless the person shows that they are there. */
  readonly secondsLeft: number;
}

export interface KioskStatus {
  readonly connection: 'up' | 'down' | 'unknown';
  /** null: choices can be kept. Otherwise why not. */
  readonly cannotKeep: ErrorCode | null;
  /** Choices on this device that are not confirmed yet; parked ones among them. */
  readonly waiting: number;
  readonly parked: number;
}

export type KioskView =
  | { readonly mode: 'locked'; readonly status: KioskStatus }
  | { readonly mode: 'staff'; readonly status: KioskStatus; readonly employeeName: string }
  | {
      readonly mode: 'patient';
      readonly status: KioskStatus;
      readonly interview: InterviewView;
      /** What going on would show, to draw it beforehand; null where that is not known yet. */
      readonly ahead: InterviewView | null;
      readonly idle: IdleView | null;
      /** Set once a decision was kept. */
      readonly delivery: Delivery | null;
      /** Set when the last confirmation could not be kept. */
      readonly keepError: ErrorCode | null;
    };

export interface OfferedLanguage {
  readonly language: string;
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /** No native speaker has reviewed the pack. */
  readonly draft: boolean;
}

/** Facts that do not change while the kiosk runs. */
export interface KioskInfo {
  readonly version: string;
  readonly shell: 'electron' | 'chromium' | 'headless';
  /** What this shell lacks, as codes with words in the staff script. */
  readonly lacks: readonly ShellLack[];
  /** The PIN to show in the banner; null outside practice mode. */
  readonly practicePin: string | null;
  readonly siteName: string;
  readonly languages: readonly OfferedLanguage[];
  readonly defaultLanguage: string;
  readonly screenProfile: ScreenProfile | null;
}

export const SHELL_LACKS = ['os-key-store', 'window-lock', 'window'] as const;
export type ShellLack = (typeof SHELL_LACKS)[number];

export interface ScreenProfile {
  readonly mmPerPx: number;
  readonly viewingDistanceMm: number;
}

/** One undeliverable decision, as staff see it: when and why, never who or what. */
export interface ParkedItem {
  /** Opaque: it tells nothing by itself. */
  readonly reference: string;
  readonly chosenAt: string;
  readonly reason: ParkReason;
}

/** Who has to be asked again, as staff typed it when the conversation began. */
export interface ParkedPerson {
  readonly bsn: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
}

export const PARK_REASONS = ['too-old', 'refused-by-registry', 'person-unknown', 'unreadable'] as const;
export type ParkReason = (typeof PARK_REASONS)[number];

export const QUEUE_STOPS = ['certificate', 'not-authorised', 'address'] as const;
/** Why the whole queue stands still until staff or administration act. */
export type QueueStop = (typeof QUEUE_STOPS)[number];

/** What the administration has to put right: the queue stands still, or goes on and nothing is confirmed. */
export const QUEUE_TROUBLES = [...QUEUE_STOPS, 'no-confirmation'] as const;
export type QueueTrouble = (typeof QUEUE_TROUBLES)[number];

export interface OutboxOverview {
  readonly pending: number;
  /** Age of the oldest pending decision in seconds; null when none. */
  readonly oldestAgeSeconds: number | null;
  readonly sent: number;
  /** The oldest of them, at most 200. */
  readonly parked: readonly ParkedItem[];
  /** How many there are. */
  readonly parkedCount: number;
  readonly superseded: number;
  readonly confirmedToday: number;
  readonly stopped: QueueTrouble | null;
  /** When the store was found damaged and repaired, in the last days; null when it was not. */
  readonly repairedAt: string | null;
  readonly status: KioskStatus;
}
