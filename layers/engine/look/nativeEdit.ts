import type { Edit, MadePatch, Patch } from '../../dicom/edit.ts';
import { unsupported } from '../../pixels/errors.ts';
import { fillOf } from '../../pixels/fill.ts';
import { withoutHighBits } from '../../pixels/hidden/highBits.ts';
import { blankBits, nativePatches } from '../../pixels/native.ts';
import type { Rectangle } from '../../pixels/region.ts';
import { nativeFrameBits } from '../../pixels/shape.ts';
import { type Frames, isSwapped, read } from './frames.ts';
import { paddingOf } from './kinds.ts';
import type { Blanking } from './looked.ts';
import { paletteOf } from './palette.ts';

/** So many patches are kept; those of the frames behind are made when they are stored, a frame at a time. */
const MOST_PATCHES = 20_000;

/** Native pixels are patched by ranges; those of one bit by whole bytes, which are read for it. Null: nothing changes. */
export async function nativeEdit(blanking: Blanking, frames: Frames): Promise<Edit | null> {
  const { shape, looked, instance } = blanking;
  if (shape.bitsAllocated === 1) return bitsEdit(blanking);
  const patches: (Patch | MadePatch)[] = [];
  // Overlays stood in the bits above Bits Stored once (PS3.5 8.1.2); the whole frame is read for them.
  const maySpill = looked.stripsHidden && shape.bitsStored < shape.bitsAllocated;
  // Frames that are filled alike share the bytes that fill them.
  let alike = { regions: [] as readonly Rectangle[], patches: [] as readonly Patch[] };
  for (let frame = 0; frame < shape.frames; frame++) {
    const regions = looked.regions.of(frame);
    if (maySpill && (await spills(blanking, frames, frame))) {
      patches.push(await wholeFrame(blanking, frames, frame, regions));
      continue;
    }
    if (regions.length === 0) continue;
    if (patches.length < MOST_PATCHES || instance.inflated !== null) {
      if (alike.regions !== regions) alike = { regions, patches: patchesOf(blanking, regions) };
      for (const patch of inFrame(blanking, frame, alike.patches)) patches.push(patch);
    } else patches.push(laterPatch(blanking, frame, regions));
  }
  const tail = looked.stripsHidden ? await tailPatch(blanking) : null;
  if (tail !== null) patches.push(tail);
  return patches.length === 0 ? null : { kind: 'patch-value', patches };
}

/** Of the first frame, in its own words. */
function patchesOf(
  { instance, pixels, shape, fill }: Blanking,
  regions: readonly Rectangle[],
): readonly Patch[] {
  const values = fillOf(shape, fill, paletteOf(instance, shape));
  return nativePatches(shape, pixels.dataSet.encoding.littleEndian, [{ frame: 0, regions }], values);
}

/** The same patches in another frame. */
function inFrame(blanking: Blanking, frame: number, patches: readonly Patch[]): readonly Patch[] {
  const start = (frame * nativeFrameBits(blanking.shape)) / 8;
  const moved = patches.map(({ at, bytes }) => ({ at: start + at, bytes }));
  return isSwapped(blanking) ? moved.map(onWholeWords) : moved;
}

/** From the first byte of a frame that changes to the last one. */
function laterPatch(blanking: Blanking, frame: number, regions: readonly Rectangle[]): MadePatch {
  const patches = inFrame(blanking, frame, patchesOf(blanking, regions));
  const [first] = patches as readonly [Patch, ...Patch[]];
  const last = patches.at(-1) as Patch;
  const length = last.at + last.bytes.length - first.at;
  const start = blanking.pixels.valueStart + first.at;
  const make = async (): Promise<Uint8Array> => {
    const bytes = new Uint8Array(await read(blanking, { start, end: start + length }));
    for (const patch of inFrame(blanking, frame, patchesOf(blanking, regions)))
      bytes.set(patch.bytes, patch.at - first.at);
    return bytes;
  };
  return { at: first.at, length, make };
}

async function cleanBits(
  blanking: Blanking,
  frames: Frames,
  frame: number,
): Promise<[Uint8Array, Uint8Array]> {
  const { instance, pixels, shape } = blanking;
  const bytes = await frames.bytes(frame);
  const { littleEndian } = pixels.dataSet.encoding;
  return [bytes, withoutHighBits(bytes, shape, littleEndian, paddingOf(instance))];
}

async function spills(blanking: Blanking, frames: Frames, frame: number): Promise<boolean> {
  const [before, after] = await cleanBits(blanking, frames, frame);
  return after !== before;
}

/** A frame without what hides in its bits, and with its regions filled. */
async function wholeFrame(
  blanking: Blanking,
  frames: Frames,
  frame: number,
  regions: readonly Rectangle[],
): Promise<Patch | MadePatch> {
  const { span } = frames.nativeSpan(frame);
  const at = span.start - blanking.pixels.valueStart;
  const make = async (): Promise<Uint8Array> => {
    const [, clean] = await cleanBits(blanking, frames, frame);
    const bytes = new Uint8Array(clean);
    for (const patch of inFrame(blanking, frame, patchesOf(blanking, regions)))
      bytes.set(patch.bytes, patch.at - at);
    return bytes;
  };
  const length = span.end - span.start;
  return blanking.instance.inflated === null && blanking.shape.frames > 1
    ? { at, length, make }
    : { at, bytes: await make() };
}

/** Zeros for the bytes behind the last frame, where something hides in them; null: nothing does. */
async function tailPatch(blanking: Blanking): Promise<Patch | null> {
  const { shape, pixels } = blanking;
  const at = (nativeFrameBits(shape) / 8) * shape.frames;
  const bytes = await read(blanking, { start: pixels.valueStart + at, end: pixels.valueEnd });
  return bytes.some((byte) => byte !== 0) ? { at, bytes: new Uint8Array(bytes.length) } : null;
}

async function bitsEdit(blanking: Blanking): Promise<Edit | null> {
  const { instance, pixels, shape, looked, fill } = blanking;
  if (looked.regions.isEmpty) return null;
  if (!pixels.dataSet.encoding.littleEndian) throw unsupported('Pixels of one bit in big endian');
  const values = fillOf(shape, fill, paletteOf(instance, shape));
  const bytes = new Uint8Array(await read(blanking, { start: pixels.valueStart, end: pixels.valueEnd }));
  for (let frame = 0; frame < shape.frames; frame++)
    blankBits(bytes, shape, frame, looked.regions.of(frame), values[0] === 1 ? 1 : 0);
  return { kind: 'patch-value', patches: [{ at: 0, bytes }] };
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
