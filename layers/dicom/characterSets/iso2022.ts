import {
  asciiBytes,
  asciiText,
  BACKSLASH,
  backslashesOf,
  type Codec,
  ESC,
  REPLACEMENT,
  splitAt,
  type TextKind,
  textOf,
} from './codec.ts';
import { type GraphicSet, graphicSet, type Registration } from './graphicSets.ts';

/** The sets that a value of (0008,0005) puts in G0 and G1. */
export interface CodeElements {
  readonly g0: Registration | null;
  readonly g1: Registration | null;
  /** It may be invoked by an escape sequence: its term begins ISO 2022. */
  readonly extended: boolean;
}

type Element = 'g0' | 'g1';

/** Puts a set in a code element. `bytes` is the escape sequence with ESC. */
interface Designation {
  readonly element: Element;
  readonly registration: Registration;
  readonly bytes: readonly number[];
}

function designation(element: Element, registration: Registration, afterEsc: string): Designation {
  return { element, registration, bytes: [ESC, ...Buffer.from(afterEsc, 'latin1')] };
}

/** The escape sequences of PS3.3 Tables C.12-3 and C.12-4. */
const DESIGNATIONS: readonly Designation[] = [
  designation('g0', 6, '(B'),
  designation('g0', 14, '(J'),
  designation('g1', 13, ')I'),
  designation('g1', 100, '-A'),
  designation('g1', 101, '-B'),
  designation('g1', 109, '-C'),
  designation('g1', 110, '-D'),
  designation('g1', 126, '-F'),
  designation('g1', 127, '-G'),
  designation('g1', 138, '-H'),
  designation('g1', 144, '-L'),
  designation('g1', 148, '-M'),
  designation('g1', 166, '-T'),
  designation('g1', 203, '-b'),
  designation('g0', 87, '$B'),
  designation('g0', 159, '$(D'),
  designation('g1', 149, '$)C'),
  designation('g1', 58, '$)A'),
];

/** Sequences that DICOM does not have, and Japanese, Korean and Chinese software writes: read, and never written. */
const FOREIGN_DESIGNATIONS: readonly Designation[] = [
  designation('g0', 87, '$@'), // JIS C 6226-1978, the ancestor of JIS X 0208
  designation('g0', 87, '$(B'),
  designation('g0', 13, '(I'), // half-width katakana in G0
  designation('g1', 87, '$)B'),
  designation('g1', 159, '$)D'),
  designation('g0', 149, '$(C'),
  designation('g0', 58, '$A'),
];

/** By the two or three bytes after ESC as one big-endian number. */
const BY_SEQUENCE: ReadonlyMap<number, Designation> = new Map(
  [...FOREIGN_DESIGNATIONS, ...DESIGNATIONS].map((one) => [
    one.bytes.slice(1).reduce((number, byte) => number * 256 + byte, 0),
    one,
  ]),
);

function designationAt(bytes: Uint8Array, at: number): Designation | undefined {
  const two = ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  return BY_SEQUENCE.get(two) ?? BY_SEQUENCE.get((two << 8) | (bytes[at + 3] ?? 0));
}

/** What is in force where a value, a line or a part of a name begins (PS3.5 6.1.2.5.3), and what may follow. */
interface Extension {
  readonly g0: Registration;
  readonly g1: Registration | null;
  /** For upper-half bytes while nothing is in G1: real writers forget the sequence. The one set that is declared for G1. */
  readonly presumedG1: Registration | null;
  /** C1 is there in 8-bit codes; the default repertoire alone is a 7-bit code. */
  readonly eightBit: boolean;
  /** What the encoder may use, in order of preference. */
  readonly designations: readonly Designation[];
}

/** `elements`: the values of (0008,0005) in order, at least one. */
function extensionOf(elements: readonly CodeElements[]): Extension {
  const first = elements[0]!;
  const single = (registration: Registration | null) =>
    registration !== null && graphicSet(registration).width === 1 ? registration : null;
  // A two-byte set must be invoked, even where a file has it as value 1 against the standard.
  const g0 = single(first.g0) ?? 6;
  const g1 = single(first.g1);
  const declaredG1 = new Set(elements.flatMap((one) => one.g1 ?? []));
  const usable = elements.filter((one) => one.extended);
  const wanted = [g0, g1, ...usable.flatMap((one) => [one.g0, one.g1])];
  return {
    g0,
    g1,
    presumedG1: g1 ?? (declaredG1.size === 1 ? [...declaredG1][0]! : null),
    eightBit: elements.some((one) => one.g0 !== 6 || one.g1 !== null),
    designations: usable.length === 0 ? [] : [...new Set(wanted)].flatMap((one) => designationOf(one)),
  };
}

function designationOf(registration: Registration | null): readonly Designation[] {
  return DESIGNATIONS.filter((one) => one.registration === registration);
}

/** Control characters end a line or a page, and `\`, or ^ and = in a name, a value or a part of it. */
function endsExtent(unit: number, kind: TextKind): boolean {
  return (
    unit < 0x20 || unit === BACKSLASH || (kind === 'name' && (unit === 0x5e || unit === 0x3d)) // ^ and =
  );
}

