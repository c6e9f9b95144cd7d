import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { isValidUid } from '../../../layers/dicom/standard/uid.ts';
import { parseMediaType } from '../../../layers/dicomweb/mediaType.ts';
import { serverTls, type TlsServerOptions } from '../../../layers/dimse/tls.ts';
import type { Credentials } from './credentials.ts';
import { type Intake, partsIn, RequestRefusal, storeInstances } from './storeRequest.ts';

export interface StowOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly tls?: TlsServerOptions;
  readonly credentials: Credentials;
  /** The AE title that clients count as calling. */
  readonly calledAeTitle: string;
  /** Requests at a time. */
  readonly requests: number;
  readonly requestBytes: number;
  readonly instances: number;
  /** How long a client may say nothing within a request. */
  readonly idleMs: number;
  readonly intake: Intake;
  /** A request is over: for logs and metrics, without an identifier. `status`: 0 where the client went away before the answer. */
  readonly onRequest?: (event: StowEvent) => void;
  /** What nobody foresaw; the client is told 500. */
  readonly onFailure?: (error: unknown) => void;
}

export interface StowEvent {
  /** The name of the client; null: nobody's token. */
  readonly client: string | null;
  readonly address: string;
  readonly status: number;
  readonly stored: number;
  readonly failed: number;
}

/** STOW-RS in (PS3.18 10.5). */
export interface StowServer {
  readonly port: number;
  /** Takes no further request, and resolves once those that are under way are answered. */
  close(): Promise<void>;
}

/** What clients send is bounded by this many times `requests`; more connections are not taken. */
const CONNECTIONS_A_REQUEST = 4;
/** For a client that is told to come later, in seconds (RFC 9110 10.2.3). */
const RETRY_AFTER = '30';
/** What is read of a request that is refused, so that its client, who still sends, sees the answer (RFC 9112 9.6). */
const MOST_LINGERING_BYTES = 4 * 1024 * 1024;
/** And for so long: who sends a byte now and then holds the connection no longer. */
const MOST_LINGERING_MS = 30_000;
const HANDSHAKE_MS = 30_000;
const ANSWER_TYPE = 'application/dicom+json';

/** Rejects with the system's error where it cannot listen. */
export async function startStow(options: StowOptions): Promise<StowServer> {
  const handler = new Handler(options);
  const answer = (request: IncomingMessage, response: ServerResponse): void =>
    void handler.take(request, response);
  const server =
    options.tls === undefined ? createServer() : createTlsServer(serverTls(options.tls, HANDSHAKE_MS));
  server.on('request', answer);
  // Whoever asks first is answered before they send.
  server.on('checkContinue', answer);
  server.maxConnections = options.requests * CONNECTIONS_A_REQUEST;
  // A large study takes as long as it takes: only silence is bounded.
  server.requestTimeout = 0;
  server.setTimeout(options.idleMs, (socket: Socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

class Handler {
  readonly #options: StowOptions;
  #requests = 0;

  constructor(options: StowOptions) {
    this.#options = options;
  }

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const event = { client: null as string | null, stored: 0, failed: 0 };
    let status: number;
    this.#requests += 1;
    try {
      status = await this.#store(request, response, event);
    } catch (error) {
      status = this.#refuse(request, response, error);
    } finally {
      this.#requests -= 1;
    }
    this.#options.onRequest?.({ ...event, address: request.socket.remoteAddress ?? '', status });
  }

  async #store(
    request: IncomingMessage,
    response: ServerResponse,
    event: { client: string | null; stored: number; failed: number },
  ): Promise<number> {
    const { credentials, intake, calledAeTitle, requests, instances, requestBytes } = this.#options;
    const studyInstanceUid = studyIn(request);
    const client = credentials.clientOf(request.headers.authorization);
    if (client === null) throw new RequestRefusal(401, 'Send the token of a client.');
    event.client = client.name;
    if (this.#requests > requests)
      throw new RequestRefusal(503, 'Too many requests at a time; send it again later.');
    requireForm(request, requestBytes);
    if (request.headers.expect !== undefined) response.writeContinue();
    const told = await storeInstances(
      {
        contentType: request.headers['content-type'],
        studyInstanceUid,
        callingAeTitle: client.aet,
        calledAeTitle,
        body: bounded(request, requestBytes),
        mostInstances: instances,
      },
      intake,
    );
    [event.stored, event.failed] = [told.stored, told.failed];
    const later = told.status === 503 ? { 'retry-after': RETRY_AFTER } : {};
    response.writeHead(told.status, { 'content-type': ANSWER_TYPE, ...later }).end(told.body);
    return told.status;
  }

  /** The status that was told; 0: nobody is there to be told. */
  #refuse(request: IncomingMessage, response: ServerResponse, error: unknown): number {
    if (request.socket.destroyed) return 0;
    const isOurs = error instanceof RequestRefusal;
    if (!isOurs) this.#options.onFailure?.(error);
    const status = isOurs ? error.status : 500;
    const message = isOurs ? error.message : 'The request could not be served.';
    const headers: Record<string, string> = {
      'content-type': 'text/plain; charset=utf-8',
      connection: 'close',
    };
    if (status === 401) headers['www-authenticate'] = 'Bearer';
    if (status === 405) headers.allow = 'POST';
    if (status === 503) headers['retry-after'] = RETRY_AFTER;
    const body = `${message}\n`;
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).write(body);
    // Node closes the connection with the answer's end, and a system that closes on what it has not read takes the answer back.
    linger(request, () => response.end());
    return status;
  }
}

