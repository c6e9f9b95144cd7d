import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { FaultError } from '../engine/faults.ts';
import { Phi } from '../engine/phi.ts';
import { S3Source } from './s3Source.ts';
import { storeFault } from './s3Writing.ts';
import { sdkFailure } from './sdkErrors.ts';

/**
 * How far listings have come, each in an object of its own under this prefix. It holds the key that a listing goes on from, which may be a name: so it lies in
 * the bucket of the reports, which hold keys too, under the stack's key.
 */
export const BOOKMARK_PREFIX = 'reconciliation/';

export class S3Bookmarks<Bookmark> {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /** Null before the first note. A note that cannot be read is a fault: to begin again silently would never reach the end. */
  async read(name: string): Promise<Bookmark | null> {
    const text = await this.#text(name);
    if (text === null) return null;
    try {
      return JSON.parse(text) as Bookmark;
    } catch {
      // The parser's own message quotes the text: it must not travel on as a cause.
      throw new FaultError(
        'STORE_UNAVAILABLE',
        false,
        'How far the reconciliation has come cannot be read',
        `Remove the objects under ${BOOKMARK_PREFIX} in the bucket of the reports: it begins anew`,
      );
    }
  }

  async write(name: string, bookmark: Bookmark): Promise<void> {
    try {
      await this.#client.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key: keyOf(name),
          ContentType: 'application/json',
          Body: JSON.stringify(bookmark),
        }),
      );
    } catch (error) {
      throw storeFault(sdkFailure(error));
    }
  }

  async #text(name: string): Promise<string | null> {
    try {
      const source = await S3Source.open(this.#client, {
        container: this.#bucket,
        key: new Phi(keyOf(name)),
      });
      return Buffer.from(await source.read(0, source.size)).toString('utf8');
    } catch (error) {
      if (error instanceof FaultError && error.code === 'SOURCE_GONE') return null;
      throw error;
    }
  }
}

function keyOf(name: string): string {
  return `${BOOKMARK_PREFIX}${name}.json`;
}
