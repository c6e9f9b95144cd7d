import type { PixelPolicy } from '../../../rules/pixelPolicy.ts';
import { fillOf } from '../../pixels/fill.ts';
import { copyInto, croppedRaster, filledRaster } from '../../pixels/fillRaster.ts';
import type { DecodedFrame, Display, FoundText, PixelReader, TextDetector } from '../../pixels/reader.ts';
import { areaOf, intersects, type Rectangle, union } from '../../pixels/region.ts';
import type { Raster } from '../../pixels/shape.ts';
import { mayStay } from '../../pixels/text/allowed.ts';
import { changedArea } from '../../pixels/text/changed.ts';
import { holdsIdentifier } from '../../pixels/text/ownText.ts';
import { displayOf } from './display.ts';
import { Frames, type Image } from './frames.ts';
import type { Mark, Regions, Why } from './marks.ts';
import { ownIdentifiers } from './ownIdentifiers.ts';
import { paletteOf } from './palette.ts';

/**
 * The text that an image shows beside what is blanked anyway, frame by frame; one frame is in memory at a time, and what was last looked at. `detector`: looks beside the reader,
 * never in its place. Throws `PixelsError`, `FaultError`.
 */
export async function lookForText(
  image: Image,
  policy: PixelPolicy,
  { everywhere }: Regions,
  reader: PixelReader,
  detector?: TextDetector,
): Promise<Texts> {
  const frames = await Frames.of(image);
  const own = ownIdentifiers(image.instance);
  const finder = new FrameTexts(displayOf(image.instance, image.shape), reader, detector);
  const judged = (found: readonly FoundText[]): readonly Judged[] =>
    found.map((text) => ({ why: whyOf(text, policy, own), found: text }));
  const marks: Mark[] = [];
  const settled = new Set<number>();
  let last: Settling & { readonly found: readonly FoundText[] | null } = {
    found: null,
    all: [],
    isSettled: true,
  };
  for (let frame = 0; frame < image.shape.frames; frame++) {
    const decoded = filled(image, await frames.decoded(frame, reader), everywhere, policy.fill);
    const found = await finder.of(decoded);
    if (last.found !== found) {
      const first = judged(found);
      const { all, isSettled } = await behind(image, decoded, first);
      last = { found, all: [...first, ...all], isSettled };
    }
    if (last.isSettled) settled.add(frame);
    for (const { why, found: text } of last.all) marks.push({ why, box: text.box, frame, found: text });
  }
  return { marks, settled };

  /** What is found only once the rest is filled: the other half of a line, a text that stood too near to another one. */
  async function behind(of: Image, decoded: DecodedFrame, first: readonly Judged[]): Promise<Settling> {
    const more: Judged[] = [];
    let [picture, boxes] = [decoded, filledBoxes(first)];
    for (let round = 1; round <= MOST_ROUNDS && boxes.length > 0; round++) {
      picture = filled(of, picture, boxes, policy.fill);
      const next = judged(await finder.near(picture, boxes));
      more.push(...next.filter(({ why }) => why === 'text' || why === 'identifier'));
      boxes = filledBoxes(next);
    }
    return { all: more, isSettled: boxes.length === 0 };
  }
}

/** The texts of an image. */
export interface Texts {
  readonly marks: readonly Mark[];
  /** Frames in which nothing more is found once they are filled. */
  readonly settled: ReadonlySet<number>;
}

interface Settling {
  readonly all: readonly Judged[];
  readonly isSettled: boolean;
}

interface Judged {
  readonly why: Why;
  readonly found: FoundText;
}

function filledBoxes(judged: readonly Judged[]): readonly Rectangle[] {
  return judged.flatMap(({ why, found }) => (why === 'text' || why === 'identifier' ? [found.box] : []));
}

/** Looks at what was filled, at most. What is found after that holds the instance. */
const MOST_ROUNDS = 3;

/** A frame with regions filled. */
export function filled(
  { instance, shape }: Image,
  { raster, photometric }: DecodedFrame,
  regions: readonly Rectangle[],
  fill: PixelPolicy['fill'],
): DecodedFrame {
  const { samplesPerPixel } = raster;
  const values = fillOf({ ...shape, photometric, samplesPerPixel }, fill, paletteOf(instance, shape));
  return { raster: filledRaster(raster, regions, values), photometric };
}

/** So sure a reading must be at least, from 0 to 1, to be one. */
const READ_FROM = 0.5;

/** What is thought of something that looks like text. */
export function whyOf({ text, confidence }: FoundText, policy: PixelPolicy, own: readonly string[]): Why {
  if (holdsIdentifier(text, own)) return 'identifier';
  if (policy.text === 'blank') return 'text';
  if (text.replace(/\s/g, '').length < 2 || confidence < READ_FROM) return 'unread';
  return mayStay(text, policy.allow) ? 'allowed' : 'text';
}

