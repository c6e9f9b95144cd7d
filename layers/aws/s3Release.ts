import {
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type ByteSource, type Segment, segmentsLength } from '../dicom/byteSource.ts';
import { FaultError, OutputConflictError } from '../engine/faults.ts';
import { Phi } from '../engine/phi.ts';
import type { Released } from '../engine/ports.ts';
import { type MultipartSizes, multipartUpload } from './multipart.ts';
import { assembleBody } from './objectBody.ts';
import { partPlan } from './partPlan.ts';
import { S3Source, sourceFault } from './s3Source.ts';
import { isConditionFailure, type ObjectTarget, storeFault, type WriteCondition } from './s3Writing.ts';
import { sdkFailure } from './sdkErrors.ts';

/** Under this name the object says which source it was made of: a keyed hash, as in the audit. */
export const SOURCE_METADATA = 'lethe-source';
/** How often the object may change between a look and a write before that is somebody else's fault. */
const MAX_ATTEMPTS = 5;

export interface Output {
  readonly source: ByteSource;
  readonly segments: readonly Segment[];
}

export interface WriteLimits extends MultipartSizes {
  /** From this size on an object is written in parts. One put holds the whole object in memory. */
  readonly multipartBytes: number;
}

/** What a source is called: a keyed hash, and the one under which it was released before, where that is another. */
export interface SourceName {
  readonly now: string;
  readonly former?: string | undefined;
}

/** What stands under a clean key. */
interface Standing {
  readonly etag: string;
  readonly sizeBytes: number;
  readonly sourceName: string | null;
  /** Milliseconds since the epoch. */
  readonly writtenMs: number;
}

/**
 * Writes an output so that no other source's is lost. A small one is put on condition that nothing is there, which
 * is almost always so and costs no look; only where that fails, and before a long upload, is it asked what stands
 * there.
 *
 * | what stands there | what is done |
 * | --- | --- |
 * | nothing | written, if there is still nothing |
 * | made of the same source | replaced, if it is still that; left, if the source has a newer version than this one |
 * | made of the same source after this copy of it was kept | as of another source: who sent which correction cannot be told |
 * | made of another source, same bytes | left, and answered as a duplicate |
 * | made of another source, other bytes | rejects with `OutputConflictError` |
 */
export async function releaseObject(
  client: S3Client,
  place: ObjectTarget,
  output: Output,
  names: SourceName,
  limits: WriteLimits,
): Promise<Pick<Released, 'isDuplicate'>> {
  const target = { ...place, Metadata: { [SOURCE_METADATA]: names.now } };
  const write = await writerOf(client, target, output, limits);
  const isLong = segmentsLength(output.segments) >= limits.multipartBytes;
  let standing = isLong ? await look(client, target, false) : null;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    if (standing !== null && !mayReplace(standing, names, output.source)) {
      if (await holdsSame(client, target, standing, output)) return { isDuplicate: !isOf(standing, names) };
      throw new OutputConflictError({ output: place.Key, source: standing.sourceName });
    }
    if (standing !== null && (await isOutdated(client, output.source))) return { isDuplicate: false };
    if (await write(standing === null ? { IfNoneMatch: '*' } : { IfMatch: standing.etag }))
      return { isDuplicate: false };
    standing = await look(client, target, true);
  }
  throw storeFault({ name: 'PreconditionFailed', status: 412, passes: true });
}

function isOf({ sourceName }: Standing, { now, former }: SourceName): boolean {
  return sourceName === now || (former !== undefined && sourceName === former);
}

function mayReplace(standing: Standing, names: SourceName, source: ByteSource): boolean {
  const keptSinceMs = source instanceof S3Source ? source.keptSinceMs : null;
  return isOf(standing, names) && (keptSinceMs === null || standing.writtenMs < keptSinceMs);
}

/** Writes whatever stands there. */
export async function writeObject(
  client: S3Client,
  target: ObjectTarget,
  output: Output,
  limits: WriteLimits,
): Promise<void> {
  const write = await writerOf(client, target, output, limits);
  await write({});
}

/**
 * Writes an output where nothing stands, and leaves what has the same bytes, whoever wrote it. Rejects with `OutputConflictError` over other bytes. What stands is read to be
 * compared, so the right to read it is wanted too.
 */
