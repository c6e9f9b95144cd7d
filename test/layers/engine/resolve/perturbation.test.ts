import fc from 'fast-check';
import {
  type NumericBinaryVr,
  type Perturbation,
  perturbedBytes,
  perturbedText,
  roundHalfEven,
} from '../../../../layers/engine/resolve/perturbation.ts';
import { holds } from '../../../support/properties.ts';

const fixed = (span: number, roundTo = 2): Perturbation => ({ span, range: 'fixed', roundTo });
const share = (span: number, roundTo = 2): Perturbation => ({ span, range: 'proportional', roundTo });
/** The least noise, all but the most, and none. */
const LEAST = () => -0.5;
const MOST = () => 0.5 - 2 ** -53;
const NONE = () => 0;

describe('rounding', () => {
  test.each([
    [0.5, 0, 0],
    [1.5, 0, 2],
    [2.5, 0, 2],
    [-0.5, 0, 0],
    [-1.5, 0, -2],
    [0.125, 2, 0.12],
    [0.375, 2, 0.38],
    [1234.5678, 2, 1234.57],
    [1234.5678, 0, 1235],
    [1234.5678, 28, 1234.5678],
    [1e300, 2, 1e300],
    [Number.NaN, 2, Number.NaN],
  ])('%d to %i decimals is %d', (value, decimals, expected) => {
    expect(roundHalfEven(value, decimals)).toBe(expected);
  });
});

describe('text', () => {
  test.each<['DS' | 'IS' | 'AS', string, Perturbation, () => number, string | null]>([
    ['DS', '5', fixed(0), NONE, '5'],
    ['DS', '1234.5', fixed(1000), LEAST, '734.5'],
    ['DS', '1234.5', fixed(1000), MOST, '1734.5'],
    ['DS', '-100', share(0.5), LEAST, '-125'],
    ['DS', '-100', share(0.5), MOST, '-75'],
    ['DS', '100', share(1), LEAST, '50'],
    ['DS', '+1.5e2', fixed(0), NONE, '150'],
    ['DS', '0.1234', fixed(0), NONE, '0.12'],
    ['DS', '0.1234', fixed(0, 28), NONE, '0.1234'],
    ['DS', '-0.001', fixed(0), NONE, '0'],
    // 17 significant digits are more than 16 characters: ten stay.
    ['DS', '0.1', fixed(0.7, 15), () => 0.123456789012345, '0.1864197523'],
    ['DS', '-1.2345678901e-7', fixed(0, 15), NONE, '-1.23456789e-7'],
    ['DS', '-1.2345678901e-200', fixed(0, 28), NONE, '0'],
    ['DS', '1.7976931345e308', fixed(0), NONE, '1.79769313e+308'],
    ['DS', '1e308', share(2), MOST, null],
    ['IS', '10', fixed(5), LEAST, '8'],
    ['IS', '10', fixed(5), MOST, '12'],
    ['IS', '2147483647', share(1), MOST, '2147483647'],
    ['IS', '-2147483648', share(1), LEAST, '-2147483648'],
    ['AS', '045Y', fixed(10, 0), LEAST, '040Y'],
    ['AS', '002D', fixed(10, 0), LEAST, '000D'],
    ['AS', '999D', fixed(2, 0), MOST, '002Y'],
    ['AS', '999M', fixed(2002, 0), MOST, '166Y'],
    ['AS', '999W', fixed(2, 0), MOST, '019Y'],
    ['AS', '999Y', fixed(2, 0), MOST, null],
  ])('%s %s', (vr, text, how, noise, expected) => {
    expect(perturbedText(text, vr, how, noise)).toBe(expected);
  });

  test('a DS has 16 characters at most, and is near', () => {
    holds(
      fc.property(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), fc.nat(28), (value, roundTo) => {
        const text = perturbedText(String(value), 'DS', fixed(0, roundTo), NONE) as string;
        expect(text.length).toBeLessThanOrEqual(16);
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(
          10 ** -Math.min(roundTo, 15) + Math.abs(value) * 1e-6,
        );
      }),
    );
  });
});

describe('binary numbers at the edge of their range stay in it', () => {
  const bytes = (write: (buffer: Buffer) => void, size: number) => {
    const buffer = Buffer.alloc(size);
    write(buffer);
    return new Uint8Array(buffer);
  };
  const read = (value: Uint8Array | null) => Buffer.from(value as Uint8Array);

  test.each<[NumericBinaryVr, number, number, number]>([
    ['US', 2, 0xffff, 0xffff],
    ['OW', 2, 0xffff, 0xffff],
    ['UL', 4, 0xffffffff, 0xffffffff],
    ['OL', 4, 0xffffffff, 0xffffffff],
  ])('%s', (vr, size, value, most) => {
    const full = bytes((buffer) => buffer.writeUIntLE(value, 0, size), size);
    expect(read(perturbedBytes(full, vr, true, fixed(100), MOST)).readUIntLE(0, size)).toBe(most);
    const empty = new Uint8Array(size);
    expect(read(perturbedBytes(empty, vr, true, fixed(100), LEAST)).readUIntLE(0, size)).toBe(0);
  });

  test.each<[NumericBinaryVr, number]>([
    ['SS', 2],
    ['SL', 4],
  ])('%s', (vr, size) => {
    const limit = 2 ** (size * 8 - 1);
    const most = bytes((buffer) => buffer.writeIntLE(limit - 1, 0, size), size);
    expect(read(perturbedBytes(most, vr, true, fixed(100), MOST)).readIntLE(0, size)).toBe(limit - 1);
    const least = bytes((buffer) => buffer.writeIntLE(-limit, 0, size), size);
    expect(read(perturbedBytes(least, vr, true, fixed(100), LEAST)).readIntLE(0, size)).toBe(-limit);
  });

  test('64 bits, which keep every digit', () => {
    const big = 2n ** 63n - 2n;
    const value = bytes((buffer) => buffer.writeBigInt64LE(big), 8);
    expect(read(perturbedBytes(value, 'SV', true, fixed(0), NONE)).readBigInt64LE()).toBe(big);
    expect(read(perturbedBytes(value, 'SV', true, fixed(6), LEAST)).readBigInt64LE()).toBe(big - 3n);
    expect(read(perturbedBytes(value, 'SV', true, share(1), MOST)).readBigInt64LE()).toBe(2n ** 63n - 1n);
    const unsigned = bytes((buffer) => buffer.writeBigUInt64LE(2n ** 64n - 1n), 8);
    expect(read(perturbedBytes(unsigned, 'UV', true, fixed(100), MOST)).readBigUInt64LE()).toBe(
      2n ** 64n - 1n,
    );
    expect(read(perturbedBytes(new Uint8Array(8), 'OV', true, fixed(100), LEAST)).readBigUInt64LE()).toBe(0n);
  });

  test('floats', () => {
    const most = bytes((buffer) => buffer.writeFloatLE(3.4028234663852886e38), 4);
    expect(read(perturbedBytes(most, 'FL', true, share(1), MOST)).readFloatLE()).toBe(3.4028234663852886e38);
    const widest = bytes((buffer) => buffer.writeDoubleLE(-Number.MAX_VALUE), 8);
    expect(read(perturbedBytes(widest, 'FD', true, share(1), LEAST)).readDoubleLE()).toBe(-Number.MAX_VALUE);
    const none = bytes((buffer) => buffer.writeDoubleLE(Number.NaN), 8);
    expect(read(perturbedBytes(none, 'FD', true, share(1), MOST)).readDoubleLE()).toBeNaN();
  });
});
