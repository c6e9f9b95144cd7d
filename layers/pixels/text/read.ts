import { type Picture, resized, type Turn, turned } from '../display/picture.ts';
import type { Rectangle } from '../region.ts';
import type { Network, Numbers } from './network.ts';

export interface Reading {
  readonly text: string;
  /** Mean over the characters, from 0 to 1; 0 where there are none. */
  readonly confidence: number;
  /** The middles of the first and the last character that are likelier than not, as parts of what was read, from 0 to 1; null: there are none. */
  readonly extent: Extent | null;
}

interface Extent {
  readonly first: number;
  readonly last: number;
}

/** The network reads lines of this height. */
const LINE_HEIGHT = 48;
/** Of one that is read at once: 50 times its height. A longer one is read squeezed. */
const MAX_LINE_WIDTH = 50 * LINE_HEIGHT;
const MIN_LINE_WIDTH = LINE_HEIGHT;

/** Reads one line. `turn`: clockwise, so that it stands upright. */
export async function read(
  network: Network,
  characters: readonly string[],
  picture: Picture,
  box: Rectangle,
  turn: Turn,
): Promise<Reading> {
  const isSideways = turn === 90 || turn === 270;
  const [across, down] = [box.right - box.left, box.bottom - box.top];
  const [long, high] = isSideways ? [down, across] : [across, down];
  const width = Math.min(MAX_LINE_WIDTH, Math.max(MIN_LINE_WIDTH, Math.round((long * LINE_HEIGHT) / high)));
  const cut = isSideways
    ? resized(picture, box, LINE_HEIGHT, width)
    : resized(picture, box, width, LINE_HEIGHT);
  return decode(
    await network.run({ data: input(turned(cut, turn)), dims: [1, 3, LINE_HEIGHT, width] }),
    characters,
  );
}

function input({ bytes }: Picture): Float32Array {
  const made = new Float32Array(3 * bytes.length);
  for (let at = 0; at < bytes.length; at++) made[at] = (bytes[at] as number) / 127.5 - 1;
  made.copyWithin(bytes.length, 0, bytes.length);
  made.copyWithin(2 * bytes.length, 0, bytes.length);
  return made;
}

/** The best character of each step; what repeats is one, and number 0 stands between two (connectionist temporal classification). */
export function decode({ data, dims }: Numbers, characters: readonly string[]): Reading {
  const [, steps = 0, classes = 0] = dims;
  let [text, sum, count, before] = ['', 0, 0, 0];
  const sure: number[] = [];
  for (let step = 0; step < steps; step++) {
    let best = 0;
    const start = step * classes;
    for (let at = 1; at < classes; at++)
      if ((data[start + at] as number) > (data[start + best] as number)) best = at;
    if (best !== 0 && best !== before) {
      const likely = data[start + best] as number;
      text += characters[best] ?? '';
      sum += likely;
      count++;
      if (likely >= 0.5) sure.push((step + 0.5) / steps);
    }
    before = best;
  }
  const [first, last] = [sure[0], sure.at(-1)];
  const extent = first === undefined || last === undefined ? null : { first, last };
  return { text, confidence: count === 0 ? 0 : sum / count, extent };
}

/** The characters by their numbers, one a line; number 0 stands for no character. */
export function charactersOf(list: string): readonly string[] {
  return list.replace(/\n$/, '').split('\n');
}
