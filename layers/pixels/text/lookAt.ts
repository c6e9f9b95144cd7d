import type { Picture } from '../display/picture.ts';
import { areaOf, type Rectangle, union } from '../region.ts';
import { detect } from './detect.ts';
import type { Network } from './network.ts';
import { type Slanted, slantedOf } from './slanted.ts';
import { blobsOf, lineOf, type TextMap } from './textMap.ts';
import { tilesOf } from './tiles.ts';

/** A map's pixel that belongs to a line (PaddleOCR's own threshold is 0.3). */
const IN_LINE = 0.3 * 255;
const LEAST_SCORE = 0.5;
/** Of the box, what a line fills: a blob that fills less is slanted, a curve or a net of edges. */
const LEAST_FILL = 0.3;
/** Of a line, in pixels; the smallest glyphs are 8 pixels with their ascenders, 5 without. */
const LEAST_HEIGHT = 5;
const GROWTH = 1.6;
/** What could be text, but is too small or too faint to tell, is looked at again at twice the size. */
const DOUBTFUL = 0.15 * 255;

/** A screen shows a small picture larger than it is, so that small letters on it can be read: such a one is looked at at twice its size as a whole. Of its longer side, in pixels. */
const SMALL_PICTURE = 400;

/**
 * The lines of text that a picture may have: the whole of it at its size, and at twice the size where that leaves a doubt. What the two looks find is kept apart, as a line
 * that one of them finds alone runs together with something bright in the other.
 */
export async function lookAt(
  network: Network,
  picture: Picture,
  seen: Uint8Array | null = null,
): Promise<readonly Spot[]> {
  const [once, twice] = [emptyMap(picture), emptyMap(picture)];
  const isWhole = seen === null;
  const tiles = tilesOf(picture, seen);
  for (const { tile, core } of tiles) lay(once, await detect(network, picture, tile, 1), tile, core);
  if (isWhole && Math.max(picture.width, picture.height) <= SMALL_PICTURE)
    for (const { tile, core } of tiles) lay(twice, await detect(network, picture, tile, 2), tile, core);
  else
    for (const area of doubtfulAreas(once)) lay(twice, await detect(network, picture, area, 2), area, area);
  return [once, twice].flatMap(linesOf);
}

/** Where a line of text may be. */
export interface Spot {
  readonly box: Rectangle;
  /** It stands along the edges of the picture, and fills its box. */
  readonly isStraight: boolean;
  /** As a line of another direction; null: it has none. */
  readonly slanted: Slanted | null;
}

function linesOf(map: TextMap): readonly Spot[] {
  return blobsOf(map, IN_LINE)
    .filter(({ score }) => score >= LEAST_SCORE)
    .map((blob) => ({
      box: lineOf(blob, GROWTH, map),
      isStraight: blob.pixels >= areaOf(blob.box) * LEAST_FILL,
      slanted: slantedOf(blob, GROWTH),
    }))
    .filter(
      ({ box, isStraight, slanted }) => (isStraight || slanted !== null) && height(box) >= LEAST_HEIGHT,
    );
}

function emptyMap({ width, height }: Picture): TextMap {
  return { width, height, bytes: new Uint8Array(width * height) };
}

/** The greater of what was there and what is new, within `core`. `part` is the map of `area`. */
function lay(map: TextMap, part: TextMap, area: Rectangle, core: Rectangle): void {
  for (let y = core.top; y < core.bottom; y++)
    for (let x = core.left; x < core.right; x++) {
      const value = part.bytes[(y - area.top) * part.width + x - area.left] as number;
      const at = y * map.width + x;
      if (value > (map.bytes[at] as number)) map.bytes[at] = value;
    }
}

/** Round a doubt: the detector judges a line by what is about it. */
const MARGIN = 12;

/** Of the middle of a line: higher ones are found at once, or are none. */
const SMALL = 20;

/** Of texts that are found at twice the size alone nearly all leave a spot as large and as high in the first map; frames without text leave thousands of lesser ones. */
const DOUBT = { pixels: 6, peak: 0.3, score: 0.6, height: 6 };

function doubtfulAreas(map: TextMap): readonly Rectangle[] {
  const areas: Rectangle[] = [];
  const doubts = blobsOf(map, DOUBTFUL).filter(
    ({ box, pixels, peak, score }) =>
      pixels >= DOUBT.pixels &&
      peak >= DOUBT.peak &&
      height(box) <= SMALL &&
      (score < DOUBT.score || height(box) < DOUBT.height),
  );
  for (const { box } of doubts) {
    let area = {
      left: Math.max(0, box.left - MARGIN),
      top: Math.max(0, box.top - MARGIN),
      right: Math.min(map.width, box.right + MARGIN),
      bottom: Math.min(map.height, box.bottom + MARGIN),
    };
    for (let at = areas.length - 1; at >= 0; at--) {
      const other = areas[at] as Rectangle;
      const both = union(area, other);
      if (areaOf(both) > areaOf(area) + areaOf(other)) continue;
      area = both;
      areas.splice(at, 1);
    }
    areas.push(area);
  }
  return areas;
}

const height = ({ left, top, right, bottom }: Rectangle) => Math.min(right - left, bottom - top);
