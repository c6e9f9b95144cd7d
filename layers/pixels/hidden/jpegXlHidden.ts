import { damaged } from '../errors.ts';
import { withoutJpegParts } from './jpegParts.ts';
import { joined } from './pieces.ts';

const KEPT_BOXES = ['JXL ', 'ftyp', 'jxll', 'jxlc', 'jxlp'];
/** What a JPEG is made again from, its APPn and COM segments among it, compressed. */
const RECONSTRUCTION = 'jbrd';

/** A frame of JPEG XL without boxes that no decoder needs (ISO 18181-2). A bare codestream says nowhere how long it is: what stands behind it stays. Throws `PixelsError`. */
export function withoutJpegXlHidden(frame: Uint8Array): Uint8Array {
  if (frame[0] === 0xff && frame[1] === 0x0a) return frame;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at + 8 <= frame.length; ) {
    const size = view.getUint32(at);
    const end = size === 0 ? frame.length : at + size;
    if ((size > 0 && size < 8) || end > frame.length) throw damaged('A box of a JPEG XL frame is not valid');
    const type = Buffer.from(frame.subarray(at + 4, at + 8)).toString('latin1');
    if (type === RECONSTRUCTION) pieces.push(...reconstruction(frame.subarray(at, end)));
    if (KEPT_BOXES.includes(type)) pieces.push(frame.subarray(at, end));
    at = end;
  }
  if (pieces.length === 0) throw damaged('A frame does not begin as a JPEG XL stream');
  return joined(frame, pieces);
}

function reconstruction(box: Uint8Array): readonly Uint8Array[] {
  const body = box.subarray(8);
  const made = withoutJpegParts(body);
  if (made === body) return [box];
  const head = new Uint8Array(box.subarray(0, 8));
  new DataView(head.buffer).setUint32(0, made.length + 8);
  return [head, made];
}
