import {
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { namesOf } from '../engine/identities/objectNames.ts';
import { Phi } from '../engine/phi.ts';
import type { KeyRing, ObjectRef } from '../engine/ports.ts';
import { createdEvent } from './createdEvent.ts';
import { hasMessages } from './pixelsQueue.ts';
import { queueFault } from './redrive.ts';
import { replacedOf, type VersionEntry } from './replacedVersions.ts';
import { sourceFault } from './s3Source.ts';
import { sdkFailure } from './sdkErrors.ts';

export interface S3BookOptions {
  readonly ingestBucket: string;
  readonly quarantineBucket: string;
  readonly queueUrl: string;
  /** The key of the tag that says what became of a version, and its values. */
  readonly tag: { readonly key: string; readonly released: string; readonly kept: readonly string[] };
  /** The value of that tag of what waits for its frames to be read, and the queues that it may wait in. Without: nothing does. */
  readonly waiting?: { readonly value: string; readonly queueUrls: readonly string[] };
}

/** Where a listing goes on. It holds a key, which may be a name. */
export interface ListingPlace {
  /** Of ListObjectsV2: its token, and the last key that was seen, should the token not hold until the next run. */
  readonly token?: string;
  readonly lastKey?: string;
  /** Of ListObjectVersions. */
  readonly after?: {
    readonly key: string;
    readonly versionId: string;
    /** The newer entry of the same key; null before the first one. */
    readonly above: VersionEntry | null;
  };
}

/** A version that is looked for. */
export interface ListedObject {
  readonly ref: ObjectRef;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
  /** The listing does not say whether it was hidden, or another of its key. */
  readonly isDoubtful?: true;
}

export interface ListingPage {
  readonly objects: readonly ListedObject[];
  /** Null: this was the last. */
  readonly next: ListingPlace | null;
}

/** What one call of SQS takes. */
const BATCH = 10;

/**
 * What became of ingest objects, by what their outcomes leave behind: a delete marker or a tag on the version that was released, a tag and a note in quarantine
 * for what is kept. It reads no object: listings and tags tell it all.
 */
export class S3Book {
  readonly #s3: S3Client;
  readonly #sqs: SQSClient;
  readonly #keys: KeyRing;
  readonly #options: S3BookOptions;
  /** Whether anything waits for its frames to be read: asked once a page, and only if a mark says so. */
  #waits: Promise<boolean> | null = null;

  constructor(s3: S3Client, sqs: SQSClient, keys: KeyRing, options: S3BookOptions) {
    this.#s3 = s3;
    this.#sqs = sqs;
    this.#keys = keys;
    this.#options = options;
  }

  /** `current`: what is to be seen; what is hidden was released. `replaced`: versions in whose place a newer one came. */
  page(sweep: 'current' | 'replaced', from: ListingPlace | null): Promise<ListingPage> {
    this.#waits = null;
    return sweep === 'current' ? this.#current(from) : this.#replaced(from);
  }

  async #current(from: ListingPlace | null): Promise<ListingPage> {
    const container = this.#options.ingestBucket;
    const page = await this.#currentFrom(container, from);
    const token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    const lastKey = page.Contents?.at(-1)?.Key ?? from?.lastKey;
    return {
      objects: (page.Contents ?? []).flatMap(({ Key, LastModified }) =>
        Key === undefined || LastModified === undefined
          ? []
          : [{ ref: { container, key: new Phi(Key) }, createdMs: LastModified.getTime() }],
      ),
      next: token === undefined ? null : { token, ...(lastKey === undefined ? {} : { lastKey }) },
    };
  }

  async #currentFrom(bucket: string, from: ListingPlace | null) {
    const { token, lastKey } = from ?? {};
    const behind = lastKey === undefined ? {} : { StartAfter: lastKey };
    if (token === undefined) return this.#list(bucket, behind);
    try {
      return await this.#s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }));
    } catch (error) {
      const failure = sdkFailure(error);
      if (failure.status === 400) return this.#list(bucket, behind);
      throw sourceFault(failure);
    }
  }

  async #replaced(from: ListingPlace | null): Promise<ListingPage> {
    const container = this.#options.ingestBucket;
    try {
      const page = await this.#s3.send(
        new ListObjectVersionsCommand({
          Bucket: container,
          ...(from?.after === undefined
            ? {}
            : { KeyMarker: from.after.key, VersionIdMarker: from.after.versionId }),
        }),
      );
      const { found, lastOf } = replacedOf(page, from?.after?.above ?? null);
      const { IsTruncated, NextKeyMarker: key, NextVersionIdMarker: versionId } = page;
      return {
        objects: found.map(({ key, versionId, etag, createdMs, isDoubtful }) => ({
          ref: { container, key: new Phi(key), versionId, ...(etag === undefined ? {} : { etag }) },
          createdMs,
          ...(isDoubtful ? { isDoubtful } : {}),
        })),
        next:
          IsTruncated === true && key !== undefined && versionId !== undefined
            ? { after: { key, versionId, above: lastOf(key) } }
            : null,
      };
    } catch (error) {
      throw sourceFault(sdkFailure(error));
    }
  }

  async standingOf(object: ObjectRef): Promise<{
    readonly standing: 'released' | 'kept' | 'waiting' | 'missing';
    readonly ref: ObjectRef;
  } | null> {
    const tagged = await this.#markOf(object);
    if (tagged === null) return null;
    const { ref, mark } = tagged;
    const { tag } = this.#options;
    if (mark === tag.released) return { standing: 'released', ref };
    // The mark is set once the note is written.
    if (mark !== null && tag.kept.includes(mark)) return { standing: 'kept', ref };
    if (mark !== null && mark === this.#options.waiting?.value && (await this.#mayWait()))
      return { standing: 'waiting', ref };
    const { version } = await namesOf(ref, { keys: this.#keys });
    const isKept = (await this.#hasNote(version)) || (await this.#hasNote(`held/${version}`));
    return { standing: isKept ? 'kept' : 'missing', ref };
  }

  /** While anything is in those queues, the dead letters among them, what has the mark may be. Once they are empty it is nowhere. */
  #mayWait(): Promise<boolean> {
    this.#waits ??= hasMessages(this.#sqs, this.#options.waiting?.queueUrls ?? []);
    return this.#waits;
  }

  async sendAgain(refs: readonly ObjectRef[]): Promise<number> {
    let taken = 0;
    for (let start = 0; start < refs.length; start += BATCH) {
      const Entries = refs.slice(start, start + BATCH).map((ref, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(createdEvent(ref, 'lethe-reconcile')),
      }));
      try {
        const { Successful = [] } = await this.#sqs.send(
          new SendMessageBatchCommand({ QueueUrl: this.#options.queueUrl, Entries }),
        );
        taken += Successful.length;
      } catch (error) {
        throw queueFault(error);
      }
    }
    return taken;
  }

  /** The answer says which version the tags are of, which a listing of current objects does not. */
  async #markOf(ref: ObjectRef): Promise<{ readonly ref: ObjectRef; readonly mark: string | null } | null> {
    try {
      const { TagSet = [], VersionId } = await this.#s3.send(
        new GetObjectTaggingCommand({
          Bucket: ref.container,
          Key: ref.key.reveal(),
          ...(ref.versionId === undefined ? {} : { VersionId: ref.versionId }),
        }),
      );
      return {
        ref: VersionId === undefined ? ref : { ...ref, versionId: VersionId },
        mark: TagSet.find((tag) => tag.Key === this.#options.tag.key)?.Value ?? null,
      };
    } catch (error) {
      const failure = sdkFailure(error);
      if (failure.status === 404 || failure.status === 405) return null;
      throw sourceFault(failure);
    }
  }

  /** The note is written last: where it is, the bytes are. */
  async #hasNote(name: string): Promise<boolean> {
    const { Contents = [] } = await this.#list(this.#options.quarantineBucket, {
      Prefix: `${name}.json`,
      MaxKeys: 1,
    });
    return Contents.length > 0;
  }

  async #list(
    Bucket: string,
    more: { readonly StartAfter?: string; readonly Prefix?: string; readonly MaxKeys?: number },
  ) {
    try {
      return await this.#s3.send(new ListObjectsV2Command({ Bucket, ...more }));
    } catch (error) {
      throw sourceFault(sdkFailure(error));
    }
  }
}
