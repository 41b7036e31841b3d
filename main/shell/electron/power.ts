/** Sleep, lock and shutdown of the machine. */
import type { PowerMonitor, PowerSaveBlocker } from 'electron';

/** @returns stop watching; the display may sleep again */
export function watchPower(
  monitor: Pick<PowerMonitor, 'on' | 'off'>,
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>,
  on: { readonly asleep: () => void; readonly shutdown: () => void },
): () => void {
  // Whoever is there when it wakes up need not be the person who was there before.
  monitor.on('suspend', on.asleep);
  monitor.on('lock-screen', on.asleep);
  monitor.on('shutdown', on.shutdown);
  const id = blocker.start('prevent-display-sleep');
  return () => {
    blocker.stop(id);
    monitor.off('suspend', on.asleep);
    monitor.off('lock-screen', on.asleep);
    monitor.off('shutdown', on.shutdown);
  };
}
