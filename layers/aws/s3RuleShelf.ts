import { GetObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';

/** One version of a rule file. */
interface ShelfFile {
  readonly etag: string;
  readonly text: string;
}

/** A rule file larger than this is none. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Rules in a versioned bucket. */
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
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
      if (status === 304) return 'unchanged';
      if (status === 404) return null;
      throw error;
    }
  }

  async *older(path: string): AsyncIterable<ShelfFile> {
    const { Versions = [] } = await this.#client.send(
      new ListObjectVersionsCommand({ Bucket: this.#bucket, Prefix: path }),
    );
    for (const { Key, VersionId, IsLatest } of Versions)
      if (Key === path && IsLatest !== true && VersionId !== undefined)
        yield await this.#read(path, { VersionId });
  }

  async #read(path: string, which: { IfNoneMatch?: string; VersionId?: string }): Promise<ShelfFile> {
    const answer = await this.#client.send(
      new GetObjectCommand({ Bucket: this.#bucket, Key: path, ...which }),
    );
    if ((answer.ContentLength ?? 0) > MAX_BYTES) throw new RangeError('a rule file is too large');
    return { etag: answer.ETag ?? '', text: (await answer.Body?.transformToString('utf-8')) ?? '' };
  }
}
