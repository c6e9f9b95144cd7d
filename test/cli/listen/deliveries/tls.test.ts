import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aeSender } from '../../../../cli/listen/deliveries/aeSender.ts';
import { senderDelivery } from '../../../../cli/listen/deliveries/sender.ts';
import { stowSender } from '../../../../cli/listen/deliveries/stowSender.ts';
import type { Delivery } from '../../../../cli/listen/outbox/outgoing.ts';
import { deliver, SpoolFolder } from '../../../contracts/deliveryContract.ts';
import { rejection } from '../../../contracts/faults.ts';
import { keeping } from '../../../support/network/own.ts';
import { stowServer } from '../../../support/stowServer.ts';
import { certificateIn, pemFiles } from '../certificates.ts';

const folder = mkdtempSync(join(tmpdir(), 'lethe-tls-'));
afterAll(() => rmSync(folder, { recursive: true }));
const [ours, theirs, others] = ['ours', 'theirs', 'others'].map((name) =>
  pemFiles(certificateIn(folder, name)),
) as [ReturnType<typeof pemFiles>, ReturnType<typeof pemFiles>, ReturnType<typeof pemFiles>];

interface Receiver {
  readonly count: () => number;
  close(): Promise<void>;
  /** A delivery with these certificates. */
  delivery(tls: { readonly ca?: string; readonly cert?: string; readonly key?: string }): Delivery;
}

/** Both want a certificate of ours. */
const RECEIVERS: readonly (readonly [string, () => Promise<Receiver>])[] = [
  [
    'another AE',
    async () => {
      const scp = await keeping({ tls: { ...theirs, ca: ours.cert, requiresClientCertificate: true } });
      const place = { host: '127.0.0.1', port: scp.port, calledAeTitle: 'PACS', callingAeTitle: 'LETHE' };
      return {
        count: () => scp.kept.length,
        close: () => scp.close(),
        delivery: (tls) => senderDelivery('pacs', aeSender({ ...place, tls }), 1),
      };
    },
  ],
  [
    'a DICOMweb service',
    async () => {
      const server = await stowServer(undefined, { ...theirs, ca: ours.cert });
      return {
        count: () => server.stored.size,
        close: () => server.close(),
        delivery: (tls) =>
          senderDelivery('stow', stowSender({ url: server.url, headers: () => ({}), tls }), 1),
      };
    },
  ],
];

describe.each(RECEIVERS)('%s over TLS', (_name, open) => {
  let receiver: Receiver;
  let spool: SpoolFolder;
  beforeEach(async () => {
    receiver = await open();
    spool = new SpoolFolder();
  });
  afterEach(async () => {
    await receiver.close();
    spool.remove();
  });

  it('takes instances of whoever shows a certificate that it believes', async () => {
    const delivery = receiver.delivery({ ca: theirs.cert, ...ours });
    await deliver(delivery, spool.add());
    await deliver(delivery, spool.add());
    expect(receiver.count()).toBe(2);
    await delivery.close();
  });

  it.each([
    ['whose certificate is not believed', { ca: others.cert, ...ours }],
    ['that does not believe ours', { ca: theirs.cert, ...others }],
    ['that gets none of ours', { ca: theirs.cert }],
  ])('gets nothing where it is one %s', async (_what, tls) => {
    const delivery = receiver.delivery(tls);
    expect(await rejection(deliver(delivery, spool.add()))).toMatchObject({
      isFinal: false,
      code: expect.stringMatching(/^DELIVERY_(UNREACHABLE|CUT)$/),
    });
    expect(receiver.count()).toBe(0);
    await delivery.close();
  });
});
