import type { Span } from '../../dicom/byteSource.ts';
import { type Element, elementWith } from '../../dicom/element.ts';
import { concat } from '../../dicom/encode.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, formatTag } from '../../dicom/tag.ts';
import { beginsCodestream, framesOf, SIGNATURE_BYTES } from '../../pixels/frames.ts';
import { nativeRaster } from '../../pixels/nativeRaster.ts';
import type { DecodedFrame, PixelReader } from '../../pixels/reader.ts';
import { type FrameShape, nativeFrameBits } from '../../pixels/shape.ts';
import type { ValueReader } from '../resolve/valueReader.ts';
import { PIXEL_DATA } from './kinds.ts';

export const EXTENDED_OFFSET_TABLE = asTag(0x7fe00001);

/** An image whose frames can be read. */
export interface Image {
  readonly instance: ParsedInstance;
  readonly pixels: Element;
  readonly shape: FrameShape;
  readonly values: ValueReader;
}

/** The frames of an image, one after the other: none is kept. Throws `PixelsError`. */
export class Frames {
  readonly image: Image;
  /** Of an encapsulated image: Basic Offset Table, and the places of each frame's fragments; null: the image is native. */
  readonly encapsulated: Encapsulated | null;

  private constructor(image: Image, encapsulated: Encapsulated | null) {
    this.image = image;
    this.encapsulated = encapsulated;
  }

  static async of(image: Image): Promise<Frames> {
    return new Frames(image, image.pixels.fragments === null ? null : await encapsulatedOf(image));
  }

  /** One frame as it is written: its fragments joined, or the bytes of a native value that hold it. */
  async bytes(frame: number): Promise<Uint8Array> {
    const { encapsulated } = this;
    if (encapsulated === null) return read(this.image, this.nativeSpan(frame).span);
    const parts: Uint8Array[] = [];
    for (const place of encapsulated.frames[frame] ?? [])
      parts.push(await read(this.image, encapsulated.fragments[place] as Span));
    return parts.length === 1 ? (parts[0] as Uint8Array) : concat(parts);
  }

  /** The samples of a frame. An encapsulated one wants a reader. */
  async decoded(frame: number, reader: PixelReader): Promise<DecodedFrame> {
    const { instance, shape } = this.image;
    const bytes = await this.bytes(frame);
    if (this.encapsulated !== null)
      return reader.decode(bytes, { syntax: instance.transferSyntax.uid, shape });
    return { raster: this.#native(frame, bytes), photometric: shape.photometric };
  }

  #native(frame: number, bytes: Uint8Array): DecodedFrame['raster'] {
    const { pixels, shape } = this.image;
    const { littleEndian } = pixels.dataSet.encoding;
    const { firstBit } = this.nativeSpan(frame);
    if (!isSwapped(this.image)) return nativeRaster(bytes, shape, littleEndian, firstBit);
    const ordered = swappedPairs(bytes).subarray(firstBit / 8);
    return nativeRaster(ordered, shape, true);
  }

  /** Where a native frame lies in the object, and the bit of its first byte that it begins with. Of words that are swapped, whole words. */
  nativeSpan(frame: number): { readonly span: Span; readonly firstBit: number } {
    const { pixels, shape } = this.image;
    const bits = nativeFrameBits(shape);
    const grain = isSwapped(this.image) ? 2 : 1;
    const first = Math.floor((frame * bits) / 8 / grain) * grain;
    const end = Math.ceil(((frame + 1) * bits) / 8 / grain) * grain;
    const { valueStart, valueEnd } = pixels;
    return {
      span: { start: valueStart + first, end: Math.min(valueEnd, valueStart + end) },
      firstBit: frame * bits - first * 8,
    };
  }
}

/** Where the frames of an encapsulated image lie. */
export interface Encapsulated {
  readonly basic: readonly number[];
  readonly fragments: readonly Span[];
  readonly frames: readonly (readonly number[])[];
}

async function encapsulatedOf(image: Image): Promise<Encapsulated> {
  const { instance, pixels, shape } = image;
  const [table = { start: 0, end: 0 }, ...fragments] = pixels.fragments ?? [];
  const basic = numbersOf(await read(image, table), 4);
  const element = elementWith(instance.dataSet, EXTENDED_OFFSET_TABLE);
  const extended =
    element === undefined
      ? []
      : numbersOf(await read(image, { start: element.valueStart, end: element.valueEnd }), 8);
  const isUntold = basic.length === 0 && extended.length === 0 && fragments.length > shape.frames;
  const begins = isUntold && shape.frames > 1 ? await beginnings(image, fragments) : [];
  return { basic, fragments, frames: framesOf(fragments, shape.frames, { basic, extended, begins }) };
}

/** Which fragments a frame may begin with. PS3.5 A.4.1 wants a table where frames have several fragments each; not every writer makes one. */
async function beginnings(image: Image, fragments: readonly Span[]): Promise<boolean[]> {
  const begins: boolean[] = [];
  for (const { start, end } of fragments)
    begins.push(beginsCodestream(await read(image, { start, end: Math.min(end, start + SIGNATURE_BYTES) })));
  return begins;
}

/** Encapsulated data are little endian (PS3.5 A.4). */
function numbersOf(bytes: Uint8Array, width: 4 | 8): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / width) }, (_, at) =>
    width === 4 ? view.getUint32(4 * at, true) : Number(view.getBigUint64(8 * at, true)),
  );
}

/** Samples of 8 bits in words of 16 (PS3.5 8.2) are swapped in big endian. */
export function isSwapped({ pixels, shape }: Image): boolean {
  return !pixels.dataSet.encoding.littleEndian && pixels.vr === 'OW' && shape.bitsAllocated === 8;
}

function swappedPairs(bytes: Uint8Array): Uint8Array {
  const made = new Uint8Array(bytes);
  for (let at = 0; at + 1 < made.length; at += 2)
    [made[at], made[at + 1]] = [made[at + 1] as number, made[at] as number];
  return made;
}

export function read({ values }: Pick<Image, 'values'>, span: Span): Promise<Uint8Array> {
  return values.whole(span, formatTag(PIXEL_DATA));
}
