import type { FrameShape } from './shape.ts';

/** Red, green and blue, from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** What a palette shows for its values (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6). */
export interface Palette {
  /** The value that the first entry is of. */
  readonly first: number;
  /** Each as bright as its number of bits says; from 0 to 65,535. */
  readonly red: Uint16Array;
  readonly green: Uint16Array;
  readonly blue: Uint16Array;
}

/**
 * The stored value of each sample that shows an image's darkest, or a colour as near as the image has it. Negative numbers are to be written in two's complement. Where High Bit
 * is not Bits Stored - 1 they are shifted already.
 */
export function fillOf(
  shape: FrameShape,
  fill: 'darkest' | Colour,
  palette: Palette | null,
): readonly number[] {
  const { bitsStored, highBit } = shape;
  const shift = Math.max(0, highBit + 1 - bitsStored);
  return samplesOf(shape, fill, palette).map((value) => value * 2 ** shift);
}

function samplesOf(shape: FrameShape, fill: 'darkest' | Colour, palette: Palette | null): readonly number[] {
  const { photometric, samplesPerPixel, bitsStored, isSigned } = shape;
  const least = isSigned ? -(2 ** (bitsStored - 1)) : 0;
  const span = 2 ** bitsStored - 1;
  const colour: Colour = fill === 'darkest' ? [0, 0, 0] : fill;
  if (palette !== null) return [nearestEntry(palette, colour)];
  if (samplesPerPixel === 1) {
    const light = luminance(colour) / 255;
    return [least + Math.round(span * (photometric === 'MONOCHROME1' ? 1 - light : light))];
  }
  const parts = photometric.startsWith('YBR') ? toYbr(colour, photometric) : colour;
  return parts.map((part) => least + Math.round((span * part) / 255));
}

/** ITU-R BT.601, as PS3.3 C.7.6.3.1.2 has it. */
function luminance([red, green, blue]: Colour): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** Of 8 bits. `YBR_PARTIAL` has a luma of 16 to 235, and a chroma of 16 to 240. */
export function toYbr(colour: Colour, photometric: string): Colour {
  const [red, green, blue] = colour;
  const y = luminance(colour);
  const cb = 128 - 0.168736 * red - 0.331264 * green + 0.5 * blue;
  const cr = 128 + 0.5 * red - 0.418688 * green - 0.081312 * blue;
  if (!photometric.startsWith('YBR_PARTIAL')) return [y, Math.min(255, cb), Math.min(255, cr)];
  const chroma = (value: number) => 128 + ((value - 128) * 224) / 255;
  return [16 + (y * 219) / 255, chroma(cb), chroma(cr)];
}

/** The value whose entry is nearest to a colour; of equal ones the first. */
function nearestEntry({ first, red, green, blue }: Palette, colour: Colour): number {
  let nearest = 0;
  let distance = Number.POSITIVE_INFINITY;
  const [wantedRed, wantedGreen, wantedBlue] = colour.map((part) => part * 257) as [number, number, number];
  for (let at = 0; at < red.length; at++) {
    const away =
      ((red[at] ?? 0) - wantedRed) ** 2 +
      ((green[at] ?? 0) - wantedGreen) ** 2 +
      ((blue[at] ?? 0) - wantedBlue) ** 2;
    if (away < distance) [nearest, distance] = [at, away];
  }
  return first + nearest;
}
