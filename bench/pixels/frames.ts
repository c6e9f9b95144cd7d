import { readFileSync } from 'node:fs';
import { memorySource } from '../../layers/dicom/byteSource.ts';
import { elementWith } from '../../layers/dicom/element.ts';
import { parseInstance } from '../../layers/dicom/parse.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import { rootText } from '../../layers/dicom/values.ts';
import { displayOf } from '../../layers/engine/look/display.ts';
import { PIXEL_DATA } from '../../layers/engine/look/kinds.ts';
import { shapeOf } from '../../layers/engine/look/shape.ts';
import { framesOf } from '../../layers/pixels/frames.ts';
import { nativeRaster } from '../../layers/pixels/nativeRaster.ts';
import type { Display, PixelReader } from '../../layers/pixels/reader.ts';
import type { Raster } from '../../layers/pixels/shape.ts';

/** A frame of a real file, and how it is shown. */
export interface RealFrame {
  readonly file: string;
  readonly modality: string;
  readonly raster: Raster;
  readonly display: Display;
}

/** The first frame of an image. */
export async function firstFrame(folder: string, file: string, reader: PixelReader): Promise<RealFrame> {
  const bytes = new Uint8Array(readFileSync(`${folder}/${file}`));
  const instance = await parseInstance(memorySource(bytes));
  const pixels = elementWith(instance.dataSet, PIXEL_DATA);
  if (pixels === undefined) throw new Error(`${file} has no pixels`);
  const shape = shapeOf(instance);
  const modality = rootText(instance, asTag(0x00080060));
  const display = displayOf(instance, shape);
  if (pixels.fragments === null) {
    const { littleEndian } = pixels.dataSet.encoding;
    const raster = nativeRaster(bytes.subarray(pixels.valueStart, pixels.valueEnd), shape, littleEndian);
    return { file, modality, raster, display };
  }
  const fragments = pixels.fragments.slice(1);
  const frames = framesOf(fragments, shape.frames, { basic: [], extended: [] });
  const parts = (frames[0] ?? []).map((place) => {
    const { start, end } = fragments[place] as (typeof fragments)[number];
    return bytes.subarray(start, end);
  });
  const decoded = await reader.decode(new Uint8Array(Buffer.concat(parts)), {
    syntax: instance.transferSyntax.uid,
    shape,
  });
  return {
    file,
    modality,
    raster: decoded.raster,
    display: { ...display, photometric: decoded.photometric },
  };
}
