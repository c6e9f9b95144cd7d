import fc from 'fast-check';
import {
  type CharacterSet,
  characterSetOf,
  encodeWithFallback,
  type TextKind,
} from '../../../layers/dicom/characterSet.ts';
import { graphicSet, type Registration } from '../../../layers/dicom/characterSets/graphicSets.ts';
import { CHARACTER_SETS } from '../../support/characterSets.ts';
import { holds } from '../../support/properties.ts';

/** Beside the fixture writer's: sets that change G0 and G1 within one value, and one that no standard allows. */
const SETS: readonly (readonly string[])[] = [
  ...CHARACTER_SETS,
  ['ISO 2022 IR 13', 'ISO 2022 IR 87', 'ISO 2022 IR 159'],
  ['ISO 2022 IR 100', 'ISO 2022 IR 144', 'ISO 2022 IR 126', 'ISO 2022 IR 166'],
  ['ISO 2022 IR 100', 'ISO 2022 IR 87', 'ISO 2022 IR 149', 'ISO 2022 IR 58', 'ISO 2022 IR 13'],
  ['ISO 2022 IR 149'],
  ['ISO_IR 100', 'ISO_IR 144'],
];
const CASES = SETS.map((terms) => ({ terms, set: characterSetOf(terms) }));
const KINDS: readonly TextKind[] = ['text', 'name'];

const REGISTRATIONS: readonly Registration[] = [
  6, 13, 14, 58, 87, 100, 101, 109, 110, 126, 127, 138, 144, 148, 149, 159, 166, 203,
];

/** Every character that some set has, a tenth of the ideographs, and some that none has. */
const CANDIDATES: readonly string[] = [
  ...new Set([
    ...Array.from({ length: 0x100 }, (_, code) => String.fromCharCode(code)),
    ...REGISTRATIONS.flatMap((registration) =>
      [...graphicSet(registration).codes.keys()]
        .filter((unit) => unit < 0x3000 || unit % 10 === 0)
        .map((unit) => String.fromCharCode(unit)),
    ),
    ...['㐀', '𠀀', '😀', '\uffff', '\ufffd', '\ufeff', '\ue000', 'ḿ', '︐'],
  ]),
];

/** What a set can write, with delimiters and control characters often enough to matter. */
function encodableText(set: CharacterSet): fc.Arbitrary<string> {
  const characters = CANDIDATES.filter((character) => set.encode(character, 'text') !== null);
  const delimiters = fc.constantFrom('\\', '^', '=', ' ', '\r', '\n', '\t', '\f', 'a');
  const character = fc.constantFrom(...characters);
  return fc
    .array(fc.oneof({ weight: 4, arbitrary: character }, { weight: 1, arbitrary: delimiters }))
    .map((parts) => parts.join(''));
}

/** Bytes in which escape sequences, delimiters and both halves meet. */
const hostileBytes: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 255 }).map((byte) => [byte]),
      fc.constantFrom([0x1b], [0x5c], [0x5e], [0x3d], [0x0a], [0x81], [0x30], [0x7e], [0xfe]),
      fc
        .constantFrom(
          '(B',
          '(J',
          '(I',
          ')I',
          '-A',
          '-F',
          '-b',
          '$B',
          '$@',
          '$(D',
          '$)C',
          '$)A',
          '$A',
          '$(',
          '$)',
        )
        .map((after) => [0x1b, ...Buffer.from(after)]),
    ),
    { maxLength: 60 },
  )
  .map((parts) => Uint8Array.from(parts.flat()));

describe.each(CASES)('$terms', ({ set }) => {
  test.each(KINDS)('what is written as %s reads as it was', (kind) => {
    holds(
      fc.property(encodableText(set), (text) => {
        const bytes = set.encode(text, kind);
        expect(bytes).not.toBeNull();
        expect(set.decode(bytes!, kind)).toBe(text);
      }),
      { runs: 25 },
    );
  });
  test('any text is written to be read, or not at all', () => {
    holds(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = set.encode(text, 'name');
        if (bytes !== null) expect(set.decode(bytes, 'name')).toBe(text);
      }),
      { runs: 25 },
    );
  });
  test('values split where the text has its backslashes', () => {
    holds(
      fc.property(fc.oneof(hostileBytes, fc.uint8Array({ maxLength: 40 })), (bytes) => {
        const values = set.splitValues(bytes);
        for (const kind of KINDS)
          expect(values.map((value) => set.decode(value, kind)).join('\\')).toBe(set.decode(bytes, kind));
        expect(set.decode(bytes, 'text').split('\\')).toHaveLength(values.length);
        expect(
          Buffer.concat(values.flatMap((value, n) => (n === 0 ? [value] : [Uint8Array.of(0x5c), value]))),
        ).toEqual(Buffer.from(bytes));
      }),
      { runs: 60 },
    );
  });
  test('a fallback is always written, keeps the delimiters, and is the same twice', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom('Ž', 'ß', '王', '홍', '\ud800', '\x1b', '＼', '^', '=', '\\', 'ﾔ', '́'))
        .map((all) => all.join('')),
    );
    const delimiters = (written: string) => written.replace(/[^\\^=]/g, '');
    holds(
      fc.property(text, (original) => {
        const bytes = encodeWithFallback(set, original, 'name');
        const read = set.decode(bytes, 'name');
        expect(delimiters(read)).toBe(delimiters(original));
        expect(encodeWithFallback(set, read, 'name')).toEqual(bytes);
      }),
      { runs: 25 },
    );
  });
  test('between delimiters code extensions start afresh', () => {
    holds(
      fc.property(encodableText(set), (text) => {
        const bytes = set.encode(text, 'name')!;
        const parts = text.split(/[\\^=]/);
        const alone = parts.map((part) => Buffer.from(set.encode(part, 'name')!).toString('hex'));
        const hex = Buffer.from(bytes).toString('hex');
        const marks = text.replace(/[^\\^=]/g, '');
        expect(hex).toBe(alone.map((part, n) => part + Buffer.from(marks[n] ?? '').toString('hex')).join(''));
      }),
      { runs: 20 },
    );
  });
});
