import { fillOf } from '../../../layers/pixels/fill.ts';
import type { FrameShape } from '../../../layers/pixels/shape.ts';

const SHAPE: FrameShape = {
  rows: 1,
  columns: 1,
  samplesPerPixel: 1,
  photometric: 'MONOCHROME2',
  isPlanar: false,
  bitsAllocated: 16,
  bitsStored: 12,
  highBit: 11,
  isSigned: false,
  frames: 1,
};
const COLOURS = { samplesPerPixel: 3, bitsAllocated: 8, bitsStored: 8, highBit: 7 };

describe('the darkest value of an image', () => {
  it.each<readonly [string, Partial<FrameShape>, readonly number[]]>([
    ['MONOCHROME2', {}, [0]],
    ['MONOCHROME2, signed', { isSigned: true }, [-2048]],
    ['MONOCHROME1', { photometric: 'MONOCHROME1' }, [4095]],
    ['MONOCHROME1, signed', { photometric: 'MONOCHROME1', isSigned: true }, [2047]],
    ['MONOCHROME1 in the high bits', { photometric: 'MONOCHROME1', highBit: 15 }, [0xfff0]],
    ['MONOCHROME1 of one bit', { photometric: 'MONOCHROME1', bitsStored: 1, highBit: 0 }, [1]],
    ['RGB', { ...COLOURS, photometric: 'RGB' }, [0, 0, 0]],
    ['YBR_FULL', { ...COLOURS, photometric: 'YBR_FULL' }, [0, 128, 128]],
    ['YBR_PARTIAL_422', { ...COLOURS, photometric: 'YBR_PARTIAL_422' }, [16, 128, 128]],
  ])('%s', (_name, shape, expected) => {
    expect(fillOf({ ...SHAPE, ...shape }, 'darkest', null)).toEqual(expected);
  });

  it('PALETTE COLOR: the value of the darkest entry, counted from the first that the palette maps', () => {
    const palette = {
      first: 10,
      red: Uint16Array.of(65535, 100, 200),
      green: Uint16Array.of(65535, 100, 200),
      blue: Uint16Array.of(65535, 0, 300),
    };
    expect(fillOf({ ...SHAPE, photometric: 'PALETTE COLOR' }, 'darkest', palette)).toEqual([11]);
    expect(fillOf({ ...SHAPE, photometric: 'PALETTE COLOR' }, [255, 255, 255], palette)).toEqual([10]);
  });
});

describe('a colour', () => {
  it.each<readonly [string, Partial<FrameShape>, readonly number[]]>([
    ['MONOCHROME2', {}, [4095]],
    ['MONOCHROME1', { photometric: 'MONOCHROME1' }, [0]],
    ['RGB', { ...COLOURS, photometric: 'RGB' }, [255, 255, 255]],
    ['YBR_FULL', { ...COLOURS, photometric: 'YBR_FULL' }, [255, 128, 128]],
  ])('white in %s', (_name, shape, expected) => {
    expect(fillOf({ ...SHAPE, ...shape }, [255, 255, 255], null)).toEqual(expected);
  });
});
