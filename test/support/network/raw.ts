import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { DICOM_APPLICATION_CONTEXT } from '../../../layers/dimse/associatePdu.ts';
import { VERIFICATION } from '../../../layers/dimse/association.ts';
import { associateRqPdu } from '../../../layers/dimse/pdu.ts';
import { IMPLICIT } from './own.ts';

/** A peer that writes bytes as a test wants them, and keeps what comes. */
export interface RawPeer {
  readonly socket: Socket;
  write(...bytes: readonly Uint8Array[]): void;
  /** The PDUs that came whole. */
  pdus(): readonly Buffer[];
  /** Resolves with the next PDU that nobody asked for yet. */
  next(): Promise<Buffer>;
  readonly closed: Promise<void>;
  isClosed(): boolean;
}

export async function rawPeer(port: number): Promise<RawPeer> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return peerOn(socket);
}

export function peerOn(socket: Socket): RawPeer {
  let came = Buffer.alloc(0);
  let asked = 0;
  let isClosed = false;
  let wake: () => void = () => {};
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    came = Buffer.concat([came, chunk]);
    wake();
  });
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      isClosed = true;
      wake();
      resolve();
    });
  });
  const pdus = (): readonly Buffer[] => {
    const found: Buffer[] = [];
    for (let at = 0; at + 6 <= came.length; ) {
      const end = at + 6 + came.readUInt32BE(at + 2);
      if (end > came.length) break;
      found.push(came.subarray(at, end));
      at = end;
    }
    return found;
  };
  return {
    socket,
    write: (...bytes) => {
      socket.write(Buffer.concat(bytes));
    },
    pdus,
    next: async () => {
      for (;;) {
        const pdu = pdus()[asked];
        if (pdu !== undefined) {
          asked += 1;
          return pdu;
        }
        if (isClosed) throw new Error('the connection was closed');
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    closed,
    isClosed: () => isClosed,
  };
}

/** Listens, and gives each connection to a test. */
export async function rawListener(
  onPeer: (peer: RawPeer) => void,
): Promise<{ readonly port: number; close(): void }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    onPeer(peerOn(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return {
    port: address.port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** An A-ASSOCIATE-RQ for one context, id 1. */
export function associateRq(
  abstractSyntax = VERIFICATION,
  changed: { readonly protocolVersion?: number; readonly applicationContext?: string } = {},
): Buffer {
  return Buffer.from(
    associateRqPdu({
      protocolVersion: 1,
      calledAeTitle: 'SCP',
      callingAeTitle: 'RAW',
      applicationContext: DICOM_APPLICATION_CONTEXT,
      contexts: [{ id: 1, abstractSyntax, transferSyntaxes: [IMPLICIT] }],
      user: {
        maxPduBytes: 16_384,
        implementationClassUid: '1.2.3',
        implementationVersionName: 'RAW',
        roles: [],
      },
      ...changed,
    }),
  );
}

/** A PDU of any type, with any length in its header. */
export function pduOf(type: number, body: Uint8Array, length = body.length): Buffer {
  const header = Buffer.alloc(6);
  header[0] = type;
  header.writeUInt32BE(length, 2);
  return Buffer.concat([header, body]);
}

/** A P-DATA-TF of one PDV (PS3.8 Annex E). */
export function pData(contextId: number, control: number, value: Uint8Array): Buffer {
  const pdv = Buffer.alloc(6);
  pdv.writeUInt32BE(value.length + 2, 0);
  pdv[4] = contextId;
  pdv[5] = control;
  return pduOf(4, Buffer.concat([pdv, value]));
}
