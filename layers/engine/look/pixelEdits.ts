import type { PixelPolicy } from '../../../rules/pixelPolicy.ts';
import type { Span } from '../../dicom/byteSource.ts';
import type { Edit, Patch } from '../../dicom/edit.ts';
import { type Element, elementWith } from '../../dicom/element.ts';
import { concat } from '../../dicom/encode.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, formatTag, type Tag } from '../../dicom/tag.ts';
import { isLoaded } from '../../dicom/values.ts';
import type { Vr } from '../../dicom/vr.ts';
import { PixelsError, unsupported } from '../../pixels/errors.ts';
import { fillOf } from '../../pixels/fill.ts';
import { framesOf, offsetsOf } from '../../pixels/frames.ts';
import { blankJpeg } from '../../pixels/jpeg/blankJpeg.ts';
import { blankBits, nativePatches } from '../../pixels/native.ts';
import type { Rectangle } from '../../pixels/region.ts';
import { blankRle } from '../../pixels/rle.ts';
import type { FrameShape } from '../../pixels/shape.ts';
import type { ValueReader } from '../resolve/valueReader.ts';
import { PIXEL_DATA } from './kinds.ts';
import { paletteOf } from './shape.ts';

/** An image that is to be blanked, and where. */
export interface Blanking {
  readonly instance: ParsedInstance;
  readonly pixels: Element;
  readonly shape: FrameShape;
  readonly values: ValueReader;
  /** In every frame. */
  readonly regions: readonly Rectangle[];
  readonly fill: PixelPolicy['fill'];
}

/** The edits that fill regions of an image: of its Pixel Data, and of the tables that say where its frames begin. Throws `PixelsError`. */
export async function pixelEdits(blanking: Blanking): Promise<ReadonlyMap<Element, Edit>> {
  const { instance, pixels, shape } = blanking;
  const { uid } = instance.transferSyntax;
  if (VIDEO.test(uid))
    throw new PixelsError(
      'PIXELS_VIDEO',
      'A video: no frame of it can be changed by itself',
      'Export single images from it, or look at it and accept it in the rules.',
    );
  if (pixels.fragments === null) return new Map([[pixels, await nativeEdit(blanking)]]);
  const blank = BLANKED_BY[uid];
  if (blank === undefined)
    throw unsupported('The pixels are compressed in a way that Lethe cannot blank yet');
  return framesEdit(blanking, (frame) => blank(frame, shape, blanking));
}

/** MPEG2, MPEG-4 and HEVC (PS3.5 A.4.5 to A.4.8, A.4.12). */
const VIDEO = /^1\.2\.840\.10008\.1\.2\.4\.10[0-9](?:\.1)?$/;

type BlankFrame = (frame: Uint8Array, shape: FrameShape, blanking: Blanking) => Uint8Array;

const jpeg: BlankFrame = (frame, shape, { instance, regions, fill }) =>
  blankJpeg(frame, shape, regions, fill, fillOf(shape, fill, paletteOf(instance, shape)));

/** By transfer syntax. */
const BLANKED_BY: Readonly<Record<string, BlankFrame>> = {
  '1.2.840.10008.1.2.1.98': (frame, shape, { instance, regions, fill }) => {
    const whole = new Uint8Array(frame);
    const values = fillOf(shape, fill, paletteOf(instance, shape));
    if (shape.bitsAllocated === 1) blankBits(whole, shape, 0, regions, bitOf(values));
    else
      for (const { at, bytes } of nativePatches(shape, true, [{ frame: 0, regions }], values))
        whole.set(bytes, at);
    return whole;
  },
  '1.2.840.10008.1.2.5': (frame, shape, { instance, regions, fill }) =>
    blankRle(frame, shape, regions, fillOf(shape, fill, paletteOf(instance, shape))),
  '1.2.840.10008.1.2.4.50': jpeg,
  '1.2.840.10008.1.2.4.51': jpeg,
  '1.2.840.10008.1.2.4.53': jpeg,
  '1.2.840.10008.1.2.4.55': jpeg,
};

