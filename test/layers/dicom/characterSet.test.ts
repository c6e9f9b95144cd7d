import {
  type CharacterSet,
  characterSetOf,
  characterSetTerms,
  encodeWithFallback,
  type TextKind,
} from '../../../layers/dicom/characterSet.ts';
import { DEFINED_TERMS, definedTerm, OTHER_NAMES } from '../../../layers/dicom/characterSets/definedTerms.ts';
import { DicomError } from '../../../layers/dicom/errors.ts';
import { CHARACTER_SETS, encoderOf, nationalLetters } from '../../support/characterSets.ts';

/** Bytes written as hexadecimal pairs; `#` starts a note. */
function hex(written: string): Uint8Array {
  return new Uint8Array(Buffer.from(written.replace(/#.*$/gm, '').replace(/\s+/g, ''), 'hex'));
}

function ascii(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

/** Values and texts of PS3.5 Annexes H, I, J, K and C.12.1.1.2's languages. */
const EXAMPLES: readonly {
  readonly what: string;
  readonly terms: readonly string[];
  readonly kind: TextKind;
  readonly text: string;
  readonly bytes: Uint8Array;
}[] = [
  {
    what: 'PS3.5 H.3.1: kanji and hiragana after the default repertoire',
    terms: ['', 'ISO 2022 IR 87'],
    kind: 'name',
    text: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
    bytes: hex(`
      59 61 6D 61 64 61 5E 54 61 72 6F 75 3D                    # Yamada^Tarou=
      1B 24 42  3B 33  45 44  1B 28 42  5E                      # ESC $ B, family name, ESC ( B, ^
      1B 24 42  42 40  4F 3A  1B 28 42  3D                      # ESC $ B, given name, ESC ( B, =
      1B 24 42  24 64  24 5E  24 40  1B 28 42  5E               # 24 5E is ma: its second byte is not a delimiter
      1B 24 42  24 3F  24 6D  24 26  1B 28 42`),
  },
  {
    what: 'PS3.5 H.3.2: half-width katakana as value 1',
    terms: ['ISO 2022 IR 13', 'ISO 2022 IR 87'],
    kind: 'name',
    text: 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
    bytes: hex(`
      D4 CF C0 DE  5E  C0 DB B3  3D                             # in G1 from the start
      1B 24 42  3B 33  45 44  1B 28 4A  5E                      # back by ESC ( J, to the romaji of value 1
      1B 24 42  42 40  4F 3A  1B 28 4A  3D
      1B 24 42  24 64  24 5E  24 40  1B 28 4A  5E
      1B 24 42  24 3F  24 6D  24 26  1B 28 4A`),
  },
  {
    what: 'PS3.5 I.2: Hangul and Hanja in G1',
    terms: ['', 'ISO 2022 IR 149'],
    kind: 'name',
    text: 'Hong^Gildong=洪^吉洞=홍^길동',
    bytes: hex(`
      48 6F 6E 67 5E 47 69 6C 64 6F 6E 67 3D                    # Hong^Gildong=
      1B 24 29 43  FB F3  5E  1B 24 29 43  D1 CE D4 D7  3D      # ESC $ ) C again after each delimiter
      1B 24 29 43  C8 AB  5E  1B 24 29 43  B1 E6 B5 BF`),
  },
  {
    what: 'PS3.5 J.1: Unicode',
    terms: ['ISO_IR 192'],
    kind: 'name',
    text: 'Wang^XiaoDong=王^小東=',
    bytes: hex(`
      57 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D
      E7 8E 8B  5E  E5 B0 8F E6 9D B1  3D`),
  },
  ...['GB18030', 'GBK'].map((term) => ({
    what: `PS3.5 J.3: ${term}`,
    terms: [term],
    kind: 'name' as const,
    text: 'Wang^XiaoDong=王^小东=',
    bytes: hex(`
      57 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D
      CD F5  5E  D0 A1 B6 AB  3D`),
  })),
  {
    what: 'PS3.5 J.4: lines of GB18030',
    terms: ['GB18030'],
    kind: 'text',
    text: 'The first line includes中文.\r\nThe third line.\r\n',
    bytes: hex(`
      54 68 65 20 66 69 72 73 74 20 6C 69 6E 65 20 69 6E 63 6C 75 64 65 73 D6 D0 CE C4 2E 0D 0A
      54 68 65 20 74 68 69 72 64 20 6C 69 6E 65 2E 0D 0A`),
  },
  {
    what: 'PS3.5 K.2: GB 2312 in G1',
    terms: ['', 'ISO 2022 IR 58'],
    kind: 'name',
    text: 'Zhang^XiaoDong=张^小东=',
    bytes: hex(`
      5A 68 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D
      1B 24 29 41  D5 C5  5E  1B 24 29 41  D0 A1 B6 AB  3D`),
  },
  {
    what: 'PS3.5 K.3: the set is named anew on each line',
    terms: ['', 'ISO 2022 IR 58'],
    kind: 'text',
    text: '1.第一行文字。\r\n2.第二行文字。\r\n3.第三行文字。\r\n',
    bytes: hex(`
      31 2E 1B 24 29 41 B5 DA D2 BB D0 D0 CE C4 D7 D6 A1 A3 0D 0A
      32 2E 1B 24 29 41 B5 DA B6 FE D0 D0 CE C4 D7 D6 A1 A3 0D 0A
      33 2E 1B 24 29 41 B5 DA C8 FD D0 D0 CE C4 D7 D6 A1 A3 0D 0A`),
  },
  {
    what: 'Latin 1',
    terms: ['ISO_IR 100'],
    kind: 'name',
    text: 'Äneas^Rüdiger',
    bytes: hex('C4 6E 65 61 73 5E 52 FC 64 69 67 65 72'),
  },
  {
    what: 'Cyrillic',
    terms: ['ISO_IR 144'],
    kind: 'name',
    text: 'Люкceмбypг',
    bytes: hex('BB EE DA 63 65 DC D1 79 70 D3'),
  },
  {
    what: 'Arabic',
    terms: ['ISO_IR 127'],
    kind: 'name',
    text: 'قباني^لنزار',
    bytes: hex('E2 C8 C7 E6 EA 5E E4 E6 D2 C7 D1'),
  },
  {
    what: 'Greek',
    terms: ['ISO_IR 126'],
    kind: 'name',
    text: 'Διονυσιος',
    bytes: hex('C4 E9 EF ED F5 F3 E9 EF F2'),
  },
  {
    what: 'Hebrew',
    terms: ['ISO_IR 138'],
    kind: 'name',
    text: 'שרון^דבורה',
    bytes: hex('F9 F8 E5 EF 5E E3 E1 E5 F8 E4'),
  },
  { what: 'Thai', terms: ['ISO_IR 166'], kind: 'name', text: 'สมชาย', bytes: hex('CA C1 AA D2 C2') },
  {
    what: 'Latin 5',
    terms: ['ISO_IR 148'],
    kind: 'text',
    text: 'Çavuşoğlu',
    bytes: hex('C7 61 76 75 FE 6F F0 6C 75'),
  },
  { what: 'Latin 9', terms: ['ISO_IR 203'], kind: 'text', text: 'œuf €', bytes: hex('BD 75 66 20 A4') },
  { what: 'JIS X 0201', terms: ['ISO_IR 13'], kind: 'text', text: 'ﾔﾏ‾', bytes: hex('D4 CF 7E') },
  {
    what: 'two sets in G1, and back to value 1 before each delimiter and at the end',
    terms: ['ISO 2022 IR 100', 'ISO 2022 IR 126'],
    kind: 'name',
    text: 'é α^β',
    bytes: hex('E9 20  1B 2D 46 E1  1B 2D 41 5E  1B 2D 46 E2  1B 2D 41'),
  },
  {
    what: 'the supplementary kanji',
    terms: ['', 'ISO 2022 IR 87', 'ISO 2022 IR 159'],
    kind: 'text',
    text: '山丂 a',
    bytes: hex('1B 24 42 3B 33  1B 24 28 44 30 21  1B 28 42 20 61'),
  },
];

describe('The examples of the standard', () => {
  test.each(EXAMPLES)('$what: decodes', ({ terms, kind, text, bytes }) => {
    expect(characterSetOf(terms).decode(bytes, kind)).toBe(text);
  });
  test.each(EXAMPLES)('$what: encodes', ({ terms, kind, text, bytes }) => {
    expect(characterSetOf(terms).encode(text, kind)).toEqual(bytes);
  });
  test('PS3.5 I.3: the sequence may stand at the head of the line, and ASCII goes between', () => {
    const bytes = hex(`
      1B 24 29 43  54 68 65 20  B1 E6 B5 BF 2E 0D 0A            # The ..\\r\\n
      1B 24 29 43  B1 E6 B5 BF 2C 20 74 6F 6F 2E 0D 0A
      54 68 69 72 64`);
    expect(characterSetOf(['', 'ISO 2022 IR 149']).decode(bytes, 'text')).toBe(
      'The 길동.\r\n길동, too.\r\nThird',
    );
  });
  test.each(CHARACTER_SETS.filter((terms) => nationalLetters(terms).length > 0).map((terms) => ({ terms })))(
    'what an independent writer wrote in $terms reads, and is written the same',
    ({ terms }) => {
      const letters = nationalLetters(terms).join('');
      const text = `Doe^${letters}=${letters}^Jo${letters}\\${letters}`;
      const bytes = encoderOf(terms)(text, 'PN');
      const set = characterSetOf(terms);
      expect(set.decode(bytes, 'name')).toBe(text);
      expect(set.splitValues(bytes)).toHaveLength(2);
      expect(set.decode(set.encode(text, 'name') ?? hex(''), 'name')).toBe(text);
    },
  );
});

describe('Terms', () => {
  test('are the values of (0008,0005), trimmed', () => {
    expect(characterSetTerms(ascii('ISO_IR 100'))).toEqual(['ISO_IR 100']);
    expect(characterSetTerms(ascii('\\ISO 2022 IR 87 '))).toEqual(['', 'ISO 2022 IR 87']);
    expect(characterSetTerms(ascii('ISO 2022 IR 6 \\ ISO 2022 IR 87\0'))).toEqual([
      'ISO 2022 IR 6',
      'ISO 2022 IR 87',
    ]);
    expect(characterSetTerms(ascii(''))).toEqual([]);
    expect(characterSetTerms(ascii('  '))).toEqual([]);
  });
  test('give one set each time, which knows them', () => {
    const set = characterSetOf(['', ' ISO 2022 IR 87']);
    expect(set.terms).toEqual(['', 'ISO 2022 IR 87']);
    expect(characterSetOf(['', 'ISO 2022 IR 87'])).toBe(set);
    expect(characterSetOf([''])).toBe(characterSetOf([]));
    expect(characterSetOf([]).terms).toEqual([]);
  });
  test('are those of PS3.3 C.12.1.1.2', () => {
    const numbers = [6, 100, 101, 109, 110, 144, 127, 126, 138, 148, 203, 13, 166];
    const expected = [
      ...numbers.flatMap((number) => [`ISO_IR ${number}`, `ISO 2022 IR ${number}`]),
      ...[87, 159, 149, 58].map((number) => `ISO 2022 IR ${number}`),
      ...['ISO_IR 192', 'GB18030', 'GBK'],
    ];
    expect([...DEFINED_TERMS.keys()].sort()).toEqual(expected.sort());
  });
  test.each([...OTHER_NAMES])('%s is read as %s', (name, term) => {
    expect(DEFINED_TERMS.has(name)).toBe(false);
    expect(definedTerm(name)).toBeDefined();
    expect(definedTerm(name)).toBe(DEFINED_TERMS.get(term));
  });
  test.each([
    'ISO-IR 100',
    'ISO_IR_100',
    'ISO IR 100',
    'iso_ir 100',
    'ISO_IR100',
    'ISO 2022_IR 100',
    'ISO 2022-IR-100',
  ])('%s is Latin 1 misspelt', (name) => {
    expect(characterSetOf([name]).decode(hex('E9'), 'text')).toBe('é');
  });
  test('that are invalid are refused, and not repeated', () => {
    const refusal = (terms: readonly string[]) => {
      try {
        characterSetOf(terms);
      } catch (error) {
        return error as DicomError;
      }
      return null;
    };
    expect(refusal(['ISO_IR 999'])).toBeInstanceOf(DicomError);
    expect(refusal(['ISO_IR 999'])?.code).toBe('CHARACTER_SET_UNKNOWN');
    expect(refusal(['ISO_IR 100', 'Jones^Indiana'])?.code).toBe('CHARACTER_SET_UNKNOWN');
    expect(refusal(['ISO_IR 100', 'Jones^Indiana'])?.message).not.toContain('Jones');
    expect(refusal(['SHIFT_JIS'])?.code).toBe('CHARACTER_SET_UNKNOWN');
    expect(refusal(['toString'])?.code).toBe('CHARACTER_SET_UNKNOWN');
  });
  test('without code extensions stand alone where they are value 1 or follow the default repertoire', () => {
    const utf8 = hex('C3 A9');
    expect(characterSetOf(['ISO_IR 192', 'ISO 2022 IR 87']).decode(utf8, 'text')).toBe('é');
    expect(characterSetOf(['', 'ISO_IR 192']).decode(utf8, 'text')).toBe('é');
    expect(characterSetOf(['ISO_IR 100', 'ISO_IR 192']).decode(utf8, 'text')).toBe('Ã©');
  });
});

describe('Decoding', () => {
  const decode = (terms: readonly string[], bytes: Uint8Array, kind: TextKind = 'text') =>
    characterSetOf(terms).decode(bytes, kind);

  test('the default repertoire has seven bits; anything else is not known', () => {
    expect(decode([], hex('4A 6F E9 85 2E'))).toBe('Jo\ufffd\ufffd.');
    expect(decode(['ISO_IR 6'], hex('E9'))).toBe('\ufffd');
  });
  test('C1 are control characters in the single-byte sets, whatever web browsers make of them', () => {
    const c1 = Uint8Array.from({ length: 32 }, (_, n) => 0x80 + n);
    const expected = String.fromCharCode(...c1);
    for (const number of [100, 101, 109, 110, 144, 127, 126, 138, 148, 203, 166])
      expect(decode([`ISO_IR ${number}`], c1)).toBe(expected);
  });
  test('control characters pass', () => {
    expect(decode(['ISO_IR 100'], hex('09 0A 0C 0D 00 7F E9'))).toBe('\t\n\f\r\0\x7fé');
  });
  test('05/12 is the delimiter in JIS X 0201 too, and 07/14 an overline', () => {
    const set = characterSetOf(['ISO 2022 IR 13', 'ISO 2022 IR 87']);
    expect(set.decode(hex('B1 5C B2 7E'), 'text')).toBe('ｱ\\ｲ‾');
    expect(set.encode('¥', 'text')).toBeNull();
    expect(set.encode('~', 'text')).toBeNull();
  });
  test('a set that is not declared is followed all the same', () => {
    const kanji = hex('1B 24 42 3B 33 45 44 1B 28 42 61');
    expect(decode([], kanji)).toBe('山田a');
    expect(decode(['ISO_IR 100'], kanji)).toBe('山田a');
    expect(decode(['ISO_IR 100'], hex('E9 1B 2D 46 E1'))).toBe('éα');
    // As mail has them, and DICOM not: the older JIS, and half-width katakana in G0.
    expect(decode([], hex('1B 24 40 3B 33 1B 28 49 54 4F 1B 28 42 61'))).toBe('山ﾔﾏa');
  });
  test('an unknown or broken escape sequence is left as text', () => {
    expect(decode(['ISO_IR 100'], hex('41 1B 28 5A E9'))).toBe('A\x1b(Zé');
    expect(decode(['ISO_IR 100'], hex('41 1B'))).toBe('A\x1b');
    expect(decode(['ISO_IR 100'], hex('1B 24 29'))).toBe('\x1b$)');
  });
  test.each([
    ['a value', hex('1B 2D 46 E1 5C E1'), 'α\\á'],
    ['a line', hex('1B 2D 46 E1 0D 0A E1'), 'α\r\ná'],
    ['a page', hex('1B 2D 46 E1 0C E1'), 'α\fá'],
    ['a column', hex('1B 2D 46 E1 09 E1'), 'α\tá'],
    ['no word', hex('1B 2D 46 E1 20 E1'), 'α α'],
  ])('code extensions end with %s', (_, bytes, text) => {
    expect(decode(['ISO 2022 IR 100', 'ISO 2022 IR 126'], bytes)).toBe(text);
  });
  test('code extensions end with a part of a name, and only of a name', () => {
    const bytes = hex('1B 2D 46 E1 5E E1 3D E1');
    expect(decode(['ISO 2022 IR 100', 'ISO 2022 IR 126'], bytes, 'name')).toBe('α^á=á');
    expect(decode(['ISO 2022 IR 100', 'ISO 2022 IR 126'], bytes, 'text')).toBe('α^α=α');
  });
  test('the only set declared for G1 is presumed where its sequence is forgotten; of two, none', () => {
    expect(decode(['', 'ISO 2022 IR 149'], hex('C8 AB 5E B1 E6'), 'name')).toBe('홍^길');
    expect(decode(['ISO 2022 IR 149'], hex('C8 AB'))).toBe('홍');
    expect(decode(['', 'ISO 2022 IR 149', 'ISO 2022 IR 58'], hex('C8 AB'))).toBe('\ufffd\ufffd');
  });
  test('half a two-byte code costs one character and takes nothing with it', () => {
    expect(decode(['', 'ISO 2022 IR 149'], hex('1B 24 29 43 C8 5C C8'))).toBe('\ufffd\\\ufffd');
    expect(decode(['', 'ISO 2022 IR 87'], hex('1B 24 42 3B 33 45 1B 28 42 61'))).toBe('山\ufffda');
    expect(decode(['GB18030'], hex('D6 D0 81 5C'))).toBe('中乗');
    expect(decode(['GB18030'], hex('81 30 81 5C 41'))).toBe('\ufffd0乗A');
    expect(decode(['GB18030'], hex('81 7F 81 FF 41'))).toBe('\ufffd\x7f\ufffd\ufffdA');
    expect(decode(['GB18030'], hex('81 20 FF 81'))).toBe('\ufffd \ufffd\ufffd');
    expect(decode(['ISO_IR 192'], hex('E7 8E 5C 41'))).toBe('\ufffd\\A');
  });
  test('GB18030 reaches all of Unicode in four bytes', () => {
    expect(decode(['GB18030'], hex('81 30 81 30  95 32 82 36  E3 32 9A 35'))).toBe('\u0080𠀀\u{10ffff}');
    expect(decode(['GB18030'], hex('84 31 A4 39'))).toBe('\uffff');
    expect(decode(['GB18030'], hex('E3 32 9A 36'))).toBe('\ufffd2\ufffd6');
  });
  test('a byte order mark is a character as any other', () => {
    expect(decode(['ISO_IR 192'], hex('EF BB BF C3 A9'))).toBe('\ufeffé');
  });
  test('a long value is read as a short one is', () => {
    const text = 'Thorax with contrast, portal venous phase. '.repeat(20);
    for (const terms of [[], ['ISO_IR 13'], ['ISO_IR 192'], ['GBK'], ['', 'ISO 2022 IR 87']]) {
      expect(decode(terms, ascii(text))).toBe(text);
      expect(characterSetOf(terms).encode(text, 'text')).toEqual(ascii(text));
    }
    expect(decode(['ISO_IR 100'], ascii(`${text}é`))).toBe(`${text}é`);
  });
});

describe('Splitting values', () => {
  const split = (set: CharacterSet, bytes: Uint8Array) =>
    set.splitValues(bytes).map((value) => Buffer.from(value).toString('hex').toUpperCase());

  test('a trail byte 0x5C of GB18030 and GBK is not a delimiter', () => {
    for (const term of ['GB18030', 'GBK'])
      expect(split(characterSetOf([term]), hex('81 5C 5C 41 5C'))).toEqual(['815C', '41', '']);
  });
  test('0x5C within a two-byte code in G0 is not a delimiter', () => {
    const bytes = hex(`
      1B 24 42  21 5C  30 5C  5C 5C  1B 28 42                  # both bytes of a code may be 0x5C
      5C 41`);
    expect(split(characterSetOf(['', 'ISO 2022 IR 87']), bytes)).toEqual(['1B2442215C305C5C5C1B2842', '41']);
  });
  test('elsewhere every 0x5C is one', () => {
    expect(split(characterSetOf([]), hex('41 5C 42'))).toEqual(['41', '42']);
    expect(split(characterSetOf(['ISO_IR 192']), hex('E7 8E 8B 5C'))).toEqual(['E78E8B', '']);
    expect(split(characterSetOf(['ISO_IR 13']), hex('B1 5C B2'))).toEqual(['B1', 'B2']);
    expect(split(characterSetOf(['', 'ISO 2022 IR 149']), hex('1B 24 29 43 C8 AB 5C 41'))).toEqual([
      '1B242943C8AB',
      '41',
    ]);
  });
  test('nothing is one empty value', () => {
    expect(split(characterSetOf([]), hex(''))).toEqual(['']);
  });
});

describe('Encoding', () => {
  test.each([
    { terms: [], text: 'é' },
    { terms: ['ISO_IR 100'], text: 'α' },
    { terms: ['ISO_IR 100'], text: '\u20ac' },
    { terms: ['ISO_IR 13'], text: '山' },
    { terms: ['GBK'], text: '\u20ac' },
    { terms: ['GBK'], text: '𠀀' },
    { terms: ['', 'ISO 2022 IR 58'], text: '東' },
    { terms: ['', 'ISO 2022 IR 87'], text: '①' },
    { terms: ['ISO_IR 192'], text: '\ud800' },
    { terms: ['GB18030'], text: '\udc00' },
    { terms: ['ISO_IR 126'], text: '\u20ac' },
    // Without code extensions only value 1 is written.
    { terms: ['ISO_IR 100', 'ISO_IR 144'], text: 'Ж' },
  ])('$terms has no place for $text', ({ terms, text }) => {
    expect(characterSetOf(terms).encode(`Doe ${text}`, 'text')).toBeNull();
  });
  test('ESC is not text in any set', () => {
    for (const terms of CHARACTER_SETS) expect(characterSetOf(terms).encode('a\x1b(Bé', 'text')).toBeNull();
    for (const terms of CHARACTER_SETS) expect(characterSetOf(terms).encode('a\x1b(B', 'text')).toBeNull();
  });
  test('ASCII is its own bytes in every set', () => {
    for (const terms of CHARACTER_SETS)
      expect(characterSetOf(terms).encode('Doe^John=\\A b\r\n', 'name')).toEqual(ascii('Doe^John=\\A b\r\n'));
  });
  test('a name takes up its set again after each delimiter, a text need not', () => {
    const set = characterSetOf(['', 'ISO 2022 IR 149']);
    expect(set.encode('홍^길', 'name')).toEqual(hex('1B 24 29 43 C8 AB 5E 1B 24 29 43 B1 E6'));
    expect(set.encode('홍^길', 'text')).toEqual(hex('1B 24 29 43 C8 AB 5E B1 E6'));
    expect(set.encode('홍\\길', 'text')).toEqual(hex('1B 24 29 43 C8 AB 5C 1B 24 29 43 B1 E6'));
  });
});

describe('Falling back', () => {
  const written = (terms: readonly string[], text: string) => {
    const set = characterSetOf(terms);
    return set.decode(encodeWithFallback(set, text, 'name'), 'name');
  };
  test('what the set has stays as it is', () => {
    expect(written(['ISO_IR 100'], 'Müller^Øyvind')).toBe('Müller^Øyvind');
    expect(written(['ISO_IR 192'], '王^홍')).toBe('王^홍');
  });
  test('marks go first, then letters are spelled, then signs stand for them', () => {
    expect(written([], 'Müller^Žižek=Æsøp ß ½ ㎏ …')).toBe('Muller^Zizek=AEsop ss 1/2 kg ...');
    expect(written([], '王^홍길')).toBe('?^??');
    expect(written([], '\ud800 \u0301\u200d')).toBe('? ');
  });
  test('only characters that the set lacks are folded', () => {
    expect(written(['ISO_IR 100'], 'Müller^Žižek')).toBe('Müller^Zizek');
    expect(written(['ISO_IR 100'], 'Mu\u0308ller^王')).toBe('Müller^?');
    expect(written(['', 'ISO 2022 IR 87'], '山^Žﾔ')).toBe('山^Zヤ');
    expect(written(['ISO_IR 13'], 'ﾔ~')).toBe('ﾔ?');
  });
  test('no delimiter, control character or escape sequence comes of it', () => {
    expect(written([], '\uff3c\uff3e\uff1d\u2260\u2a74\ufe68')).toBe('????::??');
    expect(written(['ISO_IR 100'], 'a\x1b(B')).toBe('a?(B');
    expect(written([], 'a\u0085')).toBe('a?');
  });
});
