import type { Font } from 'opentype.js';
import { type Picture, type Turn, turned } from '../../layers/pixels/display/picture.ts';
import type { Rectangle } from '../../layers/pixels/region.ts';
import { inkOf } from './ink.ts';
import type { Random } from './random.ts';

export const STYLES = ['white', 'black', 'outlined', 'one-bit', 'low contrast', 'rotated'] as const;
export type Style = (typeof STYLES)[number];

export interface Planted {
  readonly text: string;
  readonly style: Style;
  readonly size: number;
  readonly box: Rectangle;
  /** Places of the pixels that are inked at least by half. */
  readonly ink: readonly number[];
}

const FAMILIES =
  'SMITH JOHNSON GARCIA NGUYEN Kowalski Mueller ROSSI TANAKA Ivanova OKAFOR Lindqvist PEREZ Haddad BROWN'.split(
    ' ',
  );
const GIVEN = 'MARY John AISHA Wei CARLOS Anna PIERRE Yuki OLGA David FATIMA Lars CHEN Emma'.split(' ');

/** Names, numbers, dates and places, as devices write them. */
export function identifyingText(random: Random): string {
  const two = (from: number, to: number) => String(random.whole(from, to)).padStart(2, '0');
  const year = String(random.whole(1930, 2024));
  return random.of<() => string>([
    () => `${random.of(FAMILIES)}, ${random.of(GIVEN)}`,
    () => `${random.of(FAMILIES)}^${random.of(GIVEN)}`,
    () => `${random.of(GIVEN)} ${random.of(FAMILIES)}`,
    () => random.of(FAMILIES),
    () => `ID: ${random.whole(100_000, 99_999_999)}`,
    () => `MRN${random.whole(1_000_000, 9_999_999)}`,
    () => `${two(1, 12)}/${two(1, 28)}/${year}`,
    () => `${year}-${two(1, 12)}-${two(1, 28)} ${two(0, 23)}:${two(0, 59)}`,
    () => `DOB ${two(1, 28)}.${two(1, 12)}.${year}`,
    () => `${random.of(['St. Mary', 'General', 'University', 'Mercy'])} Hospital`,
    () => `Dr. ${random.of(FAMILIES)}`,
  ])();
}

/** Writes a text over a picture of greys, where nothing planted lies yet; null: there is no room. */
export function plant(
  grey: Picture,
  taken: readonly Rectangle[],
  style: Style,
  fonts: readonly Font[],
  random: Random,
): Planted | null {
  const size = random.whole(8, 40);
  const text = identifyingText(random);
  const turn: Turn = style === 'rotated' ? random.of<Turn>([90, 180, 270]) : 0;
  const drawn = turned(inkOf(random.of(fonts), text, size), turn);
  const place = placeFor(grey, drawn, taken, random);
  if (place === null) return null;
  const ink: number[] = [];
  const background = mean(grey, place);
  const tone = toneOf(style, background, random);
  const weight = (x: number, y: number) =>
    x < 0 || y < 0 || x >= drawn.width || y >= drawn.height
      ? 0
      : (drawn.bytes[y * drawn.width + x] as number) / 255;
  for (let y = 0; y < drawn.height; y++)
    for (let x = 0; x < drawn.width; x++) {
      const at = (place.top + y) * grey.width + place.left + x;
      let share = weight(x, y);
      // Thin strokes would fall to pieces at a half: fonts of one bit are drawn so that they do not.
      if (style === 'one-bit') share = share >= 0.35 ? 1 : 0;
      if (share >= 0.5) ink.push(at);
      const about = Math.max(...[-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => weight(x + dx, y + dy))));
      const under =
        style === 'outlined' ? (grey.bytes[at] as number) * (1 - about) : (grey.bytes[at] as number);
      grey.bytes[at] = Math.round(under * (1 - share) + tone * share);
    }
  return { text, style, size, box: place, ink };
}

function toneOf(style: Style, background: number, random: Random): number {
  if (style === 'black') return 0;
  if (style !== 'low contrast') return 255;
  const by = random.whole(35, 70);
  return background > 127 ? background - by : background + by;
}

/** Where a text of its kind could be seen: nobody reads white on white, so that it is tried elsewhere. */
function placeFor(
  grey: Picture,
  drawn: Picture,
  taken: readonly Rectangle[],
  random: Random,
): Rectangle | null {
  const [right, bottom] = [grey.width - drawn.width, grey.height - drawn.height];
  if (right < 0 || bottom < 0) return null;
  for (let tries = 0; tries < 40; tries++) {
    const [left, top] = [random.whole(0, right), random.whole(0, bottom)];
    const box = { left, top, right: left + drawn.width, bottom: top + drawn.height };
    const isFree = taken.every(
      (other) =>
        box.right + 12 < other.left ||
        other.right + 12 < box.left ||
        box.bottom + 12 < other.top ||
        other.bottom + 12 < box.top,
    );
    if (isFree) return box;
  }
  return null;
}

function mean(grey: Picture, { left, top, right, bottom }: Rectangle): number {
  let sum = 0;
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) sum += grey.bytes[y * grey.width + x] as number;
  return sum / ((right - left) * (bottom - top));
}

/** In greys of 255: what is inked with less than this over what lay there cannot be seen, so that it is not ink that could identify. */
const SEEN = 16;
/** Of its ink, what must be seen for a person to read a text. */
const LEGIBLE = 0.8;

/** The text with the ink that can be seen; null: nobody could read it. */
export function visible(before: Uint8Array, after: Uint8Array, planted: Planted): Planted | null {
  if (planted.style === 'outlined') return planted;
  const ink = planted.ink.filter((at) => Math.abs((after[at] as number) - (before[at] as number)) >= SEEN);
  return ink.length < planted.ink.length * LEGIBLE ? null : { ...planted, ink };
}
