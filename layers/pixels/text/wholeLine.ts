import type { Picture, Turn } from '../display/picture.ts';
import type { Rectangle } from '../region.ts';
import type { Reading } from './read.ts';

/** A line, and how it stands. */
export interface Line extends Reading {
  readonly box: Rectangle;
  readonly turn: Turn;
}

/** Beyond both ends of a line, in its heights: as far as is read at once. */
const BEYOND = 2;
/** From the middle of a character to its end, and a little more, in heights of its line. */
const HALF_A_CHARACTER = 0.6;
/** What grows by less, in heights, has come to its end. */
const WORTH_MORE = 0.7;
const MOST_TIMES = 6;
/** So sure a longer reading must be. */
const READ_FROM = 0.5;

/**
 * The detector often leaves out an end of a line: faint letters, those over something bright, those after a gap. So what lies beyond both ends is read together with the
 * line, for as long as there are characters.
 */
export async function wholeLine(
  line: Line,
  picture: Picture,
  read: (box: Rectangle, turn: Turn) => Promise<Reading>,
): Promise<Line> {
  let whole = line;
  for (let time = 0; time < MOST_TIMES; time++) {
    const wide = grown(whole, BEYOND, BEYOND, picture);
    const reading = await read(wide, line.turn);
    if (reading.extent === null || reading.confidence < READ_FROM) break;
    const [before, after] = beyond(whole, wide, reading.extent);
    const text = reading.text.trim().length > whole.text.length ? reading : whole;
    // With what stands beside it a line reads worse, and is no less one.
    const confidence = Math.max(whole.confidence, reading.confidence);
    whole = { ...text, confidence, turn: line.turn, box: grown(whole, before, after, picture) };
    if (Math.max(before, after) < WORTH_MORE) break;
  }
  return whole;
}

/** How far characters reach beyond the ends of a line, left or top first, in its heights. */
function beyond({ box, turn }: Line, wide: Rectangle, { first, last }: { first: number; last: number }) {
  const isDown = turn === 90 || turn === 270;
  const [start, end, from, to] = isDown
    ? [box.top, box.bottom, wide.top, wide.bottom]
    : [box.left, box.right, wide.left, wide.right];
  const height = heightOf(box, turn);
  const isForward = turn === 0 || turn === 270;
  const [least, most] = isForward ? [first, last] : [1 - last, 1 - first];
  const reach = (pixels: number) => Math.min(BEYOND, Math.max(0, pixels / height + HALF_A_CHARACTER));
  return [reach(start - (from + least * (to - from))), reach(from + most * (to - from) - end)] as const;
}

function heightOf({ left, top, right, bottom }: Rectangle, turn: Turn): number {
  return turn === 90 || turn === 270 ? right - left : bottom - top;
}

/** A line that reaches further at its ends, by its heights. */
function grown({ box, turn }: Line, before: number, after: number, { width, height }: Picture): Rectangle {
  const [by, byEnd] = [before, after].map((heights) => Math.round(heights * heightOf(box, turn))) as [
    number,
    number,
  ];
  return turn === 90 || turn === 270
    ? { ...box, top: Math.max(0, box.top - by), bottom: Math.min(height, box.bottom + byEnd) }
    : { ...box, left: Math.max(0, box.left - by), right: Math.min(width, box.right + byEnd) };
}
