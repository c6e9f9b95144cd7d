import type { EncodeText } from './encode.ts';

/**
 * Writes text in every Defined Term of Specific Character Set (PS3.3 C.12.1.1.2), code extensions included (PS3.5
 * 6.1.2.5), apart from the engine's own tables: each repertoire is what Node's ICU reads from its bytes, turned round.
 */

/** A G0 or G1 code element: how it is designated, and the bytes of its characters there (PS3.3 Tables C.12-2 to C.12-4). */
interface CodeElement {
  readonly set: 'G0' | 'G1';
  readonly escape: readonly number[];
  readonly bytesOf: ReadonlyMap<string, Uint8Array>;
}

/** [decoder label, final byte of ESC 2D, ten letters outside ASCII] by ISO-IR number. */
const SINGLE_BYTE: Readonly<Record<string, readonly [string, number, string]>> = {
  '100': ['iso-8859-1', 0x41, 'ÀÉÎÕÜßæçñø'],
  '101': ['iso-8859-2', 0x42, 'ĄĆĘŁŃŚŹŻőř'],
  '109': ['iso-8859-3', 0x43, 'ĈĜĤĴŜŬĉĝĥŭ'],
  '110': ['iso-8859-4', 0x44, 'ĀĒĢĪĶĻŅŖŪŽ'],
  '144': ['iso-8859-5', 0x4c, 'БГДЖЗИЛФЦЯ'],
  '127': ['iso-8859-6', 0x47, 'ابتثجحخدذر'],
  '126': ['iso-8859-7', 0x46, 'ΓΔΘΛΞΠΣΦΨΩ'],
  '138': ['iso-8859-8', 0x48, 'אבגדהוזחטי'],
  '148': ['iso-8859-9', 0x4d, 'ĞİŞğışÇÖÜâ'],
  '203': ['iso-8859-15', 0x62, 'ŠšŽžŒœŸ€ÀÉ'],
  '166': ['windows-874', 0x54, 'กขคงจฉชซฌญ'],
};

/** [escape, ten letters]. */
const MULTI_BYTE: Readonly<Record<string, readonly [readonly number[], string]>> = {
  '87': [[0x24, 0x42], '山田川村木林森本中上'],
  '159': [[0x24, 0x28, 0x44], '丂丄丅丌丒丟丣两丨丫'],
  '149': [[0x24, 0x29, 0x43], '가나다라마바사아자차'],
  '58': [[0x24, 0x29, 0x41], '王李张刘陈杨赵黄周吴'],
};

const WITHOUT_EXTENSIONS: Readonly<Record<string, string>> = {
  ISO_IR_192: 'é王Ж山가אกΩŁ😀',
  GB18030: '王㐀李张㐁陈杨赵㐂周',
  GBK: '張劉陳楊趙黃吳孫馬鄭',
};

/** Every value that Specific Character Set may be given in a test: each Defined Term alone or as a code extension. */
export const CHARACTER_SETS: readonly (readonly string[])[] = [
  [],
  ...Object.keys(SINGLE_BYTE).map((number) => [`ISO_IR ${number}`]),
  ['ISO_IR 13'],
  ['ISO_IR 192'],
  ['GB18030'],
  ['GBK'],
  ['ISO 2022 IR 6'],
  ...Object.keys(SINGLE_BYTE).map((number) => [`ISO 2022 IR ${number}`]),
  ...Object.keys(SINGLE_BYTE).map((number) => ['', `ISO 2022 IR ${number}`]),
  ['ISO 2022 IR 13'],
  ['', 'ISO 2022 IR 13'],
  ...Object.keys(MULTI_BYTE).map((number) => ['', `ISO 2022 IR ${number}`]),
  ['ISO 2022 IR 13', 'ISO 2022 IR 87'],
  ['ISO 2022 IR 6', 'ISO 2022 IR 87', 'ISO 2022 IR 159'],
];

/** Ten letters that only the last of the terms can write; empty where there is nothing but ASCII. */
export function nationalLetters(terms: readonly string[]): readonly string[] {
  const last = terms.at(-1) ?? '';
  const number = /IR (\d+)$/.exec(last)?.[1] ?? '';
  const letters =
    WITHOUT_EXTENSIONS[last.replace(' ', '_')] ??
    SINGLE_BYTE[number]?.[2] ??
    MULTI_BYTE[number]?.[1] ??
    (number === '13' ? 'ｱｲｳｴｵｶｷｸｹｺ' : '');
  return [...letters];
}

/** An encoder for the values of Specific Character Set; throws on a character that none of them has. */
export function encoderOf(terms: readonly string[]): EncodeText {
  return (text, vr) => encode(terms, text, vr === 'PN' ? /[\\^=]/ : /[\\\r\n\f\t]/, true);
}

/** The bytes of the characters alone, without escape sequences: what a search must find however the set was designated. */
export function codesOf(terms: readonly string[], text: string): Uint8Array {
  return encode(terms, text, /[^\s\S]/, false);
}

