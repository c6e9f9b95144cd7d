import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { ByteSource } from '../dicom/byteSource.ts';
import { relatedPart } from './related.ts';
import { answerOf, type StoreAnswer } from './storeAnswer.ts';

/** Twice so much of an instance is in memory: one piece is read while the other is sent. */
const CHUNK_BYTES = 256 * 1024;
/** Of an answer about one instance; those that services give have a kilobyte. */
const MOST_ANSWER_BYTES = 1024 * 1024;
/** From here on the service is asked first whether it wants the bytes at all (RFC 9110 10.1.1): one whose token has expired wants none. */
const ASKED_FIRST_BYTES = 1024 * 1024;
/** For services that do not know the question. */
const UNASKED_AFTER_MS = 1_000;
const EXPECTATION_FAILED = 417;
/** Between two bytes that come or go. A service may take its time to store a large instance before it answers. */
const STALL_MS = 120_000;

export interface StoreService {
  /** Of the Studies resource, `https://…/studies` (PS3.18 10.5.1), or of one study below it. */
  readonly url: string;
  /** Asked before each request, since tokens expire. Never logged. */
  headers(): Readonly<Record<string, string>>;
  readonly tls?: {
    readonly ca?: string | undefined;
    readonly cert?: string | undefined;
    readonly key?: string | undefined;
    /** The name in the service's certificate, where it is not its host. */
    readonly serverName?: string | undefined;
  };
  readonly stallMs?: number;
  /** Runs something after so many milliseconds; answers what cancels it. */
  readonly after?: (ms: number, run: () => void) => () => void;
}

/**
 * Why there is no answer. `unreachable`: no connection came about; `tls`: none that can be trusted; `cut`: it ended before the answer; `stalled`: nothing came or went
 * for too long. The message names codes of the system and nothing of a request.
 */
export class StoreClientError extends Error {
  readonly kind: 'unreachable' | 'tls' | 'cut' | 'stalled';
  /** The system's code. */
  readonly errno: string;

  constructor(kind: StoreClientError['kind'], errno: string) {
    super(`${kind} (${errno})`);
    this.name = 'StoreClientError';
    this.kind = kind;
    this.errno = errno;
  }
}

/** Stores instances by STOW-RS (PS3.18 10.5), one a request, so that each answer is about one; connections are kept. */
export class StoreClient {
  readonly #service: StoreService;
  readonly #agent: HttpAgent;
  readonly #isSecure: boolean;
  #mayAsk = true;

