import { GetObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { FaultError } from '../engine/faults.ts';
import { describeFailure, sdkFailure } from './sdkErrors.ts';

/** One version of a rule file. */
interface ShelfFile {
  readonly etag: string;
  readonly text: string;
}

/** A file larger than this cannot be a rule file. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Rules in a versioned bucket. Rejects with `FaultError`. */
export class S3RuleShelf {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async newest(path: string, knownEtag?: string): Promise<ShelfFile | 'unchanged' | null> {
    try {
      return await this.#read(path, knownEtag === undefined ? {} : { IfNoneMatch: knownEtag });
    } catch (error) {
      const { status } = sdkFailure(error);
      if (status === 304) return 'unchanged';
      if (status === 404) return null;
      throw rulesFault(error);
    }
  }

  async *older(path: string): AsyncIterable<ShelfFile> {
    const { Versions = [] } = await this.#client
      .send(new ListObjectVersionsCommand({ Bucket: this.#bucket, Prefix: path }))
      .catch((error: unknown) => Promise.reject(rulesFault(error)));
    for (const { Key, VersionId, IsLatest } of Versions)
      if (Key === path && IsLatest !== true && VersionId !== undefined)
        yield await this.#read(path, { VersionId }).catch((error: unknown) =>
          Promise.reject(rulesFault(error)),
        );
  }

  async #read(path: string, which: { IfNoneMatch?: string; VersionId?: string }): Promise<ShelfFile> {
    const answer = await this.#client.send(
      new GetObjectCommand({ Bucket: this.#bucket, Key: path, ...which }),
    );
    if ((answer.ContentLength ?? 0) > MAX_BYTES) throw tooLargeFault();
    return { etag: answer.ETag ?? '', text: (await answer.Body?.transformToString('utf-8')) ?? '' };
  }
}

function rulesFault(error: unknown): FaultError {
  const failure = sdkFailure(error);
  return new FaultError(
    'RULES_UNAVAILABLE',
    failure.passes,
    `The rules could not be read (${describeFailure(failure)})`,
    failure.passes
      ? 'It will be tried again'
      : 'Check that the rules bucket exists, and that its policy, its key and the role allow the read',
  );
}

function tooLargeFault(): FaultError {
  return new FaultError(
    'RULES_UNAVAILABLE',
    false,
    'A rule file is larger than 16 MiB',
    'Put a smaller one in its place',
  );
}
