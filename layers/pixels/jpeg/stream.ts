import { damaged, unsupported } from '../errors.ts';
import type { HuffmanTable } from './huffman.ts';

/** A component of a frame (T.81 B.2.2). */
export interface Component {
  readonly id: number;
  /** Sampling factors, 1 to 4. */
  readonly across: number;
  readonly down: number;
  readonly quantisation: number;
}

/** What SOF says (T.81 B.2.2): `sequential` and `progressive` by DCT, `lossless` by prediction. */
export interface FrameHeader {
  readonly process: 'sequential' | 'progressive' | 'lossless';
  /** Bits of a sample. */
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
}

/** What SOS says of one scan (T.81 B.2.3), with what was defined before it. */
export interface ScanHeader {
  readonly components: readonly {
    /** Its place among the components of the frame. */
    readonly index: number;
    readonly dcTable: number;
    readonly acTable: number;
  }[];
  /** First and last coefficient, in zigzag order. */
  readonly first: number;
  readonly last: number;
  /** Bit positions of successive approximation: of the scan before (0: there is none), and of this one. */
  readonly high: number;
  readonly low: number;
  readonly dc: readonly (HuffmanTable | undefined)[];
  readonly ac: readonly (HuffmanTable | undefined)[];
  /** First element of each quantisation table: that of the DC coefficient. */
  readonly dcSteps: readonly (number | undefined)[];
  /** MCUs between restart markers; 0: there are none. */
  readonly restartInterval: number;
}

/** A piece of a stream, in its order. */
export type Part =
  | { readonly kind: 'segment'; readonly marker: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'scan';
      readonly header: ScanHeader;
      /** The SOS segment. */
      readonly bytes: Uint8Array;
      /** Where its entropy-coded data begin in the stream. */
      readonly dataStart: number;
    };

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DQT = 0xdb;
export const DHT = 0xc4;
const DNL = 0xdc;
const DRI = 0xdd;
/** SOF0 to SOF3 with Huffman codes. The others are hierarchical or arithmetic. */
const PROCESSES: ReadonlyMap<number, FrameHeader['process']> = new Map([
  [0xc0, 'sequential'],
  [0xc1, 'sequential'],
  [0xc2, 'progressive'],
  [0xc3, 'lossless'],
]);

/** What the header of a stream says, without its scans. Throws `PIXELS_DAMAGED`, `PIXELS_UNSUPPORTED`. */
export function frameHeaderOf(stream: Uint8Array): FrameHeader {
  for (const { marker, bytes } of segmentsOf(stream, 2)) {
    const process = PROCESSES.get(marker);
    if (process !== undefined) return frameHeader(process, bytes);
    if (marker === SOS) break;
  }
  throw damaged('A JPEG stream has no frame header');
}

/** Goes over a stream; scans are read by whoever takes them, who then says where the next marker is. */
export class JpegStream {
  readonly bytes: Uint8Array;
  readonly #dc: (HuffmanTable | undefined)[] = [];
  readonly #ac: (HuffmanTable | undefined)[] = [];
  readonly #dcSteps: (number | undefined)[] = [];
  #restartInterval = 0;
  #frame: FrameHeader | null = null;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Null before SOF. */
  get frame(): FrameHeader | null {
    return this.#frame;
  }

  /** Every part from SOI to EOI; what stands behind EOI is none of the stream. Each scan wants `next` to be given where its data ended. */
  *parts(): Generator<Part, void, number | undefined> {
    let at = 2;
    for (;;) {
      const { marker, bytes, end } = segmentAt(this.bytes, at);
      at = end;
      if (marker === EOI) return;
      if (marker === DNL) throw unsupported('A JPEG stream defines its height behind its first scan');
      if (marker !== SOS) {
        this.#take(marker, bytes);
        yield { kind: 'segment', marker, bytes };
        continue;
      }
      const dataEnd = yield { kind: 'scan', header: this.#scanHeader(bytes), bytes, dataStart: at };
      if (dataEnd === undefined) throw new Error('a scan was taken and not read');
      at = dataEnd;
    }
  }

  #take(marker: number, bytes: Uint8Array): void {
    if (marker === DHT) this.#takeHuffman(bytes);
    else if (marker === DQT) this.#takeQuantisation(bytes);
    else if (marker === DRI) this.#restartInterval = word(bytes, 4);
    else if (PROCESSES.has(marker)) {
      if (this.#frame !== null) throw damaged('A JPEG stream has two frame headers');
      this.#frame = frameHeader(PROCESSES.get(marker) as FrameHeader['process'], bytes);
    } else if (marker >= 0xc5 && marker <= 0xcf && marker !== 0xc8)
      throw unsupported('A JPEG stream is hierarchical, or arithmetically coded');
  }

  #takeHuffman(bytes: Uint8Array): void {
    for (let at = 4; at < bytes.length; ) {
      const { kind, id } = halves(byteAt(bytes, at));
      const counts = bytes.subarray(at + 1, at + 17);
      const total = counts.reduce((sum, count) => sum + count, 0);
      const symbols = bytes.subarray(at + 17, at + 17 + total);
      if (kind > 1 || id > 3 || total > 256 || symbols.length < total)
        throw damaged('A JPEG Huffman table is not valid');
      (kind === 0 ? this.#dc : this.#ac)[id] = { counts, symbols };
      at += 17 + total;
    }
  }

  #takeQuantisation(bytes: Uint8Array): void {
    for (let at = 4; at < bytes.length; ) {
      const { kind, id } = halves(byteAt(bytes, at));
      const step = kind === 0 ? byteAt(bytes, at + 1) : word(bytes, at + 1);
      const end = at + 1 + (kind === 0 ? 64 : 128);
      if (kind > 1 || id > 3 || end > bytes.length || step === 0)
        throw damaged('A JPEG quantisation table is not valid');
      this.#dcSteps[id] = step;
      at = end;
    }
  }