/** The study of a path, null where it names none. Throws `RequestRefusal`. */
function studyIn({ url = '', method }: IncomingMessage): string | null {
  const [path = ''] = url.split('?');
  const [, uid] = /^\/studies(?:\/([0-9.]{1,64}))?\/?$/.exec(path) ?? [null, null];
  if (uid === null || (uid !== undefined && !isValidUid(uid)))
    throw new RequestRefusal(404, 'Instances are stored at /studies, or /studies/UID.');
  if (method !== 'POST') throw new RequestRefusal(405, 'Instances are stored with POST.');
  return uid ?? null;
}

/** What the head of a request says of its body. Throws `RequestRefusal`. */
function requireForm({ headers }: IncomingMessage, requestBytes: number): void {
  if (!accepts(headers.accept)) throw new RequestRefusal(406, `The answer is ${ANSWER_TYPE}.`);
  const coding = headers['content-encoding'];
  if (coding !== undefined && coding !== 'identity')
    throw new RequestRefusal(415, 'Send it without a content coding.');
  if (Number(headers['content-length'] ?? 0) > requestBytes) throw tooLong(requestBytes);
  // Throws before anything is asked for.
  void partsIn(headers['content-type'], nothing());
}

async function* nothing(): AsyncGenerator<Uint8Array, void> {}

/** RFC 9110 12.5.1, without its weights: a list of what may come. */
function accepts(header: string | undefined): boolean {
  if (header === undefined || header.trim() === '') return true;
  const types = header.split(',').map((each) => parseMediaType(each)?.type);
  return types.some((type) => [ANSWER_TYPE, 'application/json', 'application/*', '*/*'].includes(type ?? ''));
}

async function* bounded(request: IncomingMessage, most: number): AsyncGenerator<Uint8Array, void> {
  let left = most;
  // Who is refused half-way still reads the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    left -= chunk.length;
    if (left < 0) throw tooLong(most);
    yield chunk;
  }
}

function tooLong(most: number): RequestRefusal {
  return new RequestRefusal(413, `A request may have ${most} bytes.`);
}

/** Reads on for a while, and no more than that. `over`: nothing more comes. A client that asked first sends nothing. */
function linger(request: IncomingMessage, over: () => void): void {
  if (request.complete || request.headers.expect !== undefined) {
    over();
    return;
  }
  let left = MOST_LINGERING_BYTES;
  const alarm = setTimeout(() => request.socket.destroy(), MOST_LINGERING_MS);
  request.on('data', (chunk: Uint8Array) => {
    left -= chunk.length;
    if (left < 0) request.socket.destroy();
  });
  request.on('error', () => {});
  request.once('close', () => {
    clearTimeout(alarm);
    over();
  });
  request.resume();
}
