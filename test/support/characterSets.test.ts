import { CHARACTER_SETS, codesOf, encoderOf, nationalLetters } from './characterSets.ts';

const bytes = (terms: readonly string[], text: string, vr: 'LO' | 'PN' = 'LO') =>
  Buffer.from(encoderOf(terms)(text, vr)).toString('latin1');

describe('examples of the standard, byte for byte', () => {
  test('PS3.5 H.3.1: Japanese, ASCII first', () => {
    expect(bytes(['', 'ISO 2022 IR 87'], 'Yamada^Tarou=山田^太郎=やまだ^たろう', 'PN')).toBe(
      'Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B',
    );
  });

  test('PS3.5 H.3.2: Japanese, katakana first', () => {
    expect(bytes(['ISO 2022 IR 13', 'ISO 2022 IR 87'], 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう', 'PN')).toBe(
      '\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J',
    );
  });

  test('PS3.5 I.2: Korean', () => {
    expect(bytes(['', 'ISO 2022 IR 149'], 'Hong^Gildong=洪^吉洞=홍^길동', 'PN')).toBe(
      'Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf',
    );
  });

  test('PS3.5 J.1, J.3: Chinese in UTF-8 and GB18030', () => {
    expect(bytes(['ISO_IR 192'], '王^小東')).toBe('\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1');
    expect(bytes(['GB18030'], '王^小东')).toBe('\xcd\xf5^\xd0\xa1\xb6\xab');
  });

  test('PS3.5 K.2: Chinese in ISO 2022 IR 58', () => {
    expect(bytes(['', 'ISO 2022 IR 58'], 'Zhang^XiaoDong=张^小东', 'PN')).toBe(
      'Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab',
    );
  });
});

test.each(CHARACTER_SETS.map((terms) => [terms.join('\\'), terms] as const))(
  'ten letters of its own: "%s"',
  (_name, terms) => {
    const letters = nationalLetters(terms);
    const isAsciiOnly = terms.every((term) => term === '' || term.endsWith('IR 6'));
    expect(new Set(letters).size).toBe(isAsciiOnly ? 0 : 10);
    const codes = letters.map((letter) => Buffer.from(codesOf(terms, letter)).toString('hex'));
    expect(new Set(codes).size).toBe(letters.length);
  },
);

test.each([[[]], [['ISO_IR 100']], [['GB18030']], [['', 'ISO 2022 IR 87']]])(
  'what %j cannot write is refused',
  (terms) => {
    expect(() => encoderOf(terms)('\u{1F9FF}', 'LO')).toThrow('none of the character sets');
  },
);
