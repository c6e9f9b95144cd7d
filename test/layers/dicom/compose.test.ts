import { characterSetOf, encodeWithFallback, type TextKind } from '../../../layers/dicom/characterSet.ts';
import { compose } from '../../../layers/dicom/characterSets/compose.ts';
import { CHARACTER_SETS } from '../../support/characterSets.ts';

const DELIMITERS: readonly string[] = ['\\', '^', '=', '\t', '\n', '\f', '\r', '\x7f', '\u0085'];

/** Every Unicode character but those that delimit and control. */
const CHARACTERS = Array.from({ length: 0x110000 }, (_, code) =>
  code < 0xd800 || code >= 0xe000 ? String.fromCodePoint(code) : '',
).filter((character) => character !== '' && !/[\\^=\p{Cc}]/u.test(character));

const delimitersOf = (text: string) => text.replace(/[^\\^=\p{Cc}]/gu, '');

describe('composing', () => {
  it.each(DELIMITERS)('never takes %j with what stands behind it, or makes one', (delimiter) => {
    const text = delimiter + CHARACTERS.join(delimiter);
    expect(delimitersOf(compose(text)) === delimitersOf(text)).toBe(true);
  });

  it('composes what stands between, a letter right behind a delimiter too', () =>
    expect(compose('u\u0308=e\u0301^\u1112\u1161\u11ab\\=\u0338\n\u0301')).toBe('ü=é^한\\=\u0338\n\u0301'));

  it('is NFC where nothing delimits', () => {
    for (const text of ['Mu\u0308ller', 'Å', '\u212b', '한', ''])
      expect(compose(text)).toBe(text.normalize('NFC'));
  });
});

/** What `npm run test:properties` found. */
describe.each([
  ['≠'],
  ['=\u0338'],
  ['王=\u0338山'],
  ['a^=\u0338\\=\u0338'],
  ['\u0338=Ž\u0338=\u0338Ž'],
  ['\ud800=\u0338'],
])('the fallback of %j', (text) => {
  it.each(CHARACTER_SETS.map((terms) => [terms]))(
    'keeps its delimiters in %j, and is the same twice',
    (terms) => {
      const set = characterSetOf(terms);
      for (const kind of ['name', 'text'] satisfies TextKind[]) {
        const bytes = encodeWithFallback(set, text, kind);
        const read = set.decode(bytes, kind);
        expect(delimitersOf(read)).toBe(delimitersOf(text));
        expect(encodeWithFallback(set, read, kind)).toEqual(bytes);
      }
    },
  );
});
