import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FaultError } from '../../../layers/engine/faults.ts';
import { ReviewError } from '../../../layers/engine/review/errors.ts';
import type { Review } from '../../../layers/engine/review/types.ts';
import { UsageError } from '../../exit.ts';
import { ANSWERS, type Answer } from './answers.ts';
import { bodyOf, textIn, WrongBody } from './asked.ts';
import { Gate } from './gate.ts';
import type { PageFile } from './pageFiles.ts';

/** A value that is typed, and what names it. */
const MOST_BODY_BYTES = 256 * 1024;
/** A browser opens six. */
const MOST_CONNECTIONS = 64;

/** Only what came with the page runs, nothing is loaded from elsewhere, and no page has this one in a frame (CSP 3). */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS = {
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** A review that is served. */
export interface ServedReview {
  /** With the token: for the person who called, and nobody else. */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves a review to one browser on this machine. `port` 0: one that is free. Rejects with `UsageError` where the port is taken. */
export async function serveReview(
  review: Review,
  files: ReadonlyMap<string, PageFile>,
  port: number,
): Promise<ServedReview> {
  let gate: Gate | null = null;
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    // Nothing is answered before it is known where it listens.
    if (gate === null) response.destroy();
    else handle(gate, review, files, request, response).catch(() => response.destroy());
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listening(server, port);
  gate = new Gate((server.address() as AddressInfo).port);
  return {
    address: gate.address,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new UsageError(
          `nobody can listen on port ${port} of 127.0.0.1 (${error.code ?? 'unknown'}). Name another --port, or 0 for any.`,
        ),
      ),
    );
    // Other machines do not reach it.
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

async function handle(
  gate: Gate,
  review: Review,
  files: ReadonlyMap<string, PageFile>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', headers, url = '' } = request;
  const knock = { method, headers };
  if (gate.isForeign(knock)) return refuse(response, 403, 'REVIEW_FOREIGN_REQUEST');
  const file = files.get(url);
  if (file !== undefined) {
    if (method !== 'GET') return refuse(response, 405, 'REVIEW_BAD_REQUEST');
    return send(response, 200, file.type, file.bytes);
  }
  // The address as it was sent: nothing is decoded or put together, so nothing leads anywhere else.
  const name = /^\/api\/([a-z]+)$/.exec(url)?.[1] ?? '';
  const isKnown = name === 'session' || Object.hasOwn(ANSWERS, name);
  if (!isKnown) return refuse(response, 404, 'REVIEW_BAD_REQUEST');
  const why = name === 'session' ? null : gate.refuses(knock);
  if (why !== null) return refuse(response, why === 'REVIEW_NO_SESSION' ? 401 : 403, why);
  try {
    const text = await bodyText(request);
    if (text === null) return refuse(response, 413, 'REVIEW_BAD_REQUEST');
    const body = bodyOf(text);
    if (name !== 'session')
      return answer(response, await (ANSWERS[name] as (typeof ANSWERS)[string])(body, review));
    const cookie = gate.enter(knock, textIn(body, 'token'));
    if (cookie === null) return refuse(response, 401, 'REVIEW_NO_SESSION');
    response.setHeader('set-cookie', cookie);
    return answer(response, { json: {} });
  } catch (error) {
    const [status, code, message, hint] = saidOf(error);
    return refuse(response, status, code, message, hint);
  }
}

/** Null: it is longer than anything the page sends. */
async function bodyText(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MOST_BODY_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function answer(response: ServerResponse, given: Answer): void {
  if ('json' in given) send(response, 200, 'application/json', Buffer.from(JSON.stringify(given.json)));
  else {
    response.setHeader('x-lethe-picture', JSON.stringify(given.told));
    send(response, 200, 'image/png', given.png);
  }
}

/** What is said of an error. The texts of the review and of faults hold no value; of anything else only that it happened is told. */
function saidOf(error: unknown): readonly [number, string, string, string] {
  if (error instanceof ReviewError) return [422, error.code, error.message, error.hint];
  if (error instanceof FaultError) return [503, error.code, error.message, error.hint];
  if (error instanceof WrongBody) return [400, 'REVIEW_BAD_REQUEST', error.message, ''];
  return [500, 'DEFECT', '', ''];
}

function refuse(response: ServerResponse, status: number, code: string, message = '', hint = ''): void {
  // What was not read of the request is not waited for.
  response.setHeader('connection', 'close');
  send(response, status, 'application/json', Buffer.from(JSON.stringify({ code, message, hint })));
}

function send(response: ServerResponse, status: number, type: string, bytes: Uint8Array): void {
  response.writeHead(status, { ...HEADERS, 'content-type': type, 'content-length': bytes.length });
  response.end(bytes);
}
