import type { AcceptorOptions } from '../../../layers/dimse/acceptor.ts';
import { type CommandSet, decodeCommandSet, encodeCommandSet } from '../../../layers/dimse/commandSet.ts';
import type { DimseResponse } from '../../../layers/dimse/messages.ts';
import { GivenTimers } from '../../support/givenTimers.ts';
import { CT_STORAGE, keeping, type TestAcceptor, WORKLIST_FIND } from '../../support/network/own.ts';
import { associateRq, pData, pduOf, type RawPeer, rawPeer } from '../../support/network/raw.ts';
import { until } from '../../support/network/until.ts';

/** Peers that say nothing, too much, half of it, or what nobody asked for. Time is the test's. */

const ASSOCIATE_AC = 2;
const ASSOCIATE_RJ = 3;
const RELEASE_RQ = 5;
const RELEASE_RP = 6;
const ABORT = 7;

const open: TestAcceptor[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function peerOf(
  options: Partial<AcceptorOptions> = {},
): Promise<{ readonly scp: TestAcceptor; readonly peer: RawPeer; readonly time: GivenTimers }> {
  const time = new GivenTimers();
  const scp = await keeping({ timers: time, ...options });
  open.push(scp);
  return { scp, peer: await rawPeer(scp.port), time };
}

async function associated(options: Partial<AcceptorOptions> = {}, abstractSyntax = CT_STORAGE) {
  const made = await peerOf(options);
  made.peer.write(associateRq(abstractSyntax));
  expect((await made.peer.next())[0]).toBe(ASSOCIATE_AC);
  await made.scp.event('opened');
  return made;
}

const store = (more: Partial<CommandSet> = {}): Buffer =>
  pData(
    1,
    3,
    encodeCommandSet({
      commandField: 1,
      messageId: 7,
      affectedSopClassUid: CT_STORAGE,
      affectedSopInstanceUid: '1.2.3',
      commandDataSetType: 0,
      ...more,
    }),
  );

describe('a connection on which nothing is asked for', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.of(1)],
    ['half an A-ASSOCIATE-RQ', associateRq().subarray(0, 100)],
  ])('is closed after the time of ARTIM: %s', async (_name, bytes) => {
    const { scp, peer, time } = await peerOf();
    peer.write(bytes);
    await until(() => time.waiting.length === 1);
    time.advance(9_999);
    expect(peer.isClosed()).toBe(false);
    time.advance(1);
    await peer.closed;
    expect((await scp.event('dropped')).error.code).toBe('PEER_TIMED_OUT');
    expect(peer.pdus()).toEqual([]);
  });

  it.each([
    ['a PDU without a type', pduOf(0x99, Buffer.alloc(4)), 1],
    ['an A-ASSOCIATE-RQ of 4 GiB', pduOf(1, Buffer.alloc(0), 0xffffffff), 6],
    ['an A-ASSOCIATE-RQ of nothing', pduOf(1, Buffer.alloc(0)), 6],
    ['an A-ASSOCIATE-RQ that ends in an item', pduOf(1, associateRq().subarray(6, 120)), 6],
    ['an A-RELEASE-RQ of five bytes', pduOf(5, Buffer.alloc(5)), 6],
    ['a P-DATA-TF of 4 GiB', pduOf(4, Buffer.alloc(0), 0xffffffff), 6],
    ['a P-DATA-TF', pData(1, 3, Buffer.alloc(8)), 2],
    ['an A-RELEASE-RQ', pduOf(5, Buffer.alloc(4)), 2],
    ['an A-ASSOCIATE-RJ', pduOf(3, Buffer.of(0, 1, 1, 1)), 2],
  ])('is aborted, and closed if the peer does not: %s', async (_name, bytes) => {
    const { scp, peer, time } = await peerOf();
    peer.write(bytes);
    const abort = await peer.next();
    // AA-1: by the service-user, whatever the reason.
    expect([...abort]).toEqual([ABORT, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
    expect((await scp.event('dropped')).error.code).toBe('PROTOCOL_VIOLATED');
    // Whatever else comes is of no interest.
    peer.write(Buffer.alloc(1_000_000, 0x41), associateRq());
    await until(() => time.waiting.length === 1);
    time.advance(10_000);
    await peer.closed;
  });

  it.each([
    ['another protocol version', associateRq(CT_STORAGE, { protocolVersion: 2 }), [1, 2, 2]],
    ['another application context', associateRq(CT_STORAGE, { applicationContext: '1.2.3' }), [1, 1, 2]],
  ])('is rejected for %s', async (_name, bytes, rejection) => {
    const { scp, peer } = await peerOf();
    peer.write(bytes);
    const answer = await peer.next();
    expect([answer[0], ...answer.subarray(7)]).toEqual([ASSOCIATE_RJ, ...rejection]);
    await scp.event('rejected');
  });

  it('is rejected for now where there are too many', async () => {
    const { scp } = await associated({ limits: { associations: 1 } });
    const second = await rawPeer(scp.port);
    second.write(associateRq());
    expect([...(await second.next())].slice(6)).toEqual([0, 2, 3, 2]);
  });
});

