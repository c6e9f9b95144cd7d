import { GetObjectTaggingCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { namesOf } from '../engine/identities/objectNames.ts';
import { Phi } from '../engine/phi.ts';
import type { KeyRing, ObjectRef } from '../engine/ports.ts';
import { queueFault } from './redrive.ts';
import { sourceFault } from './s3Source.ts';
import { sdkFailure } from './sdkErrors.ts';

export interface S3BookOptions {
  readonly ingestBucket: string;
  readonly quarantineBucket: string;
  readonly queueUrl: string;
  /** The tag of released versions. */
  readonly releasedTag: { readonly key: string; readonly value: string };
}

/** What one call of SQS takes. */
const BATCH = 10;

/**
 * What became of ingest objects, by what their outcomes leave behind: a tag on the version that was released, a note in quarantine under the version's
 * keyed hash. It reads no object: listings and tags tell it all. A version that a newer one replaced before its event came is not looked for.
 */
export class S3Book {
  readonly #s3: S3Client;
  readonly #sqs: SQSClient;
  readonly #keys: KeyRing;
  readonly #options: S3BookOptions;

  constructor(s3: S3Client, sqs: SQSClient, keys: KeyRing, options: S3BookOptions) {
    this.#s3 = s3;
    this.#sqs = sqs;
    this.#keys = keys;
    this.#options = options;
  }

  async *objects(): AsyncIterable<{ readonly ref: ObjectRef; readonly createdMs: number }> {
    const container = this.#options.ingestBucket;
    for (let token: string | undefined; ; ) {
      const page = await this.#list(container, token === undefined ? {} : { ContinuationToken: token });
      for (const { Key, LastModified } of page.Contents ?? [])
        if (Key !== undefined && LastModified !== undefined)
          yield { ref: { container, key: new Phi(Key) }, createdMs: LastModified.getTime() };
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
      if (token === undefined) return;
    }
  }

  async standingOf(
    object: ObjectRef,
  ): Promise<{ readonly standing: 'released' | 'kept' | 'missing'; readonly ref: ObjectRef } | null> {
    const tagged = await this.#tagsOf(object);
    if (tagged === null) return null;
    const { ref, isReleased } = tagged;
    if (isReleased) return { standing: 'released', ref };
    const { version } = await namesOf(ref, { keys: this.#keys });
    const isKept = (await this.#hasNote(version)) || (await this.#hasNote(`held/${version}`));
    return { standing: isKept ? 'kept' : 'missing', ref };
  }

  async sendAgain(refs: readonly ObjectRef[]): Promise<number> {
    let taken = 0;
    for (let start = 0; start < refs.length; start += BATCH) {
      const Entries = refs.slice(start, start + BATCH).map((ref, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(createdEvent(ref)),
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

  /** The tags say which version they are of, which a listing of current objects does not. */
  async #tagsOf(ref: ObjectRef): Promise<{ readonly ref: ObjectRef; readonly isReleased: boolean } | null> {
    const { key, value } = this.#options.releasedTag;
    try {
      const { TagSet = [], VersionId } = await this.#s3.send(
        new GetObjectTaggingCommand({ Bucket: ref.container, Key: ref.key.reveal() }),
      );
      return {
        ref: VersionId === undefined ? ref : { ...ref, versionId: VersionId },
        isReleased: TagSet.some((tag) => tag.Key === key && tag.Value === value),
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
    more: { readonly ContinuationToken?: string; readonly Prefix?: string; readonly MaxKeys?: number },
  ) {
    try {
      return await this.#s3.send(new ListObjectsV2Command({ Bucket, ...more }));
    } catch (error) {
      throw sourceFault(sdkFailure(error));
    }
  }
}

/** As EventBridge words it (Amazon S3 User Guide, "EventBridge event message structure"), as far as it is read. */
function createdEvent({ container, key, versionId }: ObjectRef) {
  return {
    version: '0',
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: {
      bucket: { name: container },
      object: {
        key: key.reveal(),
        ...(versionId === undefined ? {} : { 'version-id': versionId }),
      },
      reason: 'lethe-reconcile',
    },
  };
}
