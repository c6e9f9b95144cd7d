import type { PixelReader } from '../../../layers/pixels/reader.ts';
import type { FrameShape } from '../../../layers/pixels/shape.ts';
import type { Box, Check } from '../key.ts';
import { type ReadFile, textOf } from './read.ts';

const PIXEL_DATA = '7FE00010';
/** Text that can still be read correlates with the source; what was blanked, blurred or filled from beside it does not. */
const STILL_THERE = 0.5;

/** What of an instance's checks of pixels passes: the samples of source and output held against each other, decoded where a tool wrote them in another way. */
export async function passedPixels(
  checks: readonly Check[],
  source: ReadFile,
  output: ReadFile | null,
  reader: () => PixelReader,
): Promise<ReadonlySet<Check>> {
  const asked = checks.filter(({ action }) => action === 'pixels_hidden' || action === 'pixels_retained');
  if (output === null) return new Set(asked.filter(({ action }) => action === 'pixels_hidden'));
  if (asked.length === 0) return new Set();
  const isSame = sameFragments(source, output);
  const [before, after] = isSame
    ? [null, null]
    : [await samplesOf(source, reader), await samplesOf(output, reader)];
  return new Set(
    asked.filter(({ action, box }) => {
      if (action === 'pixels_retained')
        return isSame || (before !== null && after !== null && sameBytes(before, after));
      if (isSame || box === undefined) return false;
      return after === null || before === null || !isSeen(before, after, source, output, box);
    }),
  );
}

function sameFragments(source: ReadFile, output: ReadFile): boolean {
  const [before, after] = [source, output].map(({ elements }) => elements.get(PIXEL_DATA)?.parts);
  if (before === undefined || after === undefined || before.length !== after.length) return false;
  // The first of several is the Basic Offset Table, which may be written anew.
  return before.every(
    (part, at) => (at === 0 && before.length > 1) || sameBytes(part, after[at] as Uint8Array),
  );
}

/** A value may have a byte of padding more. */
function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  const length = Math.min(one.length, other.length);
  if (Math.abs(one.length - other.length) > 1 || length === 0) return false;
  return Buffer.compare(one.subarray(0, length), other.subarray(0, length)) === 0;
}

/** The samples of all frames one behind another; null: they cannot be had. */
async function samplesOf(file: ReadFile, reader: () => PixelReader): Promise<Uint8Array | null> {
  const pixels = file.elements.get(PIXEL_DATA);
  if (pixels === undefined) return null;
  const [native, ...fragments] = pixels.parts;
  const shape = shapeOf(file);
  if (fragments.length === 0)
    return native === undefined ? null : inLittleEndian(native, shape, pixels.littleEndian);
  const frames = shape.frames === 1 ? [fragments] : fragments.map((fragment) => [fragment]);
  if (frames.length !== shape.frames) return null;
  try {
    const decoded: Uint8Array[] = [];
    for (const frame of frames) {
      const made = await reader().decode(new Uint8Array(Buffer.concat(frame)), {
        syntax: file.transferSyntax,
        shape,
      });
      decoded.push(made.raster.bytes);
    }
    return new Uint8Array(Buffer.concat(decoded));
  } catch {
    return null;
  }
}

function inLittleEndian(bytes: Uint8Array, { bitsAllocated }: FrameShape, littleEndian: boolean): Uint8Array {
  return littleEndian || bitsAllocated !== 16 ? bytes : new Uint8Array(Buffer.from(bytes).swap16());
}

function shapeOf(file: ReadFile): FrameShape {
  const text = (path: string) => textOf(file.elements.get(path), []).trim();
  const number = (path: string) => Number(text(path) || '0');
  return {
    rows: number('00280010'),
    columns: number('00280011'),
    samplesPerPixel: number('00280002') || 1,
    photometric: text('00280004'),
    isPlanar: number('00280006') === 1,
    bitsAllocated: number('00280100') || 8,
    bitsStored: number('00280101') || 8,
    highBit: number('00280102') || 7,
    isSigned: number('00280103') === 1,
    frames: number('00280008') || 1,
  };
}

/** Whether what the box shows is still what the source showed there. */
function isSeen(
  before: Uint8Array,
  after: Uint8Array,
  source: ReadFile,
  output: ReadFile,
  box: Box,
): boolean {
  const [was, is] = [boxOf(before, shapeOf(source), box), boxOf(after, shapeOf(output), box)];
  return was.length === is.length && Math.abs(correlation(was, is)) > STILL_THERE;
}

/** The first sample of each pixel of the box, in the first frame. */
function boxOf(bytes: Uint8Array, shape: FrameShape, { left, top, right, bottom }: Box): readonly number[] {
  const width = shape.bitsAllocated === 16 ? 2 : 1;
  const values: number[] = [];
  for (let y = top; y < Math.min(bottom, shape.rows); y++)
    for (let x = left; x < Math.min(right, shape.columns); x++) {
      const at = (y * shape.columns + x) * shape.samplesPerPixel * width;
      values.push((bytes[at] ?? 0) + (width === 2 ? 256 * (bytes[at + 1] ?? 0) : 0));
    }
  return values;
}

/** Pearson's; 0 where one of them does not vary. */
function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanOne, meanOther] = [mean(one), mean(other)];
  let [both, squareOne, squareOther] = [0, 0, 0];
  one.forEach((value, at) => {
    const [a, b] = [value - meanOne, (other[at] as number) - meanOther];
    both += a * b;
    squareOne += a * a;
    squareOther += b * b;
  });
  return squareOne === 0 || squareOther === 0 ? 0 : both / Math.sqrt(squareOne * squareOther);
}
