import { createHash } from 'node:crypto';

/** Numbers that the same seed gives again. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
}

/** Mulberry32: 32 bits of state, enough to choose bytes by. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return {
    below: (limit) => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * limit);
    },
  };
}

/** Changes of bytes wherever they fall. */
const BLIND = ['flip', 'truncate', 'length', 'splice', 'delete', 'repeat', 'token', 'zero'] as const;
/** Changes of elements, which leave the headers round them whole. */
const AIMED = ['value', 'retag', 'vr', 'drop', 'double', 'graft', 'wrap'] as const;
export const MUTATIONS = [...BLIND, ...AIMED] as const;
export type Mutation = (typeof MUTATIONS)[number];

export interface Mutant {
  readonly bytes: Uint8Array;
  readonly mutations: readonly Mutation[];
}

/** An object, and where its elements are at every depth; none for what cannot be indexed. */
export interface Seed {
  readonly bytes: Uint8Array;
  readonly elements: readonly ElementSpan[];
}
export interface ElementSpan {
  readonly start: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly end: number;
  readonly explicitVr: boolean;
}

/** Tags and lengths that a walk takes turns at: item, delimiters, undefined length, UN, SQ, a private tag, Pixel Data, a UID. */
const TOKENS = [
  'feff00e0ffffffff',
  'feff00e000000000',
  'feff0de000000000',
  'feffdde000000000',
  'ffffffff',
  '00000000',
  'ffffff7f',
  '534e',
  '554e0000ffffffff',
  '53510000ffffffff',
  '53510000',
  '29000110',
  '29001000',
  'e07f1000',
  '08001800',
  '10001000',
  '08000500',
  '5c',
  '1b2442',
].map((hex) => Buffer.from(hex, 'hex'));

/**
 * One to three changes of an object. Two mutants in three are changed at their elements, so that most of those are still data sets; the
 * others anywhere, most of them in the first 4 KiB, where headers are dense.
 */
export function mutate(seed: Seed, other: Seed, dice: Random): Mutant {
  const isAimed = seed.elements.length > 0 && dice.below(3) > 0;
  const kinds = isAimed ? AIMED : BLIND;
  const mutations = Array.from(
    { length: 1 + dice.below(3) },
    () => kinds[dice.below(kinds.length)] as Mutation,
  );
  if (!isAimed) {
    const bytes = (mutations as BlindMutation[]).reduce(
      (changed, mutation) => CHANGES[mutation](changed, other.bytes, dice),
      Uint8Array.from(seed.bytes) as Uint8Array,
    );
    return { bytes, mutations };
  }
  // From the last to the first, so that offsets before stay true.
  const targets = mutations
    .map((mutation) => ({
      mutation: mutation as AimedMutation,
      element: seed.elements[dice.below(seed.elements.length)] as ElementSpan,
    }))
    .sort((a, b) => b.element.start - a.element.start);
  const bytes = targets.reduce(
    (changed, { mutation, element }) =>
      joined(
        changed.subarray(0, element.start),
        ...ELEMENT_CHANGES[mutation](changed, element, other, dice),
        changed.subarray(element.end),
      ),
    seed.bytes,
  );
  return { bytes, mutations };
}

type BlindMutation = (typeof BLIND)[number];
type AimedMutation = (typeof AIMED)[number];

/** What stands in the place of an element. */
const ELEMENT_CHANGES: Readonly<
  Record<
    AimedMutation,
    (bytes: Uint8Array, element: ElementSpan, other: Seed, dice: Random) => readonly Uint8Array[]
  >
> = {
  value: (bytes, element, _other, dice) => {
    const whole = Uint8Array.from(bytes.subarray(element.start, element.end));
    const from = element.valueStart - element.start;
    const to = Math.min(element.valueEnd - element.start, from + 512, whole.length);
    const letters = dice.below(3);
    for (let at = from; at < to; at++)
      whole[at] = letters === 0 ? dice.below(256) : letters === 1 ? 0x20 + dice.below(0x5f) : 0x5c;
    return [whole];
  },
  retag: (bytes, element, _other, dice) => {
    const whole = Uint8Array.from(bytes.subarray(element.start, element.end));
    const tag = TAGS[dice.below(TAGS.length)] as number;
    if (whole.length >= 4)
      new DataView(whole.buffer).setUint32(0, ((tag & 0xffff) << 16) | (tag >>> 16), true);
    return [whole];
  },
  vr: (bytes, element, _other, dice) => {
    const whole = Uint8Array.from(bytes.subarray(element.start, element.end));
    if (element.explicitVr && whole.length >= 6)
      whole.set(Buffer.from(VRS[dice.below(VRS.length)] as string, 'latin1'), 4);
    return [whole];
  },
  drop: () => [],
  double: (bytes, element) => {
    const whole = bytes.subarray(element.start, element.end);
    return [whole, whole];
  },
  graft: (bytes, element, other, dice) => {
    const grafted = other.elements[dice.below(other.elements.length)];
    const whole = bytes.subarray(element.start, element.end);
    return grafted === undefined
      ? [whole]
      : [whole, other.bytes.subarray(grafted.start, Math.min(grafted.end, grafted.start + 4096))];
  },
  wrap: (bytes, element, _other, dice) => {
    const whole = bytes.subarray(element.start, element.end);
    const tag = TAGS[dice.below(TAGS.length)] as number;
    const item = header(0xfffee000, null, whole.length);
    const vr = element.explicitVr ? (['SQ', 'UN', 'OB'][dice.below(3)] as string) : null;
    return [header(tag, vr, item.length + whole.length), item, whole];
  },
};