/** Native pixels are patched by ranges; those of one bit by whole bytes, which are read for it. */
async function nativeEdit(blanking: Blanking): Promise<Edit> {
  const { instance, pixels, shape, regions } = blanking;
  const { littleEndian } = pixels.dataSet.encoding;
  const values = fillOf(shape, blanking.fill, paletteOf(instance, shape));
  if (shape.bitsAllocated === 1) {
    if (!littleEndian) throw unsupported('Pixels of one bit in big endian');
    const bytes = new Uint8Array(await read(blanking, { start: pixels.valueStart, end: pixels.valueEnd }));
    for (let frame = 0; frame < shape.frames; frame++) blankBits(bytes, shape, frame, regions, bitOf(values));
    return { kind: 'patch-value', patches: [{ at: 0, bytes }] };
  }
  const frames = Array.from({ length: shape.frames }, (_, frame) => ({ frame, regions }));
  const patches = nativePatches(shape, littleEndian, frames, values);
  const isSwapped = !littleEndian && pixels.vr === 'OW' && shape.bitsAllocated === 8;
  return { kind: 'patch-value', patches: isSwapped ? patches.map(onWholeWords) : patches };
}

function bitOf(values: readonly number[]): 0 | 1 {
  return values[0] === 1 ? 1 : 0;
}

/** Samples of 8 bits in words of 16 (PS3.5 8.2) are swapped in big endian: a patch takes in the neighbour of its first and last one. */
function onWholeWords({ at, bytes }: Patch): Patch {
  const [value = 0] = bytes;
  if (bytes.some((byte) => byte !== value))
    throw unsupported('Colours of 8 bits in words of 16 in big endian, with a fill of several values');
  const start = at - (at % 2);
  const end = at + bytes.length + ((at + bytes.length) % 2);
  return { at: start, bytes: new Uint8Array(end - start).fill(value) };
}

const EXTENDED_OFFSET_TABLE = asTag(0x7fe00001);
const EXTENDED_OFFSET_TABLE_LENGTHS = asTag(0x7fe00002);

/** Every frame is read, blanked and written anew as one fragment, one after the other. */
async function framesEdit(
  blanking: Blanking,
  blank: (frame: Uint8Array) => Uint8Array,
): Promise<ReadonlyMap<Element, Edit>> {
  const { instance, pixels, shape } = blanking;
  const [table = { start: 0, end: 0 }, ...fragments] = pixels.fragments ?? [];
  const basic = numbersOf(await read(blanking, table), 4);
  const extended = elementWith(instance.dataSet, EXTENDED_OFFSET_TABLE);
  const offsets =
    extended === undefined
      ? []
      : numbersOf(await read(blanking, { start: extended.valueStart, end: extended.valueEnd }), 8);
  const frames = framesOf(fragments, shape.frames, { basic, extended: offsets });
  const made: Uint8Array[] = [];
  for (const places of frames) {
    const parts: Uint8Array[] = [];
    for (const place of places) parts.push(await read(blanking, fragments[place] as Span));
    made.push(even(blank(concat(parts))));
  }
  const placed = offsetsOf(made.map(({ length }) => [length]));
  const isShort = (placed.offsets.at(-1) ?? 0) <= 0xffff_ffff;
  const edits = new Map<Element, Edit>([
    [
      pixels,
      {
        kind: 'replace-frames',
        offsetTable: basic.length > 0 && isShort ? bytesOfNumbers(placed.offsets, 4) : new Uint8Array(0),
        fragments: made,
      },
    ],
  ]);
  const replace = (tag: Tag, numbers: readonly number[]): void => {
    const element = elementWith(instance.dataSet, tag);
    if (element === undefined || !isLoaded(instance, element)) return;
    const vr: Vr = 'OV';
    edits.set(element, { kind: 'replace', by: { tag, vr, value: bytesOfNumbers(numbers, 8) } });
  };
  replace(EXTENDED_OFFSET_TABLE, placed.offsets);
  replace(EXTENDED_OFFSET_TABLE_LENGTHS, placed.lengths);
  return edits;
}

/** Encapsulated data are little endian (PS3.5 A.4). */
function numbersOf(bytes: Uint8Array, width: 4 | 8): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / width) }, (_, at) =>
    width === 4 ? view.getUint32(4 * at, true) : Number(view.getBigUint64(8 * at, true)),
  );
}

function bytesOfNumbers(numbers: readonly number[], width: 4 | 8): Uint8Array {
  const bytes = new Uint8Array(width * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((value, at) => {
    if (width === 4) view.setUint32(4 * at, value, true);
    else view.setBigUint64(8 * at, BigInt(value), true);
  });
  return bytes;
}

/** Fragments are of even length (PS3.5 A.4). */
function even(bytes: Uint8Array): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : concat([bytes, new Uint8Array(1)]);
}

function read({ values }: Blanking, span: Span): Promise<Uint8Array> {
  return values.whole(span, formatTag(PIXEL_DATA));
}
