import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { ByteSource, Segment, Span } from '../dicom/byteSource.ts';
import { inLanes } from '../engine/lanes.ts';
import { assembleBody } from './objectBody.ts';
import { copyPlan, mixedPlan, type Part, partPlan } from './partPlan.ts';
import { S3Source } from './s3Source.ts';
import {
  copyFault,
  copySourceOf,
  isConditionFailure,
  type ObjectTarget,
  storeFault,
  type WriteCondition,
} from './s3Writing.ts';
import { sdkFailure } from './sdkErrors.ts';

/** Each holds one part in memory. */
const UPLOAD_LANES = 3;
/** A copy holds nothing. */
const COPY_LANES = 16;
/**
 * S3 copies a part at some 100 MB/s: one takes a second or two, well under the timeout of a call, and 1 GB is eight
 * of them at once.
 */
const COPY_PART_BYTES = 128 * 1024 * 1024;

/**
 * Of CRC-32 S3 makes the checksum of the whole object of those of its parts, and asks for none of a part that it has copied itself. Of SHA-256 it has composite checksums alone,
 * with which each part must come with its own
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html, "Full object checksums").
 */
const CHECKSUMS = {
  CRC32: { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' },
  SHA256: { ChecksumAlgorithm: 'SHA256', ChecksumType: 'COMPOSITE' },
} as const;
type Checksum = (typeof CHECKSUMS)[keyof typeof CHECKSUMS];

export interface MultipartSizes {
  /** Of a part that goes through the function. */
  readonly partBytes: number;
  /** A span of a stored source of at least this length is copied by S3 and does not. */
  readonly copyBytes: number;
  /** What S3 checks the bytes by; CRC32 where nothing is said. Parts that S3 copies have no SHA256 of their own, so that a stored source cannot have it. */
  readonly checksum?: keyof typeof CHECKSUMS;
}

/**
 * Writes the object that `segments` make in parts. False: `condition` did not hold when all was there, and nothing
 * was written.
 */
export async function multipartUpload(
  client: S3Client,
  target: ObjectTarget,
  source: ByteSource,
  segments: readonly Segment[],
  { partBytes, copyBytes, checksum = 'CRC32' }: MultipartSizes,
  condition: WriteCondition,
): Promise<boolean> {
  const parts =
    source instanceof S3Source && checksum === 'CRC32'
      ? mixedPlan(segments, { partBytes, copyBytes, copyPartBytes: COPY_PART_BYTES })
      : partPlan(segments, partBytes);
  return inParts(client, target, source, parts, condition, CHECKSUMS[checksum]);
}

/** Copies a stored object of any size; its bytes never come here. */
export async function multipartCopy(
  client: S3Client,
  target: ObjectTarget,
  source: S3Source,
  partBytes: number = COPY_PART_BYTES,
): Promise<void> {
  await inParts(client, target, source, copyPlan(source.size, partBytes), {}, CHECKSUMS.CRC32);
}

/**
 * Nothing is seen under the key until the last call, and a failed upload is aborted, so that its parts are not
 * kept and paid for. If that fails too, the bucket's lifecycle rule ends it. A completion whose answer was lost
 * cannot be told from one that never came, for the function may not read what it wrote: the fault passes, and
 * doing it again gives the same object.
 */
async function inParts(
  client: S3Client,
  target: ObjectTarget,
  source: ByteSource,
  parts: readonly Part[],
  condition: WriteCondition,
  checksum: Checksum,
): Promise<boolean> {
  const upload = await begin(client, target, checksum);
  let isComplete = false;
  try {
    const memory = new PartMemory();
    const send = (part: Part) => sendPart(client, upload, source, part, { checksum, memory });
    const isCopy = ({ kind }: Part): boolean => kind === 'copy';
    const sent = await inLanes(
      parts.filter((part) => !isCopy(part)),
      UPLOAD_LANES,
      send,
    );
    const copied = await inLanes(parts.filter(isCopy), COPY_LANES, send);
    const inOrder = [...sent, ...copied].sort((a, b) => a.PartNumber - b.PartNumber);
    isComplete = await complete(client, upload, inOrder, condition, checksum);
    return isComplete;
  } finally {
    if (!isComplete) await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
  }
}

async function complete(
  client: S3Client,
  upload: Upload,
  parts: readonly SentPart[],
  condition: WriteCondition,
  { ChecksumType }: Checksum,
): Promise<boolean> {
  try {
    await client.send(
      new CompleteMultipartUploadCommand({
        ...upload,
        ...condition,
        ChecksumType,
        MultipartUpload: { Parts: [...parts] },
      }),
    );
    return true;
  } catch (error) {
    const failure = sdkFailure(error);
    if (isConditionFailure(failure)) return false;
    throw storeFault(failure.name === 'NoSuchUpload' ? { ...failure, passes: true } : failure);
  }
}

/** Memory of parts that were sent, for those that follow: what is made anew for each is collected late, and a long object would take as much again. */
class PartMemory {
  readonly #spare: Buffer[] = [];

  take(): Buffer | undefined {
    return this.#spare.pop();
  }

  giveBack(body: Buffer): void {
    this.#spare.push(body);
  }
}

type SentPart = CompletedPart & { readonly PartNumber: number };

interface Upload {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
}

async function begin(client: S3Client, target: ObjectTarget, checksum: Checksum): Promise<Upload> {
  const { Bucket, Key } = target;
  try {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...target, ...checksum }));
    if (UploadId === undefined) throw storeFault({ name: 'NoUploadId', status: 200, passes: true });
    return { Bucket, Key, UploadId };
  } catch (error) {
    throw storeFault(sdkFailure(error));
  }
}

/** Rejects with the source's fault or the store's. */
async function sendPart(
  client: S3Client,
  upload: Upload,
  source: ByteSource,
  part: Part,
  { checksum, memory }: { readonly checksum: Checksum; readonly memory: PartMemory },
): Promise<SentPart> {
  const place = { ...upload, PartNumber: part.number };
  if (part.kind === 'copy') return copyPart(client, place, source, part.span);
  const Body = await assembleBody(source, part.segments, memory.take());
  const { ChecksumAlgorithm } = checksum;
  try {
    const answer = await client.send(
      new UploadPartCommand({ ...place, Body, ContentLength: Body.length, ChecksumAlgorithm }),
    );
    memory.giveBack(Body);
    return completed(part.number, answer);
  } catch (error) {
    throw storeFault(sdkFailure(error));
  }
}

async function copyPart(
  client: S3Client,
  place: Upload & { readonly PartNumber: number },
  source: ByteSource,
  { start, end }: Span,
): Promise<SentPart> {
  if (!(source instanceof S3Source)) throw new TypeError('S3 copies stored objects only');
  try {
    const { CopyPartResult } = await client.send(
      new UploadPartCopyCommand({
        ...place,
        ...copySourceOf(source.pin),
        CopySourceRange: `bytes=${start}-${end - 1}`,
      }),
    );
    return completed(place.PartNumber, CopyPartResult ?? {});
  } catch (error) {
    throw copyFault(sdkFailure(error));
  }
}

function completed(
  PartNumber: number,
  { ETag, ChecksumCRC32, ChecksumSHA256 }: Pick<CompletedPart, 'ETag' | 'ChecksumCRC32' | 'ChecksumSHA256'>,
): SentPart {
  return {
    PartNumber,
    ETag,
    ChecksumCRC32,
    ...(ChecksumSHA256 === undefined ? {} : { ChecksumSHA256 }),
  };
}
