import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag } from '../../dicom/tag.ts';
import { rootText } from '../../dicom/values.ts';
import { PixelsError } from '../../pixels/errors.ts';
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
