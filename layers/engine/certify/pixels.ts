import type { PixelPolicy } from '../../../rules/pixelPolicy.ts';
import type { ByteSource, Segment } from '../../dicom/byteSource.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { segmentSource } from '../../dicom/segmentSource.ts';
import { formatTag } from '../../dicom/tag.ts';
import { isOfItsColours, namesTransform } from '../../pixels/codecs/writtenColours.ts';
import { notAsMeant } from '../../pixels/errors.ts';
import { fillOf } from '../../pixels/fill.ts';
import { filledRaster, sampleAt } from '../../pixels/fillRaster.ts';
import { withoutHighBits } from '../../pixels/hidden/highBits.ts';
import { frameHeaderOf } from '../../pixels/jpeg/stream.ts';
import type { DecodedFrame, PixelReader } from '../../pixels/reader.ts';
import { onGrid, type Rectangle } from '../../pixels/region.ts';
import { displayOf } from '../look/display.ts';
import { Frames, type Image, isSwapped } from '../look/frames.ts';
import { PIXEL_DATA, paddingOf, pixelsOf } from '../look/kinds.ts';
import type { Looked, Sight } from '../look/looked.ts';
import { FrameTexts, whyOf } from '../look/lookForText.ts';
import { isFilled } from '../look/marks.ts';
import { ownIdentifiers } from '../look/ownIdentifiers.ts';
import { paletteOf } from '../look/palette.ts';
import { asRefusal } from '../look/refusals.ts';
import { shapeOf } from '../look/shape.ts';
import type { Finding } from '../reason.ts';
import { ValueReader } from '../resolve/valueReader.ts';

/** An output, before it is stored. */
export interface Output {
  readonly instance: ParsedInstance;
  readonly segments: readonly Segment[];
  readonly source: ByteSource;
}

/**
 * Decodes each frame that was changed again, of the source and of the output: outside its regions it is as it was, within them it is filled, its colours are what the header calls them, and where
 * text was found none is found any more: what is left is a doubt. Rejects with `Refusal`.
 */
export async function certifyPixels(
  { plan, instance, values, reader }: Sight,
  looked: Looked,
  output: Output,
): Promise<readonly Finding[]> {
  const { pixels: policy } = plan;
  const [was, is] = [pixelsOf(instance), pixelsOf(output.instance)];
  // Without pixels in the output, a rule has taken them away.
  if (policy === undefined || looked.shape === null || was === null || is === null) return [];
  try {
    const before: Image = { instance, pixels: was, shape: looked.shape, values };
    const read = new ValueReader(output.instance, segmentSource(output.segments, output.source));
    const after: Image = {
      instance: output.instance,
      pixels: is,
      shape: shapeOf(output.instance),
      values: read,
    };
    return await held(before, after, looked, policy, reader);
  } catch (error) {
    throw asRefusal(error);
  }
}

async function held(
  before: Image,
  image: Image,
  looked: Looked,
  policy: PixelPolicy,
  reader: PixelReader | undefined,
): Promise<readonly Finding[]> {
  const [old, now] = [await Frames.of(before), await Frames.of(image)];
  // Blanked in the coefficients, and held there against the source.
  if (now.encapsulated !== null && reader === undefined) return [];
  const decoder = reader as PixelReader;
  const finder =
    reader === undefined ? null : new FrameTexts(displayOf(before.instance, before.shape), reader);
  const own = ownIdentifiers(before.instance);
  const texts = new Map<number, Rectangle[]>();
  for (const mark of looked.marks)
    if (mark.frame !== null && isFilled(mark))
      texts.set(mark.frame, [...(texts.get(mark.frame) ?? []), mark.box]);
  // Where the colours have another name, frames that show nothing to fill were written anew too.
  const isRenamed = before.shape.photometric !== image.shape.photometric;
  let left = 0;
  for (let frame = 0; frame < before.shape.frames; frame++) {
    const regions = looked.regions.of(frame);
    if (regions.length === 0 && !isRenamed) continue;
    await requireItsColours(now, frame);
    const was = withoutSpill(before, await old.decoded(frame, decoder), looked);
    const is = await now.decoded(frame, decoder);
    const grid = isDct(before) ? mcuOf(await old.bytes(frame)) : null;
    if (!isAsMeant(before, was, is, regions, policy.fill, grid)) throw notAsMeant();
    const boxes = texts.get(frame);
    // A frame whose samples are those that were looked at in the end need not be looked at once more.
    const wasSeen = grid === null && looked.settled.has(frame) && !sharesPixels(before);
    if (finder === null || boxes === undefined || wasSeen) continue;
    const found = await finder.near(is, boxes);
    if (found.some((text) => ['text', 'identifier'].includes(whyOf(text, policy, own)))) left += 1;
  }
  return left === 0 ? [] : [textLeft(left)];
}

/** The codestream is what Photometric Interpretation says of it. */
async function requireItsColours(frames: Frames, frame: number): Promise<void> {
  const { instance, shape } = frames.image;
  const format = { syntax: instance.transferSyntax.uid, shape };
  if (namesTransform(format) && !isOfItsColours(await frames.bytes(frame), format)) throw notAsMeant();
}

