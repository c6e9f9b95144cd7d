import { type Element, elementWith } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag } from '../../dicom/tag.ts';
import { bytesOf, isLoaded } from '../../dicom/values.ts';
import type { Palette } from '../../pixels/fill.ts';
import type { FrameShape } from '../../pixels/shape.ts';
import { wordOf } from './kinds.ts';

/** The palette of a PALETTE COLOR image, whole or in segments; null for any other, and where it is damaged. */
export function paletteOf(instance: ParsedInstance, { photometric }: FrameShape): Palette | null {
  if (photometric !== 'PALETTE COLOR') return null;
  const first = wordOf(instance, 0x00281101, 1);
  const [red, green, blue] = DESCRIPTORS.map((descriptor) => tableOf(instance, descriptor));
  if (first === null || !red || !green || !blue) return null;
  return { first, red, green, blue };
}

/** Three words an entry, if each is a segment of its own. */
const MOST_BYTES = 3 * 2 * 65_536;

/** Of red, green and blue. Their data stand 0x100 further, in segments 0x120. */
const DESCRIPTORS = [0x00281101, 0x00281102, 0x00281103] as const;

/** The entries of a look-up table, each of 16 bits whatever the table's are (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6). */
function tableOf(instance: ParsedInstance, descriptor: number): Uint16Array | null {
  const count = wordOf(instance, descriptor);
  const bits = wordOf(instance, descriptor, 2);
  if (count === null || bits === null) return null;
  // 0 stands for 65,536.
  const length = count === 0 ? 65_536 : count;
  const whole = elementWith(instance.dataSet, asTag(descriptor + 0x100));
  const segmented = elementWith(instance.dataSet, asTag(descriptor + 0x120));
  const element = whole ?? segmented;
  if (element === undefined || !isLoaded(instance, element)) return null;
  if (element.valueEnd - element.valueStart > MOST_BYTES) return null;
  const entries =
    whole === undefined
      ? joined(wordsOf(instance, element, bits === 8), bits === 8 ? 1 : 2)
      : wordsOf(instance, element, bits === 8 && element.valueEnd - element.valueStart < 2 * length);
  if (entries === null || entries.length < length) return null;
  return Uint16Array.from(entries.slice(0, length), (value) => (bits === 8 ? (value & 0xff) * 257 : value));
}

function wordsOf(instance: ParsedInstance, element: Element, isBytes: boolean): readonly number[] {
  const bytes = bytesOf(instance, element);
  if (isBytes) return [...bytes];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { littleEndian } = element.dataSet.encoding;
  return Array.from({ length: bytes.length >> 1 }, (_, at) => view.getUint16(2 * at, littleEndian));
}

/** Kinds of segments. */
const DISCRETE = 0;
const LINEAR = 1;
const INDIRECT = 2;
/** A table has no more entries; a damaged one must not grow beyond all bounds. */
const MOST_ENTRIES = 65_536;
/** Segments of one value each take three words; so many steps make any table, and one that takes more makes none. */
const MOST_STEPS = 2 * MOST_ENTRIES;

/**
 * The entries that segments stand for (PS3.3 C.7.9.2): values one by one, straight lines from the last value to a new one, and earlier segments once more. `size`: bytes a
 * word, as offsets count bytes. Null: damaged.
 */
export function joined(words: readonly number[], size: 1 | 2): readonly number[] | null {
  const entries: number[] = [];
  let steps = 0;
  return follow(0, Number.POSITIVE_INFINITY, true) ? entries : null;

  function follow(start: number, segments: number, mayRepeat: boolean): boolean {
    let at = start;
    for (let done = 0; done < segments && at + 1 < words.length; done++) {
      const [kind, length] = [words[at] as number, words[at + 1] as number];
      if (++steps > MOST_STEPS) return false;
      // Of a copy it is how many segments are copied.
      if (kind !== INDIRECT && entries.length + length > MOST_ENTRIES) return false;
      if (kind === DISCRETE) {
        if (at + 2 + length > words.length) return false;
        for (const value of words.slice(at + 2, at + 2 + length)) entries.push(value);
        at += 2 + length;
      } else if (kind === LINEAR) {
        const [from, to] = [entries.at(-1), words[at + 2]];
        if (from === undefined || to === undefined) return false;
        for (let step = 1; step <= length; step++)
          entries.push(Math.round(from + ((to - from) * step) / length));
        at += 3;
      } else if (kind === INDIRECT && mayRepeat) {
        const offset = offsetAt(at + 2);
        if (offset === null || !follow(offset, length, false)) return false;
        at += 2 + 4 / size;
      } else return false;
    }
    return true;
  }

  /** Of 32 bits, the least significant word first; as a place among the words. */
  function offsetAt(at: number): number | null {
    const parts = words.slice(at, at + 4 / size);
    if (parts.length < 4 / size) return null;
    const bytes = parts.reduce((sum, part, place) => sum + part * 2 ** (8 * size * place), 0);
    return bytes % size === 0 && bytes / size < words.length ? bytes / size : null;
  }
}
