import { readdirSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { DimseError } from '../../../layers/dimse/errors.ts';
import { el } from '../../support/build.ts';
import { filesBelow, simple } from '../run.ts';
import { certificateIn, pemFiles } from './certificates.ts';
import { associated, killAll, Listening, newDesk, removeDesk, send, sendable, stored } from './listening.ts';

const at = newDesk();
afterAll(() => {
  killAll();
  removeDesk(at);
});

/** Hands on so many bytes of the first connection, then cuts both sides. */
function cutting(port: number, bytes: number): Promise<Server> {
  const server = createServer((from: Socket) => {
    const to = connect(port, '127.0.0.1');
    let left = bytes;
    const end = () => {
      from.destroy();
      to.destroy();
    };
    from.on('data', (chunk: Buffer) => {
      to.write(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) to.end(end);
    });
    to.pipe(from);
    for (const socket of [from, to]) socket.on('error', end);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

it('a session over TLS that is cut anywhere leaves no half of an instance, and none that was acknowledged is missing', async () => {
  const tls = certificateIn(join(at.folder, 'tls'), 'gateway');
  const config = join(at.folder, 'lethe.listen.json');
  writeFileSync(
    config,
    JSON.stringify({
      listeners: [{ host: '127.0.0.1', port: 0, tls: { ...tls, clients: 'none' } }],
      peers: { sender: { aet: 'TEST-SENDER', addresses: '127.0.0.1' } },
      routes: [{ rules: 'basic', deliveries: ['disk'] }],
      deliveries: { disk: { kind: 'folder', path: 'disk' } },
      spool: { folder: at.spool, leastFreeBytes: 0 },
      kept: at.kept,
      key: at.key,
      jobs: 1,
    }),
  );
  const gateway = new Listening(['--config', config]);
  const port = Number((await gateway.line('listening')).ports);
  const options = { tls: { ca: pemFiles(tls).cert, serverName: 'localhost' } };
  const instances = await Promise.all(
    Array.from({ length: 6 }, (_, number) =>
      sendable(simple(number, el(0x7fe00010, 'OW', Buffer.alloc(100_000, number)))),
    ),
  );
  let acknowledged = 0;
  // In the handshake, in the first data set, between two, and in a later one.
  const moments = [700, 30_000, 103_500, 250_000, 470_000];
  for (const [round, bytes] of moments.entries()) {
    const proxy = await cutting(port, bytes);
    const { port: through } = proxy.address() as { port: number };
    let here = 0;
    await expect(
      (async () => {
        const association = await associated(through, instances, options);
        for (const each of instances) {
          if ((await stored(association, each)) === 0) here += 1;
        }
      })(),
    ).rejects.toBeInstanceOf(DimseError);
    acknowledged = Math.max(acknowledged, here);
    proxy.close();
    if (round > 0) await gateway.line('association ended', ({ id }) => id === round);
  }
  expect(acknowledged).toBeGreaterThanOrEqual(3);
  expect(readdirSync(join(at.spool, 'parts'))).toEqual([]);
  // What was acknowledged once is not sent again.
  const others = instances.slice(acknowledged);
  expect(await send(port, others, options)).toEqual(others.map(() => 0));
  expect(await gateway.stop()).toBe(0);
  expect(readdirSync(join(at.spool, 'received'))).toEqual([]);
  const sizes = [...filesBelow(join(at.folder, 'disk')).values()].map(({ length }) => length);
  expect([sizes.length, new Set(sizes).size]).toEqual([6, 1]);
  expect(gateway.log.filter(({ event }) => event === 'held' || event === 'quarantined')).toEqual([]);
});
