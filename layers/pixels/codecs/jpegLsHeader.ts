import { damaged, unsupported } from '../errors.ts';
import type { Codestream } from './held.ts';

export interface JpegLsHeader extends Codestream {
  readonly isSigned: null;
  /** Whether each component has a scan of its own, so that a decoder gives one after the other. */
  readonly isApart: boolean;
}

const SOF55 = 0xf7;
const SOS = 0xda;

/** What a JPEG-LS stream says before its first scan (T.87 C.2). Throws `PIXELS_DAMAGED`. */
export function jpegLsHeader(stream: Uint8Array): JpegLsHeader {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  if (stream.length < 4 || view.getUint16(0) !== 0xffd8)
    throw damaged('A frame does not begin as a JPEG-LS stream');
  let found: Omit<JpegLsHeader, 'isApart'> | null = null;
  for (let at = 2; ; ) {
    while (stream[at] === 0xff && stream[at + 1] === 0xff) at += 1;
    const marker = stream[at + 1];
    if (stream[at] !== 0xff || marker === undefined || marker < 0xc0 || at + 4 > stream.length)
      throw damaged('A JPEG-LS stream has something else where a marker is due');
    const end = at + 2 + view.getUint16(at + 2);
    if (end > stream.length || end < at + 4) throw damaged('A JPEG-LS segment is longer than its stream');
    if (marker === SOF55) {
      if (found !== null) throw damaged('A JPEG-LS stream has two frame headers');
      found = frameHeader(stream.subarray(at + 4, end));
    }
    if (marker === SOS) {
      if (found === null) throw damaged('A JPEG-LS scan stands before its frame header');
      return { ...found, isApart: found.components > 1 && stream[at + 4] === 1 };
    }
    at = end;
  }
}

function frameHeader(bytes: Uint8Array): Omit<JpegLsHeader, 'isApart'> {
  const [precision = 0, highRows = 0, rows = 0, highColumns = 0, columns = 0, components = 0] = bytes;
  const [height, width] = [(highRows << 8) | rows, (highColumns << 8) | columns];
  if (bytes.length !== 6 + 3 * components || precision < 2 || precision > 16 || components < 1)
    throw damaged('A JPEG-LS frame header is not valid');
  if (height === 0 || width === 0)
    throw unsupported('A JPEG-LS stream defines its size behind its frame header');
  for (let at = 7; at < bytes.length; at += 3)
    if (bytes[at] !== 0x11) throw unsupported('A JPEG-LS stream has components of different sizes');
  return { precision, height, width, components, isSigned: null };
}
