import { unitsOfCodes } from './tables.ts';

/**
 * The coded graphic character sets behind the Defined Terms of PS3.3 Tables C.12-2 to C.12-4, each by its number in the
 * International Register (ISO 2375). Tables come from the runtime's own decoders (WHATWG Encoding, with the mappings of
 * ICU) on first use; where those stray from the registered set, the difference is written down here.
 */
export type Registration = keyof typeof DEFINITIONS;

export interface GraphicSet {
  readonly registration: Registration;
  /** Bytes of one character: 1, or 2 for the 94 x 94 sets. */
  readonly width: 1 | 2;
  /**
   * UTF-16 unit of each position; U+FFFD where there is none. Position: `byte - 0x20` of a single byte,
   * `(lead - 0x21) * 94 + trail - 0x21` of two, all bytes taken as 7-bit.
   */
  readonly units: Uint16Array;
  /** Code (7-bit byte, or lead << 8 | trail) of each UTF-16 unit of the registered set. */
  readonly codes: ReadonlyMap<number, number>;
}

/** Codes with the high bits off, first and last. */
type CodeRange = readonly [first: number, last: number];

interface Definition {
  readonly width: 1 | 2;
  /** UTF-16 unit at each position, straight from the source. */
  readonly source: () => Uint16Array;
  /** Code and unit: where the source strays from the mapping of the registered set. */
  readonly mended?: readonly (readonly [code: number, unit: number])[];
  /** What the source has beyond the registered set: read, as other writers use it, and never written. */
  readonly beyond?: readonly CodeRange[];
}

const DEFINITIONS = {
  6: { width: 1, source: identity(0x00) },
  // 05/12 is shown as a yen sign, but it is the delimiter (PS3.5 6.1.2.3); 07/14 is an overline.
  14: { width: 1, source: identity(0x00), mended: [[0x7e, 0x203e]] },
  // Half-width katakana at 02/01 to 05/15; the rest is empty.
  13: { width: 1, source: () => filled(96, (at) => (at >= 1 && at <= 0x3f ? 0xff60 + at : 0xfffd)) },
  // The runtime takes "iso-8859-1" for windows-1252; ISO-IR 100 is the Latin-1 of Unicode itself.
  100: { width: 1, source: identity(0x80) },
  101: eightBit('iso-8859-2'),
  109: eightBit('iso-8859-3'),
  110: eightBit('iso-8859-4'),
  // 10/04, 10/05 and 10/10 came with the edition of 2003 (ISO-IR 227).
  126: {
    ...eightBit('iso-8859-7'),
    beyond: [
      [0x24, 0x25],
      [0x2a, 0x2a],
    ],
  },
  127: eightBit('iso-8859-6'),
  // 15/13 and 15/14, the direction marks, came with the edition of 1999 (ISO-IR 198).
  138: { ...eightBit('iso-8859-8'), beyond: [[0x7d, 0x7e]] },
  144: eightBit('iso-8859-5'),
  // "iso-8859-9" is windows-1254, which differs in C1 only; the set begins after C1.
  148: eightBit('iso-8859-9'),
  // 10/00, the no-break space, is of ISO 8859-11 and not of TIS 620.
  166: { ...eightBit('windows-874'), beyond: [[0x20, 0x20]] },
  203: eightBit('iso-8859-15'),
  // JIS X 0208: six signs that Microsoft maps to full-width forms; row 13 is NEC's, rows 85 and up are IBM's.
  87: {
    width: 2,
    source: twoByte('euc-jp'),
    mended: [
      [0x2141, 0x301c],
      [0x2142, 0x2016],
      [0x215d, 0x2212],
      [0x2171, 0x00a2],
      [0x2172, 0x00a3],
      [0x224c, 0x00ac],
    ],
    beyond: [
      [0x2d21, 0x2d7e],
      [0x7521, 0x7e7e],
    ],
  },
  // JIS X 0212, in the three-byte form of EUC; rows 78 and up are IBM's.
  159: { width: 2, source: twoByte('euc-jp', 0x8f), beyond: [[0x6e21, 0x7e7e]] },
  // KS C 5601:1987. The euro and registered signs came in 1998; rows 41 and 94 are for users.
  149: {
    width: 2,
    source: twoByte('euc-kr'),
    mended: [
      [0x2266, 0x20ac],
      [0x2267, 0x00ae],
    ],
    beyond: [
      [0x2266, 0x2267],
      [0x4921, 0x497e],
      [0x7e21, 0x7e7e],
    ],
  },
  // GB 2312-80 with what GBK put in its gaps.
  58: {
    width: 2,
    source: twoByte('gbk'),
    beyond: [
      [0x2221, 0x2230],
      [0x2263, 0x2264],
      [0x226f, 0x2270],
      [0x227d, 0x227e],
      [0x2474, 0x247e],
      [0x2577, 0x257e],
      [0x2639, 0x2640],
      [0x2659, 0x267e],
      [0x2742, 0x2750],
      [0x2772, 0x277e],
      [0x283b, 0x2844],
      [0x286a, 0x287e],
      [0x2921, 0x2923],
      [0x2970, 0x2f7e],
      [0x577a, 0x577e],
      [0x7821, 0x7e7e],
    ],
  },
} as const satisfies Readonly<Record<number, Definition>>;

