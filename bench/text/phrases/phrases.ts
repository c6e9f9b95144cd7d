import { DESCRIPTORS_OF_STRANGERS } from './descriptors.ts';
import { DUTCH_PHRASES } from './dutch.ts';
import { ENGLISH_PHRASES } from './english.ts';
import { FRENCH_PHRASES } from './french.ts';
import { GERMAN_PHRASES } from './german.ts';
import { ITALIAN_PHRASES } from './italian.ts';
import { PORTUGUESE_PHRASES } from './portuguese.ts';
import { SPANISH_PHRASES } from './spanish.ts';
import { PHRASES_OF_STRANGERS } from './strangers.ts';

/** Clinical phrases by their language. */
export const PHRASES: Readonly<Record<string, readonly string[]>> = {
  'clinical phrases, English': ENGLISH_PHRASES,
  'clinical phrases, German': GERMAN_PHRASES,
  'clinical phrases, French': FRENCH_PHRASES,
  'clinical phrases, Spanish': SPANISH_PHRASES,
  'clinical phrases, Italian': ITALIAN_PHRASES,
  'clinical phrases, Portuguese': PORTUGUESE_PHRASES,
  'clinical phrases, Dutch': DUTCH_PHRASES,
  'phrases of strangers': PHRASES_OF_STRANGERS,
  'descriptors of strangers': DESCRIPTORS_OF_STRANGERS,
};
