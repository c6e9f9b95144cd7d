import type { Font } from 'opentype.js';
import { eachPixelOf, GLYPH_HEIGHT, GLYPH_WIDTH } from '../../../test/support/bitmapFont.ts';
import { inkOf } from '../../pixels/ink.ts';
import type { Random } from '../../pixels/random.ts';
import type { Box } from '../key.ts';

/** A frame of samples of 8 or 16 bits. */
export interface Frame {
  readonly rows: number;
  readonly columns: number;
  readonly bits: 8 | 16;
  readonly samples: Uint8Array | Uint16Array;
}

export interface Burned {
  readonly text: string;
  readonly box: Box;
}

/** A slice with a body of soft edges and speckle, without text. */
export function slice(random: Random, rows: number, columns: number, bits: 8 | 16): Frame {
  const top = bits === 8 ? 140 : 1800;
  const samples = bits === 8 ? new Uint8Array(rows * columns) : new Uint16Array(rows * columns);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      const across = ((x - columns / 2) / (columns * 0.42)) ** 2 + ((y - rows * 0.58) / (rows * 0.38)) ** 2;
      if (across >= 1) continue;
      samples[y * columns + x] = Math.round(
        top * (0.35 + 0.45 * Math.sqrt(1 - across) + 0.2 * random.next()),
      );
    }
  return { rows, columns, bits, samples };
}

const MARGIN = 8;

/** Writes lines of text into the top left of a frame, as devices do: white, a line below the other. Without fonts: glyphs of 5 by 7 pixels, doubled. */
export function burn(
  frame: Frame,
  texts: readonly string[],
  fonts: readonly Font[],
  random: Random,
  white: number = frame.bits === 8 ? 250 : 4000,
): readonly Burned[] {
  const font = fonts.length === 0 ? null : random.of(fonts);
  const size = random.whole(14, 22);
  let top = MARGIN;
  return texts.map((text) => {
    const ink = font === null ? glyphs(text) : inkOf(font, text, size);
    const left = MARGIN;
    const box = {
      left,
      top,
      right: Math.min(frame.columns, left + ink.width),
      bottom: Math.min(frame.rows, top + ink.height),
    };
    for (let y = 0; y < box.bottom - box.top; y++)
      for (let x = 0; x < box.right - box.left; x++) {
        const weight = (ink.bytes[y * ink.width + x] as number) / 255;
        const at = (top + y) * frame.columns + left + x;
        const under = frame.samples[at] as number;
        frame.samples[at] = Math.round(under * (1 - weight) + white * weight);
      }
    top = box.bottom + 4;
    return { text, box };
  });
}

const SCALE = 2;

function glyphs(text: string): {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
} {
  const [width, height] = [text.length * GLYPH_WIDTH * SCALE, GLYPH_HEIGHT * SCALE];
  const bytes = new Uint8Array(width * height);
  eachPixelOf(text, (x, y) => {
    for (let dy = 0; dy < SCALE; dy++)
      for (let dx = 0; dx < SCALE; dx++) bytes[(y * SCALE + dy) * width + x * SCALE + dx] = 255;
  });
  return { width, height, bytes };
}

/** As Pixel Data has them in little endian. */
export function bytesOf({ samples }: Frame): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}
