import { existsSync, readFileSync } from 'node:fs';
import opentype, { type Font, type PathCommand } from 'opentype.js';
import type { Picture } from '../../layers/pixels/display/picture.ts';

/** Debian's fonts-dejavu-core and fonts-urw-base35. */
const FONTS = [
  '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
  '/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf',
  '/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf',
  '/usr/share/fonts/truetype/dejavu/DejaVuSansCondensed.ttf',
  '/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf',
  '/usr/share/fonts/opentype/urw-base35/NimbusSans-Bold.otf',
  '/usr/share/fonts/opentype/urw-base35/NimbusMonoPS-Regular.otf',
];

export function openFonts(): readonly Font[] {
  const there = FONTS.filter((path) => existsSync(path));
  if (there.length === 0) throw new Error('No fonts: install fonts-dejavu-core or fonts-urw-base35.');
  return there.map((path) => opentype.parse(new Uint8Array(readFileSync(path)).buffer as ArrayBuffer));
}

/** Samples a pixel, each way. */
const FINE = 4;
const PAD = 2;

/** How much of each pixel a text inks, from 0 to 255, with a margin of two pixels. `size`: of the font's em, in pixels. */
export function inkOf(font: Font, text: string, size: number): Picture {
  let pen = 0;
  const edges = [...text].flatMap((character) => {
    const glyph = font.charToGlyph(character);
    const made = edgesOf(glyph.getPath(pen, 0, size).commands);
    pen += (glyph.advanceWidth * size) / font.unitsPerEm;
    return made;
  });
  const xs = edges.flatMap(({ fromX, toX }) => [fromX, toX]);
  const ys = edges.flatMap(({ fromY, toY }) => [fromY, toY]);
  const [left, top] = [Math.floor(Math.min(...xs)) - PAD, Math.floor(Math.min(...ys)) - PAD];
  const width = Math.ceil(Math.max(...xs)) + PAD - left;
  const height = Math.ceil(Math.max(...ys)) + PAD - top;
  const bytes = new Uint8Array(width * height);
  const sums = new Float32Array(width * height);
  for (let fine = 0; fine < height * FINE; fine++) {
    const y = top + (fine + 0.5) / FINE;
    const crossings = edges
      .filter(({ fromY, toY }) => (fromY <= y && toY > y) || (toY <= y && fromY > y))
      .map(({ fromX, fromY, toX, toY }) => ({
        x: fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX),
        way: toY > fromY ? 1 : -1,
      }))
      .sort((one, other) => one.x - other.x);
    let winding = 0;
    crossings.forEach(({ x, way }, at) => {
      winding += way;
      const next = crossings[at + 1];
      if (winding === 0 || next === undefined) return;
      for (let column = Math.floor(x - left); column < next.x - left; column++) {
        const part = Math.min(next.x - left, column + 1) - Math.max(x - left, column);
        if (part > 0) sums[Math.floor(fine / FINE) * width + column]! += part / FINE;
      }
    });
  }
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.min(255, Math.round((sums[at] as number) * 255));
  return { width, height, bytes };
}

interface Edge {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

const CURVE_STEPS = 6;

function edgesOf(commands: readonly PathCommand[]): readonly Edge[] {
  const edges: Edge[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const to = (nextX: number, nextY: number) => {
    edges.push({ fromX: x, fromY: y, toX: nextX, toY: nextY });
    [x, y] = [nextX, nextY];
  };
  for (const { type, x: endX = 0, y: endY = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0 } of commands) {
    if (type === 'M') {
      // A contour is closed even where the font does not say so: an open one would ink everything to its right.
      to(startX, startY);
      [x, y, startX, startY] = [endX, endY, endX, endY];
    } else if (type === 'L') to(endX, endY);
    else if (type === 'Z') to(startX, startY);
    else {
      const [fromX, fromY] = [x, y];
      for (let step = 1; step <= CURVE_STEPS; step++) {
        const t = step / CURVE_STEPS;
        const u = 1 - t;
        if (type === 'Q')
          to(u * u * fromX + 2 * u * t * x1 + t * t * endX, u * u * fromY + 2 * u * t * y1 + t * t * endY);
        else
          to(
            u ** 3 * fromX + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t ** 3 * endX,
            u ** 3 * fromY + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t ** 3 * endY,
          );
      }
    }
  }
  to(startX, startY);
  return edges;
}
