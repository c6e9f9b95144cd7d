import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An object that is made when it is asked for: a head, and zeros behind it that take no memory. */
export interface MadeObject {
  readonly head: Uint8Array;
  readonly sizeBytes: number;
}

export interface Counts {
  /** Requests by service and operation: `s3 GetObject`. */
  readonly requests: Readonly<Record<string, number>>;
  /** Bytes of bodies that the services gave and took, by the same names. */
  readonly given: Readonly<Record<string, number>>;
  readonly taken: Readonly<Record<string, number>>;
}

/**
 * S3, KMS, DynamoDB and CloudWatch Logs as far as an ingest function asks them, over HTTP, to be counted: the clients are the real ones. Whatever is put is
 * taken and forgotten; an object that nobody makes is not there.
 */
export class CountingAws {
  readonly #object: (bucket: string, key: string) => MadeObject | null;
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #requests: Record<string, number> = {};
  #given: Record<string, number> = {};
  #taken: Record<string, number> = {};

  constructor(object: (bucket: string, key: string) => MadeObject | null) {
    this.#object = object;
  }

  /** Answers the URL to call. */
  async start(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** What was counted since the last time. */
  take(): Counts {
    const counts = { requests: this.#requests, given: this.#given, taken: this.#taken };
    this.#requests = {};
    this.#given = {};
    this.#taken = {};
    return counts;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const text = Buffer.concat(body);
    const target = request.headers['x-amz-target'];
    const [operation, answer] =
      typeof target === 'string' ? json(target, text) : this.#s3(request, text.length);
    const takenBytes = Number(request.headers['x-amz-decoded-content-length'] ?? text.length);
    const count = (into: Record<string, number>, by: number) => {
      into[operation] = (into[operation] ?? 0) + by;
    };
    count(this.#requests, 1);
    count(this.#taken, takenBytes);
    const { status = 200, headers = {}, chunks = [] } = answer;
    const length = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
    count(this.#given, length);
    response.writeHead(status, { 'content-length': length, 'x-amzn-requestid': 'r', ...headers });
    for (const chunk of chunks) response.write(chunk);
    response.end();
  }

  #s3({ method, url = '/', headers }: IncomingMessage, bytes: number): [string, Answer] {
    const { pathname, searchParams: query } = new URL(url, 'http://s3');
    const [, bucket = '', ...path] = decodeURIComponent(pathname).split('/');
    const versioned = { etag: '"e"', 'x-amz-version-id': 'v' };
    if (method === 'GET' && (query.has('versions') || query.get('list-type') === '2'))
      return ['s3 List', xml(query.has('versions') ? 'ListVersionsResult' : 'ListBucketResult')];
    if (method === 'PUT' && query.has('tagging')) return ['s3 PutObjectTagging', { headers: versioned }];
    if (method === 'POST' && query.has('uploads'))
      return ['s3 CreateMultipartUpload', xml('InitiateMultipartUploadResult', '<UploadId>u</UploadId>')];
    if (method === 'POST')
      return ['s3 CompleteMultipartUpload', xml('CompleteMultipartUploadResult', '<ETag>"e"</ETag>')];
    if (method === 'PUT' && headers['x-amz-copy-source'] !== undefined)
      return ['s3 UploadPartCopy', xml('CopyPartResult', '<ETag>"e"</ETag>')];
    if (method === 'PUT' && query.has('partNumber')) return ['s3 UploadPart', { headers: versioned }];
    if (method === 'PUT' && bytes >= 0) return ['s3 PutObject', { headers: versioned }];
    if (method === 'DELETE') return ['s3 DeleteObject', { status: 204, headers: versioned }];
    const name = method === 'HEAD' ? 's3 HeadObject' : 's3 GetObject';
    const object = this.#object(bucket, path.join('/'));
    if (object === null) return [name, { status: 404, ...xml('Error', '<Code>NoSuchKey</Code>') }];
    const { head, sizeBytes } = object;
    const [, first = '0', last = String(sizeBytes - 1)] = /bytes=(\d+)-(\d*)/.exec(headers.range ?? '') ?? [];
    const end = Math.min(sizeBytes, Number(last === '' ? sizeBytes - 1 : last) + 1);
    const start = Number(first);
    return [
      name,
      {
        status: headers.range === undefined ? 200 : 206,
        headers: { ...versioned, 'content-range': `bytes ${start}-${end - 1}/${sizeBytes}` },
        chunks: method === 'HEAD' ? [] : slice(head, start, end),
      },
    ];
  }
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly chunks?: readonly Uint8Array[];
}

const ZEROS = new Uint8Array(1024 * 1024);

function slice(head: Uint8Array, start: number, end: number): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  if (start < head.length) chunks.push(head.subarray(start, end));
  for (let at = Math.max(start, head.length); at < end; at += ZEROS.length)
    chunks.push(ZEROS.subarray(0, Math.min(ZEROS.length, end - at)));
  return chunks;
}

function xml(root: string, content = ''): Answer {
  return {
    headers: { 'content-type': 'application/xml' },
    chunks: [Buffer.from(`<${root}>${content}</${root}>`)],
  };
}

/** Services that say what they are asked in a header, and speak JSON. */
function json(target: string, body: Buffer): [string, Answer] {
  const [prefix = '', operation = ''] = target.split('.');
  const service = prefix.startsWith('Logs') ? 'logs' : prefix.startsWith('Trent') ? 'kms' : 'dynamodb';
  const answer =
    operation === 'GenerateMac'
      ? {
          Mac: createHmac('sha256', 'root').update(JSON.parse(body.toString()).Message).digest('base64'),
          KeyId: 'k',
          MacAlgorithm: 'HMAC_SHA_256',
        }
      : {};
  return [
    `${service} ${operation}`,
    {
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      chunks: [Buffer.from(JSON.stringify(answer))],
    },
  ];
}
