import { graphicSet, type Registration } from '../../../layers/dicom/characterSets/graphicSets.ts';

/** Characters of each set as the International Register and the national standards count them. */
const SIZES: readonly (readonly [Registration, number, string])[] = [
  [6, 94, 'ISO 646'],
  [14, 94, 'JIS X 0201 romaji'],
  [13, 63, 'JIS X 0201 katakana'],
  [100, 96, 'ISO 8859-1'],
  [101, 96, 'ISO 8859-2'],
  [109, 89, 'ISO 8859-3'],
  [110, 96, 'ISO 8859-4'],
  [126, 90, 'ISO 8859-7:1987'],
  [127, 51, 'ISO 8859-6'],
  [138, 58, 'ISO 8859-8:1988'],
  [144, 96, 'ISO 8859-5'],
  [148, 96, 'ISO 8859-9'],
  [166, 87, 'TIS 620-2533'],
  [203, 96, 'ISO 8859-15'],
  [87, 6879, 'JIS X 0208:1990'],
  [159, 6067, 'JIS X 0212:1990'],
  [149, 8224, 'KS C 5601:1987'],
  [58, 7445, 'GB 2312-80'],
];

describe('The graphic character sets', () => {
  test.each(SIZES)('ISO-IR %i has its %i characters (%s)', (registration, size) => {
    expect(graphicSet(registration).codes.size).toBe(size);
  });
  test.each(SIZES.filter(([registration]) => registration !== 6 && registration !== 14))(
    'ISO-IR %i has no ASCII, so no delimiter comes of it',
    (registration) => {
      const { units } = graphicSet(registration);
      expect([...units].filter((unit) => unit < 0xa0)).toEqual([]);
    },
  );
  test.each(SIZES)('ISO-IR %i reads each code as the character that has it', (registration) => {
    const { codes, units, width } = graphicSet(registration);
    for (const [unit, code] of codes) {
      const position = width === 1 ? code - 0x20 : ((code >> 8) - 0x21) * 94 + (code & 0xff) - 0x21;
      expect(units[position]).toBe(unit);
    }
  });
  test.each<readonly [Registration, number, string]>([
    // Where the runtime's decoders take after Microsoft's code pages, the registered sets do not.
    [87, 0x2140, '＼'],
    [87, 0x2141, '〜'],
    [87, 0x2142, '‖'],
    [87, 0x215d, '−'],
    [87, 0x2171, '¢'],
    [87, 0x2172, '£'],
    [87, 0x224c, '¬'],
    [87, 0x7426, '熙'],
    [159, 0x3021, '丂'],
    [149, 0x3021, '가'],
    [149, 0x2454, 'ㅤ'],
    [58, 0x2124, '·'],
    [58, 0x212a, '—'],
    [58, 0x777e, '齄'],
    [100, 0x21, '¡'],
    [13, 0x5f, 'ﾟ'],
    [14, 0x7e, '‾'],
    [203, 0x24, '€'],
    [126, 0x21, '\u2018'],
    [148, 0x50, 'Ğ'],
    [166, 0x7b, '๛'],
  ])('ISO-IR %i has at %i the character %s', (registration, code, character) => {
    expect(graphicSet(registration).codes.get(character.charCodeAt(0))).toBe(code);
  });
});