/** An element header in little endian; the long form where it has a VR. */
function header(tag: number, vr: string | null, length: number): Uint8Array {
  const bytes = new Uint8Array(vr === null ? 8 : 12);
  const words = new DataView(bytes.buffer);
  words.setUint16(0, tag >>> 16, true);
  words.setUint16(2, tag & 0xffff, true);
  if (vr !== null) bytes.set(Buffer.from(vr, 'latin1'), 4);
  words.setUint32(bytes.length - 4, length, true);
  return bytes;
}

/** Attributes that the engine does something with, or that something hangs on. */
const TAGS: readonly number[] = [
  0x00020003, 0x00020010, 0x00080005, 0x00080016, 0x00080018, 0x00080020, 0x00080050, 0x00081030, 0x00081115,
  0x00081140, 0x0008114a, 0x00100010, 0x00100020, 0x00101002, 0x00120062, 0x00120063, 0x00120064, 0x0020000d,
  0x00280301, 0x00280303, 0x00290010, 0x00291001, 0x0040a730, 0x00400275, 0x00420011, 0x60003000, 0x50000010,
  0x7fe00010, 0xfffcfffc, 0x00100000, 0x00089999, 0x00001000,
];
const VRS =
  'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV ZZ'.split(
    ' ',
  );

const CHANGES: Readonly<
  Record<BlindMutation, (bytes: Uint8Array, other: Uint8Array, dice: Random) => Uint8Array>
> = {
  flip: (bytes, _other, dice) => {
    for (let count = 1 + dice.below(8); count > 0; count--) {
      const at = place(bytes, dice);
      if (at < bytes.length) bytes[at] = (bytes[at] as number) ^ (1 << dice.below(8));
    }
    return bytes;
  },
  truncate: (bytes, _other, dice) => bytes.slice(0, place(bytes, dice)),
  length: (bytes, _other, dice) => {
    const at = lengthField(bytes, dice);
    const size = dice.below(2) === 0 ? 2 : 4;
    if (at + size > bytes.length) return bytes;
    const value = [0, 1, 2, 0xff, 0xffff, 0x10000, bytes.length, 0x7fffffff, 0xfffffffe, 0xffffffff][
      dice.below(10)
    ] as number;
    const words = new DataView(bytes.buffer, bytes.byteOffset);
    if (size === 2) words.setUint16(at, value & 0xffff, true);
    else words.setUint32(at, value >>> 0, true);
    return bytes;
  },
  splice: (bytes, other, dice) => {
    const from = place(other, dice);
    return joined(
      bytes.subarray(0, place(bytes, dice)),
      other.subarray(from, from + span(dice)),
      bytes.subarray(place(bytes, dice)),
    );
  },
  delete: (bytes, _other, dice) => {
    const at = place(bytes, dice);
    return joined(bytes.subarray(0, at), bytes.subarray(at + span(dice)));
  },
  repeat: (bytes, _other, dice) => {
    const at = place(bytes, dice);
    const part = bytes.subarray(at, at + span(dice));
    const times = 1 + dice.below(8);
    return joined(bytes.subarray(0, at), ...Array.from({ length: times }, () => part), bytes.subarray(at));
  },
  token: (bytes, _other, dice) => {
    const token = TOKENS[dice.below(TOKENS.length)] as Uint8Array;
    const at = place(bytes, dice);
    // Over what is there, or between.
    return joined(bytes.subarray(0, at), token, bytes.subarray(dice.below(2) === 0 ? at : at + token.length));
  },
  zero: (bytes, _other, dice) => {
    const at = place(bytes, dice);
    bytes.fill(0, at, at + span(dice));
    return bytes;
  },
};

const HEADERS_BYTES = 4096;

function place(bytes: Uint8Array, dice: Random): number {
  const near = dice.below(4) > 0;
  // The preamble is of no interest, most of the time.
  const from = dice.below(16) === 0 ? 0 : Math.min(132, bytes.length);
  const to = near ? Math.min(bytes.length, from + HEADERS_BYTES) : bytes.length;
  return from + dice.below(1 + to - from);
}

function span(dice: Random): number {
  return 1 + dice.below(dice.below(4) === 0 ? 4096 : 64);
}

/** Behind two capital letters, as in explicit VR, if there are any near; else anywhere. */
function lengthField(bytes: Uint8Array, dice: Random): number {
  const start = place(bytes, dice);
  for (let at = start; at < Math.min(start + 64, bytes.length - 1); at++)
    if (isUpperCase(bytes[at]) && isUpperCase(bytes[at + 1])) return at + 2 + 2 * dice.below(2);
  return start;
}

function isUpperCase(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** A short name for a mutant, so that one can be told from another in a report. */
export function nameOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}