/**
 * The texts of one frame after the other: where a frame is as one that was looked at, it shares what was found there. What a second detector finds is judged like
 * what the reader finds, each by itself: a line that one of them reads as allowed and the other does not goes. It looks at frames, not once more round what was filled:
 * a line that was cut in half is the reader's to find, at no charge.
 */
export class FrameTexts {
  readonly #display: Display;
  readonly #reader: TextDetector;
  readonly #detectors: readonly TextDetector[];
  /** Every part as it was when it was looked at: a text that fades in over many frames differs from that in the end. */
  #seen: Raster | null = null;
  #found: readonly FoundText[] = [];

  constructor(display: Display, reader: TextDetector, second?: TextDetector) {
    this.#display = display;
    this.#reader = reader;
    this.#detectors = second === undefined ? [reader] : [reader, second];
  }

  async of({ raster, photometric }: DecodedFrame): Promise<readonly FoundText[]> {
    const display = { ...this.#display, photometric };
    const seen = this.#seen;
    const area = seen === null ? whole(raster) : changedArea(seen, raster);
    if (area === null) return this.#found;
    if (seen === null || isMost(area, raster)) {
      this.#found = await foundBy(this.#detectors, raster, display);
      this.#seen = { ...raster, bytes: new Uint8Array(raster.bytes) };
      return this.#found;
    }
    const wide = this.#withWholeTexts(area);
    const moved = await this.#within(raster, display, wide, this.#detectors);
    this.#found = [...this.#found.filter(({ box }) => !intersects(box, wide)), ...moved];
    copyInto(seen, raster, wide);
    return this.#found;
  }

  /** What is found round some boxes. */
  async near(
    { raster, photometric }: DecodedFrame,
    boxes: readonly Rectangle[],
  ): Promise<readonly FoundText[]> {
    const display = { ...this.#display, photometric };
    const found: FoundText[] = [];
    for (const area of apart(boxes.map((box) => around(box, raster))))
      found.push(...(await this.#within(raster, display, area, [this.#reader])));
    return found;
  }

  async #within(
    raster: Raster,
    display: Display,
    area: Rectangle,
    by: readonly TextDetector[],
  ): Promise<readonly FoundText[]> {
    const inside = await foundBy(by, croppedRaster(raster, area), display);
    return inside.map((found) => ({ ...found, box: shifted(found.box, area) }));
  }

  /** An area that cuts no text that was found: each is looked at as a whole. */
  #withWholeTexts(area: Rectangle): Rectangle {
    const wide = this.#found
      .filter(({ box }) => intersects(box, area))
      .reduce((sum, { box }) => union(sum, box), area);
    const isWider =
      wide.left < area.left || wide.top < area.top || wide.right > area.right || wide.bottom > area.bottom;
    return isWider ? this.#withWholeTexts(wide) : wide;
  }
}

async function foundBy(
  detectors: readonly TextDetector[],
  raster: Raster,
  display: Display,
): Promise<readonly FoundText[]> {
  return (await Promise.all(detectors.map((each) => each.findText(raster, display)))).flat();
}

/** A line is found by what stands round it. */
const MARGIN_PIXELS = 32;

function around({ left, top, right, bottom }: Rectangle, { width, height }: Raster): Rectangle {
  return {
    left: Math.max(0, left - MARGIN_PIXELS),
    top: Math.max(0, top - MARGIN_PIXELS),
    right: Math.min(width, right + MARGIN_PIXELS),
    bottom: Math.min(height, bottom + MARGIN_PIXELS),
  };
}

/** Those that overlap as one, until none do. */
function apart(areas: readonly Rectangle[]): readonly Rectangle[] {
  const merged: Rectangle[] = [];
  for (const area of areas) {
    const at = merged.findIndex((other) => intersects(other, area));
    if (at < 0) merged.push(area);
    else merged[at] = union(merged[at] as Rectangle, area);
  }
  return merged.length === areas.length ? merged : apart(merged);
}

function whole({ width, height }: Raster): Rectangle {
  return { left: 0, top: 0, right: width, bottom: height };
}

/** To look at a part costs its margins too. */
function isMost(area: Rectangle, { width, height }: Raster): boolean {
  return areaOf(area) > (width * height) / 2;
}

function shifted({ left, top, right, bottom }: Rectangle, by: Rectangle): Rectangle {
  return { left: left + by.left, top: top + by.top, right: right + by.left, bottom: bottom + by.top };
}
