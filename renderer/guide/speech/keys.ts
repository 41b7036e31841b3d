/** The panel of the idle warning. */
export const IDLE_WARNING = 'still-here';

/** What the idle warning says is the one text that is no sign of a person who listens. */
export const isIdleWarning = (key: string | null): boolean => key?.startsWith(`${IDLE_WARNING}.`) === true;