function textLeft(frames: number): Finding {
  return {
    severity: 'doubt',
    path: formatTag(PIXEL_DATA),
    code: 'TEXT_LEFT_IN_PIXELS',
    message: `Text is still found in ${frames === 1 ? 'one frame' : `${frames} frames`} that was blanked`,
  };
}

/** A native frame without the bits above Bits Stored that were cleaned. */
function withoutSpill(
  { instance, shape }: Image,
  decoded: DecodedFrame,
  { stripsHidden }: Looked,
): DecodedFrame {
  const { raster } = decoded;
  if (!stripsHidden || shape.bitsStored >= shape.bitsAllocated || shape.bitsAllocated === 1) return decoded;
  const bytes = withoutHighBits(raster.bytes, shape, true, paddingOf(instance));
  return { ...decoded, raster: { ...raster, bytes } };
}

const DCT = new Set(['50', '51', '53', '55'].map((last) => `1.2.840.10008.1.2.4.${last}`));

function isDct({ instance }: Image): boolean {
  return DCT.has(instance.transferSyntax.uid);
}

/** The blocks that share their chroma. */
function mcuOf(stream: Uint8Array): { readonly width: number; readonly height: number } {
  const { components } = frameHeaderOf(stream);
  return components.length === 1
    ? { width: 8, height: 8 }
    : {
        width: 8 * Math.max(...components.map(({ across }) => across)),
        height: 8 * Math.max(...components.map(({ down }) => down)),
      };
}

/** A decoder that smooths chroma looks so far beyond a block. */
const SMOOTHED_PIXELS = 2;
/** Of a DCT: what quantisation leaves of a flat block, of the whole span. */
const FLAT_WITHIN = 0.08;

function isAsMeant(
  image: Image,
  was: DecodedFrame,
  is: DecodedFrame,
  regions: readonly Rectangle[],
  fill: PixelPolicy['fill'],
  grid: { readonly width: number; readonly height: number } | null,
): boolean {
  const { width, height, samplesPerPixel, bytesPerSample } = was.raster;
  const isAlike =
    is.raster.width === width &&
    is.raster.height === height &&
    is.raster.samplesPerPixel === samplesPerPixel &&
    is.raster.bytesPerSample === bytesPerSample &&
    is.raster.bytes.length === was.raster.bytes.length;
  if (!isAlike) return false;
  const { instance, shape } = image;
  const wanted = fillOf(
    { ...shape, photometric: is.photometric, samplesPerPixel },
    fill,
    paletteOf(instance, shape),
  ).map((value) => Math.round(value));
  const isExact = Buffer.compare(filledRaster(was.raster, regions, wanted).bytes, is.raster.bytes) === 0;
  if (isExact || !(grid !== null || sharesPixels(image))) return isExact;
  const inside = cover(
    regions.map((box) => (grid === null ? box : shrunk(box, SMOOTHED_PIXELS))),
    width,
    height,
  );
  const mayChange = cover(
    regions.map((box) => mayDiffer(box, image, grid)),
    width,
    height,
  );
  const span = 2 ** shape.bitsStored - 1;
  const cell = samplesPerPixel * bytesPerSample;
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (inside[pixel] === 1) {
      for (let sample = 0; sample < samplesPerPixel; sample++) {
        const value = sampleAt(is.raster, pixel * samplesPerPixel + sample, shape.isSigned);
        const away = Math.abs(value - (wanted[sample] ?? 0));
        if (grid === null ? away !== 0 : away > span * FLAT_WITHIN) return false;
      }
    } else if (mayChange[pixel] === 0) {
      for (let byte = pixel * cell; byte < (pixel + 1) * cell; byte++)
        if (was.raster.bytes[byte] !== is.raster.bytes[byte]) return false;
    }
  }
  return true;
}

function mayDiffer(
  box: Rectangle,
  image: Image,
  grid: { readonly width: number; readonly height: number } | null,
): Rectangle {
  const { shape } = image;
  const size = { width: shape.columns, height: shape.rows };
  if (grid !== null) return grown(onGrid(box, grid, size), SMOOTHED_PIXELS, SMOOTHED_PIXELS);
  return sharesPixels(image) ? grown(box, 1, 0) : box;
}

/** Native pixels that share their chroma, or a word, change in pairs. */
function sharesPixels(image: Image): boolean {
  return isSwapped(image) || image.shape.photometric.includes('422');
}

function grown({ left, top, right, bottom }: Rectangle, across: number, down: number): Rectangle {
  return { left: left - across, top: top - down, right: right + across, bottom: bottom + down };
}

function shrunk(box: Rectangle, by: number): Rectangle {
  return grown(box, -by, -by);
}

/** 1 for each pixel that lies in one of some rectangles. */
function cover(rectangles: readonly Rectangle[], width: number, height: number): Uint8Array {
  const covered = new Uint8Array(width * height);
  for (const { left, top, right, bottom } of rectangles)
    for (let row = Math.max(0, top); row < Math.min(height, bottom); row++) {
      const [from, to] = [Math.max(0, left), Math.min(width, right)];
      if (to > from) covered.fill(1, row * width + from, row * width + to);
    }
  return covered;
}
