import { inflateRawSync } from 'node:zlib';
import type { ByteSource, Span } from './byteSource.ts';
import { type DataSet, elementWith } from './element.ts';
import { DicomError } from './errors.ts';
import { withoutTrailingPadding } from './padding.ts';
import { type TransferSyntax, transferSyntaxOf } from './standard/transferSyntax.ts';
import { asTag, groupOf } from './tag.ts';
import { vrOfBytes } from './vr.ts';
import { type WalkLimits, walkDataSet } from './walk.ts';
import { ByteWindow, type LoadedBytes, load } from './window.ts';

export interface ParseLimits extends WalkLimits {
  /** The first read of an object. */
  readonly firstReadBytes: number;
  /** What may be in memory of one object's headers and values. */
  readonly maxLoadedBytes: number;
  /** What a deflated body may become, at most. */
  readonly maxInflatedBytes: number;
  /** How many times its own bytes a deflated body may become, once it is longer than 64 MiB: blank pictures are shorter. */
  readonly maxInflatedRatio: number;
  /** Read a data set that has no preamble, and so perhaps no file meta information, as its own bytes show it to be written. */
  readonly acceptsNoPreamble: boolean;
}

export const DEFAULT_LIMITS: ParseLimits = {
  maxDepth: 64,
  maxElements: 4_000_000,
  bulkThresholdBytes: 64 * 1024,
  firstReadBytes: 64 * 1024,
  jumpReadBytes: 512,
  readCostBytes: 8 * 1024,
  skipsFragments: false,
  maxLoadedBytes: 512 * 1024 * 1024,
  maxInflatedBytes: 512 * 1024 * 1024,
  maxInflatedRatio: 100,
  acceptsNoPreamble: false,
};

/** One Part 10 object, indexed: spans of its elements at every depth, and the bytes that were read on the way. */
export interface ParsedInstance {
  readonly sizeBytes: number;
  /** Whether the preamble and `DICM` are there (PS3.10 7.1). */
  readonly hasPreamble: boolean;
  readonly fileMeta: DataSet;
  readonly transferSyntax: TransferSyntax;
  readonly dataSet: DataSet;
  /** Zero bytes after the last element. */
  readonly padding: Span;
  /** Where the data set begins. */
  readonly bodyStart: number;
  /** The inflated body; null if the object is not deflated. */
  readonly inflated: Uint8Array | null;
  /** Bytes of the preamble and the file meta information. */
  readonly metaBytes: LoadedBytes;
  /** Bytes of the data set; the same as `metaBytes` unless deflated. */
  readonly bodyBytes: LoadedBytes;
}

const PREAMBLE_BYTES = 128;
/** The preamble and `DICM` (PS3.10 7.1). */
export const PREFIX_END = 132;
const EXPLICIT_LITTLE_ENDIAN = { explicitVr: true, littleEndian: true } as const;

/** Indexes an object. Rejects with `DicomError` if it cannot be walked to its end. Bulk values are not read. */
export async function parseInstance(
  source: ByteSource,
  limits: ParseLimits = DEFAULT_LIMITS,
): Promise<ParsedInstance> {
  const steps = parseSteps(new ByteWindow(source.size, limits), limits);
  let step = steps.next();
  while (step.done !== true) step = steps.next(await source.read(step.value.start, step.value.end));
  return step.value;
}

/**
 * As `parseInstance`, over what a window holds already. Throws a `RangeError` if the walk asks for a byte that is not there.
 */
export function parseLoaded(window: ByteWindow, limits: ParseLimits = DEFAULT_LIMITS): ParsedInstance {
  const step = parseSteps(window, limits).next();
  if (step.done !== true)
    throw new RangeError(`bytes ${step.value.start} to ${step.value.end} are not at hand`);
  return step.value;
}

/** The parser without its reads: yields each span that it needs and takes the bytes. */
function* parseSteps(window: ByteWindow, limits: ParseLimits): Generator<Span, ParsedInstance, Uint8Array> {
  const size = window.size;
  const hasPreamble = yield* startsWithPreamble(window);
  if (!hasPreamble && !((yield* looksLikeDataSet(window)) && limits.acceptsNoPreamble))
    throw notPart10(yield* looksLikeDataSet(window));
  const isDataSet = (tag: number) => groupOf(asTag(tag)) !== 0x0002;
  const meta = yield* walkDataSet(
    window,
    hasPreamble ? PREFIX_END : 0,
    size,
    EXPLICIT_LITTLE_ENDIAN,
    limits,
    isDataSet,
  );
  const fileMeta = meta.dataSet;
  const transferSyntax =
    hasPreamble || fileMeta.elements.length > 0
      ? transferSyntaxIn(fileMeta, window)
      : yield* transferSyntaxShown(window);
  const bodyStart = fileMeta.end;
  if (transferSyntax.deflated) {
    yield* load(window, bodyStart, size);
    const inflated = inflate(window.view(bodyStart, size), bodyStart, limits);
    const bodyEnd = bodyStart + inflated.length;
    const bodyBytes = new ByteWindow(bodyEnd, { ...limits, maxLoadedBytes: inflated.length });
    bodyBytes.add(bodyStart, inflated);
    const body = yield* walkDataSet(bodyBytes, bodyStart, bodyEnd, transferSyntax, limits);
    return {
      sizeBytes: size,
      hasPreamble,
      fileMeta,
      transferSyntax,
      ...body,
      bodyStart,
      inflated,
      metaBytes: window,
      bodyBytes,
    };
  }
  const body = yield* walkDataSet(window, bodyStart, size, transferSyntax, limits);
  return {
    sizeBytes: size,
    hasPreamble,
    fileMeta,
    transferSyntax,
    ...body,
    bodyStart,
    inflated: null,
    metaBytes: window,
    bodyBytes: window,
  };
}

