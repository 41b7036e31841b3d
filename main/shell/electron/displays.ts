/** Keeps the kiosk on the primary display, and every other display blank (K7: a second monitor shows no desktop). */
import type { BrowserWindow, Display, Rectangle, Screen } from 'electron';

export interface Displays {
  stop(): void;
}

/** @param cover opens an empty window over a display; null: other displays are left alone */
export function holdDisplays(
  screen: Screen,
  window: Pick<BrowserWindow, 'setBounds' | 'setKiosk' | 'isDestroyed'>,
  cover: ((bounds: Rectangle) => BrowserWindow) | null,
): Displays {
  const covers = new Map<number, BrowserWindow>();
  const uncover = (id: number): void => {
    const there = covers.get(id);
    covers.delete(id);
    if (there !== undefined && !there.isDestroyed()) there.destroy();
  };
  const blank = ({ id, bounds }: Display, open: (bounds: Rectangle) => BrowserWindow): void => {
    const there = covers.get(id);
    if (there === undefined || there.isDestroyed()) covers.set(id, open(bounds));
    else there.setBounds(bounds);
  };
  const arrange = (): void => {
    const primary = screen.getPrimaryDisplay();
    const others: readonly Display[] = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
    for (const id of covers.keys()) if (!others.some((display) => display.id === id)) uncover(id);
    if (cover !== null) for (const display of others) blank(display, cover);
    if (window.isDestroyed()) return;
    window.setBounds(primary.bounds);
    window.setKiosk(true);
  };
  screen.on('display-added', arrange);
  screen.on('display-removed', arrange);
  screen.on('display-metrics-changed', arrange);
  arrange();
  return {
    stop() {
      screen.off('display-added', arrange);
      screen.off('display-removed', arrange);
      screen.off('display-metrics-changed', arrange);
      for (const id of covers.keys()) uncover(id);
    },
  };
}
