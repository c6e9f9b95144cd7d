import { createHash } from 'node:crypto';
import type { Picture, Turn } from '../display/picture.ts';
import { render } from '../display/render.ts';
import type { Display, FoundText } from '../reader.ts';
import { areaOf, intersects, type Rectangle, union } from '../region.ts';
import type { Raster } from '../shape.ts';
import { faintOf } from './faint.ts';
import { lookAt, type Spot } from './lookAt.ts';
import { type Network, openNetwork, type RuntimeSettings } from './network.ts';
import { charactersOf, type Reading, read } from './read.ts';
import { type Slanted, stairsOf, uprightOf } from './slanted.ts';
import { tintedOf } from './tinted.ts';
import { readWeights, WEIGHTS_DIGEST, WEIGHTS_FOLDER, withoutShape } from './weights.ts';
import { type Line, wholeLine } from './wholeLine.ts';

export interface TextFinderSettings extends RuntimeSettings {
  /** Another folder with the same weights. */
  readonly weights?: URL;
}

/** Looks for text in what a frame shows. */
export interface TextFinder {
  find(raster: Raster, display: Display): Promise<readonly FoundText[]>;
  readonly weights: string;
  close(): Promise<void>;
}

/** Loads the weights and the runtime: a second, and 300 MB. Throws `PIXELS_WEIGHTS`. */
export async function openTextFinder(settings: TextFinderSettings = {}): Promise<TextFinder> {
  const folder = settings.weights ?? WEIGHTS_FOLDER;
  const detector = await openNetwork(readWeights('detector', folder), settings);
  const recogniser = await openNetwork(withoutShape(readWeights('recogniser', folder)), settings);
  const readings = new Readings(
    recogniser,
    charactersOf(new TextDecoder().decode(readWeights('characters', folder))),
  );
  const look = async (
    picture: Picture,
    seen: Uint8Array | null,
    isHardlyThere = false,
  ): Promise<readonly FoundText[]> => {
    const found: FoundText[] = [];
    for (const { box, isStraight, slanted } of largestFirst(await lookAt(detector, picture, seen))) {
      if (found.some((text) => isRead(text) && isWithin(box, text.box))) continue;
      const line = isStraight ? await readLine(readings, picture, box, isHardlyThere ? 1 : MOST_TURNS) : null;
      if ((line === null || !isRead(line)) && slanted !== null) {
        const texts = await readSlanted(readings, picture, slanted);
        found.push(...texts);
        if (texts.length > 0) continue;
      }
      if (line === null) continue;
      // A body, or a film, even if letters on it are read.
      const isMost = areaOf(box) > (picture.width * picture.height) / 4;
      if (isShape(box) && (isMost || !isRead(line))) continue;
      if (isHardlyThere && line.confidence < SURE) continue;
      const known = found.findIndex((text) => isSame(text.box, line.box));
      const before = found[known];
      const { box: whole, text, confidence } = line;
      if (before === undefined) found.push({ box: whole, text, confidence });
      // Each look may reach an end that the other misses.
      else if (confidence > before.confidence)
        found[known] = { box: union(before.box, whole), text, confidence };
    }
    return found;
  };
  return {
    weights: WEIGHTS_DIGEST,
    async find(raster, display) {
      const found: FoundText[] = [];
      let seen: Uint8Array | null = null;
      readings.age();
      // What one picture shows in a place does not stand for what another shows there: each is judged.
      const add = (texts: readonly FoundText[]) =>
        found.push(...texts.filter((text) => !found.some((known) => isRepeated(text, known))));
      for (const picture of render(raster, display)) {
        add(await look(picture, seen));
        if (seen === null)
          for (const hidden of [faintOf(picture), tintedOf(raster, display, picture.bytes)])
            if (hidden !== null) add(await look(hidden.picture, hidden.seen, true));
        seen = withSeen(seen, picture);
      }
      return found.map((text) => ({ ...text, box: withEnds(text.box, raster) }));
    },
    async close() {
      await detector.close();
      await recogniser.close();
    },
  };
}

/** Of what is hardly there, or stands askew, only what reads as well as this is text. */
const SURE = 0.9;

/** What is neither black nor white is seen; what is, may be so for being beyond the window. */
function withSeen(before: Uint8Array | null, { bytes }: Picture): Uint8Array {
  return bytes.map((grey, at) => (before?.[at] === 1 || (grey > 0 && grey < 255) ? 1 : 0));
}

/** What was read in the last looks, by the very pixels: the lines of a screen stand still while a cine moves. */
class Readings {
  readonly #recogniser: Network;
  readonly #characters: readonly string[];
  #now = new Map<string, Reading>();
  #before: ReadonlyMap<string, Reading> = new Map();

  constructor(recogniser: Network, characters: readonly string[]) {
    this.#recogniser = recogniser;
    this.#characters = characters;
  }

