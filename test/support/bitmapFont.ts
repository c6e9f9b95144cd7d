/** Glyphs of 5 by 7 pixels, as the character generators of old devices have them: a row a number, its bits from the left. */
const GLYPHS: Readonly<Record<string, string>> = {
  '0': 'EHJLPHE',
  '1': '4C4444E',
  '2': 'EH1248V',
  '3': 'V2421HE',
  '4': '26AIV22',
  '5': 'VGU11HE',
  '6': '68GUHHE',
  '7': 'V124888',
  '8': 'EHHEHHE',
  '9': 'EHHF12C',
  A: 'EHHVHHH',
  B: 'UHHUHHU',
  C: 'EHGGGHE',
  D: 'SIHHHIS',
  E: 'VGGUGGV',
  F: 'VGGUGGG',
  G: 'EHGNHHF',
  H: 'HHHVHHH',
  I: 'E44444E',
  J: '722222IC'.slice(0, 7),
  K: 'HIKOKIH',
  L: 'GGGGGGV',
  M: 'HRLLHHH',
  N: 'HHPLJHH',
  O: 'EHHHHHE',
  P: 'UHHUGGG',
  Q: 'EHHHLID',
  R: 'UHHUKIH',
  S: 'FGGE11U',
  T: 'V444444',
  U: 'HHHHHHE',
  V: 'HHHHHA4',
  W: 'HHHLLLA',
  X: 'HHA4AHH',
  Y: 'HHHA444',
  Z: 'V1248GV',
  ':': '0CC0CC0',
  '/': '0124800'.replace('0124800', '01248G0'),
  '-': '000V000',
  '.': '00000CC',
  ' ': '0000000',
};

export const GLYPH_WIDTH = 6;
export const GLYPH_HEIGHT = 7;

/** Calls `put` for each pixel of a line of text, from its top left corner. Characters without a glyph are spaces. */
export function eachPixelOf(text: string, put: (x: number, y: number) => void): void {
  [...text.toUpperCase()].forEach((character, at) => {
    const rows = GLYPHS[character] ?? '0000000';
    [...rows].forEach((row, y) => {
      const bits = Number.parseInt(row, 32);
      for (let x = 0; x < 5; x++) if ((bits >> (4 - x)) & 1) put(at * GLYPH_WIDTH + x, y);
    });
  });
}
