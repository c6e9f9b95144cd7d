import { withoutHighBits } from '../../../../layers/pixels/hidden/highBits.ts';
import { shapeOf } from '../../../support/frames.ts';

const TWELVE = { bitsAllocated: 16, bitsStored: 12, highBit: 11 };
const words = (...values: readonly number[]) => new Uint8Array(Uint16Array.from(values).buffer);
const clean = (bytes: Uint8Array, changes: object, padding: readonly number[] = [], littleEndian = true) =>
  withoutHighBits(bytes, shapeOf(changes), littleEndian, padding);

describe('bits that are not stored', () => {
  it('become 0', () => {
    expect(clean(words(0x1fff, 0x8001, 0x0123), TWELVE)).toEqual(words(0x0fff, 0x0001, 0x0123));
  });

  it('become 0 below the stored ones too', () => {
    const high = { bitsAllocated: 16, bitsStored: 12, highBit: 15 };
    expect(clean(words(0xabcd, 0x0001), high)).toEqual(words(0xabc0, 0));
  });

  it('become the sign', () => {
    const signed = { ...TWELVE, isSigned: true };
    expect(clean(words(0x1800, 0x1123, 0xf800), signed)).toEqual(words(0xf800, 0x0123, 0xf800));
  });

  it('stay in padding values', () => {
    expect(clean(words(0xf830, 0xf831), TWELVE, [-2000])).toEqual(words(0xf830, 0x0831));
  });

  it('are found in big endian, in one byte and in four', () => {
    expect(clean(Uint8Array.of(0x1f, 0xff), TWELVE, [], false)).toEqual(Uint8Array.of(0x0f, 0xff));
    expect(clean(Uint8Array.of(0x81), { bitsStored: 7 })).toEqual(Uint8Array.of(1));
    const long = { bitsAllocated: 32, bitsStored: 24, highBit: 23 };
    expect(clean(Uint8Array.of(1, 2, 3, 4), long)).toEqual(Uint8Array.of(1, 2, 3, 0));
  });

  it('leave the very array where none is set', () => {
    const bytes = words(0x0fff, 0x0001);
    expect(clean(bytes, TWELVE)).toBe(bytes);
    expect(clean(bytes, { bitsAllocated: 16, bitsStored: 16 })).toBe(bytes);
  });
});
