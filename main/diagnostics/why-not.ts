/** Why a start failed, in one sentence for whoever set the device up. */
export function whyNot(error: unknown): string {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return 'The port is taken by another program, or by another kiosk. Choose another --port.';
    case 'ENOSPC':
      return 'The disk is full: the kiosk cannot write into its data folder.';
    case 'EROFS':
    case 'EACCES':
      return 'The kiosk may not write into its data folder. Choose another --data-dir, or give it the right to.';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

/** The code that Node gave an error; null when it has none. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