  #scanHeader(bytes: Uint8Array): ScanHeader {
    const frame = this.#frame;
    if (frame === null) throw damaged('A JPEG scan stands before its frame header');
    const count = byteAt(bytes, 4);
    if (bytes.length !== 8 + 2 * count || count < 1 || count > 4)
      throw damaged('A JPEG scan header is not valid');
    const components = Array.from({ length: count }, (_, place) => {
      const id = byteAt(bytes, 5 + 2 * place);
      const { kind: dcTable, id: acTable } = halves(byteAt(bytes, 6 + 2 * place));
      const index = frame.components.findIndex((component) => component.id === id);
      if (index === -1 || dcTable > 3 || acTable > 3)
        throw damaged('A JPEG scan names a component or table that there is not');
      return { index, dcTable, acTable };
    });
    const { kind: high, id: low } = halves(byteAt(bytes, 7 + 2 * count));
    const [first, last] = [byteAt(bytes, 5 + 2 * count), byteAt(bytes, 6 + 2 * count)];
    const isBeyond = frame.process === 'progressive' && (first > last || last > 63 || low > 13);
    if (isBeyond || new Set(components.map(({ index }) => index)).size < count)
      throw damaged('A JPEG scan header is not valid');
    return {
      components,
      first,
      last,
      high,
      low,
      dc: [...this.#dc],
      ac: [...this.#ac],
      dcSteps: [...this.#dcSteps],
      restartInterval: this.#restartInterval,
    };
  }
}

function frameHeader(process: FrameHeader['process'], bytes: Uint8Array): FrameHeader {
  const count = byteAt(bytes, 9);
  const [precision, height, width] = [byteAt(bytes, 4), word(bytes, 5), word(bytes, 7)];
  if (bytes.length !== 10 + 3 * count || count < 1 || count > 4 || width === 0)
    throw damaged('A JPEG frame header is not valid');
  if (height === 0) throw unsupported('A JPEG stream defines its height behind its first scan');
  const components = Array.from({ length: count }, (_, place) => {
    const at = 10 + 3 * place;
    const { kind: across, id: down } = halves(byteAt(bytes, at + 1));
    const quantisation = byteAt(bytes, at + 2);
    if (across < 1 || across > 4 || down < 1 || down > 4 || quantisation > 3)
      throw damaged('A JPEG frame header is not valid');
    return { id: byteAt(bytes, at), across, down, quantisation };
  });
  if (new Set(components.map(({ id }) => id)).size < count)
    throw damaged('A JPEG frame header has a component twice');
  return { process, precision, width, height, components };
}

/** Segments up to the first scan. */
export function* segmentsOf(stream: Uint8Array, start: number) {
  for (let at = start; ; ) {
    const segment = segmentAt(stream, at);
    yield segment;
    if (segment.marker === SOS || segment.marker === EOI) return;
    at = segment.end;
  }
}

/** The segment whose marker stands at a place, behind any filling FF (T.81 B.1.1.2), with its marker. */
function segmentAt(
  stream: Uint8Array,
  start: number,
): { readonly marker: number; readonly bytes: Uint8Array; readonly end: number } {
  if (stream[0] !== 0xff || stream[1] !== SOI) throw damaged('A frame does not begin as a JPEG stream');
  let at = start;
  while (stream[at] === 0xff && stream[at + 1] === 0xff) at += 1;
  const marker = stream[at + 1];
  if (stream[at] !== 0xff || marker === undefined || marker < 0xc0)
    throw damaged('A JPEG stream has something else where a marker is due');
  if (marker === EOI) return { marker, bytes: stream.subarray(at, at + 2), end: at + 2 };
  const length = at + 4 <= stream.length ? word(stream, at + 2) : 0;
  if (length < 2 || at + 2 + length > stream.length)
    throw damaged('A JPEG segment is longer than its stream');
  return { marker, bytes: stream.subarray(at, at + 2 + length), end: at + 2 + length };
}

/** The two halves of a byte: a class or a factor, and an identifier or a factor. */
function halves(byte: number): { readonly kind: number; readonly id: number } {
  return { kind: byte >>> 4, id: byte & 15 };
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw damaged('A JPEG segment is too short');
  return byte;
}

function word(bytes: Uint8Array, at: number): number {
  return (byteAt(bytes, at) << 8) | byteAt(bytes, at + 1);
}
