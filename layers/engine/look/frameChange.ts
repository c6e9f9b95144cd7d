import { isOfItsColours } from '../../pixels/codecs/writtenColours.ts';
import { fillOf } from '../../pixels/fill.ts';
import { withoutHidden } from '../../pixels/hidden/withoutHidden.ts';
import { blankJpeg } from '../../pixels/jpeg/blankJpeg.ts';
import { blankBits, nativePatches } from '../../pixels/native.ts';
import type { Rectangle } from '../../pixels/region.ts';
import { blankRle } from '../../pixels/rle.ts';
import type { Blanking } from './looked.ts';
import { filled } from './lookForText.ts';
import { paletteOf } from './palette.ts';
import { noReader } from './refusals.ts';

/** What becomes of one encapsulated frame, its fragments joined; the same array: nothing. Throws `PixelsError`, `Refusal`. */
export type FrameChange = (bytes: Uint8Array, frame: number) => Promise<Uint8Array>;

/** `photometric`: what the attribute will say. A frame that says otherwise is written anew though nothing of it is filled. */
export function frameChange(blanking: Blanking, photometric: string): FrameChange {
  const { instance, looked, shape } = blanking;
  const format = { syntax: instance.transferSyntax.uid, shape };
  const written = { ...format, shape: { ...shape, photometric } };
  const staysAsItIs = (bytes: Uint8Array) =>
    photometric === shape.photometric || isOfItsColours(bytes, written);
  return async (bytes, frame) => {
    const regions = looked.regions.of(frame);
    const blanked =
      regions.length === 0 && staysAsItIs(bytes) ? bytes : await blank(bytes, regions, blanking, photometric);
    return looked.stripsHidden ? withoutHidden(blanked, format) : blanked;
  };
}

async function blank(
  bytes: Uint8Array,
  regions: readonly Rectangle[],
  blanking: Blanking,
  photometric: string,
): Promise<Uint8Array> {
  const { instance, shape, fill, reader } = blanking;
  const { uid } = instance.transferSyntax;
  const own = BLANKED_BY[uid];
  if (own !== undefined) return own(bytes, regions, blanking);
  if (reader === undefined) throw noReader();
  const decoded = await reader.decode(bytes, { syntax: uid, shape });
  return reader.encode(filled(blanking, decoded, regions, fill), {
    syntax: uid,
    shape: { ...shape, photometric },
  });
}

type Blank = (bytes: Uint8Array, regions: readonly Rectangle[], blanking: Blanking) => Uint8Array;

const valuesOf = ({ instance, shape, fill }: Blanking): readonly number[] =>
  fillOf(shape, fill, paletteOf(instance, shape));

/** The blocks are blanked in the coefficients, and nothing is quantised twice. */
const jpeg: Blank = (bytes, regions, blanking) =>
  blankJpeg(bytes, blanking.shape, regions, blanking.fill, valuesOf(blanking));

/** Syntaxes whose frames are blanked without being decoded. */
const BLANKED_BY: Readonly<Record<string, Blank>> = {
  // Encapsulated Uncompressed Explicit VR Little Endian.
  '1.2.840.10008.1.2.1.98': (bytes, regions, blanking) => {
    const { shape } = blanking;
    const whole = new Uint8Array(bytes);
    const values = valuesOf(blanking);
    if (shape.bitsAllocated === 1) blankBits(whole, shape, 0, regions, values[0] === 1 ? 1 : 0);
    else
      for (const patch of nativePatches(shape, true, [{ frame: 0, regions }], values))
        whole.set(patch.bytes, patch.at);
    return whole;
  },
  // RLE Lossless.
  '1.2.840.10008.1.2.5': (bytes, regions, blanking) =>
    blankRle(bytes, blanking.shape, regions, valuesOf(blanking)),
  // JPEG: baseline, extended, and the retired progressive ones.
  '1.2.840.10008.1.2.4.50': jpeg,
  '1.2.840.10008.1.2.4.51': jpeg,
  '1.2.840.10008.1.2.4.53': jpeg,
  '1.2.840.10008.1.2.4.55': jpeg,
};
