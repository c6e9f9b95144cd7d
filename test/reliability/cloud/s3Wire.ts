import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Input } from '../../layers/aws/fakes/s3.ts';

/** An answer on the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Headers that S3's calls bring, and what the SDK calls them. */
const HEADERS = {
  'if-match': 'IfMatch',
  'if-none-match': 'IfNoneMatch',
  range: 'Range',
  'content-type': 'ContentType',
  'x-amz-tagging': 'Tagging',
  'x-amz-copy-source': 'CopySource',
  'x-amz-copy-source-if-match': 'CopySourceIfMatch',
  'x-amz-copy-source-range': 'CopySourceRange',
  'x-amz-metadata-directive': 'MetadataDirective',
  'x-amz-tagging-directive': 'TaggingDirective',
  'x-amz-checksum-algorithm': 'ChecksumAlgorithm',
  'x-amz-checksum-type': 'ChecksumType',
  'x-amz-server-side-encryption': 'ServerSideEncryption',
  'x-amz-server-side-encryption-aws-kms-key-id': 'SSEKMSKeyId',
} as const;

const QUERY = {
  versionId: 'VersionId',
  uploadId: 'UploadId',
  prefix: 'Prefix',
  'continuation-token': 'ContinuationToken',
  'key-marker': 'KeyMarker',
  'version-id-marker': 'VersionIdMarker',
} as const;

/** A call of S3 (API reference, path-style), as the SDK would name it and what it is given. */
export function readS3Call({ method, url, headers, body }: Request): {
  readonly name: string;
  readonly input: Input;
} {
  const [, Bucket = '', ...key] = url.pathname.split('/').map(decodeURIComponent);
  const query = url.searchParams;
  const named = Object.entries(HEADERS).map(([header, name]) => [name, headers[header]] as const);
  const asked = Object.entries(QUERY).map(
    ([parameter, name]) => [name, query.get(parameter) ?? undefined] as const,
  );
  const meta = Object.entries(headers).filter(([header]) => header.startsWith('x-amz-meta-'));
  const input = {
    Bucket,
    ...(key.join('/') === '' ? {} : { Key: key.join('/') }),
    ...Object.fromEntries([...named, ...asked].filter(([, value]) => value !== undefined)),
    ...(meta.length === 0
      ? {}
      : {
          Metadata: Object.fromEntries(
            meta.map(([header, value]) => [header.slice('x-amz-meta-'.length), value]),
          ),
        }),
    ...(query.has('partNumber') ? { PartNumber: Number(query.get('partNumber')) } : {}),
  };
  const name = nameOf(method, 'Key' in input, 'CopySource' in input, query);
  return { name, input: { ...input, ...bodyOf(name, body) } };
}

function nameOf(method: string, hasKey: boolean, isCopy: boolean, query: URLSearchParams): string {
  const isPart = query.has('uploadId');
  switch (method) {
    case 'GET':
      if (!hasKey) return query.has('versions') ? 'ListObjectVersions' : 'ListObjectsV2';
      return query.has('tagging') ? 'GetObjectTagging' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'POST':
      return isPart ? 'CompleteMultipartUpload' : 'CreateMultipartUpload';
    case 'DELETE':
      return isPart ? 'AbortMultipartUpload' : 'DeleteObject';
    default:
      if (query.has('tagging')) return 'PutObjectTagging';
      if (isPart) return isCopy ? 'UploadPartCopy' : 'UploadPart';
      return isCopy ? 'CopyObject' : 'PutObject';
  }
}

function bodyOf(name: string, body: Buffer): Input {
  if (name === 'PutObject' || name === 'UploadPart') return { Body: body };
  if (name === 'CompleteMultipartUpload')
    return {
      MultipartUpload: {
        Parts: elementsOf(body, 'Part').map((part) => ({
          PartNumber: Number(textOf(part, 'PartNumber')),
          ETag: textOf(part, 'ETag'),
          ChecksumCRC32: textOf(part, 'ChecksumCRC32') || undefined,
        })),
      },
    };
  if (name === 'PutObjectTagging')
    return {
      Tagging: {
        TagSet: elementsOf(body, 'Tag').map((tag) => ({
          Key: textOf(tag, 'Key'),
          Value: textOf(tag, 'Value'),
        })),
      },
    };
  return {};
}

