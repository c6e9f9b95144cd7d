import { readFileSync } from 'node:fs';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { parseInstance } from '../../../layers/dicom/parse.ts';
import { shapeOf } from '../../../layers/engine/look/shape.ts';
import { framesOf } from '../../../layers/pixels/frames.ts';
import { nativeRaster } from '../../../layers/pixels/nativeRaster.ts';
import type { DecodedFrame } from '../../../layers/pixels/reader.ts';
import { type FrameShape, nativeFrameBits } from '../../../layers/pixels/shape.ts';

/** The image of a file: its encoded frames, or its first native one. */
export interface Image {
  readonly syntax: string;
  readonly shape: FrameShape;
  readonly encoded: readonly Uint8Array[];
  readonly native: DecodedFrame | null;
}

/** Null: no image, or one that says too little of itself. */
export async function imageOf(path: string): Promise<Image | null> {
  const bytes = new Uint8Array(readFileSync(path));
  try {
    const instance = await parseInstance(memorySource(bytes));
    const shape = shapeOf(instance);
    const pixels = instance.dataSet.elements.find(({ tag }) => tag === 0x7fe00010);
    if (pixels === undefined || instance.inflated !== null) return null;
    const syntax = instance.transferSyntax.uid;
    if (pixels.fragments === null) {
      const frame = bytes.subarray(
        pixels.valueStart,
        pixels.valueStart + Math.ceil(nativeFrameBits(shape) / 8),
      );
      const raster = nativeRaster(frame, shape, instance.dataSet.encoding.littleEndian);
      const photometric = shape.photometric.startsWith('YBR_') ? 'YBR_FULL' : shape.photometric;
      return { syntax, shape, encoded: [], native: { raster, photometric } };
    }
    const [table, ...fragments] = pixels.fragments;
    const basic: number[] = [];
    if (table !== undefined) {
      const view = new DataView(bytes.buffer, table.start, table.end - table.start);
      for (let at = 0; at + 4 <= view.byteLength; at += 4) basic.push(view.getUint32(at, true));
    }
    const frames = framesOf(fragments, shape.frames, { basic, extended: [] });
    const encoded = frames.map((places) =>
      Buffer.concat(places.map((at) => bytes.subarray(fragments[at]?.start, fragments[at]?.end))),
    );
    return { syntax, shape, encoded, native: null };
  } catch {
    return null;
  }
}
