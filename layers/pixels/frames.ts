import { PixelsError } from './errors.ts';

/** A half-open range of bytes. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** The offset tables of an encapsulated value, as numbers; empty: it has none. */
export interface OffsetTables {
  /** Basic Offset Table (PS3.5 A.4). */
  readonly basic: readonly number[];
  /** Extended Offset Table (7FE0,0001) (PS3.3 C.7.6.3.1.8). */
  readonly extended: readonly number[];
  /** Whether each fragment begins like a codestream (`beginsCodestream`); wanted only where there is no table. */
  readonly begins?: readonly boolean[];
}

/**
 * The fragments of each frame, by place. Offsets count from the first byte of the first fragment's item (PS3.5 A.4); without a table each fragment is a frame, or all
 * of them are the only one, or a frame is what lies from one beginning of a codestream to the next. `fragments`: without the offset table. Throws `PIXELS_DISAGREE`.
 */
export function framesOf(
  fragments: readonly Span[],
  frames: number,
  { basic, extended, begins = [] }: OffsetTables,
): readonly (readonly number[])[] {
  const places = fragments.map((_, place) => place);
  if (frames === 1 && fragments.length > 0) return [places];
  const offsets = basic.length > 0 ? basic : extended;
  if (offsets.length === frames && frames > 0) {
    const starts = offsets.map((offset) => placeAt(fragments, offset));
    const isRising = starts.every((start, frame) => start > (starts[frame - 1] ?? -1));
    if (starts[0] === 0 && isRising) return between(starts, places);
  }
  if (offsets.length === 0 && fragments.length === frames) return places.map((place) => [place]);
  const beginnings = places.filter((place) => begins[place] === true);
  if (offsets.length === 0 && beginnings[0] === 0 && beginnings.length === frames)
    return between(beginnings, places);
  throw new PixelsError(
    'PIXELS_DISAGREE',
    'The fragments of the pixel data do not make the number of frames that the instance says',
    'Compare Number of Frames and the offset table with the pixel data, and export the object again.',
  );
}

/** Each frame has the fragments from its first one to that of the next. */
function between(starts: readonly number[], places: readonly number[]): readonly (readonly number[])[] {
  return starts.map((start, frame) => places.slice(start, starts[frame + 1] ?? places.length));
}

/** Bytes of a fragment that `beginsCodestream` looks at. */
export const SIGNATURE_BYTES = 8;

/**
 * What a codestream begins with: JPEG and JPEG-LS (ISO 10918-1 B.1.1.3, SOI and another marker), JPEG 2000 and HTJ2K (ISO 15444-1 A.4.1, SOC and SIZ), the files of both
 * JPEG 2000 and JPEG XL (ISO 15444-1 I.5.1, ISO 18181-2 9.1), and JPEG XL (ISO 18181-1 6.1).
 */
const SIGNATURES: readonly (readonly number[])[] = [
  [0xff, 0xd8, 0xff],
  [0xff, 0x4f, 0xff, 0x51],
  [0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20],
  [0x00, 0x00, 0x00, 0x0c, 0x4a, 0x58, 0x4c, 0x20],
  [0xff, 0x0a],
];

/** Whether the first bytes of a fragment are those of a frame that is compressed. */
export function beginsCodestream(bytes: Uint8Array): boolean {
  return SIGNATURES.some((signature) => signature.every((byte, at) => bytes[at] === byte));
}

const ITEM_HEADER_BYTES = 8;

/** The fragment whose item begins at an offset; -1: none does. By halving: frames may be many. */
function placeAt(fragments: readonly Span[], offset: number): number {
  const origin = (fragments[0]?.start ?? 0) - ITEM_HEADER_BYTES;
  let low = 0;
  let high = fragments.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const at = (fragments[middle] as Span).start - ITEM_HEADER_BYTES - origin;
    if (at === offset) return middle;
    if (at < offset) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Where each frame's first item begins, and how many bytes its fragments have, once fragments have these lengths. */
export function offsetsOf(frames: readonly (readonly number[])[]): {
  readonly offsets: readonly number[];
  readonly lengths: readonly number[];
} {
  const offsets: number[] = [];
  const lengths: number[] = [];
  let at = 0;
  for (const fragments of frames) {
    offsets.push(at);
    const bytes = fragments.reduce((sum, length) => sum + length, 0);
    lengths.push(bytes);
    at += bytes + ITEM_HEADER_BYTES * fragments.length;
  }
  return { offsets, lengths };
}
