import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Codecs } from '../../layers/pixels/codecs/wasm.ts';
import { compiled } from '../../layers/pixels/codecs/webAssembly.ts';
import type { DecodedFrame } from '../../layers/pixels/reader.ts';
import type { FrameShape } from '../../layers/pixels/shape.ts';

/** Transfer syntaxes by the last parts of their UIDs. */
export const uid = (end: string) => `1.2.840.10008.1.2.${end}`;

/** The codecs as the worker has them, in this process. */
export function codecsHere(): Codecs {
  const file = createRequire(import.meta.url).resolve('dcmjs-codecs/build/dcmjs-native-codecs.wasm');
  return new Codecs(compiled(readFileSync(file)));
}

export function shapeOf(changes: Partial<FrameShape> = {}): FrameShape {
  const shape = {
    rows: 29,
    columns: 37,
    samplesPerPixel: 1,
    photometric: 'MONOCHROME2',
    isPlanar: false,
    bitsAllocated: 8,
    bitsStored: 8,
    isSigned: false,
    frames: 1,
    ...changes,
  };
  return { highBit: shape.bitsStored - 1, ...shape };
}

/** Waves with the least and the greatest value among them: whatever a codec cuts or turns is seen. */
export function drawn(shape: FrameShape, photometric = shape.photometric): DecodedFrame {
  const { rows: height, columns: width, samplesPerPixel, bitsAllocated, bitsStored, isSigned } = shape;
  const bytesPerSample = Math.ceil(bitsAllocated / 8);
  const count = width * height * samplesPerPixel;
  const bytes = Buffer.alloc(count * bytesPerSample);
  const most = 2 ** bitsStored - 1;
  const least = isSigned ? 2 ** (bitsStored - 1) : 0;
  for (let at = 0; at < count; at++) {
    const wave = Math.floor((Math.sin(at / 40) * 0.45 + 0.5) * most * (1 - (at % 3) / 7));
    const value = (at % 97 === 5 ? most : at % 89 === 3 ? 0 : wave) - least;
    if (isSigned) bytes.writeIntLE(value, at * bytesPerSample, bytesPerSample);
    else bytes.writeUIntLE(value, at * bytesPerSample, bytesPerSample);
  }
  const raster = { width, height, samplesPerPixel, bytesPerSample, bytes: new Uint8Array(bytes) };
  return { raster, photometric };
}
