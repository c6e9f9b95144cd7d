/** Stands for whatever was removed from a text. */
export const REMOVED = '[removed]';
