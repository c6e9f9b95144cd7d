import { DICOM_APPLICATION_CONTEXT } from '../../../layers/dimse/associatePdu.ts';
import { VERIFICATION } from '../../../layers/dimse/association.ts';
import { decodeCommandSet, encodeCommandSet } from '../../../layers/dimse/commandSet.ts';
import { collected, type DimseResponse, type Reply } from '../../../layers/dimse/messages.ts';
import { associateAcPdu } from '../../../layers/dimse/pdu.ts';
import { STATUS } from '../../../layers/dimse/statuses.ts';
import { GivenTimers } from '../../support/givenTimers.ts';
import { asking, COMMITMENT, CT_STORAGE, IMPLICIT, keeping } from '../../support/network/own.ts';
import { freePort } from '../../support/network/programs.ts';
import { pData, pduOf, type RawPeer, rawListener } from '../../support/network/raw.ts';
import { until } from '../../support/network/until.ts';

/** Whoever asks for an association: acceptors that do not answer, answer wrongly, or want their release at the same time. Time is the test's. */

const RELEASE_RQ = 5;
const RELEASE_RP = 6;
const ABORT = 7;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const VERIFY = [{ abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT] }];
const STORE = [{ abstractSyntax: CT_STORAGE, transferSyntaxes: [IMPLICIT] }];

function acceptance(maxPduBytes = 16_384, transferSyntax = IMPLICIT): Buffer {
  return Buffer.from(
    associateAcPdu({
      protocolVersion: 1,
      calledAeTitle: 'TEST_SCP',
      callingAeTitle: 'TEST_SCU',
      applicationContext: DICOM_APPLICATION_CONTEXT,
      contexts: [{ id: 1, result: 0, transferSyntax }],
      user: { maxPduBytes, implementationClassUid: '1.2.3', implementationVersionName: 'RAW', roles: [] },
    }),
  );
}

/** A peer that is asked for one association; `answer` is what it says to the request. */
async function askedPeer(contexts: typeof VERIFY, answer: Buffer | null) {
  const time = new GivenTimers();
  const peers: RawPeer[] = [];
  const listener = await rawListener((peer) => {
    peers.push(peer);
    void peer.next().then(() => (answer === null ? undefined : peer.write(answer)));
  });
  closing.push(() => listener.close());
  const scu = asking(listener.port, contexts, { timers: time });
  scu.catch(() => {});
  await until(() => peers.length === 1);
  return { time, peer: peers[0] as RawPeer, scu };
}

const reply = (messageId: number, status: number, more: { readonly hasData?: boolean } = {}) =>
  pData(
    1,
    3,
    encodeCommandSet({
      commandField: 0x8001,
      messageIdBeingRespondedTo: messageId,
      status,
      commandDataSetType: more.hasData === true ? 0 : 0x0101,
    }),
  );

const instance = { sopClassUid: CT_STORAGE, sopInstanceUid: '1.2.3', data: Buffer.alloc(100) };

