/** The value representations of PS3.5 Table 6.2-1 and what a reader or writer needs to know of each. */
export type Vr = keyof typeof VR_FACTS;

export interface VrFacts {
  /** Explicit VR headers carry a 32-bit length after two reserved bytes (PS3.5 7.1.2). */
  readonly longLength: boolean;
  /** `text` goes through Specific Character Set, `ascii` is the default repertoire, `binary` is neither (PS3.5 6.1.2.3). */
  readonly content: 'text' | 'ascii' | 'binary' | 'sequence';
  /** The byte that pads a value to even length (PS3.5 6.2). */
  readonly padding: 0x00 | 0x20;
  /** Backslash separates values (PS3.5 6.4). */
  readonly multiple: boolean;
  /** Most characters one value may have (PS3.5 Table 6.2-1); null: bounded by the length field alone. */
  readonly maxCharacters: number | null;
  /** Bytes of one binary value, which byte order applies to; 0: not a number. */
  readonly wordBytes: 0 | 1 | 2 | 4 | 8;
}

/** The code of `A`. */
const A = 0x41;

function text(maxCharacters: number | null, multiple: boolean, longLength = false): VrFacts {
  return { longLength, content: 'text', padding: 0x20, multiple, maxCharacters, wordBytes: 0 };
}
function ascii(
  maxCharacters: number | null,
  options: { padding?: 0x00; multiple?: false; longLength?: true } = {},
): VrFacts {
  return {
    longLength: options.longLength ?? false,
    content: 'ascii',
    padding: options.padding ?? 0x20,
    multiple: options.multiple ?? true,
    maxCharacters,
    wordBytes: 0,
  };
}
function binary(wordBytes: 1 | 2 | 4 | 8, longLength: boolean, multiple: boolean): VrFacts {
  return { longLength, content: 'binary', padding: 0x00, multiple, maxCharacters: null, wordBytes };
}

/** PS3.5 Table 6.2-1 (characters), 7.1.2 (length forms), 6.1.2.3 (character sets). */
export const VR_FACTS = {
  AE: ascii(16),
  AS: ascii(4),
  AT: binary(2, false, true),
  CS: ascii(16),
  DA: ascii(8),
  DS: ascii(16),
  DT: ascii(26),
  FD: binary(8, false, true),
  FL: binary(4, false, true),
  IS: ascii(12),
  LO: text(64, true),
  LT: text(10240, false),
  OB: binary(1, true, false),
  OD: binary(8, true, false),
  OF: binary(4, true, false),
  OL: binary(4, true, false),
  OV: binary(8, true, false),
  OW: binary(2, true, false),
  PN: text(64, true),
  SH: text(16, true),
  SL: binary(4, false, true),
  SQ: {
    longLength: true,
    content: 'sequence',
    padding: 0x00,
    multiple: false,
    maxCharacters: null,
    wordBytes: 0,
  },
  SS: binary(2, false, true),
  ST: text(1024, false),
  SV: binary(8, true, true),
  TM: ascii(14),
  UC: text(null, true, true),
  UI: ascii(64, { padding: 0x00 }),
  UL: binary(4, false, true),
  UN: binary(1, true, false),
  UR: ascii(null, { multiple: false, longLength: true }),
  US: binary(2, false, true),
  UT: text(null, false, true),
  UV: binary(8, true, true),
} as const satisfies Readonly<Record<string, VrFacts>>;

/** VRs by their two letters, each a digit of base 26: every element header asks. */
const BY_LETTERS: readonly (Vr | undefined)[] = Array.from({ length: 26 * 26 }, (_, place) => {
  const letters = String.fromCharCode(A + Math.floor(place / 26), A + (place % 26));
  return isVr(letters) ? letters : undefined;
});

const LONG_BY_LETTERS: readonly boolean[] = BY_LETTERS.map(
  (vr) => vr === undefined || VR_FACTS[vr].longLength,
);

/** The VR of two bytes, or undefined when PS3.5 Table 6.2-1 does not list it. */
export function vrOfBytes(first: number, second: number): Vr | undefined {
  return isLetter(first) && isLetter(second) ? BY_LETTERS[(first - A) * 26 + second - A] : undefined;
}

/**
 * Whether the length of an explicit header with these two letters has 32 bits and stands after two reserved bytes (PS3.5 7.1.2), as with all
 * that a later edition may define (PS3.5 6.2.2 Note).
 */
export function isLongHeader(first: number, second: number): boolean {
  return LONG_BY_LETTERS[(first - A) * 26 + second - A] as boolean;
}

/** Whether a byte is a capital letter, as the two of a VR are. */
export function isLetter(byte: number): boolean {
  return byte >= A && byte < A + 26;
}

export function isVr(text: string): text is Vr {
  return Object.hasOwn(VR_FACTS, text);
}

export function vrFacts(vr: Vr): VrFacts {
  return VR_FACTS[vr];
}
