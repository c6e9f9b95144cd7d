import type { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ManifestShelf } from '../engine/audit/manifest/ports.ts';
import { encryptionOf, isConditionFailure, storeFault } from './s3Writing.ts';
import { pauseBeforeRetry, sdkFailure } from './sdkErrors.ts';

/** How often a body that breaks off is read again. What fails before the body is retried by the SDK. */
const MAX_BODY_ATTEMPTS = 4;
const BODY_PAUSE_MS = 50;

/** Manifests in a bucket whose objects are locked. */
export class S3ManifestShelf implements ManifestShelf {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #keyId: string | undefined;

  /** `keyId`: of the key that objects are encrypted with; without it the bucket's own setting counts. */
  constructor(client: S3Client, bucket: string, keyId?: string) {
    this.#client = client;
    this.#bucket = bucket;
    this.#keyId = keyId;
  }

  async put(key: string, bytes: Uint8Array): Promise<boolean> {
    try {
      await this.#client.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key: key,
          Body: bytes,
          ContentLength: bytes.length,
          ContentType: key.endsWith('.gz') ? 'application/gzip' : 'application/jsonl',
          IfNoneMatch: '*',
          ...encryptionOf(this.#keyId),
        }),
      );
      return true;
    } catch (error) {
      const failure = sdkFailure(error);
      if (isConditionFailure(failure)) return false;
      throw storeFault(failure);
    }
  }

  async get(key: string): Promise<Uint8Array | null> {
    for (let attempt = 1; ; attempt += 1)
      try {
        const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
        const chunks: Uint8Array[] = [];
        // Under Node the SDK's bodies are streams of bytes.
        for await (const chunk of (Body ?? []) as Readable) chunks.push(chunk);
        return Buffer.concat(chunks);
      } catch (error) {
        const failure = sdkFailure(error);
        if (failure.status === 404) return null;
        // An answer came, or began to, and broke off.
        if (failure.status !== null || attempt === MAX_BODY_ATTEMPTS) throw storeFault(failure);
        await pauseBeforeRetry(attempt, BODY_PAUSE_MS);
      }
  }

  async keys(prefix: string): Promise<readonly string[]> {
    const found: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await this.#client
        .send(
          new ListObjectsV2Command({
            Bucket: this.#bucket,
            Prefix: prefix,
            ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
          }),
        )
        .catch((error: unknown) => {
          throw storeFault(sdkFailure(error));
        });
      found.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return found;
  }
}