describe('an association that is asked for', () => {
  it('is refused where nobody listens', async () => {
    await expect(asking(await freePort(), VERIFY)).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' });
  });

  it('is given up where the peer does not answer in time', async () => {
    const { time, peer, scu } = await askedPeer(VERIFY, null);
    await until(() => peer.pdus().length === 1);
    time.advance(10_000);
    await expect(scu).rejects.toMatchObject({ code: 'PEER_TIMED_OUT' });
    await until(() => peer.pdus().length === 2);
    expect(peer.pdus()[1]?.[0]).toBe(ABORT);
    time.advance(10_000);
    await peer.closed;
  });

  it('is given up by a signal, before and after it is open', async () => {
    const listener = await rawListener(() => {});
    closing.push(() => listener.close());
    const controller = new AbortController();
    const waiting = asking(listener.port, VERIFY, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ASSOCIATION_ENDED' });
    const scp = await keeping();
    closing.push(() => scp.close());
    const later = new AbortController();
    const scu = await asking(scp.port, VERIFY, { signal: later.signal });
    later.abort();
    await expect(scu.echo()).rejects.toMatchObject({ code: 'ASSOCIATION_ENDED' });
    expect((await scp.event('aborted')).error.code).toBe('ASSOCIATION_ABORTED');
  });

  it.each([
    ['is no DICOM', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'PROTOCOL_VIOLATED'],
    ['is a release', pduOf(RELEASE_RP, Buffer.alloc(4)), 'PROTOCOL_VIOLATED'],
    ['is a rejection for now', pduOf(3, Buffer.of(0, 2, 3, 1)), 'ASSOCIATION_REJECTED'],
    ['is an abort', pduOf(ABORT, Buffer.of(0, 0, 2, 0)), 'ASSOCIATION_ABORTED'],
    ['has no room for data', acceptance(7), 'PROTOCOL_VIOLATED'],
  ])('fails where the answer %s', async (_name, answer, code) => {
    const { scu } = await askedPeer(VERIFY, answer);
    await expect(scu).rejects.toMatchObject({ code });
  });

  it('has no context that was accepted in a syntax that was not proposed', async () => {
    const { scu } = await askedPeer(VERIFY, acceptance(0, '1.2.840.10008.1.2.2'));
    expect((await scu).contexts).toEqual([]);
    await expect((await scu).echo()).rejects.toMatchObject({ code: 'CONTEXT_NOT_ACCEPTED' });
  });

  it('proposes 128 contexts and gets them, and not more', async () => {
    const scp = await keeping();
    closing.push(() => scp.close());
    const many = Array.from({ length: 128 }, (_, index) => ({
      abstractSyntax: `1.2.${index}`,
      transferSyntaxes: [IMPLICIT],
    }));
    const scu = await asking(scp.port, many);
    expect(scu.contexts.map(({ id }) => id)).toEqual(
      Array.from({ length: 128 }, (_, index) => 2 * index + 1),
    );
    await scu.release();
    await expect(asking(scp.port, [...many, ...VERIFY])).rejects.toThrow(RangeError);
  });
});

describe('a request', () => {
  it('is given up where no answer comes; the association is never used again', async () => {
    const { time, peer, scu } = await askedPeer(STORE, acceptance());
    const association = await scu;
    const stored = association.store({ context: association.contexts[0]!, ...instance });
    stored.catch(() => {});
    await until(() => peer.pdus().length === 3 && time.waiting.length === 1);
    time.advance(119_999);
    expect(association.isOver).toBe(false);
    time.advance(1);
    await expect(stored).rejects.toMatchObject({ code: 'PEER_TIMED_OUT' });
    // The answer that comes after all is nobody's.
    peer.write(reply(1, 0));
    await expect(association.store({ context: association.contexts[0]!, ...instance })).rejects.toMatchObject(
      {
        code: 'PEER_TIMED_OUT',
      },
    );
  });

  it.each([
    ['to another message', reply(9, 0), 'PROTOCOL_VIOLATED'],
    [
      'that has no status',
      pData(
        1,
        3,
        encodeCommandSet({ commandField: 0x8001, messageIdBeingRespondedTo: 1, commandDataSetType: 0x0101 }),
      ),
      'PROTOCOL_VIOLATED',
    ],
    [
      'larger than the limit',
      Buffer.concat([
        reply(1, 0xff00, { hasData: true }),
        ...Array.from({ length: 50 }, () => pData(1, 0, Buffer.alloc(100_000))),
      ]),
      'MESSAGE_TOO_LARGE',
    ],
  ])('fails for a response %s', async (_name, answer, code) => {
    const { peer, scu } = await askedPeer(STORE, acceptance());
    const association = await scu;
    const stored = association.store({ context: association.contexts[0]!, ...instance });
    stored.catch(() => {});
    await until(() => peer.pdus().length === 3);
    peer.write(answer);
    await expect(stored).rejects.toMatchObject({ code });
  });

  it('is given up where the peer takes nothing of what is sent', async () => {
    const { time, peer, scu } = await askedPeer(STORE, acceptance(0));
    const association = await scu;
    peer.socket.pause();
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 1000; count += 1) yield Buffer.alloc(100_000);
    };
    let error: unknown = null;
    association
      .store({ context: association.contexts[0]!, ...instance, data: pieces() })
      .catch((thrown: unknown) => {
        error = thrown;
      });
    while (error === null) {
      await until(() => time.waiting.length === 1);
      for (let turns = 0; turns < 100; turns += 1) await new Promise(setImmediate);
      time.advance(20_000);
      await new Promise(setImmediate);
    }
    expect(error).toMatchObject({ code: 'PEER_TIMED_OUT' });
  });

  it('whose data cannot be read aborts the association, and says what was thrown', async () => {
    const scp = await keeping();
    closing.push(() => scp.close());
    const scu = await asking(scp.port, STORE);
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(1000);
      throw new Error('the disk is gone');
    };
    await expect(scu.store({ context: scu.contexts[0]!, ...instance, data: failing() })).rejects.toThrow(
      'the disk is gone',
    );
    await scp.event('aborted');
    expect(scp.kept).toEqual([]);
  });

  it('waits for the last reply to the one before it', async () => {
    const { scu } = await askedPeer(STORE, acceptance());
    const association = await scu;
    const first = association.store({ context: association.contexts[0]!, ...instance });
    first.catch(() => {});
    await expect(association.store({ context: association.contexts[0]!, ...instance })).rejects.toThrow(
      /before the last reply/,
    );
    association.abort();
    await expect(first).rejects.toMatchObject({ code: 'ASSOCIATION_ENDED' });
  });
});

