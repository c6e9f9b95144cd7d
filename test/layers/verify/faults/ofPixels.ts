import type { ByteFault } from './kinds.ts';
import { find, one, put, textOf } from './tree.ts';

/** Pixels that are lost, changed or drawn upon. */

const PIXELS = 0x7fe00010;
const FRAMES = 0x00280008;

export const PIXEL_KINDS: readonly ByteFault[] = [
  {
    name: 'a byte of the pixels is another',
    codes: ['PIXELS_CHANGED'],
    spoil: ({ output, below }) => {
      const value = find(output.dataSet, PIXELS)?.value;
      if (value === undefined || value.length === 0) return false;
      const at = below(value.length);
      value[at] = (value[at] as number) ^ 0x11;
      return true;
    },
  },
  {
    name: 'a frame is lost',
    codes: ['PIXELS_LOST', 'PIXELS_CHANGED', 'PIXELS_LENGTH'],
    spoil: ({ output }) => {
      const [pixels, frames] = [find(output.dataSet, PIXELS), find(output.dataSet, FRAMES)];
      const count = Number(textOf(frames));
      if (pixels === undefined || frames === undefined || !(count > 1)) return false;
      frames.value = Buffer.from(String(count - 1), 'latin1');
      if (pixels.fragments !== null) pixels.fragments.pop();
      else pixels.value = pixels.value.subarray(0, (pixels.value.length / count) * (count - 1));
      return true;
    },
  },
  {
    name: 'the last rows are lost',
    codes: ['PIXELS_LENGTH', 'PIXELS_CHANGED'],
    spoil: ({ output }) => {
      const pixels = find(output.dataSet, PIXELS);
      if (pixels === undefined || pixels.value.length < 64) return false;
      pixels.value = pixels.value.subarray(0, pixels.value.length - 32);
      return true;
    },
  },
  {
    name: 'all pixels are lost',
    codes: ['PIXELS_LOST'],
    spoil: ({ output }) => {
      const at = output.dataSet.findIndex(({ tag }) => tag === PIXELS);
      if (at < 0) return false;
      output.dataSet.splice(at, 1);
      return true;
    },
  },
  {
    name: 'an overlay with text',
    codes: ['PROFILE_PRESENT', 'PROFILE_KEPT', 'ELEMENT_ADDED'],
    spoil: ({ output, below }) => {
      const base = 0x60000000 + 2 * below(8) * 0x10000;
      const short = (number: number) => Buffer.from([number, 0]);
      put(output.dataSet, one(base + 0x10, 'US', short(16)));
      put(output.dataSet, one(base + 0x11, 'US', short(16)));
      put(output.dataSet, one(base + 0x40, 'CS', 'G'));
      put(output.dataSet, one(base + 0x50, 'SS', Buffer.from([1, 0, 1, 0])));
      put(output.dataSet, one(base + 0x100, 'US', short(1)));
      put(output.dataSet, one(base + 0x102, 'US', short(0)));
      put(output.dataSet, one(base + 0x3000, 'OW', Buffer.alloc(32, 0xa5)));
      return output.littleEndian;
    },
  },
  {
    name: 'a curve',
    codes: ['PROFILE_PRESENT', 'PROFILE_KEPT'],
    spoil: ({ output }) => {
      put(output.dataSet, one(0x50003000, 'OW', Buffer.alloc(16, 7)));
      return true;
    },
  },
];
