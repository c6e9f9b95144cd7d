import type { Pattern } from './patterns.ts';

/** A tenth of the patterns, not looked at while rules were written. */
export const HELD_OUT: readonly Pattern[] = [
  { text: 'husband {g} asked for a copy', cued: false, kind: 'name' },
  { text: 'PET whole body - {f}', cued: false, kind: 'name' },
  { text: 'images reviewed with {g} {f} in clinic', cued: false, kind: 'name' },
  { text: 'Surgeon: {g} {f}', cued: true, kind: 'name' },
  { text: '{l} chest', cued: false, kind: 'name' },
  { text: 'moved here from {c} recently', cued: false, kind: 'place' },
  { text: 'compare with films of {h}', cued: false, kind: 'institution' },
];
