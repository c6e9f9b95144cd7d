import { notAsMeant, unsupported } from '../errors.ts';
import { onGrid, type Rectangle } from '../region.ts';
import { BitWriter } from './bits.ts';
import { Coefficients } from './coefficients.ts';
import { decodeScan } from './decodeScan.ts';
import { encodeScan } from './encodeScan.ts';
import { DHT, JpegStream, type Part } from './stream.ts';

export interface BlockOut {
  readonly regions: readonly Rectangle[];
  /** The sample that each component is filled with, from 0 to 2^precision - 1. */
  readonly fill: readonly number[];
}

/**
 * A DCT JPEG with the blocks of some regions filled, and without its application segments and comments but JFIF's and Adobe's. No other coefficient changes: nothing is
 * quantised twice. Blocks are those of the MCU grid, so up to 15 pixels (with sampling factors of 4: 31) beyond a region are filled too. The method is Clunie and Gebow's
 * (J. Medical Imaging 2015). Throws `PIXELS_DAMAGED`, `PIXELS_UNSUPPORTED`.
 */
export function blockOut(stream: Uint8Array, { regions, fill }: BlockOut): Uint8Array {
  const jpeg = new JpegStream(stream);
  const { parts, coefficients, dcSteps } = read(jpeg);
  const frame = jpeg.frame;
  if (frame === null || coefficients === null) throw unsupported('A JPEG stream has no scan');
  for (const region of regions) blank(region);
  const out = new BitWriter(stream.length);
  out.raw(Uint8Array.of(0xff, 0xd8));
  for (const part of parts) {
    if (part.kind === 'scan') encodeScan(part.bytes, frame.process, part.header, coefficients, out);
    else if (part.marker !== DHT) out.raw(withoutText(part.marker, part.bytes));
  }
  out.raw(Uint8Array.of(0xff, 0xd9));
  const blanked = out.finish();
  if (!isSame(read(new JpegStream(blanked)).coefficients, coefficients)) throw notAsMeant();
  return blanked;

  function blank(region: Rectangle): void {
    if (coefficients === null || frame === null) return;
    const { mcuWidth, mcuHeight } = coefficients;
    const blocks = onGrid(region, { width: mcuWidth, height: mcuHeight }, frame);
    coefficients.components.forEach(({ values, blocksAcross, across, down }, index) => {
      const step = dcSteps[index] ?? 1;
      const level = Math.round(((fill[index] ?? 0) - 2 ** (frame.precision - 1)) * (8 / step));
      // Of an MCU: `across` by `down` blocks.
      const [left, right] = [(blocks.left / mcuWidth) * across, Math.ceil(blocks.right / mcuWidth) * across];
      const [top, bottom] = [(blocks.top / mcuHeight) * down, Math.ceil(blocks.bottom / mcuHeight) * down];
      for (let row = top; row < bottom; row++)
        for (let column = left; column < right; column++) {
          const offset = 64 * (row * blocksAcross + column);
          values.fill(0, offset, offset + 64);
          values[offset] = level;
        }
    });
  }
}

function isSame(one: Coefficients | null, other: Coefficients): boolean {
  return other.components.every(({ values }, index) => {
    const read = one?.components[index]?.values;
    return read !== undefined && Buffer.compare(bytesOf(read), bytesOf(values)) === 0;
  });
}

function bytesOf({ buffer, byteOffset, byteLength }: Int16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** All scans of a stream as coefficients, and the step of each component's DC coefficient. */
function read(jpeg: JpegStream): {
  readonly parts: readonly Part[];
  readonly coefficients: Coefficients | null;
  readonly dcSteps: readonly (number | undefined)[];
} {
  const parts: Part[] = [];
  const dcSteps: (number | undefined)[] = [];
  let coefficients: Coefficients | null = null;
  const iterator = jpeg.parts();
  for (let step = iterator.next(); step.done !== true; ) {
    const part = step.value;
    parts.push(part);
    if (part.kind === 'segment') {
      step = iterator.next();
      continue;
    }
    const { frame } = jpeg;
    if (frame === null || frame.process === 'lossless')
      throw unsupported('A lossless JPEG stream has no blocks');
    coefficients ??= new Coefficients(frame);
    for (const { index } of part.header.components)
      dcSteps[index] ??= part.header.dcSteps[frame.components[index]?.quantisation ?? 0];
    step = iterator.next(decodeScan(jpeg.bytes, part.dataStart, frame.process, part.header, coefficients));
  }
  return { parts, coefficients, dcSteps };
}

const COMMENT = 0xfe;
const NOTHING = new Uint8Array(0);

/** A segment without what an application says, which may be anything. Of JFIF's and Adobe's stays what tells how to show the samples. */
function withoutText(marker: number, bytes: Uint8Array): Uint8Array {
  if (marker !== COMMENT && (marker < 0xe0 || marker > 0xef)) return bytes;
  const name = Buffer.from(bytes.subarray(4, 9)).toString('latin1');
  // Marker, length, name, version, units, densities; the thumbnail that may follow is of no pixels (JFIF 1.02).
  if (marker === 0xe0 && name === 'JFIF\0' && bytes.length >= 18)
    return Uint8Array.of(0xff, marker, 0, 16, ...bytes.subarray(4, 16), 0, 0);
  // Marker, length, name, version, two flags, transform (Adobe Technical Note 5116).
  if (marker === 0xee && name === 'Adobe' && bytes.length >= 16)
    return Uint8Array.of(0xff, marker, 0, 14, ...bytes.subarray(4, 16));
  return NOTHING;
}
