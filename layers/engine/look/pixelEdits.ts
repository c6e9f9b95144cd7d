import { createHash } from 'node:crypto';
import type { MadeBytes, Span } from '../../dicom/byteSource.ts';
import type { Edit } from '../../dicom/edit.ts';
import { type Element, elementWith } from '../../dicom/element.ts';
import { asciiValue, concat } from '../../dicom/encode.ts';
import { asTag, type Tag } from '../../dicom/tag.ts';
import { isLoaded } from '../../dicom/values.ts';
import { namesTransform, photometricOnceWritten } from '../../pixels/codecs/writtenColours.ts';
import { notAsMeant } from '../../pixels/errors.ts';
import { offsetsOf } from '../../pixels/frames.ts';
import { frameChange } from './frameChange.ts';
import { EXTENDED_OFFSET_TABLE, Frames, read } from './frames.ts';
import type { Blanking } from './looked.ts';
import { nativeEdit } from './nativeEdit.ts';
import { PHOTOMETRIC_INTERPRETATION } from './shape.ts';
import { refuseVideo } from './video.ts';

/** The edits of Pixel Data, and of the tables that say where its frames begin; none: nothing is to be changed. Throws `PixelsError`, `Refusal`. */
export async function pixelEdits(blanking: Blanking): Promise<ReadonlyMap<Element, Edit>> {
  refuseVideo(blanking.instance);
  const { pixels } = blanking;
  if (pixels.fragments !== null) return framesEdit(blanking);
  const edit = await nativeEdit(blanking, await Frames.of(blanking));
  return edit === null ? new Map() : new Map([[pixels, edit]]);
}

/** Frames that were written anew are kept up to here; those behind are made again when they are stored. */
const KEPT_BYTES = 64 * 1024 * 1024;

const EXTENDED_OFFSET_TABLE_LENGTHS = asTag(0x7fe00002);

/** Every frame that changes is written anew as one fragment; the others keep their fragments as they came. */
async function framesEdit(blanking: Blanking): Promise<ReadonlyMap<Element, Edit>> {
  const { instance, pixels, shape, looked } = blanking;
  const frames = await Frames.of(blanking);
  const { basic, fragments, frames: places } = frames.encapsulated as NonNullable<Frames['encapsulated']>;
  const photometric = await photometricAfter(blanking, frames);
  const isRenamed = photometric !== shape.photometric;
  const change = frameChange(blanking, photometric);
  const made: (Uint8Array | MadeBytes | Span)[] = [];
  const lengths: number[][] = [];
  let kept = 0;
  let isChanged = false;
  for (let frame = 0; frame < shape.frames; frame++) {
    const own = (places[frame] ?? []).map((place) => fragments[place] as Span);
    const mayChange = isRenamed || looked.stripsHidden || looked.regions.of(frame).length > 0;
    const before = mayChange ? await frames.bytes(frame) : null;
    const after = before === null ? null : await change(before, frame);
    if (after === null || after === before) {
      made.push(...own);
      lengths.push(own.map(({ start, end }) => end - start));
      continue;
    }
    isChanged = true;
    const bytes = even(after);
    kept += bytes.length;
    made.push(
      kept <= KEPT_BYTES
        ? bytes
        : madeAgain(bytes, async () => even(await change(await frames.bytes(frame), frame))),
    );
    lengths.push([bytes.length]);
  }
  const placed = offsetsOf(lengths);
  const isShort = (placed.offsets.at(-1) ?? 0) <= 0xffff_ffff;
  const offsetTable = basic.length > 0 && isShort ? bytesOfNumbers(placed.offsets, 4) : new Uint8Array(0);
  const [table = { start: 0, end: 0 }] = pixels.fragments ?? [];
  const isTableOdd = looked.stripsHidden && Buffer.compare(await read(blanking, table), offsetTable) !== 0;
  if (!isChanged && !isTableOdd) return new Map();
  const edits = new Map<Element, Edit>([[pixels, { kind: 'replace-frames', offsetTable, fragments: made }]]);
  const replace = (tag: Tag, numbers: readonly number[]): void => {
    const element = elementWith(instance.dataSet, tag);
    if (element === undefined || !isLoaded(instance, element)) return;
    edits.set(element, { kind: 'replace', by: { tag, vr: 'OV', value: bytesOfNumbers(numbers, 8) } });
  };
  replace(EXTENDED_OFFSET_TABLE, placed.offsets);
  replace(EXTENDED_OFFSET_TABLE_LENGTHS, placed.lengths);
  const named = elementWith(instance.dataSet, PHOTOMETRIC_INTERPRETATION);
  if (isRenamed && named !== undefined) {
    const value = asciiValue(photometric, 'CS');
    edits.set(named, { kind: 'replace', by: { tag: named.tag, vr: 'CS', value } });
  }
  return edits;
}

/** What Photometric Interpretation says once the frames are written: it holds for all of them, so the first that changes decides, and one that cannot be written so is refused. */
async function photometricAfter({ instance, shape, looked }: Blanking, frames: Frames): Promise<string> {
  const format = { syntax: instance.transferSyntax.uid, shape };
  if (!namesTransform(format)) return shape.photometric;
  for (let frame = 0; frame < shape.frames; frame++)
    if (looked.regions.of(frame).length > 0) return photometricOnceWritten(await frames.bytes(frame), format);
  return shape.photometric;
}

/** Bytes that were made once, and are made again when they are wanted: as they were, or not at all. */
function madeAgain(bytes: Uint8Array, again: () => Promise<Uint8Array>): MadeBytes {
  const digest = digestOf(bytes);
  return {
    length: bytes.length,
    make: async () => {
      const made = await again();
      if (digestOf(made) !== digest) throw notAsMeant();
      return made;
    },
  };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
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
