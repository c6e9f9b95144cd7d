/** What each rule looks for, without end. */
export const PATHOLOGICAL = [
  'a',
  '1',
  ' ',
  'a1',
  '1.',
  '1-',
  'A^',
  'a.',
  'a-',
  'a@',
  'a:',
  ':',
  '\\',
  '/',
  '\\\\a',
  '/home/',
  'a?b=',
  'by ',
  'Dr. ',
  'Thistlewod ',
  'thistlewoo',
  'LONG CROSS ',
  'Long, ',
  '[removed] ',
  '\u200b',
  '山',
  'é',
] as const;

/** As long as a text gets. */
export const PATHOLOGICAL_CHARACTERS = 250_000;