/** Decodes, and notes where the value delimiters are. */
function read(bytes: Uint8Array, kind: TextKind, extension: Extension, delimiters: number[]): string {
  const initialG0 = graphicSet(extension.g0);
  const initialG1 = extension.presumedG1 === null ? null : graphicSet(extension.presumedG1);
  let g0 = initialG0;
  let g1 = initialG1;
  const units = new Uint16Array(bytes.length);
  let count = 0;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    const found = byte === ESC ? designationAt(bytes, at) : undefined;
    if (found !== undefined) {
      if (found.element === 'g0') g0 = graphicSet(found.registration);
      else g1 = graphicSet(found.registration);
      at += found.bytes.length;
      continue;
    }
    const upper = byte >= 0xa0;
    const inC0 = byte <= 0x20 || byte === 0x7f;
    const inC1 = byte >= 0x80 && byte < 0xa0;
    const set = upper ? g1 : g0;
    let unit = inC0 || (inC1 && extension.eightBit) ? byte : REPLACEMENT;
    let length = 1;
    if (!inC0 && !inC1 && set !== null) {
      if (set.width === 1) unit = set.units[(byte & 0x7f) - 0x20]!;
      else if (isPair(byte, bytes[at + 1] ?? 0)) {
        unit = set.units[((byte & 0x7f) - 0x21) * 94 + (bytes[at + 1]! & 0x7f) - 0x21]!;
        length = 2;
      }
    }
    units[count] = unit;
    count += 1;
    if (unit === BACKSLASH) delimiters.push(at);
    if (byte !== ESC && endsExtent(unit, kind)) {
      g0 = initialG0;
      g1 = initialG1;
    }
    at += length;
  }
  return textOf(units, count);
}

/** Both bytes in the same half, and within a 94-set. */
function isPair(lead: number, trail: number): boolean {
  const inSet = (byte: number) => (byte & 0x7f) > 0x20 && (byte & 0x7f) < 0x7f;
  return inSet(lead) && inSet(trail) && (lead & 0x80) === (trail & 0x80);
}

function write(text: string, kind: TextKind, extension: Extension): Uint8Array | null {
  const out: number[] = [];
  const initialG1 = extension.g1 === null ? null : graphicSet(extension.g1);
  const initial: Readonly<Record<Element, GraphicSet | null>> = {
    g0: graphicSet(extension.g0),
    g1: initialG1,
  };
  const active = { ...initial };
  const designate = (one: Designation) => {
    out.push(...one.bytes);
    active[one.element] = graphicSet(one.registration);
  };
  const restore = (element: Element) => {
    const set = initial[element];
    if (set !== null && active[element] !== set) designate(designationOf(set.registration)[0]!);
    // Where value 1 has no G1 there is nothing to go back to; the next use says its sequence again.
    active[element] = set;
  };
  const place = (element: Element, unit: number): boolean => {
    const code = active[element]?.codes.get(unit);
    if (code === undefined) return false;
    const half = element === 'g1' ? 0x80 : 0;
    if (active[element]!.width === 2) out.push((code >> 8) | half);
    out.push((code & 0xff) | half);
    return true;
  };
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === ESC) return null;
    if (endsExtent(unit, kind)) {
      restore('g0');
      restore('g1');
      out.push(unit);
    } else if (unit === 0x20 || unit === 0x7f) {
      // Space is in no 94-set; readers that take a run of two-byte codes at a time stumble over it.
      restore('g0');
      out.push(unit);
    } else if (unit >= 0x80 && unit < 0xa0) {
      if (!extension.eightBit) return null;
      out.push(unit);
    } else if (!place('g0', unit) && !place('g1', unit)) {
      const one = extension.designations.find((each) => graphicSet(each.registration).codes.has(unit));
      if (one === undefined) return null;
      designate(one);
      place(one.element, unit);
    }
  }
  restore('g0');
  restore('g1');
  return Uint8Array.from(out);
}

/**
 * The default repertoire, the single-byte sets, and every combination of sets with code extensions (PS3.5 6.1.2.4 and 6.1.2.5).
 * Escape sequences of sets that are not declared are followed when they are known; an unknown one is left as text.
 */
export function iso2022Codec(elements: readonly CodeElements[]): Codec {
  const extension = extensionOf(elements);
  // With JIS X 0201 in G0 the overline takes the place of the tilde, so ASCII is not its own code.
  const asciiIsPlain = extension.g0 === 6;
  return {
    decode: (bytes, kind) => (asciiIsPlain ? asciiText(bytes) : null) ?? read(bytes, kind, extension, []),
    encode: (text, kind) => (asciiIsPlain ? asciiBytes(text) : null) ?? write(text, kind, extension),
    splitValues: (bytes) => {
      if (!bytes.includes(ESC)) return splitAt(bytes, backslashesOf(bytes));
      const delimiters: number[] = [];
      read(bytes, 'text', extension, delimiters);
      return splitAt(bytes, delimiters);
    },
  };
}
