import { damaged } from '../errors.ts';
import { joined } from './pieces.ts';

const [SOC, SOT, SOD, EOC, COM] = [0xff4f, 0xff90, 0xff93, 0xffd9, 0xff64];

/** Boxes that a JP2 file is read by (T.800 I.5, I.6); those of the header are kept within it. */
const KEPT_BOXES = ['jP  ', 'ftyp', 'jp2h', 'jp2c'];
const KEPT_HEADER_BOXES = ['ihdr', 'bpcc', 'colr', 'pclr', 'cmap', 'cdef', 'res '];

/** A frame of JPEG 2000 without comments, without boxes that no decoder needs, and without what stands behind its end. */
export function withoutJpeg2000Hidden(frame: Uint8Array): Uint8Array {
  const isBare = frame[0] === SOC >>> 8 && frame[1] === (SOC & 0xff);
  return joined(frame, isBare ? codestream(frame) : boxes(frame, KEPT_BOXES));
}

interface Box {
  readonly type: string;
  readonly head: Uint8Array;
  readonly body: Uint8Array;
}

function* boxesOf(bytes: Uint8Array): Generator<Box> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at);
    const end = size === 0 ? bytes.length : at + size;
    if ((size > 0 && size < 8) || end > bytes.length) throw damaged('A box of a JP2 file is not valid');
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1');
    yield { type, head: bytes.subarray(at, at + 8), body: bytes.subarray(at + 8, end) };
    at = end;
  }
}

function boxes(bytes: Uint8Array, keep: readonly string[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (const { type, head, body } of boxesOf(bytes)) {
    if (!keep.includes(type)) continue;
    const inner =
      type === 'jp2c' ? codestream(body) : type === 'jp2h' ? boxes(body, KEPT_HEADER_BOXES) : [body];
    const length = inner.reduce((sum, piece) => sum + piece.length, 0);
    const said = new Uint8Array(head);
    // A size of 0 goes to the end of the file.
    if (new DataView(head.buffer, head.byteOffset).getUint32(0) !== 0)
      new DataView(said.buffer).setUint32(0, length + 8);
    pieces.push(said, ...inner);
    if (type === 'jp2c') break;
  }
  if (pieces.length === 0) throw damaged('A frame does not begin as a JPEG 2000 stream');
  return pieces;
}

/** The pieces of a codestream that stay. */
function codestream(stream: Uint8Array): Uint8Array[] {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  const marker = (at: number) => (at + 2 <= stream.length ? view.getUint16(at) : -1);
  if (marker(0) !== SOC) throw damaged('A frame does not begin as a JPEG 2000 stream');
  const pieces: Uint8Array[] = [stream.subarray(0, 2)];
  let at = 2;
  for (; marker(at) !== SOT; ) {
    const end = segmentEnd(view, at);
    if (marker(at) !== COM) pieces.push(stream.subarray(at, end));
    at = end;
  }
  while (marker(at) === SOT) {
    if (at + 12 > stream.length) throw damaged('A tile-part of a JPEG 2000 stream is cut off');
    const length = view.getUint32(at + 6);
    const end = length === 0 ? endOfCodes(stream, at + 12) : at + length;
    if (end > stream.length || (length > 0 && length < 14))
      throw damaged('A tile-part of a JPEG 2000 stream is longer than its frame');
    pieces.push(tilePart(stream.subarray(at, end)));
    at = end;
  }
  if (marker(at) === EOC) pieces.push(stream.subarray(at, at + 2));
  // Cut off before its end: what is left cannot be another tile-part.
  else if (at < stream.length)
    throw damaged('A JPEG 2000 stream has something else where a tile-part is due');
  return pieces;
}

function segmentEnd(view: DataView, at: number): number {
  const end = at + 4 <= view.byteLength ? at + 2 + view.getUint16(at + 2) : 0;
  if (end < at + 4 || end > view.byteLength || view.getUint8(at) !== 0xff)
    throw damaged('A JPEG 2000 stream has something else where a marker is due');
  return end;
}

/** With zeros in its comments: its length is said in more places than one (T.800 A.4.2, A.7.1). */
function tilePart(part: Uint8Array): Uint8Array {
  let made = part;
  const view = new DataView(part.buffer, part.byteOffset, part.length);
  for (let at = 12; at + 2 <= part.length && view.getUint16(at) !== SOD; ) {
    const end = segmentEnd(view, at);
    // Behind the marker, its length, and whether it is text.
    if (view.getUint16(at) === COM && part.subarray(at + 6, end).some((byte) => byte !== 0)) {
      if (made === part) made = new Uint8Array(part);
      made.fill(0, at + 6, end);
    }
    at = end;
  }
  return made;
}

/** No code of a packet is above FF8F (T.800 D.4.1, B.10.1): the first one is the end. */
function endOfCodes(stream: Uint8Array, start: number): number {
  for (let at = stream.indexOf(0xff, start); at !== -1; at = stream.indexOf(0xff, at + 1))
    if (stream[at + 1] === 0xd9) return at;
  return stream.length;
}