/** Sets by registration, made when first asked for. */
const sets = new Map<Registration, GraphicSet>();

export function graphicSet(registration: Registration): GraphicSet {
  let set = sets.get(registration);
  if (set === undefined) {
    set = lazySet(registration, DEFINITIONS[registration]);
    sets.set(registration, set);
  }
  return set;
}

function lazySet(registration: Registration, definition: Definition): GraphicSet {
  let units: Uint16Array | null = null;
  let codes: ReadonlyMap<number, number> | null = null;
  return {
    registration,
    width: definition.width,
    get units() {
      units ??= unitsOf(definition);
      return units;
    },
    get codes() {
      codes ??= codesOf(definition, this.units);
      return codes;
    },
  };
}

function unitsOf(definition: Definition): Uint16Array {
  const units = definition.source();
  for (const [code, unit] of definition.mended ?? []) units[positionOf(definition.width, code)] = unit;
  return units;
}

function codesOf(definition: Definition, units: Uint16Array): ReadonlyMap<number, number> {
  const codes = new Map<number, number>();
  units.forEach((unit, position) => {
    const code = codeAt(definition.width, position);
    const registered = !(definition.beyond ?? []).some(([first, last]) => code >= first && code <= last);
    if (unit !== 0xfffd && registered) codes.set(unit, code);
  });
  return codes;
}

function positionOf(width: 1 | 2, code: number): number {
  return width === 1 ? code - 0x20 : ((code >> 8) - 0x21) * 94 + (code & 0xff) - 0x21;
}

function codeAt(width: 1 | 2, position: number): number {
  return width === 1 ? position + 0x20 : ((Math.floor(position / 94) + 0x21) << 8) | ((position % 94) + 0x21);
}

/** Positions whose unit is their own code, `offset` higher. 02/00 and 07/15 of a 94-set are not in it: the reader has them. */
function identity(offset: 0x00 | 0x80): () => Uint16Array {
  return () => filled(96, (at) => (offset === 0 && (at === 0 || at === 95) ? 0xfffd : at + 0x20 + offset));
}

/** The upper half of an 8-bit code, from 10/00. */
function eightBit(label: string): Definition & { readonly width: 1 } {
  return {
    width: 1,
    source: () => {
      const text = new TextDecoder(label).decode(Uint8Array.from({ length: 96 }, (_, at) => 0xa0 + at));
      return filled(96, (at) => text.charCodeAt(at));
    },
  };
}

/** 94 x 94 characters of an EUC code, after a single shift where it has one. */
function twoByte(label: string, shift?: number): () => Uint16Array {
  return () =>
    unitsOfCodes(label, 94 * 94, (position) => {
      const code = codeAt(2, position) | 0x8080;
      return shift === undefined ? [code >> 8, code & 0xff] : [shift, code >> 8, code & 0xff];
    });
}

function filled(length: number, unitAt: (position: number) => number): Uint16Array {
  return Uint16Array.from({ length }, (_, position) => unitAt(position));
}
