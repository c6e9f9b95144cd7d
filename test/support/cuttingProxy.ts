import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  readonly port: number;
  /** Connections that were made. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Stands before a port of this machine and cuts a connection once so many bytes went towards it; `mostBytes` answers for each connection, by its number from 1. */
export async function cuttingProxy(port: number, mostBytes: (nth: number) => number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((client) => {
    count += 1;
    const most = mostBytes(count);
    const peer = connect(port, '127.0.0.1');
    let sent = 0;
    for (const [socket, other] of [
      [client, peer],
      [peer, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    peer.pipe(client);
    client.on('data', (bytes: Buffer) => {
      sent += bytes.length;
      if (sent > most) for (const socket of [client, peer]) socket.resetAndDestroy();
      else if (!peer.write(bytes)) client.pause();
    });
    peer.on('drain', () => client.resume());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
