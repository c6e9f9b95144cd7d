import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { damaged, unsupported } from '../errors.ts';
import { Bits, BitWriter } from '../jpegXlBits.ts';
import { keptOf } from './jpegHidden.ts';

/** Bytes of segments, compressed: more than a JPEG has beside its picture. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_MARKERS = 16_384;
const [SOS, EOI, DRI, COM] = [0xda, 0xd9, 0xdd, 0xfe];
/** Stands among the markers for bytes between two of them. */
const BETWEEN = 0xff;
const isApp = (marker: number) => marker >= 0xe0 && marker <= 0xef;

/** A segment of the JPEG. `type` 0: its bytes are here; else they are made of the colour profile, or of another box. */
interface Segment {
  readonly type: number;
  readonly bytes: number;
}

interface Parts {
  readonly apps: readonly Segment[];
  /** Comments, what stands between markers, and what stands behind the JPEG: their bytes, in this order behind those of `apps`. */
  readonly others: number;
  /** Where the compressed bytes begin. */
  readonly end: number;
}

/**
 * The box that a JPEG is made again from, bit by bit (ISO 18181-2, "JPEG bitstream reconstruction data"), for a JPEG without what `withoutJpegHidden` takes out of one: so JPEG XL JPEG
 * Recompression stays one (PS3.5 8.2.15). `body`: the box without its head; the same array where nothing is hidden in it. Throws `PixelsError`.
 */
export function withoutJpegParts(body: Uint8Array): Uint8Array {
  const { apps, others, end } = walked(body);
  const here = apps.filter(({ type }) => type === 0);
  const wanted = here.reduce((sum, { bytes }) => sum + bytes, others);
  if (wanted > MOST_BYTES) throw unsupported('A JPEG within JPEG XL has more segments than can be searched');
  const { bytes, isWhole } = inflated(body.subarray(end), wanted);
  let at = 0;
  const kept = apps.map(({ type, bytes: length }) => {
    if (type !== 0) return NOTHING;
    const segment = Uint8Array.from([0xff, ...bytes.subarray(at, at + length)]);
    at += length;
    return keptOf(segment[1] as number, segment, false).subarray(1);
  });
  const stays = Buffer.concat(kept);
  const isSame = isWhole && others === 0 && here.length === apps.length && Buffer.compare(stays, bytes) === 0;
  if (isSame) return body;
  const head = new BitWriter();
  walked(body, { writer: head, kept });
  return Buffer.concat([head.bytes(), brotliCompressSync(stays)]);
}

const NOTHING = new Uint8Array(0);

/** No more than was announced, and whether the stream ends with the box. */
function inflated(
  stream: Uint8Array,
  wanted: number,
): { readonly bytes: Uint8Array; readonly isWhole: boolean } {
  try {
    const { buffer, engine } = brotliDecompressSync(stream, {
      maxOutputLength: wanted + 1,
      info: true,
    }) as unknown as { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } };
    if (buffer.length === wanted) return { bytes: buffer, isWhole: engine.bytesWritten === stream.length };
  } catch {
    // Said below.
  }
  throw damaged('The parts of a JPEG within JPEG XL are not as their box says');
}

interface Rewriting {
  readonly writer: BitWriter;
  /** What stays of each APPn segment; empty: it goes. */
  readonly kept: readonly Uint8Array[];
}

/** Goes over all fields of the box. With `into`, writes them without comments, without what stands beside segments, and with the APPn segments that stay. */
function walked(body: Uint8Array, into?: Rewriting): Parts {
  const bits = new Bits(body, 0);
  const copy = (count: number): number => {
    const value = bits.take(count);
    into?.writer.put(value, count);
    return value;
  };
  const number = (...forms: Forms) => oneOf(forms, copy);
  copy(1);
  const markers = markerOrder(bits);
  const places = { app: 0 };
  for (const marker of markers) {
    const isGone = isApp(marker)
      ? into?.kept[places.app++]?.length === 0
      : marker === COM || marker === BETWEEN;
    if (!isGone) into?.writer.put(marker - 0xc0, 6);
  }
  const apps = markers.filter(isApp).map((_, place): Segment => {
    const type = oneOf(
      [
        [0, 0],
        [0, 1],
        [1, 2],
        [2, 4],
      ],
      (count) => bits.take(count),
    );
    const bytes = bits.take(16) + 1;
    const stays = into?.kept[place]?.length ?? 0;
    if (bytes < 3 || type > 3) throw damaged('A segment of a JPEG within JPEG XL is not valid');
    if (stays > 0) {
      into?.writer.put(0, 2);
      into?.writer.put(stays - 1, 16);
    }
    return { type, bytes };
  });
  let others = 0;
  for (const marker of markers) if (marker === COM) others += bits.take(16) + 1;
  tables(copy, number);
  const scans = markers.filter((marker) => marker === SOS).length;
  for (let scan = 0; scan < scans; scan++) {
    const components = number([0, 1], [0, 2], [0, 3], [0, 4]);
    copy(20);
    copy(6 * components);
    number([0, 0], [0, 1], [0, 2], [3, 3]);
  }
  if (markers.includes(DRI)) copy(16);
  for (let scan = 0; scan < scans; scan++)
    for (const isRun of [false, true]) {
      const count = number([0, 0], [2, 1], [4, 4], [16, 20]);
      for (let place = 0; place < count; place++) {
        if (isRun) number([0, 1], [2, 2], [4, 5], [8, 20]);
        number([0, 0], [3, 1], [5, 9], [28, 41]);
      }
    }
  for (const marker of markers) if (marker === BETWEEN) others += bits.take(16);
  others += oneOf(
    [
      [0, 0],
      [8, 1],
      [16, 257],
      [22, 65793],
    ],
    (count) => bits.take(count),
  );
  into?.writer.put(0, 2);
  if (copy(1) === 1) for (let left = copy(24); left > 0; left--) copy(1);
  return { apps, others, end: bits.nextByte };
}

function markerOrder(bits: Bits): readonly number[] {
  const markers: number[] = [];
  do markers.push(bits.take(6) + 0xc0);
  while (markers.at(-1) !== EOI && markers.length < MOST_MARKERS);
  return markers;
}

/** Of quantisation, of the components, and of Huffman's codes. */
function tables(copy: (count: number) => number, number: (...forms: Forms) => number): void {
  const quantisations = number([0, 1], [0, 2], [0, 3], [0, 4]);
  copy(4 * quantisations);
  const kind = copy(2);
  const components = kind === 0 ? 1 : kind === 3 ? number([0, 1], [0, 2], [0, 3], [0, 4]) : 3;
  if (kind === 3) copy(8 * components);
  copy(2 * components);
  const codes = number([0, 4], [3, 2], [4, 10], [6, 26]);
  for (let code = 0; code < codes; code++) {
    copy(4);
    let symbols = 0;
    for (let length = 0; length <= 16; length++) symbols += number([0, 0], [0, 1], [3, 2], [8, 0]);
    for (let symbol = 0; symbol < symbols; symbol++) number([2, 0], [2, 4], [4, 8], [8, 1]);
  }
}

/** Bits, and what is added to them. */
type Form = readonly [bits: number, offset: number];
type Forms = readonly [Form, Form, Form, Form];

/** A number in one of four forms (ISO 18181-1, U32). */
function oneOf(forms: Forms, take: (count: number) => number): number {
  const [bits, offset] = forms[take(2)] as Form;
  return take(bits) + offset;
}
