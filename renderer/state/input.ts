/**
 * How the person touches the screen, and what the page itself never does: menus, dragging, pinching, selecting, dropping
 * files, shortcuts of the browser (experience.md K1, K3, K4). Only trusted events count: a script cannot choose.
 */
import type { InputKind } from '../../shared/consent/decision.ts';
import { isIdleWarning } from '../guide/speech/keys.ts';
import { useSpeech } from '../guide/speech/queue.ts';

let last: InputKind = 'touch';
let reported = Number.NEGATIVE_INFINITY;

/** How often main hears that somebody is there, at most. */
const REPORT_MS = 1000;
const SPEAKING_MS = 5000;

/** The way of the last trusted touch, key or click. */
export const lastInput = (): InputKind => last;

export function guardInput(): void {
  const prevent = (event: Event): void => event.preventDefault();
  for (const name of [
    'contextmenu',
    'dragstart',
    'dragover',
    'drop',
    'selectstart',
    'copy',
    'cut',
    'paste',
    'gesturestart',
  ])
    document.addEventListener(name, prevent);
  document.addEventListener('wheel', (event) => event.ctrlKey && event.preventDefault(), { passive: false });
  document.addEventListener('touchmove', (event) => event.touches.length > 1 && event.preventDefault(), {
    passive: false,
  });
  document.addEventListener('auxclick', prevent);
  document.addEventListener('pointerdown', (event) => {
    if (!event.isTrusted) return;
    last = event.pointerType === 'mouse' ? 'mouse' : event.pointerType === 'pen' ? 'pen' : 'touch';
    somebodyIsHere();
  });
  document.addEventListener('keydown', (event) => {
    if (!event.isTrusted) return;
    last = 'keyboard';
    if (isBrowserKey(event)) event.preventDefault();
    somebodyIsHere();
  });
  document.addEventListener('pointermove', (event) => event.isTrusted && somebodyIsHere());
  setInterval(() => {
    const { status, key } = useSpeech.getState();
    // The warning itself must not keep the session open.
    if (status === 'speaking' && !isIdleWarning(key)) void window.kiosk.active({ speaking: true });
  }, SPEAKING_MS);
}

function somebodyIsHere(): void {
  if (performance.now() - reported < REPORT_MS) return;
  reported = performance.now();
  void window.kiosk.active({ speaking: false });
}

/** Keys that leave the page or change the browser. A page can stop only some of them (docs/kiosk-lockdown.md). */
function isBrowserKey(event: KeyboardEvent): boolean {
  if (/^F\d{1,2}$/.test(event.key) || event.key === 'ContextMenu' || event.key === 'BrowserBack') return true;
  if (event.altKey && (event.key.startsWith('Arrow') || event.key === 'Home')) return true;
  return event.ctrlKey || event.metaKey;
}
