import { elementWith } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag } from '../../dicom/tag.ts';
import { bytesOf, isLoaded, rootText } from '../../dicom/values.ts';
import { PixelsError } from '../../pixels/errors.ts';
import type { Palette } from '../../pixels/fill.ts';
import { type FrameShape, nativeFrameBits } from '../../pixels/shape.ts';
import { PIXEL_DATA, wordOf } from './kinds.ts';

/** What an instance says of its frames (PS3.3 C.7.6.3.1, C.7.6.6). Throws `PIXELS_DISAGREE` where it does not say enough, or its value has more or fewer frames. */
export function shapeOf(instance: ParsedInstance): FrameShape {
  const word = (tag: number, otherwise?: number): number => {
    const value = wordOf(instance, tag) ?? otherwise;
    if (value === undefined) throw incomplete();
    return value;
  };
  const samplesPerPixel = word(0x00280002, 1);
  const bitsAllocated = word(0x00280100);
  const bitsStored = word(0x00280101, bitsAllocated);
  const frames = Number(rootText(instance, NUMBER_OF_FRAMES) || '1');
  const shape: FrameShape = {
    rows: word(0x00280010),
    columns: word(0x00280011),
    samplesPerPixel,
    photometric: rootText(instance, PHOTOMETRIC_INTERPRETATION).toUpperCase(),
    isPlanar: word(0x00280006, 0) === 1,
    bitsAllocated,
    bitsStored,
    highBit: word(0x00280102, bitsStored - 1),
    isSigned: word(0x00280103, 0) === 1,
    frames,
  };
  const isSound =
    shape.rows > 0 &&
    shape.columns > 0 &&
    (samplesPerPixel === 1 || samplesPerPixel === 3) &&
    [1, 8, 16, 32].includes(bitsAllocated) &&
    bitsStored >= 1 &&
    shape.highBit < bitsAllocated &&
    bitsStored <= shape.highBit + 1 &&
    Number.isInteger(frames) &&
    frames > 0;
  if (!isSound) throw incomplete();
  requireWhole(instance, shape);
  return shape;
}

const NUMBER_OF_FRAMES = asTag(0x00280008);
export const PHOTOMETRIC_INTERPRETATION = asTag(0x00280004);

/**
 * There is one Pixel Data, and if it is native it has the bits that its frames take, and no frame more: a reader that goes by the length, or by the second one, would show
 * what was not blanked.
 */
function requireWhole(instance: ParsedInstance, shape: FrameShape): void {
  const [pixels, ...others] = instance.dataSet.elements.filter(({ tag }) => tag === PIXEL_DATA);
  if (pixels === undefined || others.length > 0) throw incomplete();
  if (pixels.fragments !== null) return;
  const bits = (pixels.valueEnd - pixels.valueStart) * 8;
  const wanted = nativeFrameBits(shape) * shape.frames;
  if (bits < wanted || bits >= wanted + Math.max(nativeFrameBits(shape), 16)) throw incomplete();
}

function incomplete(): PixelsError {
  return new PixelsError(
    'PIXELS_DISAGREE',
    'The attributes that describe the pixels are missing, contradict each other, or want more or fewer pixels than there are',
    'Compare Rows, Columns, Samples per Pixel, Bits Allocated and Number of Frames with the pixel data, and export the object again.',
  );
}

/** The palette of a PALETTE COLOR image; null for any other, and where it is segmented or damaged. */
export function paletteOf(instance: ParsedInstance, { photometric }: FrameShape): Palette | null {
  if (photometric !== 'PALETTE COLOR') return null;
  const [red, green, blue] = [0x00281201, 0x00281202, 0x00281203].map((tag) => entriesOf(instance, tag));
  const first = wordOf(instance, 0x00281101, 1);
  if (red === null || green === null || blue === null || first === null) return null;
  if (red === undefined || green === undefined || blue === undefined) return null;
  return { first, red, green, blue };
}

/** The entries of a look-up table, each of 16 bits whatever the table's are (PS3.3 C.7.6.3.1.5). */
function entriesOf(instance: ParsedInstance, tag: number): Uint16Array | null {
  const element = elementWith(instance.dataSet, asTag(tag));
  const count = wordOf(instance, tag - 0x100);
  const bits = wordOf(instance, tag - 0x100, 2);
  if (element === undefined || !isLoaded(instance, element) || count === null || bits === null) return null;
  const bytes = bytesOf(instance, element);
  // 0 stands for 65,536.
  const entries = count === 0 ? 65_536 : count;
  if (bits === 8 && bytes.length >= entries && bytes.length < 2 * entries)
    return Uint16Array.from(bytes.subarray(0, entries), (value) => value * 257);
  if (bytes.length < 2 * entries) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { littleEndian } = element.dataSet.encoding;
  return Uint16Array.from(
    { length: entries },
    (_, at) => view.getUint16(2 * at, littleEndian) * (bits === 8 ? 257 : 1),
  );
}
