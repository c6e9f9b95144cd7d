import { damaged } from '../errors.ts';
import { joined } from './pieces.ts';

const [SOI, EOI, SOS, COM] = [0xd8, 0xd9, 0xda, 0xfe];
/** JPEG-LS's own: SOF55 and LSE (T.87 C.1). */
const JPEG_LS = [0xf7, 0xf8];
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

/**
 * A stream of JPEG or JPEG-LS without APPn, COM and what stands behind its end. Stay: what decoders go by for colours, that is JFIF's APP0 without its thumbnail, Adobe's APP14, and in JPEG-LS
 * HP's APP8. A stream without EOI goes to the end of its frame.
 */
export function withoutJpegHidden(stream: Uint8Array, isJpegLs: boolean): Uint8Array {
  if (stream[0] !== 0xff || stream[1] !== SOI) throw damaged('A frame does not begin as a JPEG stream');
  const pieces: Uint8Array[] = [stream.subarray(0, 2)];
  for (let at = 2; at < stream.length; ) {
    while (stream[at] === 0xff && stream[at + 1] === 0xff) at += 1;
    const marker = stream[at + 1];
    if (stream[at] !== 0xff || marker === undefined || marker < 0xc0)
      throw damaged('A JPEG stream has something else where a marker is due');
    if (marker === EOI) {
      pieces.push(stream.subarray(at, at + 2));
      break;
    }
    const length = ((stream[at + 2] ?? 0) << 8) | (stream[at + 3] ?? 0);
    const end = at + 2 + length;
    if (length < 2 || end > stream.length) throw damaged('A JPEG segment is longer than its stream');
    pieces.push(keptOf(marker, stream.subarray(at, end), isJpegLs));
    at = end;
    if (marker !== SOS) continue;
    const scanEnd = endOfScan(stream, at, isJpegLs);
    pieces.push(stream.subarray(at, scanEnd));
    at = scanEnd;
  }
  return joined(stream, pieces);
}

const NOTHING = new Uint8Array(0);

/** What stays of a segment, its marker before it; empty: nothing. */
export function keptOf(marker: number, segment: Uint8Array, isJpegLs: boolean): Uint8Array {
  const name = Buffer.from(segment.subarray(4, 9)).toString('latin1');
  if (marker === 0xe0 && name === 'JFIF\0' && segment.length >= 18) return withoutThumbnail(segment);
  if (marker === 0xee && name === 'Adobe' && segment.length >= 16) return cut(segment, 16);
  if (isJpegLs && marker === 0xe8 && name.startsWith('mrfx') && segment.length >= 9) return cut(segment, 9);
  if (isJpegLs && JPEG_LS.includes(marker)) return segment;
  return (marker >= 0xe0 && marker < COM) || marker === COM ? NOTHING : segment;
}

/** The segment up to a length, which it says itself. */
function cut(segment: Uint8Array, length: number): Uint8Array {
  if (segment.length === length) return segment;
  const made = new Uint8Array(segment.subarray(0, length));
  made[2] = (length - 2) >>> 8;
  made[3] = (length - 2) & 0xff;
  return made;
}

function withoutThumbnail(segment: Uint8Array): Uint8Array {
  if (segment.length === 18 && segment[16] === 0 && segment[17] === 0) return segment;
  const made = Uint8Array.from(cut(segment, 18));
  made[16] = 0;
  made[17] = 0;
  return made;
}

/** Where the next marker stands, beyond those that belong to the entropy-coded data (T.81 B.1.1.5, T.87 A.1). */
function endOfScan(stream: Uint8Array, start: number, isJpegLs: boolean): number {
  for (let at = stream.indexOf(0xff, start); at !== -1; at = stream.indexOf(0xff, at + 1)) {
    const next = stream[at + 1];
    if (next === undefined) break;
    const isData = isJpegLs ? next < 0x80 : next === 0;
    if (!isData && next !== 0xff && !isRestart(next)) return at;
  }
  return stream.length;
}
