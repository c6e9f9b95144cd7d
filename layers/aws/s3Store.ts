import { CopyObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type ByteSource, memorySource, type Segment } from '../dicom/byteSource.ts';
import { type KeptArea, type KeptNote, keptName } from '../engine/kept.ts';
import type { KeptRun } from '../engine/keptRun.ts';
import type { InstanceStore, ObjectNames, ObjectRef, Released } from '../engine/ports.ts';
import type { Finding, Reason } from '../engine/reason.ts';
import { multipartCopy } from './multipart.ts';
import { tagOfVersion } from './s3Mark.ts';
import { releaseObject, type WriteLimits, writeObject } from './s3Release.ts';
import { S3Source, type S3SourceOptions } from './s3Source.ts';
import { copyFault, copySourceOf, encryptionOf, type ObjectTarget } from './s3Writing.ts';
import { sdkFailure } from './sdkErrors.ts';

const MIB = 1024 * 1024;
const DICOM_TYPE = 'application/dicom'; // RFC 3240

export interface S3StoreOptions extends S3SourceOptions {
  readonly cleanBucket: string;
  /** Takes what was not released: quarantined objects, and held ones under `held/`. */
  readonly quarantineBucket: string;
  /** The KMS keys that the objects of each bucket are encrypted with; without one the bucket's own setting counts. */
  readonly cleanKeyId?: string;
  readonly quarantineKeyId?: string;
  /** The key of the tag that an ingest version has while it is kept: its value says where (`quarantined`, `held`). */
  readonly keptTag?: string;
  /** From this size on an object is written in parts. One put holds the whole object in memory. */
  readonly multipartBytes?: number;
  /** The size of a part; a few of them are in memory at once. */
  readonly partBytes?: number;
  /** In an object written in parts S3 itself copies spans of the source of at least this length; 5 MiB is its least. */
  readonly copyBytes?: number;
  /**
   * Up to this size CopyObject copies an object; above it is copied in parts. S3 would copy 5 GiB in one call, which takes longer than a call may: it answers
   * at once with 200 and then, until the copy is done, with blanks, or not at all
   * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html, "Response and special errors").
   */
  readonly singleCopyBytes?: number;
}

/**
 * Instances in S3. A put, and the completion of a multipart upload, show the whole object at once or not at all.
 * What is kept as it came is copied by S3 from the pinned version; its metadata and tags stay behind, for they may
 * hold names.
 */
export class S3Store implements InstanceStore {
  readonly namesSourceByPath = false;
  readonly #client: S3Client;
  readonly #options: S3StoreOptions;
  readonly #limits: WriteLimits;
  readonly #singleCopyBytes: number;

