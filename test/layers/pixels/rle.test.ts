import fc from 'fast-check';
import { blankRle, decodeRle, encodeRle } from '../../../layers/pixels/rle.ts';
import type { FrameShape } from '../../../layers/pixels/shape.ts';
import { holds } from '../../support/properties.ts';

const SHAPE: FrameShape = {
  rows: 2,
  columns: 6,
  samplesPerPixel: 1,
  photometric: 'MONOCHROME2',
  isPlanar: false,
  bitsAllocated: 16,
  bitsStored: 12,
  highBit: 11,
  isSigned: false,
  frames: 1,
};

/** A frame with segments that begin at these bytes behind its header. */
function frameOf(segments: number, offsets: readonly number[], data: readonly number[]): Uint8Array {
  const frame = new Uint8Array(64 + data.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, segments, true);
  offsets.forEach((offset, at) => {
    view.setUint32(4 + 4 * at, 64 + offset, true);
  });
  frame.set(data, 64);
  return frame;
}

describe('an RLE frame (PS3.5 Annex G)', () => {
  // High bytes: a run of twelve ones. Low bytes: three as they are, a run of eight, a no-operation, one as it is.
  const frame = frameOf(2, [0, 2], [0xf5, 1, 2, 10, 11, 12, 0xf9, 13, 0x80, 0, 14, 0]);

  it('is read plane by plane, the high bytes first', () => {
    const [high, low] = decodeRle(frame, SHAPE).map((plane) => [...plane]);
    expect(high).toEqual(new Array(12).fill(1));
    expect(low).toEqual([10, 11, 12, ...new Array(8).fill(13), 14]);
  });

  it('is filled in a region, and nowhere else', () => {
    const blanked = blankRle(frame, SHAPE, [{ left: 4, top: 0, right: 6, bottom: 2 }], [0x0203]);
    const [high, low] = decodeRle(blanked, SHAPE).map((plane) => [...plane]);
    expect(high).toEqual([1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 2, 2]);
    expect(low).toEqual([10, 11, 12, 13, 3, 3, 13, 13, 13, 13, 3, 3]);
  });

  it('of a negative fill has it in two’s complement', () => {
    const blanked = blankRle(frame, SHAPE, [{ left: 0, top: 0, right: 1, bottom: 1 }], [-2048]);
    expect(decodeRle(blanked, SHAPE).map(([first]) => first)).toEqual([0xf8, 0x00]);
  });

  it.each<readonly [string, Uint8Array]>([
    ['shorter than its header', new Uint8Array(63)],
    ['of too few segments', frameOf(1, [0], [0xf5, 1])],
    ['of segments out of order', frameOf(2, [2, 0], [0xf5, 1, 0xf5, 2])],
    ['of a segment beyond its end', frameOf(2, [0, 40], [0xf5, 1])],
    ['of a segment that ends in a run', frameOf(2, [0, 2], [0xf5, 1, 0xf5])],
    ['of a segment that ends too early', frameOf(2, [0, 2], [0xf5, 1, 0xf9, 1])],
    ['of a run over the end of the frame', frameOf(2, [0, 2], [0xf5, 1, 0xf3, 1])],
  ])('%s is refused', (_name, damaged) => {
    expect(() => decodeRle(damaged, SHAPE)).toThrow(expect.objectContaining({ code: 'PIXELS_DAMAGED' }));
  });

  it('reads as the planes that it was made of', () => {
    const byte = fc.oneof(fc.nat(255), fc.constant(7));
    const planes = fc
      .tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 3 }))
      .chain(([columns, rows]) =>
        fc.record({
          columns: fc.constant(columns),
          rows: fc.constant(rows),
          plane: fc.array(byte, { minLength: columns * rows, maxLength: columns * rows }),
        }),
      );
    holds(
      fc.property(planes, ({ columns, rows, plane }) => {
        const shape = { ...SHAPE, columns, rows, bitsAllocated: 8 };
        const frame = encodeRle([Uint8Array.from(plane)], columns);
        expect(frame.length % 2).toBe(0);
        expect([...(decodeRle(frame, shape)[0] ?? [])]).toEqual(plane);
      }),
    );
  });
});