describe('a release', () => {
  it('is agreed on where both ask for it at once (Sta7: AR-8, Sta9: AR-9, Sta11: AR-3)', async () => {
    const { peer, scu } = await askedPeer(VERIFY, acceptance());
    const released = (await scu).release();
    await until(() => peer.pdus().length === 2);
    expect(peer.pdus()[1]?.[0]).toBe(RELEASE_RQ);
    peer.write(pduOf(RELEASE_RQ, Buffer.alloc(4)));
    await until(() => peer.pdus().length === 3);
    expect(peer.pdus()[2]?.[0]).toBe(RELEASE_RP);
    peer.write(pduOf(RELEASE_RP, Buffer.alloc(4)));
    await released;
    await peer.closed;
  });

  it('collides between ourselves too: the acceptor waits (Sta10), then answers (Sta12)', async () => {
    const scp = await keeping();
    closing.push(() => scp.close());
    const scu = await asking(scp.port, VERIFY);
    const { association } = await scp.event('opened');
    await Promise.all([scu.release(), association.association.release()]);
    await scp.event('closed');
  });

  it('is given up where the peer does not agree', async () => {
    const { time, peer, scu } = await askedPeer(VERIFY, acceptance());
    const released = (await scu).release();
    released.catch(() => {});
    await until(() => peer.pdus().length === 2 && time.waiting.length === 1);
    time.advance(10_000);
    await expect(released).rejects.toMatchObject({ code: 'PEER_TIMED_OUT' });
  });
});

describe('both roles', () => {
  it('an acceptor asks on the association that the other side opened', async () => {
    const scp = await keeping({
      admit: () => ({ accepts: () => IMPLICIT, roles: () => ({ scu: true, scp: true }) }),
    });
    closing.push(() => scp.close());
    const reports: string[] = [];
    const scu = await asking(
      scp.port,
      [{ abstractSyntax: COMMITMENT, transferSyntaxes: [IMPLICIT], roles: { scu: true, scp: true } }],
      {
        async *serve(request): AsyncGenerator<DimseResponse> {
          reports.push(
            `${request.command.eventTypeId} ${Buffer.from(await collected(request.data)).toString()}`,
          );
          yield { status: STATUS.success };
        },
      },
    );
    expect(scp.requests[0]?.contexts[0]?.roles).toEqual({ scu: true, scp: true });
    const { association } = await scp.event('opened');
    const event = {
      context: association.contexts[0]!,
      sopClassUid: COMMITMENT,
      sopInstanceUid: '1.2.840.10008.1.20.1.1',
    };
    // Each of both has a request of its own under way.
    const replies: readonly Reply[] = await Promise.all([
      association.association.nEventReport({ ...event, eventTypeId: 1, data: Buffer.from('done') }),
      scu.nAction({ ...event, context: scu.contexts[0]!, actionTypeId: 1, data: Buffer.from('commit') }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([0, 0]);
    expect(reports).toEqual(['1 done']);
    await scu.release();
  });

  it('a requestor that serves nothing says so', async () => {
    const scp = await keeping();
    closing.push(() => scp.close());
    await asking(scp.port, VERIFY);
    const { association } = await scp.event('opened');
    expect((await association.association.echo()).status).toBe(STATUS.unrecognizedOperation);
  });
});

test('what a command set says is read back', () => {
  const command = {
    affectedSopClassUid: '1.2.840.10008.5.1.4.31',
    commandField: 0x8020,
    messageIdBeingRespondedTo: 65_535,
    commandDataSetType: 0x0101,
    status: 0xc001,
    offendingElement: [0x00100010, 0x7fe00010],
    errorComment: 'Odd',
    numberOfFailedSuboperations: 3,
    moveOriginatorApplicationEntityTitle: 'ORIGIN',
  };
  const bytes = encodeCommandSet(command);
  expect(decodeCommandSet(bytes)).toEqual(command);
  expect(Buffer.from(bytes).readUInt32LE(8)).toBe(bytes.length - 12);
});
