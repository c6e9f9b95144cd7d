/** One part of a multipart body, as it comes. */
export interface Part {
  /** By small names. */
  readonly headers: ReadonlyMap<string, string>;
  /** Once. What is not read of it is passed over when the next part is asked for. Rejects with `MultipartError` where the body ends within it. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A body that is not as RFC 2046 5.1 has it. Nothing of its bytes is in the message. */
export class MultipartError extends Error {
  /** `MULTIPART_CUT`: it ends before its last boundary. */
  readonly code: 'MULTIPART_MALFORMED' | 'MULTIPART_CUT';

  constructor(code: MultipartError['code'], message: string) {
    super(message);
    this.name = 'MultipartError';
    this.code = code;
  }
}

/** Before the first boundary; what stands there means nothing (RFC 2046 5.1.1). */
const MOST_PREAMBLE_BYTES = 64 * 1024;
const MOST_HEADER_BYTES = 16 * 1024;
const HEADER_TOO_LONG = 'The header of a part is too long';
/** White space behind a boundary (RFC 2046 5.1.1). */
const MOST_PADDING_BYTES = 256;
/** RFC 2046 5.1.1: 70 characters of these, the last of which is not a space. */
const BOUNDARY = /^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/;

export function isBoundary(text: string): boolean {
  return BOUNDARY.test(text);
}

const [LF, CR, SPACE, TAB, HYPHEN] = [0x0a, 0x0d, 0x20, 0x09, 0x2d];

/** What stands behind the letters of a boundary. `data`: it only begins like a boundary. `more`: too little is here to tell. */
type After = 'part' | 'end' | 'data' | 'more';

/**
 * The parts of a `multipart/related` body (RFC 2387, RFC 2046 5.1), one behind the other; no more of it is in memory than a chunk and a
 * boundary. Lines end as the first boundary's line does: with CR LF, or, as some senders write it, with LF alone. What follows the last boundary
 * is read and means nothing. Throws `MultipartError`, and what `source` throws.
 */
export async function* partsOf(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<Part, void> {
  const reader = new PartReader(source, boundary);
  let after = await reader.preamble();
  while (after === 'part') {
    yield { headers: await reader.headers(), bytes: { [Symbol.asyncIterator]: () => reader } };
    while ((await reader.next()).done !== true);
    after = reader.endedWith;
  }
  await reader.epilogue();
}

/** Walks over the body; iterates the bytes of the part that it stands in. */
class PartReader implements AsyncIterator<Uint8Array> {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #dashed: Buffer;
  /** Line end and boundary; the line end is known once the first boundary is. */
  #delimiter: Buffer;
  #lineEnd: Buffer = Buffer.from('\r\n');
  #buffer: Buffer = Buffer.alloc(0);
  #isOver = false;
  #isWithin = false;
  /** Bytes at the beginning of the buffer that are not the part's. */
  #toDrop = 0;
  #endedWith: 'part' | 'end' = 'part';

  constructor(source: AsyncIterable<Uint8Array>, boundary: string) {
    this.#chunks = source[Symbol.asyncIterator]();
    this.#dashed = Buffer.from(`--${boundary}`, 'latin1');
    this.#delimiter = this.#dashed;
  }

  /** What the boundary behind the last body is followed by. */
  get endedWith(): 'part' | 'end' {
    return this.#endedWith;
  }

  /** Passes over what stands before the first boundary. */
  async preamble(): Promise<'part' | 'end'> {
    for (let from = 0; ; ) {
      const at = this.#buffer.indexOf(this.#dashed, from);
      const end = at + this.#dashed.length;
      const isAtStart = at === 0 || (at > 0 && this.#buffer[at - 1] === LF);
      const after = at < 0 ? 'more' : isAtStart ? this.#firstAfter(end) : 'data';
      if (after === 'data') from = at + 1;
      else if (after === 'more') await this.#more(MOST_PREAMBLE_BYTES, 'No boundary at the beginning');
      else {
        this.#delimiter = Buffer.concat([this.#lineEnd, this.#dashed]);
        this.#skipBoundary(end, after);
        return after;
      }
    }
  }

  /** The header fields of a part, and the empty line behind them but for its end, which may be that of a boundary. */
  async headers(): Promise<ReadonlyMap<string, string>> {
    const headers = new Map<string, string>();
    for (let left = MOST_HEADER_BYTES; ; ) {
      const end = this.#buffer.indexOf(this.#lineEnd);
      if (end < 0) await this.#more(MOST_HEADER_BYTES, HEADER_TOO_LONG);
      else if (end === 0) {
        [this.#isWithin, this.#toDrop] = [true, this.#lineEnd.length];
        return headers;
      } else {
        left -= end;
        if (left < 0) throw new MultipartError('MULTIPART_MALFORMED', HEADER_TOO_LONG);
        const line = this.#buffer.toString('latin1', 0, end);
        this.#buffer = this.#buffer.subarray(end + this.#lineEnd.length);
        addHeader(headers, line);
      }
    }
  }

  /** The next bytes of the part. */
  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    for (let from = 0; this.#isWithin; ) {
      const at = this.#buffer.indexOf(this.#delimiter, from);
      const end = at + this.#delimiter.length;
      const after = at < 0 ? 'more' : this.#after(end);
      if (after === 'data') {
        from = at + 1;
        continue;
      }
      const certain = at < 0 ? this.#certainBytes() : at;
      const bytes = this.#take(certain);
      from = 0;
      if (after !== 'more') {
        this.#skipBoundary(this.#delimiter.length, after);
        this.#endedWith = after;
        this.#isWithin = false;
      }
      if (bytes.length > 0) return { done: false, value: bytes };
      if (after === 'more') await this.#fillWithin();
    }
    return { done: true, value: undefined };
  }

  /** Without the beginning of a boundary that may be the last that has come. What is kept is copied, so no more is than must be. */
  #certainBytes(): number {
    const { length } = this.#buffer;
    const first = this.#delimiter[0] as number;
    let at = this.#buffer.indexOf(first, Math.max(0, length - this.#delimiter.length + 1));
    while (at >= 0) {
      if (this.#buffer.subarray(at).equals(this.#delimiter.subarray(0, length - at))) return at;
      at = this.#buffer.indexOf(first, at + 1);
    }
    return length;
  }

  async epilogue(): Promise<void> {
    this.#buffer = Buffer.alloc(0);
    while (!this.#isOver) {
      await this.#fill();
      this.#buffer = Buffer.alloc(0);
    }
  }

  /** As `#after`, of the first boundary: how its line ends is how lines end. */
  #firstAfter(end: number): After {
    for (const lineEnd of ['\r\n', '\n']) {
      this.#lineEnd = Buffer.from(lineEnd);
      const after = this.#after(end);
      if (after !== 'data') return after;
    }
    return 'data';
  }

  /** What stands at `end`, where the letters of a boundary are over. */
  #after(end: number): After {
    const bytes = this.#buffer;
    if (bytes[end] === HYPHEN && bytes[end + 1] === HYPHEN) return 'end';
    let at = end;
    while (at - end < MOST_PADDING_BYTES && (bytes[at] === SPACE || bytes[at] === TAB)) at += 1;
    if (bytes[at] === this.#lineEnd[0] && (this.#lineEnd.length === 1 || bytes[at + 1] === LF)) return 'part';
    const isUnfinished =
      at >= bytes.length ||
      (at + 1 >= bytes.length && (bytes[at] === CR || (at === end && bytes[at] === HYPHEN)));
    return isUnfinished && !this.#isOver ? 'more' : 'data';
  }

  #skipBoundary(end: number, after: 'part' | 'end'): void {
    const line = after === 'part' ? this.#buffer.indexOf(this.#lineEnd, end) + this.#lineEnd.length : end + 2;
    this.#buffer = this.#buffer.subarray(line);
  }

  /** Bytes of the part; before them stands the end of the empty line, which is the boundary's where there is no body. */
  #take(count: number): Uint8Array {
    const taken = this.#buffer.subarray(Math.min(count, this.#toDrop), count);
    this.#buffer = this.#buffer.subarray(count);
    this.#toDrop = Math.max(0, this.#toDrop - count);
    return taken;
  }

  async #more(most: number, what: string): Promise<void> {
    if (this.#buffer.length > most) throw new MultipartError('MULTIPART_MALFORMED', what);
    if (this.#isOver) throw new MultipartError('MULTIPART_CUT', 'The body ends before a part does');
    await this.#fill();
  }

  async #fillWithin(): Promise<void> {
    if (this.#isOver) throw new MultipartError('MULTIPART_CUT', 'The body ends within a part');
    await this.#fill();
  }

  async #fill(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done === true) this.#isOver = true;
    else this.#buffer = this.#buffer.length === 0 ? view(value) : Buffer.concat([this.#buffer, value]);
  }
}

function view({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** A line that begins with white space goes on with the field before it (RFC 5322 2.2.3). */
function addHeader(headers: Map<string, string>, line: string): void {
  const last = [...headers.keys()].at(-1);
  if (/^[ \t]/.test(line) && last !== undefined) {
    headers.set(last, `${headers.get(last)} ${line.trim()}`);
    return;
  }
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
  if (name === '' || headers.has(name))
    throw new MultipartError('MULTIPART_MALFORMED', 'The header of a part is not valid');
  headers.set(name, line.slice(colon + 1).trim());
}