const elementsOf = (xml: Buffer, name: string) =>
  [...xml.toString('utf8').matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(
    ([, inner = '']) => inner,
  );
const textOf = (xml: string, name: string) =>
  (new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1] ?? '').replaceAll('&quot;', '"');

/** An output of the SDK's shape, as S3 writes it. */
export async function writeS3Answer(name: string, output: Input): Promise<Answer> {
  const headers = Object.fromEntries(
    [
      ['ETag', output.ETag],
      ['Content-Range', output.ContentRange],
      ['x-amz-version-id', output.VersionId],
      ['x-amz-delete-marker', output.DeleteMarker === undefined ? undefined : 'true'],
      ['Last-Modified', (output.LastModified as Date | undefined)?.toUTCString()],
      ['x-amz-checksum-crc32', output.ChecksumCRC32],
      ['x-amz-tagging-count', output.TagCount === undefined ? undefined : String(output.TagCount)],
      ['Content-Length', name === 'HeadObject' ? String(output.ContentLength) : undefined],
      ...Object.entries(output.Metadata ?? {}).map(([key, value]) => [`x-amz-meta-${key}`, value]),
    ].filter(([, value]) => value !== undefined),
  );
  if (name === 'GetObject') {
    const body = await collected(output.Body as Readable);
    return { status: output.ContentRange === undefined ? 200 : 206, headers, body };
  }
  const xml = xmlOf(name, output);
  return {
    status: /^(Abort|DeleteObject$)/.test(name) ? 204 : 200,
    headers: { ...headers, ...(xml === '' ? {} : { 'Content-Type': 'application/xml' }) },
    body: Buffer.from(xml),
  };
}

export async function collected(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function xmlOf(name: string, output: Input): string {
  switch (name) {
    case 'CreateMultipartUpload':
      return xml('InitiateMultipartUploadResult', { UploadId: output.UploadId });
    case 'UploadPartCopy':
      return xml('CopyPartResult', output.CopyPartResult);
    case 'CopyObject':
      return xml('CopyObjectResult', { ETag: output.ETag });
    case 'CompleteMultipartUpload':
      return xml('CompleteMultipartUploadResult', { ETag: output.ETag });
    case 'GetObjectTagging':
      return xml('Tagging', { TagSet: { Tag: output.TagSet } });
    case 'ListObjectsV2':
      return xml('ListBucketResult', { IsTruncated: false, Contents: output.Contents });
    case 'ListObjectVersions':
      return xml('ListVersionsResult', {
        IsTruncated: output.IsTruncated,
        NextKeyMarker: output.NextKeyMarker ?? '',
        NextVersionIdMarker: output.NextVersionIdMarker ?? '',
        Version: output.Versions,
        DeleteMarker: output.DeleteMarkers,
      });
    default:
      return '';
  }
}

/** S3 quotes the key in its errors: so does this. */
export function writeS3Error(code: string, message: string, status: number): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/xml' },
    body:
      status === 304
        ? Buffer.alloc(0)
        : Buffer.from(xml('Error', { Code: code, Message: message, Key: message })),
  };
}

function xml(root: string, members: Input): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${inner(members)}</${root}>`;
}

function inner(members: Input): string {
  return Object.entries(members)
    .flatMap(([name, value]) => [value].flat().map((each) => [name, each] as const))
    .map(
      ([name, value]) =>
        `<${name}>${typeof value === 'object' && !(value instanceof Date) ? inner(value) : escaped(value)}</${name}>`,
    )
    .join('');
}

function escaped(value: unknown): string {
  const text = value instanceof Date ? value.toISOString() : String(value);
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
