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
}

/**
 * The fragments of each frame, by place. Offsets count from the first byte of the first fragment's item (PS3.5 A.4); without a table each fragment is a frame, or all
 * of them are the only one. `fragments`: without the offset table. Throws `PIXELS_DISAGREE`.
 */
export function framesOf(
  fragments: readonly Span[],
  frames: number,
  { basic, extended }: OffsetTables,
): readonly (readonly number[])[] {
  const places = fragments.map((_, place) => place);
  if (frames === 1 && fragments.length > 0) return [places];
  const offsets = basic.length > 0 ? basic : extended;
  if (offsets.length === frames && frames > 0) {
    const starts = offsets.map((offset) => placeAt(fragments, offset));
    const isRising = starts.every((start, frame) => start > (starts[frame - 1] ?? -1));
    if (starts[0] === 0 && isRising)
      return starts.map((start, frame) => places.slice(start, starts[frame + 1] ?? fragments.length));
  }
  if (offsets.length === 0 && fragments.length === frames) return places.map((place) => [place]);
  throw new PixelsError(
    'PIXELS_DISAGREE',
    'The fragments of the pixel data do not make the number of frames that the instance says',
    'Compare Number of Frames and the offset table with the pixel data, and export the object again.',
  );
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
