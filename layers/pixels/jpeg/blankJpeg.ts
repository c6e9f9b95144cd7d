import { PixelsError, unsupported } from '../errors.ts';
import { type Colour, toYbr } from '../fill.ts';
import type { Rectangle } from '../region.ts';
import type { FrameShape } from '../shape.ts';
import { blockOut } from './blockOut.ts';
import { jpegColours } from './colours.ts';
import { frameHeaderOf } from './stream.ts';

/**
 * A frame of a DCT JPEG with some regions filled. The codestream is held against the data set, and says by itself what its components are. `values`: the fill as stored values of
 * the data set, for an image of one component. Throws `PixelsError`.
 */
export function blankJpeg(
  stream: Uint8Array,
  shape: FrameShape,
  regions: readonly Rectangle[],
  fill: 'darkest' | Colour,
  values: readonly number[],
): Uint8Array {
  const { width, height, components, precision, process } = frameHeaderOf(stream);
  if (process === 'lossless')
    throw unsupported('A lossless JPEG stream under a transfer syntax of another process');
  if (width !== shape.columns || height !== shape.rows || components.length !== shape.samplesPerPixel)
    throw new PixelsError(
      'PIXELS_DISAGREE',
      'A JPEG stream has another size, or other components, than the instance says',
      'Compare Rows, Columns and Samples per Pixel with the pixel data, and export the object again.',
    );
  const colour: Colour = fill === 'darkest' ? [0, 0, 0] : fill;
  const most = 2 ** precision - 1;
  const levels =
    components.length === 1
      ? // Two's complement in as many bits as the stream has.
        [((values[0] ?? 0) >>> 0) & most]
      : (jpegColours(stream, shape.photometric) === 'ybr' ? toYbr(colour, 'YBR_FULL') : colour).map(
          (part) => (part * most) / 255,
        );
  return blockOut(stream, { regions, fill: levels });
}
