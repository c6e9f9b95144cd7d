import type { Picture } from '../../layers/pixels/display/picture.ts';
import type { Display } from '../../layers/pixels/reader.ts';
import type { Raster } from '../../layers/pixels/shape.ts';
import type { RealFrame } from './frames.ts';

/** How planted greys become stored values. */
export const KINDS = [
  '8 bit',
  '12 bit',
  '16 bit signed',
  'MONOCHROME1',
  'RGB',
  'YBR_FULL',
  'PALETTE COLOR',
] as const;
export type Kind = (typeof KINDS)[number];

/** A picture of greys as a frame of that kind. Windows, slope and intercept are those of a CT where there are more than 8 bits. */
export function written(grey: Picture, kind: Kind): Pick<RealFrame, 'raster' | 'display'> {
  const { width, height, bytes } = grey;
  const raster = (samplesPerPixel: number, bytesPerSample: number, made: Uint8Array): Raster => ({
    width,
    height,
    samplesPerPixel,
    bytesPerSample,
    bytes: made,
  });
  const display: Display = {
    photometric: 'MONOCHROME2',
    bitsStored: 8,
    highBit: 7,
    isSigned: false,
    slope: 1,
    intercept: 0,
    windows: [],
    palette: null,
  };
  const words = (value: (grey: number) => number): Uint8Array => {
    const made = new Uint8Array(bytes.length * 2);
    const view = new DataView(made.buffer);
    bytes.forEach((one, at) => {
      view.setUint16(at * 2, value(one) & 0xffff, true);
    });
    return made;
  };
  const samples = (of: (grey: number) => readonly number[]) =>
    Uint8Array.from(
      { length: bytes.length * 3 },
      (_, at) => of(bytes[Math.floor(at / 3)] as number)[at % 3] ?? 0,
    );
  switch (kind) {
    case '8 bit':
      return { raster: raster(1, 1, bytes), display };
    case '12 bit':
      return {
        raster: raster(
          1,
          2,
          words((one) => Math.round(one * 7.8) + 24),
        ),
        display: {
          ...display,
          bitsStored: 12,
          highBit: 11,
          intercept: -1024,
          windows: [{ center: 19, width: 1990 }],
        },
      };
    case '16 bit signed':
      return {
        raster: raster(
          1,
          2,
          words((one) => Math.round(one * 12) - 1000),
        ),
        display: {
          ...display,
          bitsStored: 16,
          highBit: 15,
          isSigned: true,
          windows: [{ center: 530, width: 3060 }],
        },
      };
    case 'MONOCHROME1':
      return {
        raster: raster(
          1,
          2,
          words((one) => 4095 - one * 16),
        ),
        display: { ...display, photometric: 'MONOCHROME1', bitsStored: 12, highBit: 11 },
      };
    case 'RGB':
      return {
        raster: raster(
          3,
          1,
          samples((one) => [one, one, one]),
        ),
        display: { ...display, photometric: 'RGB' },
      };
    case 'YBR_FULL':
      return {
        raster: raster(
          3,
          1,
          samples((one) => [one, 128, 128]),
        ),
        display: { ...display, photometric: 'YBR_FULL' },
      };
    case 'PALETTE COLOR': {
      // Upside down, so that nothing is right by chance.
      const entries = Uint16Array.from({ length: 256 }, (_, at) => (255 - at) * 257);
      return {
        raster: raster(
          1,
          1,
          bytes.map((one) => 255 - one),
        ),
        display: {
          ...display,
          photometric: 'PALETTE COLOR',
          palette: { first: 0, red: entries, green: entries, blue: entries },
        },
      };
    }
  }
}
