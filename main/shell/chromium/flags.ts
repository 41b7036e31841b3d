/** How Chromium is started as a kiosk window. */
export interface WindowOptions {
  readonly address: string;
  /** An empty folder that is removed afterwards: nothing of a person stays in a profile. */
  readonly profile: string;
  /** Chromium's own sandbox does not start for root. */
  readonly root: boolean;
}

const OFF = [
  'Translate',
  'AutofillServerCommunication',
  'MediaRouter',
  'OptimizationHints',
  'DialMediaRouteProvider',
  'GlobalMediaControls',
  'OverscrollHistoryNavigation',
];

export const chromiumFlags = ({ address, profile, root }: WindowOptions): readonly string[] => [
  `--app=${address}`,
  '--kiosk',
  `--user-data-dir=${profile}`,
  '--no-first-run',
  '--no-default-browser-check',
  '--noerrdialogs',
  '--disable-session-crashed-bubble',
  '--hide-crash-restore-bubble',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-extensions',
  '--disable-default-apps',
  '--disable-breakpad',
  '--disable-quic',
  '--disable-pinch',
  '--disable-print-preview',
  '--overscroll-history-navigation=0',
  '--password-store=basic',
  '--autoplay-policy=no-user-gesture-required',
  '--enable-speech-dispatcher',
  `--disable-features=${OFF.join(',')}`,
  ...(root ? ['--no-sandbox'] : []),
];
