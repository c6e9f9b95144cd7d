import type { TextDetection } from '@aws-sdk/client-rekognition';
import type { Picture } from '../pixels/display/picture.ts';
import type { FoundText } from '../pixels/reader.ts';
import type { Rectangle } from '../pixels/region.ts';

/** A part of a picture, as it is sent. */
export interface Piece {
  readonly picture: Picture;
  readonly area: Rectangle;
  /** The pixels of the area; behind its last row and column more, where it is smaller than Rekognition takes. */
  readonly shown: Picture;
}

/** Rekognition takes no image that is less wide or high, and no more than 5 MB as bytes of a call (Developer Guide, "Guidelines and quotas"). */
const LEAST_SIDE = 80;
/** 4.2 MB of greys: even where nothing can be packed, the PNG is below the limit. */
const MOST_SIDE = 2048;
/** Two pieces share so many pixels: a line of ordinary height that crosses the edge of one stands whole in the other, up and down. */
const SHARED = 64;
/** Greys that differ by less show no text that a person could read; letters of 12 more than their ground have been seen on a real screen. */
const LEAST_CONTRAST = 6;

/** The areas that are sent one by one; those that are flat are left out. */
export function piecesOf(picture: Picture): readonly Rectangle[] {
  const across = spansOf(0, picture.width);
  const down = spansOf(0, picture.height);
  return down
    .flatMap(([top, bottom]) => across.map(([left, right]) => ({ left, top, right, bottom })))
    .filter((area) => isBusy(picture, area));
}

export function pieceOf(picture: Picture, area: Rectangle): Piece {
  const width = Math.max(LEAST_SIDE, area.right - area.left);
  const height = Math.max(LEAST_SIDE, area.bottom - area.top);
  const bytes = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = Math.min(area.top + y, area.bottom - 1) * picture.width;
    const line = picture.bytes.subarray(start + area.left, start + area.right);
    bytes.set(line, y * width);
    // What is wanting repeats the edge, so that no line is made.
    bytes.fill(line.at(-1) ?? 0, y * width + line.length, (y + 1) * width);
  }
  return { picture, area, shown: { width, height, bytes } };
}

/** The two halves of a piece, across its longer side; none where they would be smaller than Rekognition takes. */
export function halvesOf({ picture, area }: Piece): readonly Piece[] {
  const { left, top, right, bottom } = area;
  const isWide = right - left >= bottom - top;
  const [start, end] = isWide ? [left, right] : [top, bottom];
  if (end - start < 2 * LEAST_SIDE) return [];
  const middle = Math.floor((start + end) / 2);
  const shared = Math.min(SHARED, Math.floor((end - start) / 8)) / 2;
  const [one, other] = [Math.ceil(middle + shared), Math.floor(middle - shared)];
  const halves: readonly Rectangle[] = isWide
    ? [
        { ...area, right: one },
        { ...area, left: other },
      ]
    : [
        { ...area, bottom: one },
        { ...area, top: other },
      ];
  return halves.map((half) => pieceOf(picture, half));
}

export function wordsOf(detections: readonly TextDetection[]): number {
  return detections.filter(({ Type }) => Type === 'WORD').length;
}

/** The lines that were found, in pixels of the picture; words that belong to none stand for themselves. Null: the answer leaves out where something stands. */
export function linesOf(
  detections: readonly TextDetection[],
  { area, shown }: Piece,
): readonly FoundText[] | null {
  const lines = new Set(detections.flatMap(({ Type, Id }) => (Type === 'LINE' ? [Id] : [])));
  const found: FoundText[] = [];
  for (const detection of detections) {
    if (detection.Type === 'WORD' && lines.has(detection.ParentId)) continue;
    const place = placeOf(detection, shown);
    if (place === null) return null;
    const box = within(place, area);
    if (box.right <= box.left || box.bottom <= box.top) continue;
    found.push({
      box,
      text: (detection.DetectedText ?? '').trim(),
      confidence: (detection.Confidence ?? 0) / 100,
    });
  }
  return found;
}

/** What is filled beyond a line, as a part of its height: boxes are said to be coarse. */
const MARGIN = 1 / 4;

/** Where a text stands in what was sent, in pixels: all of its box and of its polygon, and a margin. */
function placeOf({ Geometry }: TextDetection, { width, height }: Picture): Rectangle | null {
  const { Left, Top, Width, Height } = Geometry?.BoundingBox ?? {};
  if (Left === undefined || Top === undefined || Width === undefined || Height === undefined) return null;
  const corners = Geometry?.Polygon ?? [];
  const xs = [Left, Left + Width, ...corners.flatMap(({ X }) => X ?? [])].map((x) => x * width);
  const ys = [Top, Top + Height, ...corners.flatMap(({ Y }) => Y ?? [])].map((y) => y * height);
  if (![...xs, ...ys].every(Number.isFinite)) return null;
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const margin = Math.ceil(Math.min(right - left, bottom - top) * MARGIN);
  return {
    left: Math.floor(left) - margin,
    top: Math.floor(top) - margin,
    right: Math.ceil(right) + margin,
    bottom: Math.ceil(bottom) + margin,
  };
}

/** A place of a piece as one of the picture, cut at the edges of the piece's area. */
function within({ left, top, right, bottom }: Rectangle, area: Rectangle): Rectangle {
  return {
    left: Math.max(area.left, area.left + left),
    top: Math.max(area.top, area.top + top),
    right: Math.min(area.right, area.left + right),
    bottom: Math.min(area.bottom, area.top + bottom),
  };
}

/** As few spans as there can be, alike long, each sharing pixels with the next. */
function spansOf(start: number, end: number): readonly (readonly [number, number])[] {
  const length = end - start;
  const count = Math.max(1, Math.ceil((length - SHARED) / (MOST_SIDE - SHARED)));
  const step = (length - SHARED) / count;
  if (count === 1) return [[start, end]];
  return Array.from({ length: count }, (_, at) => [
    start + Math.floor(at * step),
    at === count - 1 ? end : start + Math.ceil((at + 1) * step + SHARED),
  ]);
}

function isBusy({ width, bytes }: Picture, { left, top, right, bottom }: Rectangle): boolean {
  let [low, high] = [255, 0];
  for (let y = top; y < bottom; y++)
    for (let at = y * width + left; at < y * width + right; at++) {
      const grey = bytes[at] as number;
      if (grey < low) low = grey;
      if (grey > high) high = grey;
    }
  return high - low >= LEAST_CONTRAST;
}