describe('an association', () => {
  it('ends where the peer says nothing more', async () => {
    const { scp, peer, time } = await associated();
    time.advance(299_999);
    expect(scp.associations).toHaveLength(1);
    time.advance(1);
    expect((await scp.event('aborted')).error.code).toBe('PEER_TIMED_OUT');
    expect((await peer.next())[0]).toBe(ABORT);
    time.advance(10_000);
    await peer.closed;
  });

  it.each([
    ['half a PDU', store().subarray(0, 30)],
    ['half a message', store()],
    ['half a data set', Buffer.concat([store(), pData(1, 0, Buffer.alloc(100))])],
  ])('ends where the peer stops within %s', async (_name, bytes) => {
    const { scp, peer, time } = await associated();
    peer.write(bytes);
    await until(() => peer.socket.writableLength === 0 && time.waiting.length === 1);
    // A turn for what was written to arrive: the idle time would be longer.
    while (scp.events.length === 1) {
      await new Promise(setImmediate);
      time.advance(20_000);
    }
    expect((await scp.event('aborted')).error.code).toBe('PEER_TIMED_OUT');
    expect(scp.kept).toEqual([]);
    expect((await peer.next())[0]).toBe(ABORT);
  });

  it.each([
    ['the connection is cut', (peer: RawPeer) => peer.socket.destroy()],
    ['the peer aborts', (peer: RawPeer) => peer.write(pduOf(ABORT, Buffer.alloc(4)))],
    ['the peer ends its side', (peer: RawPeer) => peer.socket.end()],
    [
      'the peer asks for its release',
      (peer: RawPeer) => peer.write(pduOf(RELEASE_RQ, Buffer.alloc(4)), pData(1, 2, Buffer.alloc(2))),
    ],
  ])('does not pass off what is truncated as whole: %s', async (_name, end) => {
    const seen: string[] = [];
    const { scp, peer } = await associated({
      async *serve(request): AsyncGenerator<DimseResponse> {
        try {
          for await (const piece of request.data ?? []) seen.push(`${piece.length} bytes`);
          seen.push('whole');
        } catch (error) {
          seen.push((error as { code: string }).code);
        }
        yield { status: 0 };
      },
    });
    peer.write(store(), pData(1, 0, Buffer.alloc(100)));
    await until(() => seen.length > 0);
    end(peer);
    await scp.event('aborted');
    await until(() => seen.length > 1);
    expect(seen[0]).toBe('100 bytes');
    expect(seen[1]).toMatch(/^(ASSOCIATION_ABORTED|PROTOCOL_VIOLATED)$/);
  });

  it.each([
    ['a second A-ASSOCIATE-RQ', associateRq(), 2],
    ['a PDU without a type', pduOf(0x99, Buffer.alloc(4)), 1],
    ['a P-DATA-TF longer than was agreed', pduOf(4, Buffer.alloc(0), 131_073), 6],
    ['a P-DATA-TF of nothing', pduOf(4, Buffer.alloc(0)), 6],
    ['a PDV longer than its P-DATA-TF', pduOf(4, Buffer.of(0, 0, 1, 0, 1, 3)), 6],
    ['a PDV of no length', pduOf(4, Buffer.of(0, 0, 0, 0, 1, 3)), 6],
    ['bytes behind a PDV', pduOf(4, Buffer.of(0, 0, 0, 2, 1, 3, 0)), 6],
    ['an A-RELEASE-RP', pduOf(6, Buffer.alloc(4)), 2],
  ])('is aborted by the service-provider for %s', async (_name, bytes, reason) => {
    const { scp, peer } = await associated();
    peer.write(bytes);
    expect([...(await peer.next())]).toEqual([ABORT, 0, 0, 0, 0, 4, 0, 0, 2, reason]);
    expect((await scp.event('aborted')).error.code).toBe('PROTOCOL_VIOLATED');
  });

  const command = (bytes: Uint8Array) => pData(1, 3, bytes);
  it.each([
    ['a data set without a command set', pData(1, 2, Buffer.alloc(8)), 'PROTOCOL_VIOLATED'],
    [
      'a command set within a data set',
      Buffer.concat([store(), command(Buffer.alloc(8))]),
      'PROTOCOL_VIOLATED',
    ],
    [
      'a message in two contexts',
      Buffer.concat([store(), pData(3, 2, Buffer.alloc(8))]),
      'PROTOCOL_VIOLATED',
    ],
    ['a context that was not accepted', pData(5, 3, store().subarray(12)), 'PROTOCOL_VIOLATED'],
    ['a command set of nothing', command(Buffer.alloc(0)), 'PROTOCOL_VIOLATED'],
    [
      'an element longer than its command set',
      command(Buffer.of(0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff)),
      'PROTOCOL_VIOLATED',
    ],
    ['a data set in place of a command set', command(Buffer.of(8, 0, 5, 0, 0, 0, 0, 0)), 'PROTOCOL_VIOLATED'],
    [
      'a response to nothing',
      store({ commandField: 0x8001, messageIdBeingRespondedTo: 1, status: 0, commandDataSetType: 0x0101 }),
      'PROTOCOL_VIOLATED',
    ],
    ['a command set of 20 KB', command(Buffer.alloc(20_000)), 'MESSAGE_TOO_LARGE'],
  ])('is aborted by its user for %s', async (_name, bytes, code) => {
    const { scp, peer } = await associated();
    peer.write(bytes);
    expect([...(await peer.next())]).toEqual([ABORT, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
    expect((await scp.event('aborted')).error.code).toBe(code);
  });

  it('is aborted for an identifier that is larger than the limit; a C-STORE may be', async () => {
    const { scp, peer } = await associated({ limits: { identifierBytes: 1000 } }, WORKLIST_FIND);
    const find = { commandField: 0x20, affectedSopClassUid: WORKLIST_FIND };
    peer.write(store(), pData(1, 2, Buffer.alloc(2000)));
    expect((await peer.next())[0]).toBe(4);
    peer.write(store(find), pData(1, 0, Buffer.alloc(1000)));
    peer.write(pData(1, 2, Buffer.alloc(2)));
    expect((await scp.event('aborted')).error.code).toBe('MESSAGE_TOO_LARGE');
  });

  it('makes a peer wait whose data set nobody reads', async () => {
    let read: () => void = () => {};
    const { scp, peer, time } = await associated({
      async *serve(request): AsyncGenerator<DimseResponse> {
        await new Promise<void>((resolve) => {
          read = resolve;
        });
        let length = 0;
        for await (const piece of request.data ?? []) length += piece.length;
        yield { status: length === 64_000_000 ? 0 : 1 };
      },
    });
    peer.write(store());
    for (let sent = 0; sent < 64_000_000; sent += 100_000)
      peer.socket.write(pData(1, sent === 63_900_000 ? 2 : 0, Buffer.alloc(100_000)));
    // The kernel's buffers take some; nothing of the rest goes on however long it waits.
    let before = -1;
    for (let turns = 0; turns < 2000; turns += 1) {
      await new Promise(setImmediate);
      if (peer.socket.writableLength !== before) turns = 0;
      before = peer.socket.writableLength;
    }
    expect(before).toBeGreaterThan(40_000_000);
    // It is not the peer that is slow.
    time.advance(3_600_000);
    expect(scp.associations).toHaveLength(1);
    read();
    expect(decodeCommandSet((await peer.next()).subarray(12)).status).toBe(0);
  });

  it('serves what is asked for before its release, and then agrees', async () => {
    const { scp, peer } = await associated();
    const echo = { commandField: 0x30, commandDataSetType: 0x0101 };
    peer.write(
      store(echo),
      store({ ...echo, messageId: 8 }),
      store({ ...echo, messageId: 9 }),
      pduOf(RELEASE_RQ, Buffer.alloc(4)),
    );
    const types = [];
    for (let count = 0; count < 4; count += 1) types.push((await peer.next())[0]);
    expect(types).toEqual([4, 4, 4, RELEASE_RP]);
    peer.socket.end();
    await scp.event('closed');
  });
});

describe('an acceptor that closes', () => {
  it('lets open associations come to their end', async () => {
    const { scp, peer } = await associated();
    const closed = scp.close({ graceMs: 60_000 });
    peer.write(pduOf(RELEASE_RQ, Buffer.alloc(4)));
    expect((await peer.next())[0]).toBe(RELEASE_RP);
    peer.socket.end();
    await closed;
    expect(scp.events.map(({ kind }) => kind)).toEqual(['opened', 'closed']);
  });

  it('aborts those that are left when the time is over, and drops whoever asked for nothing', async () => {
    const { scp, peer, time } = await associated();
    const silent = await rawPeer(scp.port);
    await until(() => time.waiting.length === 2);
    const closed = scp.close({ graceMs: 60_000 });
    await silent.closed;
    time.advance(60_000);
    expect((await peer.next())[0]).toBe(ABORT);
    await closed;
    expect((await scp.event('aborted')).error.code).toBe('ASSOCIATION_ENDED');
  });
});
