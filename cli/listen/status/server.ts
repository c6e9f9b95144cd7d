import { randomBytes, timingSafeEqual } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PRIVATE_FILE_MODE } from '../../../layers/local/keptPlaces.ts';
import { metricsText } from './metrics.ts';
import type { Picture } from './picture.ts';

/** What the server asks of a gateway. */
export interface Watched {
  picture(): Promise<Picture>;
  /** Begins to stop, as SIGTERM does. */
  stop(): void;
}

export interface StatusServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Where whoever may look into the spool finds the server, and what to show it. */
export function controlFileIn(spool: string): string {
  return join(spool, 'control.json');
}

/** Of `controlFileIn`. */
export interface Control {
  readonly port: number;
  readonly token: string;
}

const TOKEN_BYTES = 32;

/**
 * Health and metrics for everybody on this machine; the whole picture, and the end, for those who can read the spool's own file, which has a token. Rejects with the
 * system's error where it cannot listen.
 */
export async function startStatus(
  { host, port, spool }: { readonly host: string; readonly port: number; readonly spool: string },
  watched: Watched,
): Promise<StatusServer> {
  const token = randomBytes(TOKEN_BYTES).toString('hex');
  const server = createServer((request, response) => {
    answer(request, response, watched, token).catch(() => say(response, 500, 'text/plain', 'failed\n'));
  });
  server.maxConnections = 32;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  // Written over: the file of a process that was killed tells of nobody.
  writeFileSync(controlFileIn(spool), JSON.stringify({ port: taken, token } satisfies Control), {
    mode: PRIVATE_FILE_MODE,
  });
  return {
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  watched: Watched,
  token: string,
): Promise<void> {
  request.resume();
  const what = `${request.method} ${request.url}`;
  if (what === 'GET /health') {
    const { isStopping } = await watched.picture();
    say(response, isStopping ? 503 : 200, 'text/plain', isStopping ? 'stopping\n' : 'ok\n');
  } else if (what === 'GET /metrics')
    say(response, 200, 'text/plain; version=0.0.4', metricsText(await watched.picture()));
  else if (what === 'GET /status' || what === 'POST /drain') {
    if (!hasToken(request, token)) return say(response, 401, 'text/plain', 'show the token of the spool\n');
    // The answer first: where nothing waits, the process ends at once.
    if (what === 'POST /drain') response.once('finish', () => watched.stop());
    say(response, 200, 'application/json', `${JSON.stringify(await watched.picture())}\n`);
  } else say(response, 404, 'text/plain', 'there are /health and /metrics\n');
}

function hasToken({ headers }: IncomingMessage, token: string): boolean {
  const shown = Buffer.from(headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}

function say(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
