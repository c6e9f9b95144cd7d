import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { S3Client } from '@aws-sdk/client-s3';
import { IDENTIFIER } from '../../../contracts/faults.ts';

/** What a command is and was given. Test code: inputs are read loosely. */
// biome-ignore lint/suspicious/noExplicitAny: the union of all inputs says less than the tests do.
export type Input = Readonly<Record<string, any>>;

export interface Version {
  readonly versionId: string;
  readonly etag: string;
  readonly bytes: Buffer;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: string;
  readonly input: Input;
  readonly created: Date;
  /** A delete marker: nothing can be read of it. */
  readonly isMarker?: true;
}

interface Upload {
  readonly input: Input;
  readonly parts: Map<number, { readonly etag: string; readonly checksum: string; readonly bytes: Buffer }>;
}

/** An error as S3 words it: its message quotes the key. */
export function s3Error(name: string, status: number): Error {
  return Object.assign(new Error(`${name}: study/${IDENTIFIER}/a`), {
    name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
}

/** S3 in memory, as much of it as the adapters use: ranges, pins, conditions, versions, multipart. */
export class FakeS3 {
  readonly calls: { readonly name: string; readonly input: Input }[] = [];
  readonly uploads = new Map<string, Upload>();
  readonly #versions = new Map<string, Version[]>();
  readonly #versioned = new Set<string>();
  /** Paths whose newest version is a delete marker, with its version id. */
  #count = 0;

  get client(): S3Client {
    return {
      send: async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
        const name = command.constructor.name.replace(/Command$/, '');
        this.calls.push({ name, input: command.input });
        return this.#answer(name, command.input);
      },
    } as unknown as S3Client;
  }

  stored(bucket: string, key: string): Version | undefined {
    const version = this.#versions.get(`${bucket}/${key}`)?.at(-1);
    return version?.isMarker ? undefined : version;
  }

  /** Every version that was ever to be seen in a bucket, by key, in the order of writing. */
  history(bucket: string): ReadonlyMap<string, readonly Version[]> {
    return new Map(
      this.#within(bucket).map(([key, versions]) => [key, versions.filter(({ isMarker }) => !isMarker)]),
    );
  }

  /** Delete markers too, by key in the order of S3's listings. */
  #within(bucket: string): readonly (readonly [string, readonly Version[]])[] {
    return [...this.#versions]
      .filter(([path]) => path.startsWith(`${bucket}/`))
      .map(([path, versions]) => [path.slice(bucket.length + 1), versions] as const)
      .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  #answer(name: string, input: Input): unknown {
    switch (name) {
      case 'CreateBucket':
        return {};
      case 'PutBucketVersioning':
        this.#versioned.add(input.Bucket);
        return {};
      case 'PutObject':
        this.#checkCondition(input);
        return this.#store(input, bytesOf(input.Body));
      case 'GetObject':
        return this.#get(input);
      case 'HeadObject': {
        const version = this.#find(input);
        return {
          ETag: version.etag,
          ContentLength: version.bytes.length,
          Metadata: version.metadata,
          LastModified: version.created,
          ...this.#versionOf(input.Bucket, version),
        };
      }
      case 'DeleteObject':
        return this.#delete(input);
      case 'CopyObject': {
        const source = this.#copySource(input);
        return this.#store(
          {
            ...input,
            Metadata: input.MetadataDirective === 'REPLACE' ? input.Metadata : source.metadata,
            Tagging: input.TaggingDirective === 'REPLACE' ? input.Tagging : source.tags,
          },
          source.bytes,
        );
      }
      case 'GetObjectTagging': {
        const version = this.#find(input);
        const TagSet = [...new URLSearchParams(version.tags)].map(([Key, Value]) => ({ Key, Value }));
        return { TagSet, ...this.#versionOf(input.Bucket, version) };
      }
      case 'PutObjectTagging':
        return this.#tag(input);
      case 'ListObjectsV2':
        return {
          Contents: this.#within(input.Bucket).flatMap(([Key, versions]) => {
            const last = versions.at(-1);
            const isListed = last !== undefined && !last.isMarker && Key.startsWith(input.Prefix ?? '');
            return isListed ? [{ Key, LastModified: last.created }] : [];
          }),
        };
      case 'ListObjectVersions':
        return this.#listVersions(input);
      case 'CreateMultipartUpload': {
        this.#count += 1;
        const UploadId = `upload-${this.#count}`;
        this.uploads.set(UploadId, { input, parts: new Map() });
        return { UploadId };
      }
      case 'UploadPart':
        return this.#storePart(input, bytesOf(input.Body));
      case 'UploadPartCopy': {
        const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(input.CopySourceRange) ?? [];
        const { bytes } = this.#copySource(input);
        // "You can copy a range only if the source object is greater than 5 MB" (UploadPartCopy).
        if (bytes.length <= MIN_PART_BYTES && Number(end) + 1 < bytes.length)
          throw s3Error('InvalidRequest', 400);
        if (!(Number(end) < bytes.length)) throw s3Error('InvalidArgument', 400);
        // Without the checksum of the part: whether S3 answers one is nowhere promised.
        const { ETag } = this.#storePart(input, bytes.subarray(Number(start), Number(end) + 1));
        return { CopyPartResult: { ETag } };
      }
      case 'CompleteMultipartUpload':
        return this.#complete(input);
      case 'AbortMultipartUpload':
        this.uploads.delete(input.UploadId);
        return {};
      case 'ListMultipartUploads':
        return {
          Uploads: [...this.uploads.values()]
            .filter((upload) => upload.input.Bucket === input.Bucket)
            .map((upload) => ({ Key: upload.input.Key })),
        };
      default:
        throw new TypeError(`the fake knows no ${name}`);
    }
  }

  #find({ Bucket, Key, VersionId, IfMatch }: Input): Version {
    const versions = this.#versions.get(`${Bucket}/${Key}`) ?? [];
    const version =
      VersionId === undefined ? versions.at(-1) : versions.find(({ versionId }) => versionId === VersionId);
    if (version === undefined || (version.isMarker && VersionId === undefined))
      throw s3Error(VersionId === undefined ? 'NoSuchKey' : 'NoSuchVersion', 404);
    if (version.isMarker) throw s3Error('MethodNotAllowed', 405);
    if (IfMatch !== undefined && IfMatch !== version.etag) throw s3Error('PreconditionFailed', 412);
    return version;
  }

  /** Without a version a bucket that keeps them gets a marker; a condition asks the current version alone (User Guide, "How to perform conditional deletes"). */
  #delete(input: Input): unknown {
    const path = `${input.Bucket}/${input.Key}`;
    const versions = this.#versions.get(path) ?? [];
    if (input.IfMatch !== undefined) this.#checkCondition(input);
    if (input.VersionId !== undefined || !this.#versioned.has(input.Bucket)) {
      const left = versions.filter(
        ({ versionId }) => input.VersionId !== undefined && versionId !== input.VersionId,
      );
      this.#versions.set(path, left);
      return {};
    }
    this.#count += 1;
    const marker: Version = {
      ...{ versionId: `version-${this.#count}`, etag: '', bytes: Buffer.alloc(0), metadata: {}, tags: '' },
      ...{ input, created: new Date(Date.now()), isMarker: true },
    };
    this.#versions.set(path, [...versions, marker]);
    return { DeleteMarker: true, VersionId: marker.versionId };
  }

  #listVersions({ Bucket, Prefix = '', KeyMarker, VersionIdMarker, MaxKeys = 1000 }: Input): unknown {
    const all = this.#within(Bucket).flatMap(([Key, versions]) =>
      versions.toReversed().flatMap(({ versionId: VersionId, isMarker, etag, bytes, created }, age) => {
        if (!Key.startsWith(Prefix)) return [];
        // S3 tells times in whole seconds.
        const LastModified = new Date(Math.floor(created.getTime() / 1000) * 1000);
        const entry = { Key, VersionId, IsLatest: age === 0, LastModified };
        return [{ isMarker, entry: isMarker ? entry : { ...entry, ETag: etag, Size: bytes.length } }];
      }),
    );
    const at = all.findIndex(({ entry }) => entry.Key === KeyMarker && entry.VersionId === VersionIdMarker);
    const page = all.slice(at + 1, at + 1 + MaxKeys);
    const last = page.at(-1)?.entry;
    return {
      Versions: page.filter(({ isMarker }) => !isMarker).map(({ entry }) => entry),
      DeleteMarkers: page.filter(({ isMarker }) => isMarker).map(({ entry }) => entry),
      ...(at + 1 + MaxKeys < all.length
        ? { IsTruncated: true, NextKeyMarker: last?.Key, NextVersionIdMarker: last?.VersionId }
        : { IsTruncated: false }),
    };
  }

  #get(input: Input): unknown {
    const version = this.#find(input);
    if (input.IfNoneMatch === version.etag) throw s3Error('NotModified', 304);
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(input.Range) ?? [];
    const start = Number(from ?? 0);
    const end = Math.min(Number(to ?? version.bytes.length) + 1, version.bytes.length);
    if (start >= end && from !== undefined) throw s3Error('InvalidRange', 416);
    return {
      ETag: version.etag,
      ContentRange: `bytes ${start}-${end - 1}/${version.bytes.length}`,
      Body: Readable.from(chunksOf(version.bytes.subarray(start, end))),
      LastModified: version.created,
      ...(version.tags === '' ? {} : { TagCount: [...new URLSearchParams(version.tags)].length }),
      ...this.#versionOf(input.Bucket, version),
    };
  }

  #tag(input: Input): unknown {
    const version = this.#find(input);
    const tags = new URLSearchParams(
      input.Tagging.TagSet.map(({ Key, Value }: Input) => [Key, Value]),
    ).toString();
    const path = `${input.Bucket}/${input.Key}`;
    const versions = this.#versions.get(path) ?? [];
    this.#versions.set(
      path,
      versions.map((each) => (each === version ? { ...each, tags } : each)),
    );
    return this.#versionOf(input.Bucket, version);
  }

  #checkCondition({ Bucket, Key, IfMatch, IfNoneMatch }: Input): void {
    const standing = this.stored(Bucket, Key);
    if (IfNoneMatch === '*' && standing !== undefined) throw s3Error('PreconditionFailed', 412);
    if (IfMatch !== undefined && standing === undefined) throw s3Error('NoSuchKey', 404);
    if (IfMatch !== undefined && IfMatch !== standing?.etag) throw s3Error('PreconditionFailed', 412);
  }

  #store(input: Input, bytes: Buffer): unknown {
    for (const word of [...new URLSearchParams(input.Tagging ?? '')].flat())
      if (!TAG_CHARACTERS.test(word)) throw s3Error('InvalidTag', 400);
    this.#count += 1;
    const path = `${input.Bucket}/${input.Key}`;
    const version: Version = {
      versionId: `version-${this.#count}`,
      etag: etagOf(bytes),
      bytes,
      metadata: input.Metadata ?? {},
      tags: input.Tagging ?? '',
      input,
      created: new Date(Date.now()),
    };
    const kept = this.#versioned.has(input.Bucket) ? (this.#versions.get(path) ?? []) : [];
    this.#versions.set(path, [...kept, version]);
    return { ETag: version.etag, ...this.#versionOf(input.Bucket, version) };
  }

  #storePart({ UploadId, PartNumber }: Input, bytes: Buffer) {
    const upload = this.uploads.get(UploadId);
    if (upload === undefined) throw s3Error('NoSuchUpload', 404);
    const etag = etagOf(bytes);
    const checksum = crc32Of(bytes);
    upload.parts.set(PartNumber, { etag, checksum, bytes });
    return { ETag: etag, ChecksumCRC32: checksum };
  }

  #complete(input: Input): unknown {
    const upload = this.uploads.get(input.UploadId);
    if (upload === undefined) throw s3Error('NoSuchUpload', 404);
    this.#checkCondition(input);
    const bytes: Buffer[] = [];
    for (const [index, { PartNumber, ETag, ChecksumCRC32 }] of input.MultipartUpload.Parts.entries()) {
      const part = upload.parts.get(PartNumber);
      if (part === undefined || PartNumber !== index + 1 || part.etag !== ETag)
        throw s3Error('InvalidPart', 400);
      // A composite checksum is made of those of all parts; that of the full object asks for none.
      const isAsked = ChecksumCRC32 !== undefined || upload.input.ChecksumType !== 'FULL_OBJECT';
      if (upload.input.ChecksumAlgorithm === 'CRC32' && isAsked && part.checksum !== ChecksumCRC32)
        throw s3Error('InvalidPart', 400);
      if (index + 1 < input.MultipartUpload.Parts.length && part.bytes.length < MIN_PART_BYTES)
        throw s3Error('EntityTooSmall', 400);
      bytes.push(part.bytes);
    }
    this.uploads.delete(input.UploadId);
    return this.#store(upload.input, Buffer.concat(bytes));
  }

  #copySource({ CopySource, CopySourceIfMatch }: Input): Version {
    const [path = '', query = ''] = String(CopySource).split('?');
    const [bucket = '', ...key] = path.split('/').map(decodeURIComponent);
    const VersionId = new URLSearchParams(query).get('versionId') ?? undefined;
    return this.#find({ Bucket: bucket, Key: key.join('/'), VersionId, IfMatch: CopySourceIfMatch });
  }

  #versionOf(bucket: string, { versionId }: Version) {
    return this.#versioned.has(bucket) ? { VersionId: versionId } : {};
  }
}

/** What keys and values of tags are made of (Amazon S3 User Guide, "Categorizing your objects using tags"). */
const TAG_CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

function bytesOf(body: Uint8Array | string | undefined): Buffer {
  return Buffer.from(body ?? '');
}

/** Unevenly, as a socket gives them. */
export function chunksOf(bytes: Buffer): readonly Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, size = 1000; at < bytes.length; at += size, size = 16_384 + (at % 977))
    chunks.push(bytes.subarray(at, at + size));
  return chunks;
}

const MIN_PART_BYTES = 5 * 1024 * 1024;

function crc32Of(bytes: Buffer): string {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(bytes));
  return value.toString('base64');
}

function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