  /** Another look: what was not wanted in the last one goes once more of them have passed. */
  age(): void {
    if (this.#now.size < MOST_READINGS) return;
    [this.#before, this.#now] = [this.#now, new Map()];
  }

  async of(picture: Picture, box: Rectangle, turn: Turn): Promise<Reading> {
    const key = `${turn} ${digestOf(picture, box)}`;
    const known = this.#now.get(key) ?? this.#before.get(key);
    const reading = known ?? (await read(this.#recogniser, this.#characters, picture, box, turn));
    this.#now.set(key, reading);
    return reading;
  }
}

/** Some thirty screens of lines. */
const MOST_READINGS = 4000;

function digestOf({ bytes, width }: Picture, { left, top, right, bottom }: Rectangle): string {
  const hash = createHash('sha256').update(`${right - left} ${bottom - top} `);
  for (let row = top; row < bottom; row++)
    hash.update(bytes.subarray(row * width + left, row * width + right));
  return hash.digest('base64');
}

/** Good enough that no other direction is tried. */
const READ_WELL = 0.8;

function isRead({ text, confidence }: Pick<Reading, 'text' | 'confidence'>): boolean {
  return text.trim().length >= 2 && confidence >= READ_WELL;
}

/** The detector often leaves out the first and the last letter of a line: half a height more at both ends holds them. */
function withEnds({ left, top, right, bottom }: Rectangle, { width, height }: Raster): Rectangle {
  const [across, down] = [right - left, bottom - top];
  const [byX, byY] = down > 1.5 * across ? [0, Math.ceil(across / 2)] : [Math.ceil(down / 2), 0];
  return {
    left: Math.max(0, left - byX),
    top: Math.max(0, top - byY),
    right: Math.min(width, right + byX),
    bottom: Math.min(height, bottom + byY),
  };
}

/** Higher than lines are, in pixels: what is that high and cannot be read is an outline of a body or a film. */
const SHAPE = 100;

function isShape({ left, top, right, bottom }: Rectangle): boolean {
  return Math.min(right - left, bottom - top) > SHAPE;
}

/** So sure a reading must be for it to be worth a look at what stands beyond it; of one character more. */
const WORTH_A_LOOK = { one: 0.8, more: 0.5 };

/** As it stands; only where that reads badly, the other ways that it may stand. What can be read is read to its ends. */
async function readLine(readings: Readings, picture: Picture, box: Rectangle, turns: number): Promise<Line> {
  let best: Line = { text: '', confidence: 0, extent: null, box, turn: 0 };
  for (const turn of turnsOf(box).slice(0, turns)) {
    const reading = await readings.of(picture, box, turn);
    if (isBetter(reading, best)) best = { ...reading, box, turn };
    if (isRead(best)) break;
  }
  best = { ...best, text: best.text.trim() };
  if (best.text === '' || best.confidence < WORTH_A_LOOK[best.text.length === 1 ? 'one' : 'more'])
    return best;
  const whole = await wholeLine(best, picture, (wide, turn) => readings.of(picture, wide, turn));
  return { ...whole, text: whole.text.trim() };
}

/** A line of any direction, set upright; only what reads as well as letters do is one, for edges of bodies have any direction, too. */
async function readSlanted(
  readings: Readings,
  picture: Picture,
  slanted: Slanted,
): Promise<readonly FoundText[]> {
  const upright = uprightOf(picture, slanted);
  const line = await readLine(readings, upright.picture, upright.box, MOST_TURNS);
  if (!isRead(line) || line.confidence < SURE) return [];
  const { text, confidence } = line;
  return stairsOf(slanted, upright.picture, line.box, picture).map((box) => ({ box, text, confidence }));
}

function isBetter(one: Reading, other: Reading): boolean {
  const [enough, otherEnough] = [one, other].map(({ text }) => text.trim().length >= 2);
  return enough === otherEnough ? one.confidence > other.confidence : enough === true;
}

/** A line may stand in four directions. */
const MOST_TURNS = 4;

function turnsOf({ left, top, right, bottom }: Rectangle): readonly Turn[] {
  const [across, down] = [right - left, bottom - top];
  if (down > 1.5 * across) return [90, 270];
  return across > 1.5 * down ? [0, 180] : [0, 180, 90, 270];
}

/** Long lines hold the pieces of them that were found as well. */
function largestFirst(spots: readonly Spot[]): readonly Spot[] {
  return [...spots].sort((one, other) => areaOf(other.box) - areaOf(one.box));
}

/** Whether two boxes are of the same line: most of the larger lies in the other. */
function isSame(one: Rectangle, other: Rectangle): boolean {
  return shared(one, other) > 0.7 * Math.max(areaOf(one), areaOf(other));
}

function isRepeated(one: FoundText, other: FoundText): boolean {
  return one.text === other.text && isWithin(one.box, other.box);
}

function isWithin(one: Rectangle, other: Rectangle): boolean {
  return shared(one, other) > 0.9 * areaOf(one);
}

/** The area of what both have. */
function shared(one: Rectangle, other: Rectangle): number {
  if (!intersects(one, other)) return 0;
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return across * down;
}