function encode(terms: readonly string[], text: string, delimiter: RegExp, escapes: boolean): Uint8Array {
  const whole = wholeRepertoire(terms[0] ?? '');
  if (whole !== undefined) return Uint8Array.from([...text].flatMap((character) => whole(character)));
  const elements = terms.length === 0 ? elementsOf('') : terms.flatMap(elementsOf);
  const [initialG0, initialG1] = ['G0', 'G1'].map((set) =>
    elementsOf(terms[0] ?? '').find((one) => one.set === set),
  );
  let [g0, g1] = [initialG0, initialG1];
  const out: number[] = [];
  const designate = (element: CodeElement | undefined) => {
    if (escapes && element !== undefined) out.push(0x1b, ...element.escape);
  };
  for (const character of text) {
    if (delimiter.test(character)) {
      // PS3.5 6.1.2.5.3: the initial code elements hold again from each delimiter on, and G0 is switched back before it.
      if (g0 !== initialG0) designate(initialG0);
      [g0, g1] = [initialG0, initialG1];
    }
    const active = [g0, g1].find((element) => element?.bytesOf.has(character));
    const element = active ?? elements.find(({ bytesOf }) => bytesOf.has(character));
    const bytes = element?.bytesOf.get(character);
    if (element === undefined || bytes === undefined)
      throw new Error('a character is in none of the character sets');
    if (active === undefined) {
      designate(element);
      if (element.set === 'G0') g0 = element;
      else g1 = element;
    }
    out.push(...bytes);
  }
  if (g0 !== initialG0) designate(initialG0);
  return Uint8Array.from(out);
}

/** The sets that stand alone: UTF-8, GB18030, GBK. */
function wholeRepertoire(term: string): ((character: string) => readonly number[]) | undefined {
  if (term === 'ISO_IR 192') return (character) => [...Buffer.from(character, 'utf8')];
  if (term !== 'GB18030' && term !== 'GBK') return undefined;
  const table = term === 'GBK' ? gbk() : gb18030();
  return (character) => {
    const bytes =
      character.length === 1 && character < '\x80' ? [character.charCodeAt(0)] : table.get(character);
    if (bytes === undefined) throw new Error('a character is in none of the character sets');
    return [...bytes];
  };
}

const G0_ASCII = (): CodeElement => ({ set: 'G0', escape: [0x28, 0x42], bytesOf: asciiTable() });

function elementsOf(term: string): readonly CodeElement[] {
  const number = /^ISO(?:_IR| 2022 IR) (\d+)$/.exec(term)?.[1] ?? '6';
  return cached(`elements ${number}`, () => {
    const single = SINGLE_BYTE[number];
    const multi = MULTI_BYTE[number];
    if (single !== undefined) {
      return [G0_ASCII(), { set: 'G1', escape: [0x2d, single[1]], bytesOf: highHalf(single[0]) }];
    }
    if (multi !== undefined) {
      return [{ set: multi[0][1] === 0x29 ? 'G1' : 'G0', escape: multi[0], bytesOf: multiByte(number) }];
    }
    if (number === '13') {
      return [
        { set: 'G0', escape: [0x28, 0x4a], bytesOf: asciiTable() },
        { set: 'G1', escape: [0x29, 0x49], bytesOf: katakana() },
      ];
    }
    return [G0_ASCII()];
  });
}

function asciiTable(): ReadonlyMap<string, Uint8Array> {
  return cached(
    'ascii',
    () => new Map(range(0x01, 0x7e).map((code) => [String.fromCharCode(code), Uint8Array.of(code)])),
  );
}

function katakana(): ReadonlyMap<string, Uint8Array> {
  return cached('katakana', () =>
    inverse(
      'shift_jis',
      range(0xa1, 0xdf).map((code) => [code]),
    ),
  );
}

function highHalf(label: string): ReadonlyMap<string, Uint8Array> {
  return cached(label, () =>
    inverse(
      label,
      range(0xa0, 0xff).map((code) => [code]),
    ),
  );
}

function multiByte(number: string): ReadonlyMap<string, Uint8Array> {
  const rows = (last: number) =>
    range(0xa1, last).flatMap((row) => range(0xa1, 0xfe).map((cell) => [row, cell]));
  const low = (bytes: readonly number[]) => bytes.slice(-2).map((byte) => byte & 0x7f);
  return cached(`multi ${number}`, () => {
    // JIS X 0208 ends at row 84 (0xF4); what EUC-JP has behind it are makers' additions.
    if (number === '87') return inverse('euc-jp', rows(0xf4), low);
    if (number === '159')
      return inverse(
        'euc-jp',
        rows(0xed).map((pair) => [0x8f, ...pair]),
        low,
      );
    return inverse(number === '149' ? 'euc-kr' : 'gbk', rows(number === '149' ? 0xfd : 0xf7));
  });
}

function gbk(): ReadonlyMap<string, Uint8Array> {
  return cached('gbk', () =>
    inverse(
      'gbk',
      range(0x81, 0xfe).flatMap((lead) => range(0x40, 0xfe).map((trail) => [lead, trail])),
    ),
  );
}

function gb18030(): ReadonlyMap<string, Uint8Array> {
  return cached('gb18030', () => {
    const fourBytes = range(0x81, 0x84).flatMap((a) =>
      range(0x30, 0x39).flatMap((b) =>
        range(0x81, 0xfe).flatMap((c) => range(0x30, 0x39).map((d) => [a, b, c, d])),
      ),
    );
    return new Map([...inverse('gb18030', fourBytes), ...gbk()]);
  });
}

/** What the decoder reads as one character, by that character. */
function inverse(
  label: string,
  codes: readonly (readonly number[])[],
  written: (bytes: readonly number[]) => readonly number[] = (bytes) => bytes,
): ReadonlyMap<string, Uint8Array> {
  const decoder = new TextDecoder(label);
  const table = new Map<string, Uint8Array>();
  for (const code of codes) {
    const text = decoder.decode(Uint8Array.from(code));
    if ([...text].length === 1 && text !== '\ufffd' && !table.has(text))
      table.set(text, Uint8Array.from(written(code)));
  }
  return table;
}

const tables = new Map<string, unknown>();

function cached<T>(key: string, make: () => T): T {
  if (!tables.has(key)) tables.set(key, make());
  return tables.get(key) as T;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
