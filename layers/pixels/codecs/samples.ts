import type { FrameShape, Raster } from '../shape.ts';

/**
 * The lowest `bits` of each sample, each in one byte or two, as a codec takes them.
 * `raised`: added first, which turns two's complement into numbers from 0 and back (T.800 G.1).
 */
export function lowBits({ bytes, bytesPerSample }: Raster, bits: number, raised = 0): Uint8Array {
  const source = words(bytes, bytesPerSample);
  const mask = 2 ** bits - 1;
  if (bits <= 8) {
    const made = new Uint8Array(source.length);
    for (let at = 0; at < made.length; at++) made[at] = ((source[at] as number) + raised) & mask;
    return made;
  }
  const made = new Uint16Array(source.length);
  for (let at = 0; at < made.length; at++) made[at] = ((source[at] as number) + raised) & mask;
  return new Uint8Array(made.buffer);
}

/** A raster of samples that have `bits` bits; two's complement is extended to the width of a sample. */
export function rasterOf(
  samples: Uint8Array,
  bits: number,
  { columns, rows, samplesPerPixel, bitsAllocated, isSigned }: FrameShape,
): Raster {
  const source = words(samples, bits <= 8 ? 1 : 2);
  const bytesPerSample = Math.ceil(bitsAllocated / 8);
  const made =
    bytesPerSample === 1
      ? new Uint8Array(source.length)
      : bytesPerSample === 2
        ? new Uint16Array(source.length)
        : new Uint32Array(source.length);
  const unused = 32 - bits;
  if (isSigned)
    for (let at = 0; at < made.length; at++) made[at] = ((source[at] as number) << unused) >> unused;
  else made.set(source);
  return {
    width: columns,
    height: rows,
    samplesPerPixel,
    bytesPerSample,
    bytes: new Uint8Array(made.buffer),
  };
}

/** The first of some numbers of bits that every sample fits in; undefined: none. */
export function bitsThatHold(
  raster: Raster,
  isSigned: boolean,
  choices: readonly number[],
): number | undefined {
  const { bytes, bytesPerSample } = raster;
  const source = words(bytes, bytesPerSample);
  const unused = 32 - 8 * bytesPerSample;
  let least = 0;
  let most = 0;
  for (let at = 0; at < source.length; at++) {
    const value = isSigned ? ((source[at] as number) << unused) >> unused : (source[at] as number);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return choices.find((bits) =>
    isSigned ? least >= -(2 ** (bits - 1)) && most < 2 ** (bits - 1) : most < 2 ** bits,
  );
}

/** Samples as numbers from 0, in little endian as every machine that Node runs on has it. */
export function words(bytes: Uint8Array, width: number): Uint8Array | Uint16Array | Uint32Array {
  if (width === 1) return bytes;
  const isAligned = bytes.byteOffset % width === 0;
  const { buffer, byteOffset } = isAligned ? bytes : new Uint8Array(bytes);
  const length = Math.floor(bytes.length / width);
  return width === 2
    ? new Uint16Array(buffer, byteOffset, length)
    : new Uint32Array(buffer, byteOffset, length);
}
