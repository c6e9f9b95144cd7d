import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Input } from './s3.ts';

/**
 * One object of any size under every key, whose bytes are made when they are asked for, and an upload whose parts are counted and not kept.
 * What S3 says of a larger object than a test can hold.
 */
export class HollowS3 {
  readonly requests: string[] = [];
  /** Of bodies, either way. */
  movedBytes = 0;
  readonly #sizeBytes: number;
  readonly #read: (start: number, end: number) => Uint8Array;
  /** Lengths by part number. */
  readonly parts = new Map<number, number>();

  constructor(sizeBytes: number, read: (start: number, end: number) => Uint8Array) {
    this.#sizeBytes = sizeBytes;
    this.#read = read;
  }

  get client(): S3Client {
    return {
      send: async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
        const name = command.constructor.name.replace(/Command$/, '');
        this.requests.push(name);
        return this.#answer(name, command.input);
      },
    } as unknown as S3Client;
  }

  #answer(name: string, input: Input): unknown {
    switch (name) {
      case 'GetObject': {
        const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(input.Range) ?? [];
        const [start, end] = [Number(from), Math.min(Number(to) + 1, this.#sizeBytes)];
        this.movedBytes += end - start;
        return {
          ETag: '"hollow"',
          VersionId: 'v1',
          ContentRange: `bytes ${start}-${end - 1}/${this.#sizeBytes}`,
          Body: Readable.from([this.#read(start, end)]),
        };
      }
      case 'HeadObject':
        throw Object.assign(new Error('NotFound'), { name: 'NotFound', $metadata: { httpStatusCode: 404 } });
      case 'CreateMultipartUpload':
        return { UploadId: 'upload' };
      case 'PutObject':
        this.movedBytes += input.Body.length;
        return {};
      case 'UploadPart':
        this.movedBytes += input.Body.length;
        this.parts.set(input.PartNumber, input.Body.length);
        return { ETag: '"part"' };
      case 'UploadPartCopy': {
        const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(input.CopySourceRange) ?? [];
        this.parts.set(input.PartNumber, Number(to) + 1 - Number(from));
        return { CopyPartResult: { ETag: '"part"' } };
      }
      case 'CompleteMultipartUpload':
        return {};
      default:
        throw new TypeError(`the fake knows no ${name}`);
    }
  }
}