  constructor(client: S3Client, options: S3StoreOptions) {
    this.#client = client;
    this.#options = options;
    this.#limits = {
      multipartBytes: options.multipartBytes ?? 64 * MIB,
      partBytes: options.partBytes ?? 16 * MIB,
      copyBytes: options.copyBytes ?? 16 * MIB,
    };
    this.#singleCopyBytes = options.singleCopyBytes ?? 512 * MIB;
  }

  open(ref: ObjectRef): Promise<S3Source> {
    return S3Source.open(this.#client, ref, this.#options);
  }

  async release(
    cleanKey: string,
    source: ByteSource,
    segments: readonly Segment[],
    sourceName: string,
    _told?: string,
    former?: string,
  ): Promise<Released> {
    const target = this.#cleanTarget(cleanKey);
    const output = { source, segments };
    const name = { now: sourceName, former };
    const done = await releaseObject(this.#client, target, output, name, this.#limits);
    return { key: cleanKey, ...done };
  }

  async hold(
    name: string,
    ref: ObjectRef,
    source: ByteSource,
    findings: readonly Finding[],
    run: KeptRun,
  ): Promise<string> {
    return this.#keep('held', name, ref, source, { findings, run });
  }

  async quarantine(
    name: string,
    ref: ObjectRef,
    source: ByteSource | null,
    reason: Reason,
    run: KeptRun,
  ): Promise<string> {
    return this.#keep('quarantine', name, ref, source, { reason, run });
  }

  /**
   * What was kept of a version is marked on the version itself, so that an instance that was never kept, which is nearly all of them, costs no
   * request here. Nothing is deleted, which the function may not: the note says that it is settled, and `lethe quarantine remove --settled` finds it.
   */
  async settle(names: ObjectNames, source: ByteSource): Promise<void> {
    const { keptTag } = this.#options;
    if (keptTag === undefined || !(source instanceof S3Source) || source.tagCount === 0) return;
    const { bucket, key, versionId } = source.pin;
    if (versionId === undefined) return;
    const marked = await tagOfVersion(this.#client, { container: bucket, key, versionId }, keptTag);
    if (marked !== 'quarantined' && marked !== 'held') return;
    const settled = new Date().toISOString();
    const note: KeptNote = { source: { versionId, sizeBytes: source.size }, settled };
    const area = marked === 'held' ? 'held' : 'quarantine';
    // The function cannot look which name it was kept under.
    for (const { version } of names.former === undefined ? [names] : [names, names.former])
      await this.#writeNote(keptName(area, version), note);
  }

  /** Keeps the bytes alone; answers the source that they were read from. */
  async keepBytes(
    area: KeptArea,
    name: string,
    ref: ObjectRef,
    source: ByteSource | null,
  ): Promise<ByteSource> {
    const kept = source ?? (await this.open(ref));
    const target = this.#quarantineTarget(`${keptName(area, name)}.dcm`, DICOM_TYPE);
    if (!(kept instanceof S3Source)) await this.#write(target, kept);
    else if (kept.size <= this.#singleCopyBytes) await this.#copy(target, kept);
    else await multipartCopy(this.#client, target, kept);
    return kept;
  }

  /** The bytes first: where the note is, the bytes are. The note names the source by keyed hashes: its key may hold identifiers. */
  async #keep(
    area: KeptArea,
    name: string,
    ref: ObjectRef,
    source: ByteSource | null,
    note: Omit<KeptNote, 'source'>,
  ): Promise<string> {
    const kept = await this.keepBytes(area, name, ref, source);
    const versionId = kept instanceof S3Source ? kept.pin.versionId : ref.versionId;
    const from = {
      ...(ref.names === undefined ? {} : { names: ref.names }),
      ...(versionId === undefined ? {} : { versionId }),
      ...(kept instanceof S3Source && kept.writtenMs !== null
        ? { sent: new Date(kept.writtenMs).toISOString() }
        : {}),
      sizeBytes: kept.size,
    };
    await this.#writeNote(keptName(area, name), { source: from, ...note });
    return `${keptName(area, name)}.dcm`;
  }

  async #writeNote(stem: string, note: KeptNote): Promise<void> {
    const target = this.#quarantineTarget(`${stem}.json`, 'application/json');
    await this.#write(target, memorySource(Buffer.from(`${JSON.stringify(note, null, 2)}\n`)));
  }

  async #write(target: ObjectTarget, source: ByteSource): Promise<void> {
    const segments: readonly Segment[] = [{ kind: 'span', start: 0, end: source.size }];
    await writeObject(this.#client, target, { source, segments }, this.#limits);
  }

  async #copy(target: ObjectTarget, source: S3Source): Promise<void> {
    try {
      await this.#client.send(
        new CopyObjectCommand({
          ...target,
          ...copySourceOf(source.pin),
          MetadataDirective: 'REPLACE',
          TaggingDirective: 'REPLACE',
        }),
      );
    } catch (error) {
      throw copyFault(sdkFailure(error));
    }
  }

  #cleanTarget(Key: string): ObjectTarget {
    const { cleanBucket, cleanKeyId } = this.#options;
    return { Bucket: cleanBucket, Key, ContentType: DICOM_TYPE, ...encryptionOf(cleanKeyId) };
  }

  #quarantineTarget(Key: string, ContentType: string): ObjectTarget {
    const { quarantineBucket, quarantineKeyId } = this.#options;
    return { Bucket: quarantineBucket, Key, ContentType, ...encryptionOf(quarantineKeyId) };
  }
}
