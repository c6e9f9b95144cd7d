import { damaged, unsupported } from '../errors.ts';
import { Bits } from '../jpegXlBits.ts';
import type { Codestream } from './held.ts';

export interface JpegXlHeader extends Codestream {
  readonly isSigned: null;
  /** Colours went through the XYB transform: a decoder gives red, green and blue. */
  readonly isXyb: boolean;
}

const BOX_SIGNATURE = 0x4a584c20;
const JXLC = 0x6a786c63;
const JXLP = 0x6a786c70;

/** The first bytes of the codestream, out of its container if it has one (ISO 18181-2). */
function codestreamStart(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  if (frame.length >= 2 && view.getUint16(0) === 0xff0a) return frame;
  if (frame.length >= 12 && view.getUint32(0) === 12 && view.getUint32(4) === BOX_SIGNATURE)
    for (let at = 12; at + 8 <= frame.length; ) {
      const [size, type] = [view.getUint32(at), view.getUint32(at + 4)];
      const end = size === 0 ? frame.length : at + size;
      if ((size > 0 && size < 8) || end > frame.length) break;
      const start = type === JXLC ? at + 8 : type === JXLP ? at + 12 : null;
      if (start !== null && start + 2 <= end && view.getUint16(start) === 0xff0a)
        return frame.subarray(start, end);
      at = end;
    }
  throw damaged('A frame does not begin as a JPEG XL stream');
}

const RATIOS = [
  [1, 1],
  [12, 10],
  [4, 3],
  [3, 2],
  [16, 9],
  [5, 4],
  [2, 1],
] as const;

/** What a stream says of size, bits and colours (ISO 18181-1 D.2, D.3). Throws `PIXELS_DAMAGED`, `PIXELS_UNSUPPORTED`. */
export function jpegXlHeader(frame: Uint8Array): JpegXlHeader {
  const bits = new Bits(codestreamStart(frame), 16);
  const { width, height } = size(bits);
  const simple = { width, height, isSigned: null, precision: 8, components: 3, isXyb: true } as const;
  if (bits.take(1) === 1) return simple;
  if (bits.take(1) === 1) {
    const isTurned = bits.take(3) !== 0;
    if (bits.take(1) === 1) size(bits);
    const isMore = bits.take(1) === 1 || bits.take(1) === 1;
    if (isTurned || isMore) throw unsupported('A JPEG XL stream is turned, moves, or has a preview');
  }
  if (bits.take(1) === 1) throw unsupported('A JPEG XL stream of floating point samples');
  const precision = [8, 10, 12][bits.take(2)] ?? 1 + bits.take(6);
  bits.take(1);
  if (bits.take(2) !== 0) throw unsupported('A JPEG XL stream with extra channels');
  const isXyb = bits.take(1) === 1;
  const isColour = bits.take(1) === 1 || !isGrey(bits);
  return { width, height, isSigned: null, precision, components: isColour ? 3 : 1, isXyb };
}

/** What the samples of a decoded stream are: a decoder undoes its own transforms, and gives luma and chroma only where they went in so. */
export function jpegXlColours({ components, isXyb }: JpegXlHeader, photometric: string): string {
  return components === 3 && (isXyb || photometric !== 'YBR_FULL') ? 'RGB' : photometric;
}

function isGrey(bits: Bits): boolean {
  bits.take(1);
  return bits.take(2) === 1;
}

function size(bits: Bits): { readonly width: number; readonly height: number } {
  const isSmall = bits.take(1) === 1;
  const length = () =>
    isSmall ? (bits.take(5) + 1) * 8 : bits.take([9, 13, 18, 30][bits.take(2)] as number) + 1;
  const height = length();
  const ratio = bits.take(3);
  const [across, down] = RATIOS[ratio - 1] ?? [0, 1];
  return { height, width: ratio === 0 ? length() : Math.floor((height * across) / down) };
}
