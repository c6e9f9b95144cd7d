import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  gone,
  type Kept,
  type KeptArea,
  type KeptNote,
  type KeptShelf,
  keptName,
  keptPlace,
  parseNote,
} from '../engine/kept.ts';
import { Phi } from '../engine/phi.ts';
import { S3Source, sourceFault } from './s3Source.ts';
import { S3Store } from './s3Store.ts';
import { storeFault } from './s3Writing.ts';
import { sdkFailure } from './sdkErrors.ts';

/** A longer note is not ours: a held instance's findings are some hundred bytes each. */
const MAX_NOTE_BYTES = 64 * 1024 * 1024;

/** What an `S3Store` keeps in its quarantine bucket. With versions in the bucket, what is removed is hidden until its lifecycle rule destroys it. */
export class S3Kept implements KeptShelf {
  readonly container: string;
  readonly #client: S3Client;
  readonly #store: S3Store;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.container = bucket;
    this.#store = new S3Store(client, { cleanBucket: bucket, quarantineBucket: bucket });
  }

  async *list(): AsyncIterable<Kept> {
    for (let token: string | undefined; ; ) {
      const page = await this.#reading(
        new ListObjectsV2Command({
          Bucket: this.container,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      );
      for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
        const name = Key.endsWith('.dcm') ? Key.slice(0, -'.dcm'.length) : '';
        if (keptPlace(name) !== null)
          yield { name, sizeBytes: Size, since: (LastModified ?? new Date(0)).toISOString() };
      }
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
      if (token === undefined) return;
    }
  }

  async find(name: string): Promise<Kept | null> {
    if (keptPlace(name) === null) return null;
    try {
      const { ContentLength = 0, LastModified } = await this.#client.send(
        new HeadObjectCommand({ Bucket: this.container, Key: `${name}.dcm` }),
      );
      return { name, sizeBytes: ContentLength, since: (LastModified ?? new Date(0)).toISOString() };
    } catch (error) {
      const failure = sdkFailure(error);
      if (failure.status === 404) return null;
      throw sourceFault(failure);
    }
  }

  async note(name: string): Promise<KeptNote | null> {
    if (keptPlace(name) === null) return null;
    try {
      const { Body, ContentLength = 0 } = await this.#client.send(
        new GetObjectCommand({
          Bucket: this.container,
          Key: `${name}.json`,
          Range: `bytes=0-${MAX_NOTE_BYTES - 1}`,
        }),
      );
      const chunks: Uint8Array[] = [];
      for await (const chunk of (Body ?? []) as AsyncIterable<Uint8Array>) chunks.push(chunk);
      return ContentLength > MAX_NOTE_BYTES ? null : parseNote(Buffer.concat(chunks).toString('utf8'));
    } catch (error) {
      const failure = sdkFailure(error);
      if (failure.status === 404) return null;
      throw sourceFault(failure);
    }
  }

  async open(name: string): Promise<S3Source> {
    if (keptPlace(name) === null) throw gone();
    return S3Source.open(this.#client, { container: this.container, key: new Phi(`${name}.dcm`) });
  }

  async settle(name: string, area: KeptArea, note: KeptNote): Promise<void> {
    const hash = keptPlace(name)?.hash;
    if (hash === undefined) throw gone();
    const settled = keptName(area, hash);
    if (settled !== name) {
      const ref = { container: this.container, key: new Phi(`${name}.dcm`) };
      await this.#store.keepBytes(area, hash, ref, await this.open(name));
    }
    await this.#writing(
      new PutObjectCommand({
        Bucket: this.container,
        Key: `${settled}.json`,
        ContentType: 'application/json',
        Body: Buffer.from(`${JSON.stringify(note, null, 2)}\n`),
      }),
    );
    if (settled !== name) await this.remove(name);
  }

  async remove(name: string): Promise<void> {
    for (const suffix of ['json', 'dcm'])
      await this.#writing(new DeleteObjectCommand({ Bucket: this.container, Key: `${name}.${suffix}` }));
  }

  async #reading(command: ListObjectsV2Command) {
    try {
      return await this.#client.send(command);
    } catch (error) {
      throw sourceFault(sdkFailure(error));
    }
  }

  async #writing(command: PutObjectCommand | DeleteObjectCommand): Promise<void> {
    try {
      await (command instanceof PutObjectCommand ? this.#client.send(command) : this.#client.send(command));
    } catch (error) {
      throw storeFault(sdkFailure(error));
    }
  }
}
