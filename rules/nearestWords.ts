import { editsWithin } from '../layers/dicom/standard/nearest.ts';
import { nearestWord } from './source.ts';

/** More words than these are looked up, not read in a message. */
export const MOST_LISTED = 12;
const MOST_OFFERED = 3;

/** What other systems call what a word does, by the word in small letters and digits; the first that a place knows is meant. */
const ALSO_CALLED: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    keep: ['k', 'retain', 'preserve', 'leave', 'allow', 'ignore', 'nothing', 'unchanged', 'asis'],
    remove: ['x', 'delete', 'drop', 'erase', 'strip', 'discard', 'rm', 'del', 'exclude'],
    empty: ['z', 'blank', 'clear', 'zero', 'nullify', 'null', 'wipe', 'truncate'],
    clear: ['z', 'blank', 'empty', 'zero', 'nullify', 'null', 'wipe', 'truncate'],
    dummy: ['d', 'fake', 'placeholder'],
    set: ['replace', 'substitute', 'value', 'fixed', 'constant', 'overwrite', 'assign', 'add', 'default'],
    substitute: ['replace', 'set', 'value', 'fixed', 'constant', 'overwrite', 'assign'],
    replaceuid: ['u', 'uid', 'hashuid', 'newuid', 'generateuid', 'refreshuid', 'remapuid', 'regenerate'],
    refreshuid: ['u', 'uid', 'hashuid', 'newuid', 'generateuid', 'replaceuid', 'remapuid', 'regenerate'],
    pseudonym: ['pseudonymize', 'pseudonymise', 'anonymize', 'anonymise', 'alias', 'deidentify', 'hashid'],
    shift: [
      'dateshift',
      'shiftdate',
      'shiftdates',
      'jitter',
      'offset',
      'incrementdate',
      'hashdate',
      'dateinc',
    ],
    dateshift: [
      'shift',
      'shiftdate',
      'shiftdates',
      'jitter',
      'offset',
      'incrementdate',
      'hashdate',
      'dateinc',
    ],
    redact: ['mask', 'obfuscate', 'hide', 'scrub', 'blank', 'clear', 'empty', 'z', 'zero'],
    hash: ['hmac', 'digest', 'md5', 'sha256', 'cryptohash'],
    cryptohash: ['hash', 'hmac', 'digest', 'md5', 'sha256'],
    cleantext: ['c', 'clean', 'cleantext', 'scrubtext', 'filter'],
    replace: ['set', 'substitute', 'value', 'fixed', 'constant', 'overwrite', 'assign', 'add'],
    generateuid: ['u', 'uid', 'hashuid', 'newuid', 'replaceuid', 'refreshuid', 'remapuid', 'regenerate'],
    perturb: ['noise', 'random', 'randomize', 'randomise', 'blur'],
    lookup: ['map', 'table', 'mapping', 'translate'],
  }),
);

/** The word that was meant, by its letters, by what other systems call it, or by how it begins. */
export function meantWord(text: string, words: readonly string[]): string | undefined {
  return (
    nearestWord(text, words) ??
    words.find((word) => ALSO_CALLED.get(plain(word))?.includes(plain(text))) ??
    beginsAlike(text, words)
  );
}

const FEWEST_ALIKE = 4;

/** The only word that has the first two thirds of a text: `RetainUIDs` for `RetainUIDsOption`, `MODIFY` for `MODIFIED`. */
function beginsAlike(text: string, words: readonly string[]): string | undefined {
  const stem = text.toLowerCase().slice(0, Math.max(FEWEST_ALIKE, Math.ceil((text.length * 2) / 3)));
  if (stem.length < FEWEST_ALIKE) return undefined;
  const [only, ...more] = words.filter((word) => word.toLowerCase().startsWith(stem));
  return more.length === 0 ? only : undefined;
}

/** The hint for a word that is not known: the one that was meant, or those nearest to it; all of them where they are few. */
export function nearestHint(
  text: string,
  words: readonly string[],
  { all = 'Write one of', page = 'docs/rules.md' }: { readonly all?: string; readonly page?: string } = {},
): string {
  const meant = meantWord(text, words);
  if (meant !== undefined) return `Did you mean ${JSON.stringify(meant)}?`;
  if (words.length <= MOST_LISTED) return `${all}: ${words.join(', ')}.`;
  const near = words
    .map((word) => ({ word, far: distance(text.toLowerCase(), word.toLowerCase()) }))
    .toSorted((one, other) => one.far - other.far)
    .slice(0, MOST_OFFERED)
    .map(({ word }) => JSON.stringify(word));
  return `The nearest are ${near.join(', ')}; ${page} has them all.`;
}

/** By the longer of the two, so that no word is near for being short. */
function distance(text: string, word: string): number {
  const most = Math.max(text.length, word.length);
  return editsWithin(text, word, most + 1) / most;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, '');
}
