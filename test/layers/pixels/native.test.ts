import { blankBits, nativePatches } from '../../../layers/pixels/native.ts';
import type { FrameShape } from '../../../layers/pixels/shape.ts';

const SHAPE: FrameShape = {
  rows: 3,
  columns: 4,
  samplesPerPixel: 1,
  photometric: 'MONOCHROME2',
  isPlanar: false,
  bitsAllocated: 8,
  bitsStored: 8,
  highBit: 7,
  isSigned: false,
  frames: 1,
};
/** Two pixels of rows 1 and 2. */
const REGION = { left: 1, top: 1, right: 3, bottom: 3 };
const BAND = { left: 0, top: 0, right: 4, bottom: 2 };

function patched(
  shape: FrameShape,
  regions: readonly (typeof REGION)[],
  fill: readonly number[],
  { littleEndian = true, frames = [0], bytes = 48 } = {},
): string {
  const value = new Uint8Array(bytes).fill(0xee);
  const patches = nativePatches(
    shape,
    littleEndian,
    frames.map((frame) => ({ frame, regions })),
    fill,
  );
  for (const { at, bytes: by } of patches) value.set(by, at);
  return Buffer.from(value).toString('hex');
}

const keep = (count: number) => 'ee'.repeat(count);

describe('patches of native frames', () => {
  it.each<readonly [string, Partial<FrameShape>, readonly number[], { littleEndian?: boolean }, string]>([
    ['8 bits', {}, [7], {}, `${keep(5)}0707${keep(2)}0707${keep(37)}`],
    [
      '16 bits, little endian, negative',
      { bitsAllocated: 16 },
      [-2048],
      {},
      `${keep(10)}00f800f8${keep(4)}00f800f8${keep(26)}`,
    ],
    [
      '16 bits, big endian',
      { bitsAllocated: 16 },
      [0x1234],
      { littleEndian: false },
      `${keep(10)}12341234${keep(4)}12341234${keep(26)}`,
    ],
    [
      'colours by pixel',
      { samplesPerPixel: 3 },
      [1, 2, 3],
      {},
      `${keep(15)}010203010203${keep(6)}010203010203${keep(15)}`,
    ],
    [
      'colours by plane',
      { samplesPerPixel: 3, isPlanar: true },
      [1, 2, 3],
      {},
      `${['01', '02', '03'].map((value) => `${keep(5)}${value}${value}${keep(2)}${value}${value}${keep(1)}`).join('')}${keep(12)}`,
    ],
    [
      // The chroma of pixels 0 and 1 is shared, so pixel 0 goes as well, and pixel 3 with pixel 2.
      'chroma that two pixels share',
      { samplesPerPixel: 3, photometric: 'YBR_FULL_422' },
      [0, 0x80, 0x81],
      {},
      `${keep(8)}${'00008081'.repeat(4)}${keep(24)}`,
    ],
  ])('%s', (_name, shape, fill, options, expected) => {
    expect(patched({ ...SHAPE, ...shape }, [REGION], fill, options)).toBe(expected);
  });

  it('of several frames, where regions overlap', () => {
    const bands = [BAND, { left: 2, top: 1, right: 4, bottom: 3 }];
    const frame = `${'00'.repeat(8)}${keep(2)}0000`;
    expect(patched(SHAPE, bands, [0], { frames: [0, 2], bytes: 36 })).toBe(`${frame}${keep(12)}${frame}`);
  });

  it('of a band are one run of bytes, the same for every frame', () => {
    const frames = [0, 1, 2].map((frame) => ({ frame, regions: [BAND] }));
    const patches = nativePatches(SHAPE, true, frames, [0]);
    expect(patches.map(({ at, bytes }) => [at, bytes.length])).toEqual([
      [0, 8],
      [12, 8],
      [24, 8],
    ]);
    expect(new Set(patches.map(({ bytes }) => bytes)).size).toBe(1);
  });

  it('of one bit go on over the ends of bytes and frames', () => {
    const bytes = new Uint8Array(3).fill(0xff);
    blankBits(bytes, { ...SHAPE, bitsAllocated: 1, frames: 2 }, 1, [REGION], 0);
    // Frame 1 begins at bit 12: pixels 17, 18, 21 and 22 are in the last byte.
    expect([...bytes]).toEqual([0xff, 0xff, 0b1001_1001]);
    blankBits(bytes, { ...SHAPE, bitsAllocated: 1, frames: 2 }, 1, [REGION], 1);
    expect([...bytes]).toEqual([0xff, 0xff, 0xff]);
  });
});
