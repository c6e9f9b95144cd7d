import { type Codec, utf8Codec } from './characterSets/codec.ts';
import { type DefinedTerm, definedTerm } from './characterSets/definedTerms.ts';
import { gb18030Codec, gbkCodec } from './characterSets/gb18030.ts';
import { type CodeElements, iso2022Codec } from './characterSets/iso2022.ts';
import { DicomError } from './errors.ts';

export type { TextKind } from './characterSets/codec.ts';
export { encodeWithFallback } from './characterSets/fallback.ts';

/** One Specific Character Set (PS3.3 C.12.1.1.2, PS3.5 6.1.2): how the text of a data set or an item is written. */
export interface CharacterSet extends Codec {
  /** The values of (0008,0005) as the file has them, trimmed; [] is the default repertoire. */
  readonly terms: readonly string[];
}

/** Sets by their terms. Bounded in number and length, as a hostile file can write one set in many ways. */
const sets = new Map<string, CharacterSet>();
const MOST_SETS = 256;
const LONGEST_KEY = 256;

/** The terms that the raw bytes of (0008,0005) hold: CS, so ASCII, with a backslash between values (PS3.5 6.2). */
export function characterSetTerms(bytes: Uint8Array): string[] {
  return trimmed(Buffer.from(bytes).toString('latin1').split('\\'));
}

/**
 * The character set of the values of (0008,0005). An empty value 1 of several is ISO 2022 IR 6. Against the standard, and found in
 * files, are these, which read as follows:
 * - several values of terms without code extensions: as if they had them when reading; only value 1 is written;
 * - a multi-byte set without code extensions as value 1 of several: it stands alone, the others go unused;
 * - such a set after an empty value 1 or ISO 2022 IR 6: it stands alone, as the default repertoire is a part of it;
 * - such a set after any other value 1: goes unused, as no escape sequence leads to it.
 * Throws `DicomError` CHARACTER_SET_UNKNOWN for a term that C.12.1.1.2 does not have.
 */
export function characterSetOf(terms: readonly string[]): CharacterSet {
  const values = trimmed(terms);
  const key = values.join('\\');
  let set = sets.get(key);
  if (set === undefined) {
    set = Object.freeze({ terms: Object.freeze(values), ...codecOf(values) });
    if (sets.size >= MOST_SETS) sets.clear();
    if (key.length <= LONGEST_KEY) sets.set(key, set);
  }
  return set;
}

/** One empty value alone counts as no value. */
function trimmed(terms: readonly string[]): string[] {
  const values = terms.map((term) => term.replaceAll('\0', ' ').trim());
  return values.length === 1 && values[0] === '' ? [] : values;
}

const DEFAULT_REPERTOIRE: DefinedTerm = { kind: 'code-elements', g0: 6, g1: null, extended: true };

function codecOf(values: readonly string[]): Codec {
  const [first = DEFAULT_REPERTOIRE, ...others] = values.map((value, n) => {
    const term = value === '' ? DEFAULT_REPERTOIRE : definedTerm(value);
    if (term !== undefined) return term;
    // The value is not repeated: anything may stand there.
    throw new DicomError(
      'CHARACTER_SET_UNKNOWN',
      {},
      `Value ${n + 1} of ${values.length} of Specific Character Set (0008,0005) is not a Defined Term of PS3.3 C.12.1.1.2`,
      'Correct it in the source, then send the instance again.',
    );
  });
  if (first.kind === 'alone') return ALONE[first.codec];
  const alone = others.find((term) => term.kind === 'alone');
  if (alone !== undefined && first.g1 === null && first.g0 === 6) return ALONE[alone.codec];
  return iso2022Codec([first, ...others.filter((term): term is CodeTerm => term.kind === 'code-elements')]);
}

type CodeTerm = DefinedTerm & CodeElements;

const ALONE = { 'utf-8': utf8Codec, gb18030: gb18030Codec, gbk: gbkCodec } as const;
