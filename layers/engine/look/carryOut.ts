import type { Edit } from '../../dicom/edit.ts';
import { type Element, elementWith } from '../../dicom/element.ts';
import { asciiValue } from '../../dicom/encode.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag } from '../../dicom/tag.ts';
import { isLoaded, valuesOf } from '../../dicom/values.ts';
import { sampleAt } from '../../pixels/fillRaster.ts';
import type { PixelReader } from '../../pixels/reader.ts';
import type { FrameShape } from '../../pixels/shape.ts';
import { Frames } from './frames.ts';
import { pixelsOf } from './kinds.ts';
import type { Blanking, Looked, Sight } from './looked.ts';
import { filled } from './lookForText.ts';
import { pixelEdits } from './pixelEdits.ts';
import { asRefusal } from './refusals.ts';

const IMAGE_TYPE = asTag(0x00080008);
const SMALLEST_IMAGE_PIXEL_VALUE = asTag(0x00280106);
const LARGEST_IMAGE_PIXEL_VALUE = asTag(0x00280107);

/** The edits that carry out what a look came to: of Pixel Data, and of what describes it. None: nothing changes. Throws `Refusal`. */
export async function carryOut(sight: Sight, looked: Looked): Promise<ReadonlyMap<Element, Edit>> {
  const { plan, instance, values, reader } = sight;
  const pixels = pixelsOf(instance);
  if (looked.shape === null || pixels === null || plan.pixels === undefined) return new Map();
  const { fill } = plan.pixels;
  const blanking: Blanking = { instance, pixels, shape: looked.shape, values, looked, fill, reader };
  try {
    const edits = new Map(await pixelEdits(blanking));
    if (looked.regions.isEmpty) return edits;
    for (const [element, edit] of [...imageType(instance), ...(await extremes(blanking))])
      edits.set(element, edit);
    return edits;
  } catch (error) {
    throw asRefusal(error);
  }
}

/** The first value is DERIVED: the pixels are of another image's (PS3.3 C.7.6.1.1.2). */
function imageType(instance: ParsedInstance): readonly (readonly [Element, Edit])[] {
  const element = elementWith(instance.dataSet, IMAGE_TYPE);
  if (element === undefined || !isLoaded(instance, element)) return [];
  const [first, ...others] = valuesOf(instance, element);
  if (first === undefined || first === 'DERIVED') return [];
  const value = asciiValue(['DERIVED', ...others].join('\\'), 'CS');
  return [[element, { kind: 'replace', by: { tag: IMAGE_TYPE, vr: 'CS', value } }]];
}

/** Smallest and Largest Image Pixel Value as they are now; what nobody can count goes, as both may (type 3, PS3.3 C.7.6.3). */
async function extremes(blanking: Blanking): Promise<readonly (readonly [Element, Edit])[]> {
  const { instance, shape, reader, looked, fill, pixels } = blanking;
  const elements = [SMALLEST_IMAGE_PIXEL_VALUE, LARGEST_IMAGE_PIXEL_VALUE].flatMap(
    (tag) => elementWith(instance.dataSet, tag) ?? [],
  );
  if (elements.length === 0) return [];
  const canRead = (pixels.fragments === null || reader !== undefined) && shape.samplesPerPixel === 1;
  if (!canRead) return elements.map((element) => [element, { kind: 'remove' }]);
  const frames = await Frames.of(blanking);
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let frame = 0; frame < shape.frames; frame++) {
    const decoded = await frames.decoded(frame, reader as PixelReader);
    const { raster } = filled(blanking, decoded, looked.regions.of(frame), fill);
    for (let at = 0; at < raster.width * raster.height; at++) {
      const value = storedValue(sampleAt(raster, at), shape);
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  const { littleEndian } = instance.dataSet.encoding;
  return elements.map((element) => {
    const value = new Uint8Array(2);
    const number = element.tag === SMALLEST_IMAGE_PIXEL_VALUE ? least : most;
    new DataView(value.buffer).setUint16(0, number & 0xffff, littleEndian);
    return [element, { kind: 'replace', by: { tag: element.tag, vr: shape.isSigned ? 'SS' : 'US', value } }];
  });
}

/** A sample without the bits that are not stored, which may hold its sign or nothing (PS3.5 8.1.1). */
function storedValue(sample: number, { bitsStored, highBit, isSigned }: FrameShape): number {
  const span = 2 ** bitsStored;
  const value = Math.floor(sample / 2 ** (highBit + 1 - bitsStored)) % span;
  return isSigned && value >= span / 2 ? value - span : value;
}