const TRANSFER_SYNTAX_UID = asTag(0x00020010);

function transferSyntaxIn(fileMeta: DataSet, bytes: LoadedBytes): TransferSyntax {
  const element = elementWith(fileMeta, TRANSFER_SYNTAX_UID);
  const uid =
    element === undefined
      ? ''
      : withoutTrailingPadding(latin1(bytes.view(element.valueStart, element.valueEnd)));
  if (uid === '')
    throw new DicomError(
      'TRANSFER_SYNTAX_MISSING',
      { offset: fileMeta.start, path: '(0002,0010)' },
      'No Transfer Syntax UID in the file meta information',
      'Without it the data set cannot be read for certain; correct the file meta information.',
    );
  const transferSyntax = transferSyntaxOf(uid);
  if (transferSyntax === undefined)
    throw new DicomError(
      'TRANSFER_SYNTAX_UNKNOWN',
      { offset: element?.start ?? fileMeta.start, path: '(0002,0010)' },
      'A transfer syntax that PS3.6 does not register',
      'Convert the object to a registered transfer syntax.',
    );
  return transferSyntax;
}

const LEAST_RATED_BYTES = 64 * 1024 * 1024;

/**
 * Inflates a deflated body (PS3.5 A.5, RFC 1951), and stops at its bound: nothing more is ever in memory. Bytes after the deflate stream are
 * padding.
 */
function inflate(
  deflated: Uint8Array,
  offset: number,
  { maxInflatedBytes, maxInflatedRatio }: ParseLimits,
): Uint8Array {
  const rated = Math.max(LEAST_RATED_BYTES, deflated.length * maxInflatedRatio);
  const maxBytes = Math.min(maxInflatedBytes, rated);
  try {
    return inflateRawSync(deflated, { maxOutputLength: maxBytes });
  } catch (error) {
    const tooLarge =
      error instanceof RangeError || (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw tooLarge
      ? new DicomError(
          'INFLATE_TOO_LARGE',
          { offset },
          `The body inflates to more than ${maxBytes} bytes${maxBytes < maxInflatedBytes ? `, ${maxInflatedRatio} times its own` : ''}`,
          'Write it in another transfer syntax if it is genuine, or raise the limit.',
        )
      : new DicomError(
          'INFLATE_FAILED',
          { offset },
          'The deflated body cannot be inflated',
          'The object is damaged; export it again.',
        );
  }
}

function* startsWithPreamble(window: ByteWindow): Generator<Span, boolean, Uint8Array> {
  if (window.size < PREFIX_END) return false;
  yield* load(window, 0, PREFIX_END);
  return latin1(window.view(PREAMBLE_BYTES, PREFIX_END)) === 'DICM';
}

/** Whether an object without `DICM` begins like a data set: a first element of group 0002 or 0008 (PS3.10 7.1 forbids it). */
function* looksLikeDataSet(window: ByteWindow): Generator<Span, boolean, Uint8Array> {
  if (window.size < 8) return false;
  yield* load(window, 0, 8);
  const head = window.view(0, 8);
  const group = (head[0] as number) | ((head[1] as number) << 8);
  const swapped = ((head[0] as number) << 8) | (head[1] as number);
  return [0x0002, 0x0008].includes(group) || swapped === 0x0008;
}

/**
 * How a data set without file meta information is written, by its first element: its byte order, and whether it has a VR. The walk to the
 * end proves it. Deflated and encapsulated ones cannot be told, and are not walked to the end.
 */
function* transferSyntaxShown(window: ByteWindow): Generator<Span, TransferSyntax, Uint8Array> {
  yield* load(window, 0, 8);
  const head = window.view(0, 8);
  const hasVr = vrOfBytes(head[4] as number, head[5] as number) !== undefined;
  const uid = head[0] === 0 ? '1.2.840.10008.1.2.2' : hasVr ? '1.2.840.10008.1.2.1' : '1.2.840.10008.1.2';
  return transferSyntaxOf(uid) as TransferSyntax;
}

function notPart10(isDataSet: boolean): DicomError {
  return isDataSet
    ? new DicomError(
        'NO_PREAMBLE',
        { offset: 0 },
        'A data set without preamble and file meta information',
        'Its transfer syntax is not said; write it as a DICOM file (PS3.10 7.1) first.',
      )
    : new DicomError(
        'NOT_DICOM',
        { offset: 0 },
        'Not a DICOM file',
        'Only DICOM files (PS3.10) are de-identified.',
      );
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
