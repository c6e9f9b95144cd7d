import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeliveryConfig } from '../../../../cli/listen/config/deliveries.ts';
import { DEFAULT_LIMITS } from '../../../../cli/listen/config/receiving.ts';
import { openDeliveries } from '../../../../cli/listen/deliveries/open.ts';
import type { Delivery } from '../../../../cli/listen/outbox/outgoing.ts';
import { deliver, SpoolFolder } from '../../../contracts/deliveryContract.ts';
import { rejection } from '../../../contracts/faults.ts';
import { keeping } from '../../../support/network/own.ts';
import { stowServer } from '../../../support/stowServer.ts';

let folder: string;
let spool: SpoolFolder;
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-open-'));
  spool = new SpoolFolder();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true });
  spool.remove();
});

async function opened(...deliveries: readonly DeliveryConfig[]): Promise<readonly Delivery[]> {
  return openedWithin(DEFAULT_LIMITS, ...deliveries);
}

async function openedWithin(
  limits: typeof DEFAULT_LIMITS,
  ...deliveries: readonly DeliveryConfig[]
): Promise<readonly Delivery[]> {
  const open = await openDeliveries({ deliveries, aet: ['LETHE', 'OTHER'], limits });
  for (const each of open) closing.push(() => each.close());
  return open;
}

describe('the deliveries of a configuration', () => {
  it('go by the limits of the configuration, which a receiver sees in what they ask for', async () => {
    let asked = Buffer.alloc(0);
    const receiver = createServer((socket) =>
      socket.once('data', (bytes) => {
        asked = bytes;
        socket.destroy();
      }),
    ).listen(0, '127.0.0.1');
    closing.push(async () => {
      receiver.close();
    });
    await once(receiver, 'listening');
    const { port } = receiver.address() as AddressInfo;
    const [delivery] = await openedWithin(
      { ...DEFAULT_LIMITS, maxPduBytes: 20_000 },
      { kind: 'ae', name: 'b', host: '127.0.0.1', port, aet: 'PACS', associations: 1 },
    );
    await rejection(deliver(delivery as Delivery, spool.add()));
    // The Maximum Length sub-item (PS3.8 D.1.1).
    expect(asked.toString('hex')).toContain('5100000400004e20');
  });

  it('are opened by their kinds, with as many at a time as it says, and call nobody', async () => {
    const bucket = { bucket: 'clean', prefix: '', region: 'eu-central-1' };
    const key = 'arn:aws:kms:eu-central-1:111122223333:key/1';
    const open = await opened(
      { kind: 'folder', name: 'a', path: join(folder, 'clean') },
      { kind: 'ae', name: 'b', host: '127.0.0.1', port: 1, aet: 'PACS', associations: 3 },
      { kind: 'bucket', name: 'c', ...bucket, kmsKey: null },
      { kind: 'ingest', name: 'd', ...bucket, kmsKey: key },
      { kind: 'stow', name: 'e', url: 'http://127.0.0.1:1/dicom-web', requests: 5 },
      {
        ...{ kind: 'healthImaging', name: 'f', ...bucket, kmsKey: key, quietMs: 1, outputPrefix: 'results/' },
        ...{ datastoreId: '1'.repeat(32), roleArn: 'arn:aws:iam::111122223333:role/import' },
      },
    );
    expect(open.map(({ name, atOnce, isInOrder }) => [name, atOnce, isInOrder])).toEqual([
      ['a', 1, true],
      ['b', 3, true],
      ['c', 2, true],
      ['d', 2, false],
      ['e', 5, true],
      ['f', 2_000, false],
    ]);
  });

  it('call themselves by the first of the own AE titles, or by their own', async () => {
    const scp = await keeping();
    closing.push(() => scp.close());
    const place = { kind: 'ae', host: '127.0.0.1', port: scp.port, aet: 'PACS', associations: 1 } as const;
    for (const delivery of await opened({ ...place, name: 'a' }, { ...place, name: 'b', callingAet: 'GATE' }))
      await deliver(delivery, spool.add());
    expect(scp.requests.map(({ callingAeTitle, calledAeTitle }) => [callingAeTitle, calledAeTitle])).toEqual([
      ['LETHE', 'PACS'],
      ['GATE', 'PACS'],
    ]);
  });

  it('take a token as its file has it at the moment, and say of it nothing', async () => {
    const server = await stowServer((_request, response) => {
      if (server.requests.length !== 2) return false;
      response.writeHead(401).end();
      return true;
    });
    closing.push(() => server.close());
    const file = join(folder, 'token');
    const [delivery] = await opened({
      ...{ kind: 'stow', name: 'a', requests: 1, authorization: { file } },
      url: server.url.replace('/studies', '/'),
    });
    writeFileSync(file, 'Bearer s3cret-1\n');
    await deliver(delivery as Delivery, spool.add());
    const refused = await rejection(deliver(delivery as Delivery, spool.add()));
    expect(refused).toMatchObject({ code: 'DELIVERY_FORBIDDEN' });
    expect(refused.message).not.toMatch(/Bearer|s3cret/);
    writeFileSync(file, 'Bearer s3cret-2\n');
    await deliver(delivery as Delivery, spool.add());
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer s3cret-1',
      'Bearer s3cret-1',
      'Bearer s3cret-2',
    ]);
    expect(new Set(server.requests.map(({ path }) => path))).toEqual(new Set(['/dicom-web/studies']));
  });

  it('whose token cannot be read are tried again', async () => {
    const server = await stowServer();
    closing.push(() => server.close());
    const [delivery] = await opened({
      ...{ kind: 'stow', name: 'a', requests: 1, authorization: { file: join(folder, 'missing') } },
      url: server.url.replace('/studies', ''),
    });
    expect(await rejection(deliver(delivery as Delivery, spool.add()))).toMatchObject({
      code: 'DELIVERY_FORBIDDEN',
      isFinal: false,
    });
  });
});
