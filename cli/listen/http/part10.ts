import { constants, inflateRawSync } from 'node:zlib';
import { type DataSet, type Encoding, elementWith } from '../../../layers/dicom/element.ts';
import { DicomError } from '../../../layers/dicom/errors.ts';
import { withoutPadding } from '../../../layers/dicom/padding.ts';
import { DEFAULT_LIMITS, PREFIX_END } from '../../../layers/dicom/parse.ts';
import { transferSyntaxOf } from '../../../layers/dicom/standard/transferSyntax.ts';
import { asTag, groupOf, type Tag } from '../../../layers/dicom/tag.ts';
import { walkDataSet } from '../../../layers/dicom/walk.ts';
import { ByteWindow } from '../../../layers/dicom/window.ts';

/** What is read of a Part 10 file before the rest of it has come. UIDs are originals. */
export interface Part10Head {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Null: it was not asked for, or is not there. */
  readonly studyInstanceUid: string | null;
  /** The data set as it comes. */
  readonly data: AsyncIterable<Uint8Array>;
}

/** What is kept of a file to look at; where it does not do, so many more times. */
const HEAD_BYTES = [64 * 1024, 512 * 1024, 4 * 1024 * 1024] as const;
const MOST_INFLATED_BYTES = 16 * 1024 * 1024;
const EXPLICIT_LITTLE_ENDIAN: Encoding = { explicitVr: true, littleEndian: true };
const STUDY_INSTANCE_UID = asTag(0x0020000d);

/** Reads the beginning of a file (PS3.10 7.1). Null: it is not one, or its beginning is longer than any. Rejects with what `bytes` rejects with. */
export async function readPart10(
  bytes: AsyncIterable<Uint8Array>,
  wantsStudy: boolean,
): Promise<Part10Head | null> {
  const head = new Head(bytes[Symbol.asyncIterator]());
  for (const most of HEAD_BYTES) {
    await head.grow(most);
    const read = readHead(head.bytes, head.isWhole, wantsStudy);
    if (read === 'not-part-10' || (read === null && head.isWhole)) return null;
    if (read !== null) return { ...read.uids, data: head.from(read.bodyStart) };
  }
  return null;
}

/** The beginning of a stream, and what comes behind it. */
class Head {
  readonly #rest: AsyncIterator<Uint8Array>;
  bytes: Buffer = Buffer.alloc(0);
  isWhole = false;

  constructor(rest: AsyncIterator<Uint8Array>) {
    this.#rest = rest;
  }

  async grow(most: number): Promise<void> {
    const pieces: Uint8Array[] = [this.bytes];
    for (let length = this.bytes.length; length < most && !this.isWhole; ) {
      const { done, value } = await this.#rest.next();
      if (done === true) this.isWhole = true;
      else {
        pieces.push(value);
        length += value.length;
      }
    }
    this.bytes = Buffer.concat(pieces);
  }

  async *from(start: number): AsyncGenerator<Uint8Array, void> {
    if (start < this.bytes.length) yield this.bytes.subarray(start);
    while (!this.isWhole) {
      const { done, value } = await this.#rest.next();
      if (done === true) this.isWhole = true;
      else yield value;
    }
  }
}

type Uids = Omit<Part10Head, 'data'>;

/** Null: too little is at hand. */
function readHead(
  bytes: Uint8Array,
  isWhole: boolean,
  wantsStudy: boolean,
): { readonly uids: Uids; readonly bodyStart: number } | 'not-part-10' | null {
  if (bytes.length < PREFIX_END) return isWhole ? 'not-part-10' : null;
  if (Buffer.from(bytes.subarray(PREFIX_END - 4, PREFIX_END)).toString('latin1') !== 'DICM')
    return 'not-part-10';
  const isBody = (tag: Tag): boolean => groupOf(tag) !== 0x0002;
  const meta = walked(bytes, PREFIX_END, isWhole, EXPLICIT_LITTLE_ENDIAN, isBody);
  if (meta === null || meta === 'not-part-10') return meta;
  const uids = {
    sopClassUid: textIn(meta, asTag(0x00020002)),
    sopInstanceUid: textIn(meta, asTag(0x00020003)),
    transferSyntaxUid: textIn(meta, asTag(0x00020010)),
    studyInstanceUid: null,
  };
  const bodyStart = meta.dataSet.end;
  const syntax = transferSyntaxOf(uids.transferSyntaxUid);
  if (!wantsStudy || syntax === undefined) return { uids, bodyStart };
  const body = syntax.deflated ? inflated(bytes.subarray(bodyStart)) : bytes.subarray(bodyStart);
  const isBehind = (tag: Tag): boolean => tag > STUDY_INSTANCE_UID;
  const data = walked(body, 0, isWhole && !syntax.deflated, syntax, isBehind);
  if (data === null || data === 'not-part-10') return data;
  return { uids: { ...uids, studyInstanceUid: textIn(data, STUDY_INSTANCE_UID) }, bodyStart };
}

interface Walked {
  readonly dataSet: DataSet;
  readonly window: ByteWindow;
}

function walked(
  bytes: Uint8Array,
  start: number,
  isWhole: boolean,
  encoding: Encoding,
  isEnd: (tag: Tag) => boolean,
): Walked | 'not-part-10' | null {
  const end = isWhole ? bytes.length : Number.MAX_SAFE_INTEGER;
  const window = new ByteWindow(end, DEFAULT_LIMITS);
  window.add(0, bytes);
  try {
    const step = walkDataSet(window, start, end, encoding, DEFAULT_LIMITS, isEnd).next();
    return step.done === true ? { dataSet: step.value.dataSet, window } : null;
  } catch (error) {
    if (error instanceof DicomError) return 'not-part-10';
    throw error;
  }
}

function textIn({ dataSet, window }: Walked, tag: Tag): string {
  const element = elementWith(dataSet, tag);
  if (element === undefined || !window.has(element.valueStart, element.valueEnd)) return '';
  return withoutPadding(window.latin1(element.valueStart, element.valueEnd));
}

/** The beginning of a deflated data set (PS3.5 A.5). */
function inflated(bytes: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(bytes, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: MOST_INFLATED_BYTES,
    });
  } catch {
    return new Uint8Array(0);
  }
}
