import { CopyObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type ByteSource, memorySource, type Segment } from '../dicom/byteSource.ts';
import type { InstanceStore, ObjectRef } from '../engine/ports.ts';
import type { Finding, Reason } from '../engine/reason.ts';
import { multipartCopy } from './multipart.ts';
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
  /** From this size on an object is written in parts. One put holds the whole object in memory. */
  readonly multipartBytes?: number;
  /** The size of a part; a few of them are in memory at once. */
  readonly partBytes?: number;
  /** In an object written in parts S3 itself copies spans of the source of at least this length; 5 MiB is its least. */
  readonly copyBytes?: number;
  /** Up to this size CopyObject copies an object (S3's limit is 5 GiB); above it is copied in parts. */
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
    this.#singleCopyBytes = options.singleCopyBytes ?? 5 * 1024 * MIB;
  }

  open(ref: ObjectRef): Promise<S3Source> {
    return S3Source.open(this.#client, ref, this.#options);
  }

  async release(
    cleanKey: string,
    source: ByteSource,
    segments: readonly Segment[],
    sourceName: string,
  ): Promise<string> {
    const target = this.#cleanTarget(cleanKey);
    await releaseObject(this.#client, target, { source, segments }, sourceName, this.#limits);
    return cleanKey;
  }

  async hold(
    name: string,
    ref: ObjectRef,
    source: ByteSource,
    findings: readonly Finding[],
  ): Promise<string> {
    return this.#keep(`held/${name}`, ref, source, { findings });
  }

  async quarantine(name: string, ref: ObjectRef, source: ByteSource | null, reason: Reason): Promise<string> {
    return this.#keep(name, ref, source, { reason });
  }

  /** The bytes first: where the note is, the bytes are. The note does not name the source: its key may hold identifiers. */
  async #keep(
    stem: string,
    ref: ObjectRef,
    source: ByteSource | null,
    note: { readonly reason: Reason } | { readonly findings: readonly Finding[] },
  ): Promise<string> {
    const kept = source ?? (await this.open(ref));
    const target = this.#quarantineTarget(`${stem}.dcm`, DICOM_TYPE);
    if (!(kept instanceof S3Source)) await this.#write(target, kept);
    else if (kept.size <= this.#singleCopyBytes) await this.#copy(target, kept);
    else await multipartCopy(this.#client, target, kept);
    const versionId = kept instanceof S3Source ? kept.pin.versionId : ref.versionId;
    const text = JSON.stringify(
      { source: { ...(versionId === undefined ? {} : { versionId }), sizeBytes: kept.size }, ...note },
      null,
      2,
    );
    const noteTarget = this.#quarantineTarget(`${stem}.json`, 'application/json');
    await this.#write(noteTarget, memorySource(Buffer.from(`${text}\n`)));
    return `${stem}.dcm`;
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
