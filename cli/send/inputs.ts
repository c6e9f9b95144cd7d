import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import type { ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3';
import type { ByteSource } from '../../layers/dicom/byteSource.ts';
import { FileSource } from '../../layers/local/fileSource.ts';
import { filesBelow, statsOf } from '../deid/walkFolder.ts';
import { UsageError } from '../exit.ts';

/** Something that may be sent. */
export interface Input {
  /** As a report names it. */
  readonly name: string;
  /** Opens it; answers with it what tells this state of it from any other, of which a digest is kept. Rejects with `FaultError`. */
  open(): Promise<{ readonly source: ByteSource; readonly digest: Buffer }>;
}

const BUCKET = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s;

/** Whether everything of an input can be counted before it is sent: what is in a bucket cannot, at a price. */
export function isCountable(inputs: readonly string[]): boolean {
  return inputs.every((input) => !input.startsWith('s3://'));
}

/** Throws `UsageError` for an input that is not there, before anything is sent. */
export function checkInputs(inputs: readonly string[]): void {
  for (const input of inputs) {
    if (input.startsWith('s3://')) {
      if (!BUCKET.test(input))
        throw new UsageError(`${JSON.stringify(input)} is not a place in S3. Write s3://BUCKET/PREFIX.`);
    } else if (input === '')
      throw new UsageError('an input is empty. Name a file, a folder or s3://BUCKET/PREFIX.');
    else if (statsOf(resolve(input)) === undefined)
      throw new UsageError(
        `there is no file or folder ${JSON.stringify(input)}. Check the path.`,
        'INPUT_MISSING',
      );
  }
}

/** Everything that the inputs hold, in the order of names; no more than a page of it is in memory. */
export async function* listed(inputs: readonly string[]): AsyncGenerator<Input> {
  for (const input of inputs) {
    const [, bucket, prefix = ''] = BUCKET.exec(input) ?? [];
    if (bucket === undefined) yield* filesOf(input);
    else yield* objectsOf(bucket, prefix);
  }
}

/** How many files there are. */
export function countOf(inputs: readonly string[]): number {
  let count = 0;
  for (const input of inputs) for (const _file of filesOf(input)) count += 1;
  return count;
}

function* filesOf(input: string): Generator<Input> {
  const path = resolve(input);
  if (statsOf(path)?.isDirectory() !== true) yield fileInput(basename(path), path);
  // An unreadable one is told when it is opened.
  else
    for (const found of filesBelow(path, ''))
      yield fileInput(found.path, found.bytes ?? join(path, found.path));
}

function fileInput(name: string, path: string | Uint8Array): Input {
  return {
    name,
    open: async () => {
      const source = FileSource.open(path);
      const { sizeBytes, modifiedMs } = source.pin;
      return { source, digest: digestOf(path, sizeBytes, modifiedMs) };
    },
  };
}

/** In the order of S3: of the bytes of their keys. */
async function* objectsOf(bucket: string, prefix: string): AsyncGenerator<Input> {
  const [{ ListObjectsV2Command }, { s3Client }, { describeFailure, sdkFailure }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('../../layers/aws/clients.ts'),
    import('../../layers/aws/sdkErrors.ts'),
  ]);
  const client = s3Client();
  let token: string | undefined;
  do {
    const from = token === undefined ? {} : { ContinuationToken: token };
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...from });
    const page: ListObjectsV2CommandOutput = await client.send(command).catch((error: unknown) => {
      throw new UsageError(
        `the bucket cannot be listed (${describeFailure(sdkFailure(error))}). Check its name, and allow s3:ListBucket.`,
        'INPUT_UNREADABLE',
      );
    });
    for (const { Key, ETag } of page.Contents ?? [])
      if (Key !== undefined && !Key.endsWith('/'))
        yield objectInput(client, { bucket, key: Key, etag: ETag ?? '' });
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** Beside what a large object is read by, so much of each that waits to be sent is in memory. */
const WINDOW_BYTES = 1024 * 1024;

function objectInput(
  client: S3Client,
  { bucket, key, etag }: { readonly bucket: string; readonly key: string; readonly etag: string },
): Input {
  return {
    name: `s3://${bucket}/${key}`,
    open: async () => {
      const [{ S3Source }, { Phi }, { readAhead }] = await Promise.all([
        import('../../layers/aws/s3Source.ts'),
        import('../../layers/engine/phi.ts'),
        import('./readAhead.ts'),
      ]);
      const ref = { container: bucket, key: new Phi(key), ...(etag === '' ? {} : { etag }) };
      const source = await S3Source.open(client, ref, { windowBytes: WINDOW_BYTES });
      return {
        source: readAhead(source, WINDOW_BYTES),
        digest: digestOf(`${bucket}/${key}`, source.size, etag),
      };
    },
  };
}

/** Of the name too, and so that nobody reads a name out of it. */
function digestOf(name: string | Uint8Array, ...state: readonly (string | number)[]): Buffer {
  return createHash('sha256')
    .update(name)
    .update(`\0${state.join('\0')}`)
    .digest()
    .subarray(0, 16);
}
