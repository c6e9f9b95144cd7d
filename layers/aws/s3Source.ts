import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ByteSource } from '../dicom/byteSource.ts';
import { FaultError } from '../engine/faults.ts';
import type { Phi } from '../engine/phi.ts';
import type { ObjectRef } from '../engine/ports.ts';
import { describeFailure, pauseBeforeRetry, type SdkFailure, sdkFailure } from './sdkErrors.ts';

/** A slice of CT or MR whole, and the header of all but a few objects: one GET. It takes S3 less than half a round trip to send. */
const WINDOW_BYTES = 1024 * 1024;
/** At 75 MB/s and 30 ms to the first byte. */
const READ_COST_BYTES = 2 * 1024 * 1024;
/** How often a body that breaks off is taken up again. What fails before the body is retried by the SDK. */
const MAX_BODY_ATTEMPTS = 4;
const BODY_PAUSE_MS = 50;

/** One state of one object, named so that S3 itself refuses to answer from another. */
export interface S3Pin {
  readonly bucket: string;
  readonly key: Phi;
  /** Absent where the bucket keeps no versions. */
  readonly versionId?: string;
  /** Quoted, as HTTP writes it. */
  readonly etag: string;
}

export interface S3SourceOptions {
  /** How much the first GET asks for; it is kept for all reads inside it. */
  readonly windowBytes?: number;
  /** Of a copy that was kept: when the version that it is a copy of came to ingest, in milliseconds since the epoch. */
  readonly keptSinceMs?: number;
}

/**
 * An S3 object, read by ranged GETs that all name the version and the ETag of the first. That first GET also tells the
 * size, so no HEAD is asked. Rejects with `FaultError` SOURCE_GONE, SOURCE_CHANGED or SOURCE_UNREADABLE.
 */
export class S3Source implements ByteSource {
  readonly size: number;
  readonly readCostBytes = READ_COST_BYTES;
  readonly pin: S3Pin;
  /** How many tags it had; 0 where nobody says. */
  readonly tagCount: number;
  /** When it was written, in milliseconds since the epoch; null where nobody says. */
  readonly writtenMs: number | null;
  /** Of a copy that was kept: when its original came; null: it is no such copy. */
  readonly keptSinceMs: number | null;
  readonly #client: S3Client;
  readonly #window: Uint8Array;

  private constructor(
    client: S3Client,
    pin: S3Pin,
    size: number,
    window: Uint8Array,
    {
      TagCount,
      LastModified,
      keptSinceMs,
    }: Pick<GetObjectCommandOutput, 'TagCount' | 'LastModified'> & Pick<S3SourceOptions, 'keptSinceMs'>,
  ) {
    this.#client = client;
    this.pin = pin;
    this.size = size;
    this.#window = window;
    this.tagCount = TagCount ?? 0;
    this.writtenMs = LastModified?.getTime() ?? null;
    this.keptSinceMs = keptSinceMs ?? null;
  }

  static async open(client: S3Client, ref: ObjectRef, options: S3SourceOptions = {}): Promise<S3Source> {
    const windowBytes = options.windowBytes ?? WINDOW_BYTES;
    const first = await openingGet(client, ref, windowBytes);
    if (first === null)
      return new S3Source(client, await pinOfEmpty(client, ref), 0, new Uint8Array(0), options);
    const [pin, size] = [pinOf(ref, first), sizeOf(first)];
    if (pin === null || size === null) throw discarded(first);
    const window = Buffer.allocUnsafe(Math.min(windowBytes, size));
    await fill(client, pin, window, 0, first);
    return new S3Source(client, pin, size, window, { ...first, ...options });
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    this.#checkBounds(start, end);
    const bytes = Buffer.allocUnsafe(end - start);
    await this.readInto(bytes, start);
    return bytes;
  }

  /** Fills `target` with the bytes from `start` on: no second buffer is needed for a large read. */
  async readInto(target: Uint8Array, start: number): Promise<void> {
    const end = start + target.length;
    this.#checkBounds(start, end);
    const known = this.#window.subarray(start, end);
    target.set(known);
    if (known.length < target.length)
      await fill(this.#client, this.pin, target.subarray(known.length), start + known.length, null);
  }

  async close(): Promise<void> {}

  #checkBounds(start: number, end: number): void {
    if (start < 0 || end > this.size || start > end) throw new RangeError('read beyond the object');
  }
}

/** Null for an object without bytes, of which no range can be satisfied (RFC 9110 section 15.5.17). */
async function openingGet(
  client: S3Client,
  ref: ObjectRef,
  windowBytes: number,
): Promise<GetObjectCommandOutput | null> {
  try {
    return await client.send(new GetObjectCommand({ ...asNamed(ref), Range: `bytes=0-${windowBytes - 1}` }));
  } catch (error) {
    const failure = sdkFailure(error);
    if (failure.status === 416) return null;
    throw sourceFault(failure);
  }
}

async function pinOfEmpty(client: S3Client, ref: ObjectRef): Promise<S3Pin> {
  const head = await client.send(new HeadObjectCommand(asNamed(ref))).catch((error: unknown) => {
    throw sourceFault(sdkFailure(error));
  });
  if (head.ContentLength !== 0) throw changedFault();
  return pinOf(ref, head) ?? Promise.reject(oddAnswerFault());
}

