import type { ByteFile } from '../reader/byteFile.ts';
import type { ReadElement, ReadInstance, Stretch } from '../reader/model.ts';
import { firstValue, numberOf } from '../reader/values.ts';
import { digestOf } from './sameValue.ts';

/** Pixels that something says were blanked, held against the source's: whatever is not blank must be as it came. */

/** Columns and rows, of which the last two are the first outside. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What an audit says was blanked in an instance. */
export interface Blanked {
  /** Of a frame, from 0. */
  of(frame: number): readonly Box[];
  /** The audit had no room for all of it. */
  readonly isPart: boolean;
}

/** elsewhere: pixels changed that nothing says were blanked. not-blank: what is said to be blanked is not. not-compared: compressed frames are not decoded here. */
export type PixelVerdict = 'as-said' | 'elsewhere' | 'not-blank' | 'not-compared';

const WORD = /^(\*|\d{1,9}(?:-\d{1,9})?(?:,\d{1,9}(?:-\d{1,9})?)*):(\d{1,9}),(\d{1,9}),(\d{1,9}),(\d{1,9})$/;

/** Reads `*:0,0,640,40 3,5-9:10,20,110,40`, as a line of the audit has it; null: it is not that. */
export function blankedOf(text: string): Blanked | null {
  const words = text.split(' ');
  const isPart = words.at(-1) === '…';
  if (isPart) words.pop();
  const boxes: { readonly box: Box; readonly ranges: readonly (readonly [number, number])[] }[] = [];
  for (const word of words) {
    const [, frames, ...edges] = WORD.exec(word) ?? [];
    if (frames === undefined) return null;
    const [left = 0, top = 0, right = 0, bottom = 0] = edges.map(Number);
    boxes.push({ box: { left, top, right, bottom }, ranges: rangesOf(frames) });
  }
  if (boxes.length === 0 && !isPart) return null;
  return {
    of: (frame) =>
      boxes.flatMap(({ box, ranges }) =>
        ranges.some(([first, last]) => first <= frame && frame <= last) ? [box] : [],
      ),
    isPart,
  };
}

function rangesOf(frames: string): readonly (readonly [number, number])[] {
  if (frames === '*') return [[0, Number.POSITIVE_INFINITY]];
  return frames.split(',').map((range) => {
    const [first = '', last = first] = range.split('-');
    return [Number(first), Number(last)] as const;
  });
}

/** How native pixels lie in their value (PS3.5 8.1, PS3.3 C.7.6.3.1). */
interface Layout {
  readonly rows: number;
  /** Of what is compared as one: a pixel, or two that share their chroma. */
  readonly cells: number;
  readonly cellPixels: 1 | 2;
  /** Samples of a cell that lie together, and where they are separate planes, how many of those a frame has. */
  readonly samples: number;
  readonly planes: number;
  readonly sampleBytes: number;
  readonly frames: number;
  /** Of each byte of a sample, the bits that are stored. */
  readonly mask: Uint8Array;
}

interface Side {
  readonly body: ByteFile;
  readonly element: ReadElement;
}

/** `blanked`: what is said to be; null: nobody says where. `hidesNothing`: the option was carried out, which also clears bits that are not stored and what stands beside a codestream. */
export function compareBlanked(
  output: ReadInstance,
  source: ReadInstance,
  [after, before]: readonly [ReadElement, ReadElement],
  blanked: Blanked | null,
  hidesNothing: boolean,
): PixelVerdict {
  const [made, was] = [
    { body: output.body, element: after },
    { body: source.body, element: before },
  ];
  const colours = ({ dataSet }: ReadInstance) => firstValue(dataSet, 0x00280004).trim();
  // Colours that are named anew are those of every frame, which are all written anew.
  const isWrittenAnew = hidesNothing || colours(output) !== colours(source);
  if (after.fragments !== null && before.fragments !== null)
    return isWrittenAnew ? 'not-compared' : compareFrames(made, was, blanked, framesOf(output));
  const layout = layoutOf(output, hidesNothing);
  const isAlike =
    layout !== null && JSON.stringify(layout) === JSON.stringify(layoutOf(source, hidesNothing));
  if (!isAlike || output.dataSet.littleEndian !== source.dataSet.littleEndian) return 'not-compared';
  if (layout.sampleBytes === 1 && !output.dataSet.littleEndian && after.vr === 'OW') return 'not-compared';
  const size = layout.rows * layout.cells * layout.samples * layout.planes * layout.sampleBytes;
  if (size * layout.frames > Math.min(after.end - after.start, before.end - before.start))
    return 'not-compared';
  return compareNative(made, was, layout, blanked);
}