export async function writeNew(
  client: S3Client,
  target: ObjectTarget,
  output: Output,
  limits: WriteLimits,
): Promise<void> {
  const write = await writerOf(client, target, output, limits);
  const isLong = segmentsLength(output.segments) >= limits.multipartBytes;
  let there = isLong ? await look(client, target, false) : null;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    if (there !== null) {
      if (await holdsSame(client, target, there, output)) return;
      throw new OutputConflictError({ output: target.Key, source: there.sourceName });
    }
    if (await write({ IfNoneMatch: '*' })) return;
    there = await look(client, target, true);
  }
  throw storeFault({ name: 'PreconditionFailed', status: 412, passes: true });
}

type ConditionalWrite = (condition: WriteCondition) => Promise<boolean>;

/** A write that answers false where its condition did not hold. It can be tried again with another. */
async function writerOf(
  client: S3Client,
  target: ObjectTarget,
  { source, segments }: Output,
  limits: WriteLimits,
): Promise<ConditionalWrite> {
  if (segmentsLength(segments) >= limits.multipartBytes)
    return (condition) => multipartUpload(client, target, source, segments, limits, condition);
  const Body = await assembleBody(source, segments);
  return async (condition) => {
    try {
      const checksum = limits.checksum === 'SHA256' ? ({ ChecksumAlgorithm: 'SHA256' } as const) : {};
      await client.send(
        new PutObjectCommand({ ...target, ...condition, ...checksum, Body, ContentLength: Body.length }),
      );
      return true;
    } catch (error) {
      const failure = sdkFailure(error);
      if (isConditionFailure(failure)) return false;
      throw storeFault(failure);
    }
  };
}

/**
 * Without the right to list a bucket S3 answers 403 for what is not there; where something was seen to be there, a
 * 403 is a refusal.
 */
async function look(
  client: S3Client,
  { Bucket, Key }: ObjectTarget,
  wasSeen: boolean,
): Promise<Standing | null> {
  try {
    const { ETag, ContentLength, Metadata, LastModified } = await client.send(
      new HeadObjectCommand({ Bucket, Key }),
    );
    return {
      etag: ETag ?? '',
      sizeBytes: ContentLength ?? 0,
      sourceName: Metadata?.[SOURCE_METADATA] ?? null,
      writtenMs: (LastModified ?? new Date(0)).getTime(),
    };
  } catch (error) {
    const failure = sdkFailure(error);
    if (failure.status === 404 || (failure.status === 403 && !wasSeen)) return null;
    throw storeFault(failure);
  }
}

/**
 * Events come out of order: an older version must not take the place of what a newer one left. Asked only where something stands. By the list of versions, since a
 * newer one that was released is hidden behind a marker, and its key looks as if nothing were there.
 */
async function isOutdated(client: S3Client, source: ByteSource): Promise<boolean> {
  if (!(source instanceof S3Source) || source.pin.versionId === undefined) return false;
  const { bucket: Bucket, key, versionId } = source.pin;
  const Key = key.reveal();
  try {
    for (let from: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } = {}; ; ) {
      // A key comes before every other that begins with it, and of its versions the newest first.
      const page = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key, ...from }));
      const newest = page.Versions?.find((each) => each.Key === Key);
      if (newest !== undefined) return newest.VersionId !== versionId;
      // A page of nothing but markers of this key is followed by what they hide.
      const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      if (IsTruncated !== true || KeyMarker !== Key || VersionIdMarker === undefined) return false;
      from = { KeyMarker, VersionIdMarker };
    }
  } catch (error) {
    throw sourceFault(sdkFailure(error));
  }
}

async function holdsSame(
  client: S3Client,
  { Bucket, Key }: ObjectTarget,
  { etag, sizeBytes }: Standing,
  { source, segments }: Output,
): Promise<boolean> {
  if (sizeBytes !== segmentsLength(segments)) return false;
  const there = await aboutStore(S3Source.open(client, { container: Bucket, key: new Phi(Key), etag }));
  let at = 0;
  for (const part of partPlan(segments, COMPARED_BYTES)) {
    const standing = await aboutStore(there.read(at, at + part.length));
    if (Buffer.compare(standing, await assembleBody(source, part.segments)) !== 0) return false;
    at += part.length;
  }
  return true;
}
/** Held in memory twice while it is compared. */
const COMPARED_BYTES = 8 * 1024 * 1024;

/**
 * The clean object is read like a source; its faults are the store's all the same, and if it changed the next look
 * tells.
 */
async function aboutStore<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const passes = error.transient || error.code === 'SOURCE_CHANGED' || error.code === 'SOURCE_GONE';
    throw storeFault({ name: error.code, status: passes ? null : 403, passes });
  }
}
