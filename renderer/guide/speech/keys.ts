/** Key of what the idle warning says: the one text that is no sign of a person who listens. */
export const IDLE_WARNING = 'idle';