function framesOf({ dataSet }: ReadInstance): number {
  return Math.max(1, numberOf(dataSet, 0x00280008) ?? 1);
}

function layoutOf(instance: ReadInstance, hidesNothing: boolean): Layout | null {
  const { dataSet } = instance;
  const [rows, columns, bits] = [0x00280010, 0x00280011, 0x00280100].map(
    (tag) => numberOf(dataSet, tag) ?? 0,
  );
  if (!rows || !columns || !bits || bits % 8 !== 0) return null;
  const samples = numberOf(dataSet, 0x00280002) ?? 1;
  const sampleBytes = bits / 8;
  const sharesChroma = samples === 3 && /_422$/.test(firstValue(dataSet, 0x00280004).trim());
  if (sharesChroma && columns % 2 !== 0) return null;
  const isPlanar = samples > 1 && numberOf(dataSet, 0x00280006) === 1;
  const stored = hidesNothing ? (numberOf(dataSet, 0x00280101) ?? bits) : bits;
  const high = hidesNothing ? (numberOf(dataSet, 0x00280102) ?? stored - 1) : bits - 1;
  return {
    rows,
    cells: sharesChroma ? columns / 2 : columns,
    cellPixels: sharesChroma ? 2 : 1,
    samples: sharesChroma ? 4 : isPlanar ? 1 : samples,
    planes: isPlanar ? samples : 1,
    sampleBytes,
    frames: framesOf(instance),
    mask: maskOf(sampleBytes, stored, high, dataSet.littleEndian),
  };
}

function maskOf(sampleBytes: number, stored: number, high: number, littleEndian: boolean): Uint8Array {
  const mask = new Uint8Array(sampleBytes);
  for (let bit = Math.max(0, high + 1 - stored); bit <= high && bit < 8 * sampleBytes; bit++) {
    const byte = bit >>> 3;
    const at = littleEndian ? byte : sampleBytes - 1 - byte;
    mask[at] = (mask[at] as number) | (1 << (bit & 7));
  }
  return mask;
}

/** Rows that are read at once have about so many bytes. */
const PIECE_BYTES = 1024 * 1024;

/** What blanking leaves is of one value in the whole instance: of each sample of a cell, the bytes that were seen first. */
type Fill = (Uint8Array | undefined)[];

function compareNative(made: Side, was: Side, layout: Layout, blanked: Blanked | null): PixelVerdict {
  const { rows, cells, samples, sampleBytes, planes, frames } = layout;
  const rowBytes = cells * samples * sampleBytes;
  const rowsAtOnce = Math.max(1, Math.floor(PIECE_BYTES / rowBytes));
  const fills: Fill[] = Array.from({ length: planes }, () => []);
  const knowsWhere = blanked !== null && !blanked.isPart;
  let verdict: PixelVerdict = 'as-said';
  for (let frame = 0; frame < frames; frame++) {
    const boxes = blanked?.of(frame) ?? [];
    for (let plane = 0; plane < planes; plane++) {
      const start = (frame * planes + plane) * rows * rowBytes;
      for (let top = 0; top < rows; top += rowsAtOnce) {
        const bottom = Math.min(rows, top + rowsAtOnce);
        const [after, before] = [made, was].map(({ body, element }) =>
          body.read(element.start + start + top * rowBytes, element.start + start + bottom * rowBytes),
        ) as [Uint8Array, Uint8Array];
        const own = boxes.filter((box) => box.top < bottom && top < box.bottom);
        if (own.length === 0 && Buffer.compare(after, before) === 0) continue;
        for (let row = top; row < bottom; row++) {
          const from = (row - top) * rowBytes;
          const found = compareRow(
            after.subarray(from, from + rowBytes),
            before.subarray(from, from + rowBytes),
            layout,
            isBoxed(own, row, layout),
            knowsWhere,
            fills[plane] as Fill,
          );
          if (found === 'elsewhere') return found;
          if (found === 'not-blank') verdict = found;
        }
      }
    }
  }
  return verdict;
}