/** As the event named it, which may be by key alone. */
function asNamed(ref: ObjectRef) {
  return {
    Bucket: ref.container,
    Key: ref.key.reveal(),
    ...(ref.versionId === undefined ? {} : { VersionId: ref.versionId }),
    ...(ref.etag === undefined ? {} : { IfMatch: quoted(ref.etag) }),
  };
}

function pinOf(
  ref: ObjectRef,
  answer: { readonly ETag?: string | undefined; readonly VersionId?: string | undefined },
): S3Pin | null {
  const versionId = answer.VersionId ?? ref.versionId;
  if (answer.ETag === undefined) return null;
  return {
    bucket: ref.container,
    key: ref.key,
    etag: quoted(answer.ETag),
    ...(versionId === undefined ? {} : { versionId }),
  };
}

function sizeOf(answer: GetObjectCommandOutput): number | null {
  return answer.ContentRange === undefined
    ? (answer.ContentLength ?? null)
    : (rangeOf(answer)?.total ?? null);
}

/**
 * Content-Range is `bytes 0-65535/530000`. Null where there is none: the body is the whole object, for a server
 * may pass a Range over (RFC 9110 section 14.2), and emulators do.
 */
function rangeOf({ ContentRange = '' }: GetObjectCommandOutput): { start: number; total: number } | null {
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(ContentRange) ?? [];
  return start === undefined ? null : { start: Number(start), total: Number(total) };
}

/** A body that nobody reads holds its connection for ever. */
function discarded(answer: GetObjectCommandOutput): FaultError {
  bodyOf(answer).destroy();
  return oddAnswerFault();
}

/** Under Node the SDK's bodies are streams of bytes. */
function bodyOf({ Body }: GetObjectCommandOutput): Readable {
  return Body === undefined ? Readable.from([]) : (Body as Readable);
}

/**
 * Fills `target` from `start` on. `opening` is a GET already under way from there, or null. A body that breaks
 * off, or ends early without saying so, is taken up where it broke off: the pin makes sure that the rest belongs
 * to the beginning.
 */
async function fill(
  client: S3Client,
  pin: S3Pin,
  target: Uint8Array,
  start: number,
  opening: GetObjectCommandOutput | null,
): Promise<void> {
  let filled = 0;
  let underWay = opening;
  for (let attempt = 1; ; attempt += 1) {
    const answer = underWay ?? (await pinnedGet(client, pin, start + filled, start + target.length));
    underWay = null;
    const range = rangeOf(answer);
    let position = range?.start ?? 0;
    if (position > start + filled) throw discarded(answer);
    let failure: SdkFailure = { name: 'TruncatedBody', status: null, passes: true };
    try {
      for await (const chunk of bodyOf(answer)) {
        const wanted = chunk.subarray(Math.max(0, start + filled - position));
        const piece = wanted.subarray(0, target.length - filled);
        target.set(piece, filled);
        filled += piece.length;
        position += chunk.length;
        // A body that was asked for is read to its end, so that its connection can be used again.
        if (range === null && filled === target.length) break;
      }
    } catch (error) {
      failure = sdkFailure(error);
    }
    if (filled === target.length) return;
    if (attempt === MAX_BODY_ATTEMPTS) throw sourceFault(failure);
    await pauseBeforeRetry(attempt, BODY_PAUSE_MS);
  }
}

async function pinnedGet(
  client: S3Client,
  pin: S3Pin,
  start: number,
  end: number,
): Promise<GetObjectCommandOutput> {
  const input = {
    Bucket: pin.bucket,
    Key: pin.key.reveal(),
    IfMatch: pin.etag,
    ...(pin.versionId === undefined ? {} : { VersionId: pin.versionId }),
    Range: `bytes=${start}-${end - 1}`,
  };
  try {
    return await client.send(new GetObjectCommand(input));
  } catch (error) {
    throw sourceFault(sdkFailure(error));
  }
}

/** EventBridge writes ETags without the quotes that HTTP wants. */
export function quoted(etag: string): string {
  return etag.startsWith('"') ? etag : `"${etag}"`;
}

/** What a failed read of a source means, by S3's status. */
export function sourceFault(failure: SdkFailure): FaultError {
  const said = describeFailure(failure);
  switch (failure.status) {
    case 404:
    case 405: // A delete marker was named by its version.
      return new FaultError(
        'SOURCE_GONE',
        false,
        `The source object is no longer there (${said})`,
        'If it was deleted on purpose nothing is to be done',
      );
    case 412:
    case 416:
      return changedFault();
    case 403:
      if (failure.name === 'InvalidObjectState')
        return new FaultError(
          'SOURCE_UNREADABLE',
          false,
          'The source object is archived',
          'Restore it from its storage class and send it again',
        );
      break;
    default:
  }
  return new FaultError(
    'SOURCE_UNREADABLE',
    failure.passes,
    `The source object could not be read (${said})`,
    failure.passes
      ? 'It will be tried again'
      : 'Give the function s3:GetObject and s3:GetObjectVersion on it and kms:Decrypt on its key',
  );
}

export function changedFault(): FaultError {
  return new FaultError(
    'SOURCE_CHANGED',
    false,
    'The source object is another than at the first read',
    'Its new version comes with an event of its own',
  );
}

function oddAnswerFault(): FaultError {
  return new FaultError(
    'SOURCE_UNREADABLE',
    true,
    'The answer of S3 has no size, no ETag or another range',
    'Check that the endpoint speaks the protocol of S3',
  );
}
