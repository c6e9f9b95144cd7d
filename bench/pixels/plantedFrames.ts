import type { Picture } from '../../layers/pixels/display/picture.ts';
import { render } from '../../layers/pixels/display/render.ts';
import type { DecodedFrame, PixelReader } from '../../layers/pixels/reader.ts';
import type { FrameShape } from '../../layers/pixels/shape.ts';
import type { RealFrame } from './frames.ts';
import { openFonts } from './ink.ts';
import { type Planted, plant, STYLES, visible } from './plant.ts';
import type { Random } from './random.ts';
import { KINDS, type Kind, written } from './written.ts';

/** A real frame without text, with texts burned into it. */
export interface PlantedFrame extends Pick<RealFrame, 'raster' | 'display' | 'file' | 'modality'> {
  readonly kind: Kind;
  /** The transfer syntax that it was written in, and read from again. */
  readonly syntax: string;
  /** As a screen shows it. */
  readonly picture: Picture;
  /** The same frame before anything was burned in. */
  readonly before: Pick<RealFrame, 'raster' | 'display'>;
  readonly planted: readonly Planted[];
}

const TEXTS_A_FRAME = 6;

/** Syntaxes that are written without loss: what is burned in is read as it was. */
const SYNTAXES = [
  ['native', ''],
  ['RLE', '1.2.840.10008.1.2.5'],
  ['.70', '1.2.840.10008.1.2.4.70'],
  ['.80', '1.2.840.10008.1.2.4.80'],
  ['.90', '1.2.840.10008.1.2.4.90'],
  ['.201', '1.2.840.10008.1.2.4.201'],
  ['.110', '1.2.840.10008.1.2.4.110'],
] as const;

/** Frame after frame, for ever. */
export async function* plantedFrames(
  frames: readonly RealFrame[],
  random: Random,
  reader: PixelReader,
): AsyncGenerator<PlantedFrame, void, undefined> {
  const fonts = openFonts();
  for (let turn = 0; ; turn++) {
    const frame = frames[turn % frames.length] as RealFrame;
    const [shown] = render(frame.raster, frame.display);
    if (shown === undefined) continue;
    const kind = KINDS[turn % KINDS.length] as Kind;
    const picture = { ...shown, bytes: new Uint8Array(shown.bytes) };
    const planted: Planted[] = [];
    for (let one = 0; one < TEXTS_A_FRAME; one++) {
      const kept = new Uint8Array(picture.bytes);
      const style = STYLES[(turn + one) % STYLES.length] as (typeof STYLES)[number];
      const taken = planted.map(({ box }) => box);
      const made = plant(picture, taken, style, fonts, random);
      if (made === null) continue;
      const seen = visible(kept, picture.bytes, made);
      if (seen === null) picture.bytes.set(kept);
      else planted.push(seen);
    }
    if (planted.length === 0) continue;
    const { file, modality } = frame;
    // One further with each round, so that every kind meets every syntax.
    const wanted = SYNTAXES[
      Math.floor(turn / KINDS.length + turn) % SYNTAXES.length
    ] as (typeof SYNTAXES)[number];
    const made = written(picture, kind);
    const [syntax, decoded] = await throughSyntax(made, wanted, reader);
    yield {
      file,
      modality,
      kind,
      syntax,
      picture,
      planted,
      before: written(shown, kind),
      raster: decoded.raster,
      display: { ...made.display, photometric: decoded.photometric },
    };
  }
}

/** Written in a syntax, and read from it again. Where the syntax cannot hold such samples, native. */
async function throughSyntax(
  { raster, display }: Pick<RealFrame, 'raster' | 'display'>,
  [name, syntax]: readonly [string, string],
  reader: PixelReader,
): Promise<readonly [string, DecodedFrame]> {
  const asItIs = { raster, photometric: display.photometric };
  if (syntax === '') return [name, asItIs];
  const shape: FrameShape = {
    rows: raster.height,
    columns: raster.width,
    samplesPerPixel: raster.samplesPerPixel,
    photometric: display.photometric,
    isPlanar: false,
    bitsAllocated: 8 * raster.bytesPerSample,
    bitsStored: display.bitsStored,
    highBit: display.highBit,
    isSigned: display.isSigned,
    frames: 1,
  };
  try {
    const encoded = await reader.encode(asItIs, { syntax, shape });
    return [name, await reader.decode(encoded, { syntax, shape })];
  } catch {
    return ['native', asItIs];
  }
}
