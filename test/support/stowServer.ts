import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface StowServer {
  readonly url: string;
  /** What was stored, by SOP Instance UID in the file meta information, with how often it came. */
  readonly stored: Map<string, { readonly bytes: Buffer; readonly times: number }>;
  readonly requests: { readonly headers: IncomingMessage['headers']; readonly path: string }[];
  /** Hears `Expect: 100-continue` (RFC 9110 10.1.1) in place of Node, which says yes. */
  onCheckContinue(heard: (request: IncomingMessage, response: ServerResponse) => void): void;
  /** Connections that were made. */
  connections: number;
  close(): Promise<void>;
}

/** What a server does with a request in place of storing it. `body` reads it whole. */
export type Instead = (
  request: IncomingMessage,
  response: ServerResponse,
  body: () => Promise<Buffer>,
) => Promise<boolean> | boolean;

/** A STOW-RS service (PS3.18 10.5) that keeps what it gets; `instead` answers true where it has answered itself. */
export async function stowServer(
  instead: Instead = () => false,
  tls: { readonly key: string; readonly cert: string; readonly ca?: string } | null = null,
): Promise<StowServer> {
  const stored: StowServer['stored'] = new Map();
  const requests: { headers: IncomingMessage['headers']; path: string }[] = [];
  const sockets = new Set<Socket>();
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    requests.push({ headers: request.headers, path: request.url ?? '' });
    const body = () => whole(request);
    if (await instead(request, response, body)) return;
    const bytes = partOf(await body(), request.headers['content-type'] ?? '');
    const uid = uidIn(bytes);
    const before = stored.get(uid);
    stored.set(uid, { bytes, times: (before?.times ?? 0) + 1 });
    answer(response, 200, { '00081199': { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: [uid] } }] } });
  };
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch(() => request.socket.destroy());
  };
  const server: Server =
    tls === null
      ? createServer(onRequest)
      : createSecureServer(
          { ...tls, ...(tls.ca === undefined ? {} : { requestCert: true, rejectUnauthorized: true }) },
          onRequest,
        );
  const opened: StowServer = {
    url: '',
    stored,
    requests,
    connections: 0,
    onCheckContinue: (heard) => void server.on('checkContinue', heard),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  server.on('connection', (socket: Socket) => {
    opened.connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(opened, {
    url: `${tls === null ? 'http' : 'https'}://127.0.0.1:${port}/dicom-web/studies`,
  });
}

/** Answers in DICOM JSON (PS3.18 F). */
export function answer(response: ServerResponse, status: number, dataSet: unknown, headers = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/dicom+json', ...headers });
  response.end(JSON.stringify(dataSet));
}

async function whole(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The one part of a body (RFC 2046 5.1.1); throws where its frame is not as it must be. */
export function partOf(body: Buffer, contentType: string): Buffer {
  const boundary = /^multipart\/related; type="application\/dicom"; boundary=([\w-]+)$/.exec(
    contentType,
  )?.[1];
  if (boundary === undefined) throw new Error(`not the Content-Type of STOW-RS: ${contentType}`);
  const start = Buffer.from(`--${boundary}\r\n`, 'latin1');
  const end = Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1');
  if (!body.subarray(0, start.length).equals(start)) throw new Error('no boundary at the start');
  if (!body.subarray(body.length - end.length).equals(end)) throw new Error('no boundary at the end');
  const head = body.indexOf('\r\n\r\n', start.length, 'latin1');
  if (body.toString('latin1', start.length, head) !== 'Content-Type: application/dicom')
    throw new Error('not the header of a part');
  return body.subarray(head + 4, body.length - end.length);
}

/** Media Storage SOP Instance UID (0002,0003) of a Part 10 file, found by its tag and VR. */
export function uidIn(bytes: Buffer): string {
  const at = bytes.indexOf(Buffer.from([0x02, 0x00, 0x03, 0x00, 0x55, 0x49]));
  const length = bytes.readUInt16LE(at + 6);
  return bytes.toString('latin1', at + 8, at + 8 + length).replace(/\0$/, '');
}
