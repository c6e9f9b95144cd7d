import { PixelsError, unsupported } from '../errors.ts';
import type { FrameShape } from '../shape.ts';

/** What a codestream says of itself. */
export interface Codestream {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Bits of a sample. */
  readonly precision: number;
  /** Null: its kind of codestream does not say. */
  readonly isSigned: boolean | null;
}

/** Samples of a frame: more than the codecs' 32-bit memory holds beside what they need. */
const MOST_SAMPLES = 150_000_000;

/** Holds a codestream against the data set. Throws `PIXELS_DISAGREE`, `PIXELS_UNSUPPORTED`. */
export function held<Found extends Codestream>(found: Found, shape: FrameShape): Found {
  if (found.width !== shape.columns || found.height !== shape.rows)
    throw disagrees('A codestream has another size than the instance says', 'Rows and Columns');
  if (found.components !== shape.samplesPerPixel)
    throw disagrees('A codestream has other components than the instance says', 'Samples per Pixel');
  if (found.precision > shape.bitsAllocated)
    throw disagrees('A codestream has more bits a sample than the instance says', 'Bits Allocated');
  if (found.isSigned !== null && found.isSigned !== shape.isSigned)
    throw disagrees('A codestream has a sign where the instance has none, or none', 'Pixel Representation');
  if (found.precision > 16) throw unsupported('A codestream has more than 16 bits a sample');
  withinBounds(shape);
  return found;
}

/** Refuses a frame that no codec could hold. */
export function withinBounds({ rows, columns, samplesPerPixel }: FrameShape): void {
  if (rows * columns * samplesPerPixel > MOST_SAMPLES)
    throw unsupported('A frame has more samples than can be decoded at once');
}

export function disagrees(what: string, attributes: string): PixelsError {
  return new PixelsError(
    'PIXELS_DISAGREE',
    what,
    `Compare ${attributes} with the pixel data, and export the object again.`,
  );
}
