import { readFileSync } from 'node:fs';
import { memorySource } from '../../layers/dicom/byteSource.ts';
import { type Element, elementWith } from '../../layers/dicom/element.ts';
import { type ParsedInstance, parseInstance } from '../../layers/dicom/parse.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import { bytesOf, rootText, valuesOf } from '../../layers/dicom/values.ts';
import { PIXEL_DATA } from '../../layers/engine/look/kinds.ts';
import { paletteOf, shapeOf } from '../../layers/engine/look/shape.ts';
import { nativeRaster } from '../../layers/pixels/nativeRaster.ts';
import type { Display } from '../../layers/pixels/reader.ts';
import type { Raster } from '../../layers/pixels/shape.ts';

/** A frame of a real file, and how it is shown. */
export interface RealFrame {
  readonly file: string;
  readonly modality: string;
  readonly raster: Raster;
  readonly display: Display;
}

/** The first frame of a native image; null: it is none. */
export async function firstFrame(folder: string, file: string): Promise<RealFrame | null> {
  const bytes = new Uint8Array(readFileSync(`${folder}/${file}`));
  const instance = await parseInstance(memorySource(bytes));
  const pixels = elementWith(instance.dataSet, PIXEL_DATA);
  if (pixels === undefined || pixels.fragments !== null) return null;
  const shape = shapeOf(instance);
  const { littleEndian } = pixels.dataSet.encoding;
  const raster = nativeRaster(bytes.subarray(pixels.valueStart, pixels.valueEnd), shape, littleEndian);
  const [centers, widths] = [numbers(instance, 0x00281050), numbers(instance, 0x00281051)];
  return {
    file,
    modality: rootText(instance, asTag(0x00080060)),
    raster,
    display: {
      photometric: shape.photometric,
      bitsStored: shape.bitsStored,
      highBit: shape.highBit,
      isSigned: shape.isSigned,
      slope: numbers(instance, 0x00281053)[0] || 1,
      intercept: numbers(instance, 0x00281052)[0] ?? 0,
      windows: centers.flatMap((center, at) => {
        const width = widths[at] ?? 0;
        return width > 0 ? [{ center, width }] : [];
      }),
      palette: paletteOf(instance, shape),
    },
  };
}

function numbers(instance: ParsedInstance, tag: number): readonly number[] {
  const element: Element | undefined = elementWith(instance.dataSet, asTag(tag));
  if (element === undefined || bytesOf(instance, element).length === 0) return [];
  return valuesOf(instance, element).map(Number).filter(Number.isFinite);
}