  constructor(service: StoreService) {
    this.#service = service;
    this.#isSecure = new URL(service.url).protocol === 'https:';
    const { ca, cert, key, serverName } = service.tls ?? {};
    const tls = {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert, key }),
      ...(serverName === undefined ? {} : { servername: serverName }),
    };
    // Said, since a variable of the environment (NODE_TLS_REJECT_UNAUTHORIZED) would turn it off.
    this.#agent = this.#isSecure
      ? new HttpsAgent({ keepAlive: true, minVersion: 'TLSv1.2', rejectUnauthorized: true, ...tls })
      : new HttpAgent({ keepAlive: true });
  }

  /**
   * Sends a Part 10 file as it is. Rejects with `StoreClientError`, with what `source` rejects with, or with the reason of `signal`. A connection that was kept, and that
   * the service had closed meanwhile, is made anew once.
   */
  async store(source: ByteSource, sopInstanceUid: string, signal: AbortSignal): Promise<StoreAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      const sending = new Sending(this.#request(source.size, signal), this.#service);
      try {
        const answer = await sending.run(source, sopInstanceUid);
        if (answer.status !== EXPECTATION_FAILED || !this.#mayAsk) return answer;
        this.#mayAsk = false;
      } catch (error) {
        signal.throwIfAborted();
        if (attempt > 1 || !sending.metClosedConnection(error)) throw error;
      }
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #request(size: number, signal: AbortSignal) {
    const part = relatedPart('application/dicom');
    const length = part.head.length + size + part.tail.length;
    const options: RequestOptions = {
      method: 'POST',
      agent: this.#agent,
      signal,
      headers: {
        Accept: 'application/dicom+json',
        ...this.#service.headers(),
        'Content-Type': part.contentType,
        'Content-Length': length,
        ...(this.#mayAsk && size >= ASKED_FIRST_BYTES ? { Expect: '100-continue' } : {}),
      },
    };
    const begin = this.#isSecure ? httpsRequest : httpRequest;
    return { part, request: begin(this.#service.url, options) };
  }
}

/** One request. Where it fails first, there the others stop. */
class Sending {
  readonly #request: ClientRequest;
  readonly #part: ReturnType<typeof relatedPart>;
  readonly #failed: Promise<never>;
  readonly #answered: Promise<IncomingMessage>;
  #fail: (error: unknown) => void = () => {};
  #isAnswered = false;
  #isConnected = false;
  #isOver = false;
  #cancelStall: () => void = () => {};
  readonly #stallMs: number;
  readonly #after: NonNullable<StoreService['after']>;

  constructor(
    { part, request }: { readonly part: ReturnType<typeof relatedPart>; readonly request: ClientRequest },
    { stallMs = STALL_MS, after = afterOnMachine }: Pick<StoreService, 'stallMs' | 'after'>,
  ) {
    this.#request = request;
    this.#part = part;
    this.#stallMs = stallMs;
    this.#after = after;
    this.#failed = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    this.#failed.catch(() => {});
    request.on('error', (error) => this.#fail(this.#told(error)));
    request.on('socket', (socket) => {
      if (!socket.connecting) this.#isConnected = true;
      else
        socket.once(isSecure(request) ? 'secureConnect' : 'connect', () => {
          this.#isConnected = true;
        });
    });
    this.#answered = new Promise((resolve) => {
      request.on('response', (response) => {
        this.#isAnswered = true;
        resolve(response);
      });
    });
  }

  async run(source: ByteSource, sopInstanceUid: string): Promise<StoreAnswer> {
    try {
      this.#moved();
      // A service may answer before all is sent: no more is sent then.
      await Promise.race([this.#send(source), this.#answered, this.#failed]);
      const response = await Promise.race([this.#answered, this.#failed]);
      const body = await Promise.race([this.#read(response), this.#failed]);
      const { statusCode = 0, headers } = response;
      return answerOf(statusCode, headers, body, sopInstanceUid);
    } finally {
      this.#isOver = true;
      this.#cancelStall();
      if (!this.#request.writableEnded || !this.#isAnswered) this.#request.destroy();
    }
  }

  /** A kept connection that ended before anything came back. */
  metClosedConnection(error: unknown): boolean {
    return (
      error instanceof StoreClientError &&
      error.kind === 'cut' &&
      this.#request.reusedSocket &&
      !this.#isAnswered
    );
  }

  /** The service wants the bytes, or does not say. */
  async #wanted(): Promise<void> {
    if (this.#request.getHeader('expect') === undefined) return;
    this.#request.flushHeaders();
    let cancel = () => {};
    const wanted = new Promise<void>((resolve) => {
      this.#request.once('continue', resolve);
      cancel = this.#after(UNASKED_AFTER_MS, resolve);
    });
    await Promise.race([wanted, this.#answered, this.#failed]).finally(() => cancel());
  }

  async #send(source: ByteSource): Promise<void> {
    await this.#wanted();
    if (this.#isAnswered) return;
    let sent = this.#write(this.#part.head);
    const pieces = [Buffer.allocUnsafeSlow(CHUNK_BYTES), Buffer.allocUnsafeSlow(CHUNK_BYTES)] as const;
    for (let at = 0, turn = 0; at < source.size && !this.#isAnswered; at += CHUNK_BYTES, turn += 1) {
      const piece = pieces[turn % 2 === 0 ? 0 : 1].subarray(0, Math.min(CHUNK_BYTES, source.size - at));
      const bytes = await filled(source, at, piece);
      await sent;
      if (this.#isAnswered) return;
      sent = this.#write(bytes);
    }
    await sent;
    if (!this.#isAnswered) this.#request.end(this.#part.tail);
  }

  /** Resolves when the system has the bytes, so that their memory may be used again; or when nothing more is to be sent. */
  async #write(bytes: Uint8Array): Promise<void> {
    const isTaken = new Promise<void>((resolve) => {
      this.#request.write(bytes, () => resolve());
    });
    await Promise.race([isTaken, this.#failed, this.#answered]);
    this.#moved();
  }

  async #read(response: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      for await (const chunk of response as AsyncIterable<Buffer>) {
        this.#moved();
        length += chunk.length;
        // The status has said what is needed; so long a text is not about one instance.
        if (length > MOST_ANSWER_BYTES) return '';
        chunks.push(chunk);
      }
    } catch (error) {
      throw this.#told(error);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  #moved(): void {
    this.#cancelStall();
    if (this.#isOver) return;
    this.#cancelStall = this.#after(this.#stallMs, () => {
      this.#fail(new StoreClientError('stalled', `nothing for ${this.#stallMs / 1000} s`));
      this.#request.destroy();
    });
  }

  #told(error: unknown): StoreClientError {
    const code = (error as { readonly code?: unknown }).code;
    const errno = typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'no code';
    if (/CERT|TLS|SSL|SELF_SIGNED|EPROTO/.test(errno)) return new StoreClientError('tls', errno);
    return new StoreClientError(this.#isConnected ? 'cut' : 'unreachable', errno);
  }
}

async function filled(source: ByteSource, at: number, piece: Uint8Array): Promise<Uint8Array> {
  if (source.readInto === undefined) return source.read(at, at + piece.length);
  await source.readInto(piece, at);
  return piece;
}

function isSecure(request: ClientRequest): boolean {
  return request.protocol === 'https:';
}

function afterOnMachine(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
