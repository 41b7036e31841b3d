/**
 * Electron's command line holds its own words, ours and Chromium's: this keeps ours. On Windows Electron ends at once when
 * anything follows a word that is an address by itself: write `--registry-url=http://…`, in one word.
 */

/** Chromium's and Electron's switches that somebody may want to give; any other unknown one stops the start. */
const CHROMIUM =
  /^--(no-sandbox|inspect|remote-debugging|ozone-|enable-|disable-|password-store|lang|force-|use-|gtk-|touch-|log-|v$|vmodule|js-flags|allow-|original-process)/;

/** @param argv `[electron, app, …]` when run from source, `[keuzewijzer, …]` when installed */
export function ownArguments(argv: readonly string[], packaged: boolean): readonly string[] {
  return argv.slice(packaged ? 1 : 2).filter((word) => !CHROMIUM.test(word));
}
