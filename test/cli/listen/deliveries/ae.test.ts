import { type AePlace, aeSender } from '../../../../cli/listen/deliveries/aeSender.ts';
import { senderDelivery } from '../../../../cli/listen/deliveries/sender.ts';
import type { Delivery, Kind } from '../../../../cli/listen/outbox/outgoing.ts';
import type { AcceptorOptions } from '../../../../layers/dimse/acceptor.ts';
import { REJECTIONS } from '../../../../layers/dimse/errors.ts';
import { collected } from '../../../../layers/dimse/messages.ts';
import {
  DELIVERED_NEEDLE,
  deliver,
  describeDeliveryContract,
  type Spooled,
  SpoolFolder,
} from '../../../contracts/deliveryContract.ts';
import { rejection } from '../../../contracts/faults.ts';
import { el, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { cuttingProxy } from '../../../support/cuttingProxy.ts';
import { keeping, type TestAcceptor } from '../../../support/network/own.ts';
import { GivenTime, turns, until } from '../givenTime.ts';

/** All behind the file meta information, found by its group length (PS3.10 7.1). */
const dataSetOf = (file: Buffer): Buffer => file.subarray(144 + file.readUInt32LE(140));

describeDeliveryContract('another application entity', async () => {
  const scp = await keeping();
  return {
    delivery: senderDelivery('pacs', aeSender(placeOf(scp)), 2),
    received: async ({ outgoing }) =>
      scp.kept.findLast(({ sopInstanceUid }) => sopInstanceUid === outgoing.sopInstanceUid)?.data ?? null,
    expected: dataSetOf,
    count: async () => new Set(scp.kept.map(({ sopInstanceUid }) => sopInstanceUid)).size,
    dispose: () => scp.close(),
  };
});

function placeOf({ port }: { readonly port: number }, more: Partial<AePlace> = {}): AePlace {
  return { host: '127.0.0.1', port, calledAeTitle: 'PACS', callingAeTitle: 'LETHE', ...more };
}

describe('another application entity', () => {
  let spool: SpoolFolder;
  const closing: (() => Promise<void>)[] = [];
  beforeEach(() => {
    spool = new SpoolFolder();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    spool.remove();
  });

  async function towards(
    options: Partial<AcceptorOptions> = {},
    more: Partial<AePlace> = {},
  ): Promise<[Delivery, TestAcceptor]> {
    const scp = await keeping(options);
    closing.push(() => scp.close());
    const delivery = senderDelivery('pacs', aeSender(placeOf(scp, more)), 1);
    closing.push(() => delivery.close());
    return [delivery, scp];
  }
  const answering = (...statuses: readonly number[]): Partial<AcceptorOptions> => {
    let nth = 0;
    return {
      async *serve(request) {
        await collected(request.data);
        nth += 1;
        yield { status: statuses[Math.min(nth, statuses.length) - 1] ?? 0 };
      },
    };
  };
  const kindsOf = (all: readonly Spooled[]) => (): readonly Kind[] => all.map(({ outgoing }) => outgoing);
  const never = new AbortController().signal;

  it('is sent a batch over one association, with a context for each kind that waits and its one syntax', async () => {
    const [delivery, scp] = await towards();
    const all = [
      spool.add(),
      spool.add([], TRANSFER_SYNTAX.jpegBaseline),
      spool.add([], TRANSFER_SYNTAX.rleLossless),
      spool.add(),
    ];
    for (const { outgoing } of all) await delivery.deliver(outgoing, never, kindsOf(all));
    expect(scp.requests).toHaveLength(1);
    expect(scp.requests[0]).toMatchObject({ callingAeTitle: 'LETHE', calledAeTitle: 'PACS' });
    expect(scp.requests[0]?.contexts.map(({ transferSyntaxes }) => transferSyntaxes)).toEqual([
      [TRANSFER_SYNTAX.explicitLittleEndian],
      [TRANSFER_SYNTAX.jpegBaseline],
      [TRANSFER_SYNTAX.rleLossless],
    ]);
    await delivery.close();
    await scp.event('closed');
    expect(scp.events).toContainEqual(expect.objectContaining({ kind: 'closed' }));
  });

  it('gets another association for a kind that nobody foresaw, and the first is released', async () => {
    const [delivery, scp] = await towards();
    await deliver(delivery, spool.add());
    await deliver(delivery, spool.add([], TRANSFER_SYNTAX.rleLossless));
    expect(scp.requests).toHaveLength(2);
    await until(() => scp.associations.length === 1);
  });

  it('is proposed 128 kinds at most, the one that is sent among them', async () => {
    const [delivery, scp] = await towards();
    const spooled = spool.add();
    const many = Array.from({ length: 300 }, (_, index) => ({
      sopClassUid: `1.2.3.${index}`,
      transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian,
    }));
    await delivery.deliver(spooled.outgoing, never, () => many);
    expect(scp.requests[0]?.contexts).toHaveLength(128);
    expect(scp.kept).toHaveLength(1);
  });

  it('that does not take a transfer syntax gets nothing of it in another, and is not asked again', async () => {
    const [delivery, scp] = await towards({
      admit: () => ({
        accepts: ({ transferSyntaxes }) =>
          transferSyntaxes.find((uid) => uid === TRANSFER_SYNTAX.explicitLittleEndian) ?? null,
      }),
    });
    const [taken, refused] = [spool.add(), spool.add([], TRANSFER_SYNTAX.rleLossless)];
    const kinds = kindsOf([taken, refused]);
    const error = await rejection(delivery.deliver(refused.outgoing, never, kinds));
    expect(error).toMatchObject({ code: 'DELIVERY_NOT_ACCEPTED', isFinal: true });
    expect(error.message).toMatch(
      /PACS takes no instances of 1\.2\.840\.10008\.5\.1\.4\.1\.1\.2 in 1\.2\.840\.10008\.1\.2\.5/,
    );
    await delivery.deliver(taken.outgoing, never, kinds);
    await rejection(delivery.deliver(refused.outgoing, never, kinds));
    expect(scp.requests).toHaveLength(1);
    expect(scp.kept).toHaveLength(1);
  });

  it.each([0x0000, 0x0001, 0x0107, 0xb000, 0xb006, 0xb007])(
    'has an instance that it answers with %i',
    async (status) => {
      const [delivery] = await towards(answering(status));
      await deliver(delivery, spool.add());
    },
  );

  it.each([
    [0xa700, 'DELIVERY_BUSY', false, 'receiver'],
    [0xa7ff, 'DELIVERY_BUSY', false, 'receiver'],
    [0xa900, 'DELIVERY_REFUSED', true, 'instance'],
    [0xc123, 'DELIVERY_REFUSED', true, 'instance'],
    [0x0110, 'DELIVERY_FAILED', false, 'either'],
    [0x0111, 'DELIVERY_CONFLICT', true, 'instance'],
    [0x0117, 'DELIVERY_REFUSED', true, 'instance'],
    [0x0122, 'DELIVERY_NOT_ACCEPTED', true, 'instance'],
    [0x0124, 'DELIVERY_FORBIDDEN', false, 'receiver'],
    [0xfe00, 'DELIVERY_FAILED', false, 'either'],
  ])('that answers %i', async (status, code, isFinal, about) => {
    const [delivery, scp] = await towards(answering(status, 0));
    const spooled = spool.add();
    expect(await rejection(deliver(delivery, spooled))).toMatchObject({ code, isFinal, about });
    // A status is an answer: the association goes on.
    await deliver(delivery, spooled);
    expect(scp.requests).toHaveLength(1);
  });

  it.each([
    ['callingAeTitleNotRecognized', 'DELIVERY_FORBIDDEN'],
    ['calledAeTitleNotRecognized', 'DELIVERY_FORBIDDEN'],
    ['temporaryCongestion', 'DELIVERY_BUSY'],
    ['localLimitExceeded', 'DELIVERY_BUSY'],
  ] as const)('that rejects the association: %s', async (rejects, code) => {
    const [delivery] = await towards({ admit: () => ({ rejects: REJECTIONS[rejects] }) });
    expect(await rejection(deliver(delivery, spool.add()))).toMatchObject({
      code,
      isFinal: false,
      about: 'receiver',
    });
  });

  it('that is away', async () => {
    const scp = await keeping();
    await scp.close();
    const delivery = senderDelivery('pacs', aeSender(placeOf(scp)), 1);
    const error = await rejection(deliver(delivery, spool.add()));
    expect(error).toMatchObject({ code: 'DELIVERY_UNREACHABLE', about: 'receiver' });
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.message).not.toContain(DELIVERED_NEEDLE);
  });

  it('that cuts the session within an instance has nothing of it, and gets it over another association', async () => {
    const scp = await keeping();
    const proxy = await cuttingProxy(scp.port, (nth) => (nth === 1 ? 500_000 : Number.POSITIVE_INFINITY));
    const delivery = senderDelivery('pacs', aeSender(placeOf(proxy)), 1);
    closing.push(
      () => scp.close(),
      () => proxy.close(),
      () => delivery.close(),
    );
    const spooled = spool.add([el(0x7fe00010, 'OW', new Uint8Array(2_000_000))]);
    expect(await rejection(deliver(delivery, spooled))).toMatchObject({
      code: 'DELIVERY_CUT',
      about: 'either',
      isFinal: false,
    });
    expect(scp.kept).toEqual([]);
    await deliver(delivery, spooled);
    expect(proxy.connections()).toBe(2);
    expect(scp.kept[0]?.data.equals(dataSetOf(spooled.bytes))).toBe(true);
  });

  it('that went away between two instances is associated with anew', async () => {
    const [delivery, scp] = await towards();
    await deliver(delivery, spool.add());
    await scp.close();
    const again = await keeping({ port: scp.port });
    closing.push(() => again.close());
    await deliver(delivery, spool.add());
    expect([scp.kept.length, again.kept.length]).toEqual([1, 1]);
  });

  it('is let go when nothing has been sent for ten seconds', async () => {
    const time = new GivenTime();
    const [delivery, scp] = await towards({}, { timers: time });
    await deliver(delivery, spool.add());
    await time.pass(9_999);
    await turns();
    expect(scp.associations).toHaveLength(1);
    await time.pass(1);
    await scp.event('closed');
    await deliver(delivery, spool.add());
    expect(scp.requests).toHaveLength(2);
  });

  it('is left in the middle of an instance when the gateway stops', async () => {
    const stop = new AbortController();
    const [delivery, scp] = await towards({
      async *serve(request) {
        for await (const _piece of request.data ?? []) stop.abort(new Error('stopped'));
        await new Promise(() => {});
      },
    });
    const spooled = spool.add([el(0x7fe00010, 'OW', new Uint8Array(5_000_000))]);
    await expect(deliver(delivery, spooled, stop.signal)).rejects.toThrow('stopped');
    await until(() => scp.associations.length === 0);
  });

  it('is not sent what names no SOP class', async () => {
    const [delivery, scp] = await towards();
    const spooled = spool.add([], undefined, '');
    expect(await rejection(deliver(delivery, spooled))).toMatchObject({ code: 'DELIVERY_SOURCE_LOST' });
    expect(scp.requests).toHaveLength(0);
  });
});