/** Of each cell of a row whether it lies in a box; of two pixels that share their chroma, whether one of them does. */
function isBoxed(boxes: readonly Box[], row: number, { cells, cellPixels }: Layout): Uint8Array {
  const boxed = new Uint8Array(cells);
  for (const { left, top, right, bottom } of boxes)
    if (top <= row && row < bottom)
      boxed.fill(1, Math.floor(left / cellPixels), Math.min(cells, Math.ceil(right / cellPixels)));
  return boxed;
}

/** `knowsWhere`: outside of what is boxed nothing may differ. Otherwise what differs must be of one value, as blanking leaves it. */
function compareRow(
  after: Uint8Array,
  before: Uint8Array,
  { samples, sampleBytes, cellPixels, mask }: Layout,
  boxed: Uint8Array,
  knowsWhere: boolean,
  fill: Fill,
): PixelVerdict {
  let verdict: PixelVerdict = 'as-said';
  for (const [cell, isIn] of boxed.entries())
    for (let sample = 0; sample < samples; sample++) {
      const at = (cell * samples + sample) * sampleBytes;
      const isOther = differs(after, before, at, mask);
      if (isOther && isIn === 0 && knowsWhere) return 'elsewhere';
      // Of two pixels that share their chroma one may lie outside.
      if (!isOther && (isIn === 0 || cellPixels === 2)) continue;
      // Both samples of brightness are of one kind.
      const kind = cellPixels === 2 && sample < 2 ? 0 : sample;
      const known = fill[kind];
      if (known === undefined) fill[kind] = after.slice(at, at + sampleBytes);
      else if (differs(after.subarray(at), known, 0, mask)) {
        if (isIn === 0) return 'elsewhere';
        verdict = 'not-blank';
      }
    }
  return verdict;
}

function differs(after: Uint8Array, before: Uint8Array, at: number, mask: Uint8Array): boolean {
  for (const [byte, bits] of mask.entries())
    if ((((after[at + byte] as number) ^ (before[at + byte] as number)) & bits) !== 0) return true;
  return false;
}

/** Compressed frames without a box must be the source's to the byte. Whether those with one are blank in it, only a decoder sees. */
function compareFrames(made: Side, was: Side, blanked: Blanked | null, frames: number): PixelVerdict {
  const [after, before] = [made, was].map(({ element }) => element.fragments?.slice(1) ?? []) as [
    Stretch[],
    Stretch[],
  ];
  // Without offset tables it is known where frames are if there is one, or each is one fragment.
  const isKnown = frames === 1 || (after.length === frames && before.length === frames);
  if (blanked === null || blanked.isPart || !isKnown) return 'not-compared';
  const digest = ({ body, element }: Side, fragments: readonly Stretch[], frame: number) =>
    digestOf(
      {
        ...element,
        fragments: [{ start: 0, end: 0 }, ...(frames === 1 ? fragments : [fragments[frame] as Stretch])],
      },
      body,
    );
  let verdict: PixelVerdict = 'as-said';
  for (let frame = 0; frame < frames; frame++) {
    if (blanked.of(frame).length > 0) verdict = 'not-compared';
    else if (digest(made, after, frame) !== digest(was, before, frame)) return 'elsewhere';
  }
  return verdict;
}
