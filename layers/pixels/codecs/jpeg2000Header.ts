import { damaged, unsupported } from '../errors.ts';
import type { Codestream } from './held.ts';

export interface Jpeg2000Header extends Codestream {
  readonly isSigned: boolean;
  /** The components went through a transform (T.800 G.2, G.3): a decoder gives red, green and blue. */
  readonly isTransformed: boolean;
  /** By the 5/3 wavelet. */
  readonly isReversible: boolean;
}

const SOC_SIZ = 0xff4fff51;
const COD = 0xff52;
const SOT = 0xff90;
/** Where Ssiz of the first component stands, from the start of the stream. */
const FIRST_COMPONENT = 42;

/** The codestream of a frame, which some devices put into a JP2 file against PS3.5 A.4.4. */
export function codestreamOf(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  if (frame.length >= 12 && view.getUint32(0) === SOC_SIZ) return frame;
  if (frame.length < 12 || view.getUint32(0) !== 12 || view.getUint32(4) !== 0x6a502020)
    throw damaged('A frame does not begin as a JPEG 2000 stream');
  for (let at = 0; at + 8 <= frame.length; ) {
    const [size, type] = [view.getUint32(at), view.getUint32(at + 4)];
    const end = size === 0 ? frame.length : at + size;
    if (size === 1 || (size > 1 && size < 8) || end > frame.length) break;
    if (type === 0x6a703263) return frame.subarray(at + 8, end);
    at = end;
  }
  throw damaged('A JP2 file has no codestream');
}

/** What the main header says (T.800 A.5.1, A.6.1). Throws `PIXELS_DAMAGED`, `PIXELS_UNSUPPORTED`. */
export function jpeg2000Header(stream: Uint8Array): Jpeg2000Header {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  if (stream.length < FIRST_COMPONENT + 3 || view.getUint32(0) !== SOC_SIZ)
    throw damaged('A frame does not begin as a JPEG 2000 stream');
  const [right, bottom, left, top] = [8, 12, 16, 20].map((at) => view.getUint32(at)) as [
    number,
    number,
    number,
    number,
  ];
  const components = view.getUint16(40);
  const end = 4 + view.getUint16(4);
  if (
    components < 1 ||
    end !== FIRST_COMPONENT + 3 * components ||
    end > stream.length ||
    right <= left ||
    bottom <= top
  )
    throw damaged('A JPEG 2000 stream has an image size that is not valid');
  const first = view.getUint8(FIRST_COMPONENT);
  for (let at = FIRST_COMPONENT; at < end; at += 3)
    if (view.getUint8(at) !== first || view.getUint8(at + 1) !== 1 || view.getUint8(at + 2) !== 1)
      throw unsupported('A JPEG 2000 stream has components of different kinds');
  const { isTransformed, isReversible } = codingStyle(view, end);
  return {
    width: right - left,
    height: bottom - top,
    components,
    precision: (first & 0x7f) + 1,
    isSigned: first >= 0x80,
    isTransformed,
    isReversible,
  };
}

function codingStyle(view: DataView, start: number): Pick<Jpeg2000Header, 'isTransformed' | 'isReversible'> {
  for (let at = start; at + 4 <= view.byteLength; ) {
    const marker = view.getUint16(at);
    const end = at + 2 + view.getUint16(at + 2);
    if (marker === SOT || marker < 0xff01 || end > view.byteLength || end < at + 4) break;
    if (marker === COD && end >= at + 14)
      return { isTransformed: view.getUint8(at + 8) === 1, isReversible: view.getUint8(at + 13) === 1 };
    at = end;
  }
  throw damaged('A JPEG 2000 stream says nothing of its coding style');
}

/** Says of every component how many bits it has, and whether it has a sign. `stream` was made here, and is changed. */
export function writeComponents(stream: Uint8Array, precision: number, isSigned: boolean): Uint8Array {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  const components = view.getUint16(40);
  for (let at = 0; at < components; at++)
    view.setUint8(FIRST_COMPONENT + 3 * at, (isSigned ? 0x80 : 0) | (precision - 1));
  return stream;
}
