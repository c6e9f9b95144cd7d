import { VERIFICATION } from '../../../layers/dimse/association.ts';
import { REJECTIONS } from '../../../layers/dimse/errors.ts';
import {
  collected,
  type DimseRequest,
  type DimseResponse,
  type Reply,
} from '../../../layers/dimse/messages.ts';
import { STATUS } from '../../../layers/dimse/statuses.ts';
import {
  asking,
  COMMITMENT,
  CT_STORAGE,
  EXPLICIT,
  IMPLICIT,
  inPieces,
  keeping,
  MPPS,
  type TestAcceptor,
  WORKLIST_FIND,
} from '../../support/network/own.ts';

const open: TestAcceptor[] = [];
async function acceptor(...[options]: Parameters<typeof keeping>): Promise<TestAcceptor> {
  const made = await keeping(options);
  open.push(made);
  return made;
}
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const bytesOf = (length: number) => Buffer.from(Array.from({ length }, (_, index) => (index * 7) % 251));
const context = (abstractSyntax: string, ...transferSyntaxes: string[]) => ({
  abstractSyntax,
  transferSyntaxes,
});

describe('an association with ourselves', () => {
  it('is opened, verified and released', async () => {
    const scp = await acceptor();
    const scu = await asking(scp.port, [context(VERIFICATION, IMPLICIT)]);
    expect(scu.implementation.versionName).toMatch(/^LETHE_/);
    expect((await scu.echo()).status).toBe(STATUS.success);
    await scu.release();
    await scp.event('closed');
    expect(scp.events.map(({ kind }) => kind)).toEqual(['opened', 'closed']);
    expect(scp.requests[0]).toMatchObject({ callingAeTitle: 'TEST_SCU', calledAeTitle: 'TEST_SCP' });
    await expect(scu.echo()).rejects.toMatchObject({ code: 'ASSOCIATION_ENDED' });
  });

  it.each([
    ['odd limits', 4097, 1000],
    ['one PDU a fragment of two bytes', 8, 40],
    ['a limit of the standard', 16_384, 100_000],
    ['pieces of one byte', 1023, 3000],
  ])('stores the bytes as they are: %s', async (name, maxPduBytes, length) => {
    const scp = await acceptor({ limits: { maxPduBytes } });
    const scu = await asking(scp.port, [context(CT_STORAGE, EXPLICIT, IMPLICIT)]);
    const chosen = scu.contextFor(CT_STORAGE)!;
    expect(chosen.transferSyntax).toBe(EXPLICIT);
    const data = bytesOf(length);
    const pieceBytes = name === 'pieces of one byte' ? 1 : 777;
    for (const sopInstanceUid of ['1.2.3', '1.2.4']) {
      const reply = await scu.store({
        context: chosen,
        sopClassUid: CT_STORAGE,
        sopInstanceUid,
        data: inPieces(data, pieceBytes),
      });
      expect(reply.command).toMatchObject({
        affectedSopClassUid: CT_STORAGE,
        affectedSopInstanceUid: sopInstanceUid,
      });
    }
    await scu.release();
    expect(scp.kept.map(({ sopInstanceUid }) => sopInstanceUid)).toEqual(['1.2.3', '1.2.4']);
    for (const kept of scp.kept) expect(kept.data.equals(data)).toBe(true);
  });

  it('finds: each match is a pending reply with its identifier, the last has none', async () => {
    const scp = await acceptor({
      async *serve(request) {
        expect(Buffer.from(await collected(request.data)).toString()).toBe('identifier');
        for (const match of ['first', 'second']) yield { status: STATUS.pending, data: Buffer.from(match) };
        yield { status: STATUS.success };
      },
    });
    const scu = await asking(scp.port, [context(WORKLIST_FIND, IMPLICIT)]);
    const replies: Reply[] = [];
    const query = { context: scu.contextFor(WORKLIST_FIND)!, identifier: Buffer.from('identifier') };
    for await (const reply of scu.find(query)) replies.push(reply);
    expect(
      replies.map(({ status, data }) => [status, data === null ? null : Buffer.from(data).toString()]),
    ).toEqual([
      [STATUS.pending, 'first'],
      [STATUS.pending, 'second'],
      [STATUS.success, null],
    ]);
    await scu.release();
  });

  it('cancels what is no longer read, and goes on', async () => {
    let cancelled = false;
    const scp = await acceptor({
      async *serve(request) {
        while (!request.isCancelled()) yield { status: STATUS.pending, data: Buffer.from('match') };
        cancelled = request.cancelled.aborted;
        yield { status: STATUS.cancel };
      },
    });
    const scu = await asking(scp.port, [context(WORKLIST_FIND, IMPLICIT)]);
    let seen = 0;
    for await (const reply of scu.find({
      context: scu.contextFor(WORKLIST_FIND)!,
      identifier: Buffer.from('xx'),
    })) {
      expect(reply.status).toBe(STATUS.pending);
      seen += 1;
      if (seen === 100) break;
    }
    expect(cancelled).toBe(true);
    await scu.release();
  });

  it('creates, sets, acts and reports', async () => {
    const commands: DimseRequest['command'][] = [];
    const scp = await acceptor({
      async *serve(request) {
        commands.push(request.command);
        const data = await collected(request.data);
        yield { status: STATUS.success, ...(data.length > 0 ? { data } : {}) };
      },
    });
    const scu = await asking(scp.port, [context(MPPS, IMPLICIT), context(COMMITMENT, IMPLICIT)]);
    const step = { context: scu.contextFor(MPPS)!, sopClassUid: MPPS, sopInstanceUid: '1.2.5' };
    const commit = { context: scu.contextFor(COMMITMENT)!, sopClassUid: COMMITMENT, sopInstanceUid: '1.2.6' };
    const replies = [
      await scu.nCreate({ ...step, data: Buffer.from('created!') }),
      await scu.nSet({ ...step, data: Buffer.from('set!') }),
      await scu.nAction({ ...commit, actionTypeId: 1, data: Buffer.from('commit') }),
      await scu.nEventReport({ ...commit, eventTypeId: 2, data: null }),
    ];
    await scu.release();
    expect(commands.map(({ commandField }) => commandField)).toEqual([0x140, 0x120, 0x130, 0x100]);
    expect(commands.map(({ messageId }) => messageId)).toEqual([1, 2, 3, 4]);
    expect(commands[1]).toMatchObject({ requestedSopClassUid: MPPS, requestedSopInstanceUid: '1.2.5' });
    expect(
      replies.map(({ status, data }) => [status, data === null ? null : Buffer.from(data).toString()]),
    ).toEqual([
      [0, 'created!'],
      [0, 'set!'],
      [0, 'commit'],
      [0, null],
    ]);
    expect(replies[2]?.command).toMatchObject({ commandField: 0x8130, actionTypeId: 1 });
    expect(replies[3]?.command).toMatchObject({ commandField: 0x8100, eventTypeId: 2 });
  });

  it('is rejected as the acceptor says', async () => {
    const scp = await acceptor({ admit: () => ({ rejects: REJECTIONS.calledAeTitleNotRecognized }) });
    await expect(asking(scp.port, [context(VERIFICATION, IMPLICIT)])).rejects.toMatchObject({
      code: 'ASSOCIATION_REJECTED',
      rejection: { result: 1, source: 1, reason: 7 },
    });
    expect((await scp.event('rejected')).callingAeTitle).toBe('TEST_SCU');
  });

  it('answers 0110 and nothing else for what the service throws', async () => {
    const scp = await acceptor({
      // biome-ignore lint/correctness/useYield: it comes to nothing.
      async *serve(): AsyncGenerator<DimseResponse> {
        throw new Error('Doe^Jane');
      },
    });
    const scu = await asking(scp.port, [context(CT_STORAGE, IMPLICIT)]);
    const store = { context: scu.contextFor(CT_STORAGE)!, sopClassUid: CT_STORAGE, sopInstanceUid: '1.2.3' };
    const reply = await scu.store({ ...store, data: bytesOf(1_000_000) });
    expect(reply.status).toBe(STATUS.processingFailure);
    expect(JSON.stringify(reply)).not.toContain('Doe');
    expect(String((await scp.event('failed')).error)).toContain('Doe^Jane');
    await scu.release();
  });
});
