import { inflateRawSync } from 'node:zlib';
import { VERIFICATION } from '../../../layers/dimse/association.ts';
import { collected } from '../../../layers/dimse/messages.ts';
import { STATUS } from '../../../layers/dimse/statuses.ts';
import { TRANSFER_SYNTAX } from '../../support/build.ts';
import { dcmjsScp, dcmjsScu } from '../../support/network/dcmjsDimse.ts';
import { DCMTK, storescp, storescu } from '../../support/network/dcmtk.ts';
import {
  asSent,
  DCMTK_SYNTAXES,
  type NetworkInstance,
  networkInstances,
  SYNTAXES,
} from '../../support/network/instances.ts';
import { ORTHANC, orthanc } from '../../support/network/orthanc.ts';
import {
  asking,
  IMPLICIT,
  keeping,
  MPPS,
  type TestAcceptor,
  WORKLIST_FIND,
} from '../../support/network/own.ts';
import { describeWith, ran } from '../../support/network/programs.ts';
import {
  PYNETDICOM,
  pynetdicomEcho,
  pynetdicomScp,
  pynetdicomScu,
} from '../../support/network/pynetdicom.ts';
import { byUid, changed, sentTo } from '../../support/network/sending.ts';

/** The bytes of data sets, to and from whoever else speaks DICOM. */

const closing: (() => Promise<void>)[] = [];
const until = <Peer>(peer: Peer, close: () => Promise<void>): Peer => {
  closing.push(close);
  return peer;
};
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
async function own(...[options]: Parameters<typeof keeping>): Promise<TestAcceptor> {
  const acceptor = await keeping(options);
  return until(acceptor, () => acceptor.close());
}
async function stopped<Peer extends { stop(): Promise<void> }>(peer: Promise<Peer>): Promise<Peer> {
  const running = await peer;
  return until(running, () => running.stop());
}

test('there are more than fourteen transfer syntaxes to try', () => {
  expect(SYNTAXES.length).toBeGreaterThan(14);
  expect(DCMTK_SYNTAXES.length).toBeGreaterThan(14);
});

describe('with ourselves', () => {
  it.each(['plain', 'odd'] as const)('every syntax goes through unchanged: %s', async (shape) => {
    const instances = networkInstances(shape);
    const scp = await own();
    expect(await sentTo(scp.port, instances)).toEqual([]);
    expect(changed(instances, byUid(scp.kept))).toEqual([]);
  });
});

describeWith(DCMTK, () => {
  const odd = networkInstances('odd', DCMTK_SYNTAXES);
  const plain = networkInstances('plain', DCMTK_SYNTAXES);

  it('storescp writes every syntax as it was', async () => {
    const scp = await stopped(storescp());
    expect(await sentTo(scp.port, odd)).toEqual([]);
    expect(changed(odd, byUid(scp.files()))).toEqual([]);
  });

  it('storescp writes them so with the smallest PDU that it has, and with an odd one', async () => {
    for (const bytes of ['4096', '4099', '131071']) {
      const scp = await stopped(storescp(['-pdu', bytes]));
      expect(await sentTo(scp.port, odd)).toEqual([]);
      expect(changed(odd, byUid(scp.files()))).toEqual([]);
    }
  });

  it('storescp gets the NULL behind a deflated stream of an odd length (PS3.5 A.5), without which it would end the association', async () => {
    const [even] = networkInstances('plain', [TRANSFER_SYNTAX.deflated]) as [NetworkInstance];
    const odd = Buffer.concat([even.data, Buffer.of(0)]);
    const scp = await stopped(storescp());
    await sentTo(scp.port, [{ ...even, data: odd }]);
    expect(changed([{ ...even, data: Buffer.concat([odd, Buffer.of(0)]) }], byUid(scp.files()))).toEqual([]);
  });

  it.each([undefined, 16_383, 4097])(
    'storescu is taken as it sends, in PDUs of at most %s',
    async (maxPduBytes) => {
      const scp = await own(maxPduBytes === undefined ? {} : { limits: { maxPduBytes } });
      await storescu(scp.port, plain);
      // It deflates anew; what it deflated is the same.
      expect(changed(plain, byUid(scp.kept))).toEqual([TRANSFER_SYNTAX.deflated]);
      const deflated = plain.find(
        ({ transferSyntax }) => transferSyntax === TRANSFER_SYNTAX.deflated,
      ) as NetworkInstance;
      const came = byUid(scp.kept).get(deflated.sopInstanceUid);
      expect(inflateRawSync(came?.data ?? '')).toEqual(inflateRawSync(deflated.data));
      expect((await scp.event('closed')).association.contexts).toHaveLength(DCMTK_SYNTAXES.length);
    },
  );

  it('echoscu proposes 128 contexts, and gets them', async () => {
    const scp = await own();
    const { stderr, stdout } = await ran('/usr/bin/echoscu', [
      '-v',
      '-ppc',
      '128',
      '127.0.0.1',
      String(scp.port),
    ]);
    expect(stdout + stderr).toContain('Received Echo Response (Success)');
    const { association } = await scp.event('closed');
    expect(association.contexts).toHaveLength(128);
    expect(association.contexts.at(-1)?.id).toBe(255);
  });

  it('echoscu aborts, and that is said', async () => {
    const scp = await own();
    await ran('/usr/bin/echoscu', ['--abort', '127.0.0.1', String(scp.port)]);
    expect((await scp.event('aborted')).error.code).toBe('ASSOCIATION_ABORTED');
  });

  it.each([
    ['--refuse', 'ASSOCIATION_REJECTED'],
    ['--abort-after', 'ASSOCIATION_ABORTED'],
    ['--abort-during', 'ASSOCIATION_ABORTED'],
  ])('storescp %s ends in %s', async (flag, code) => {
    const scp = await stopped(storescp([flag]));
    await expect(sentTo(scp.port, plain)).rejects.toMatchObject({ code });
  });

  it('findscu gets its answers, and its identifier comes', async () => {
    const identifiers: Buffer[] = [];
    const [{ data }] = networkInstances('plain', [IMPLICIT]) as [NetworkInstance];
    const scp = await own({
      async *serve(request) {
        identifiers.push(Buffer.from(await collected(request.data)));
        for (let match = 0; match < 3; match += 1) yield { status: STATUS.pending, data };
        yield { status: STATUS.success };
      },
      admit: () => ({
        accepts: ({ transferSyntaxes }) => (transferSyntaxes.includes(IMPLICIT) ? IMPLICIT : 4),
      }),
    });
    const { stdout, stderr } = await ran('/usr/bin/findscu', [
      ...['-v', '-W', '-k', 'PatientName=Doe*', '127.0.0.1', String(scp.port)],
    ]);
    expect((stdout + stderr).match(/Find Response: \d+ \(Pending\)/g)).toHaveLength(3);
    expect(identifiers[0]?.toString('latin1')).toContain('Doe*');
  });
});

describeWith(PYNETDICOM, () => {
  const odd = networkInstances('odd');

  it('its SCP gets every syntax as it was', async () => {
    const scp = await stopped(pynetdicomScp());
    expect(await sentTo(scp.port, odd)).toEqual([]);
    expect(changed(odd, scp.data())).toEqual([]);
  });

  it('its SCU is taken as it sends', async () => {
    const scp = await own();
    const said = await pynetdicomScu(scp.port, odd);
    expect(said.trim().split('\n')).toEqual(odd.map(() => '0000'));
    expect(changed(odd, byUid(scp.kept))).toEqual([]);
  });

  it('its user identity comes and is answered; of both roles it gets those that are allowed', async () => {
    const scp = await own({
      admit: () => ({
        accepts: ({ transferSyntaxes }) => transferSyntaxes[0] ?? null,
        roles: () => ({ scu: true, scp: true }),
      }),
    });
    expect((await pynetdicomEcho(scp.port, 'jane')).trim().split('\n')).toEqual([
      '0000',
      'answered',
      'scu=True scp=True',
    ]);
    const { userIdentity, contexts } = scp.requests[0] ?? {};
    expect(userIdentity).toMatchObject({ kind: 'username-passcode', wantsResponse: true });
    expect(Buffer.from(userIdentity?.primary ?? '').toString()).toBe('jane');
    expect(Buffer.from(userIdentity?.secondary ?? '').toString()).toBe('secret');
    expect(contexts?.[0]?.roles).toEqual({ scu: true, scp: true });
    expect(JSON.stringify(scp.events.map((event) => ({ ...event, association: null })))).not.toContain(
      'jane',
    );
  });
});

describeWith(ORTHANC, () => {
  it('stores and sends on what it does not change itself: all but deflated', async () => {
    const plain = networkInstances('plain', DCMTK_SYNTAXES);
    const peer = await stopped(orthanc());
    expect(await sentTo(peer.port, plain)).toEqual([]);
    expect(changed(plain, await peer.stored())).toEqual([TRANSFER_SYNTAX.deflated]);
    const scp = await own();
    await peer.send(scp.port);
    expect(changed(plain, byUid(scp.kept))).toEqual([TRANSFER_SYNTAX.deflated]);
  });
});

describe('with dcmjs-dimse', () => {
  it('its SCP, which gives the raw bytes, gets every syntax as it was', async () => {
    const odd = networkInstances('odd');
    const scp = await stopped(dcmjsScp());
    expect(await sentTo(scp.port, odd)).toEqual([]);
    expect(changed(odd, scp.data())).toEqual([]);
  });

  it('its SCP answers what we ask', async () => {
    const scp = await stopped(dcmjsScp());
    const contexts = [VERIFICATION, WORKLIST_FIND, MPPS].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: [IMPLICIT],
    }));
    const scu = await asking(scp.port, contexts);
    expect((await scu.echo()).status).toBe(STATUS.success);
    const [{ data }] = networkInstances('plain', [IMPLICIT]) as [NetworkInstance];
    const statuses: number[] = [];
    for await (const { status } of scu.find({ context: scu.contextFor(WORKLIST_FIND)!, identifier: data }))
      statuses.push(status);
    expect(statuses).toEqual([STATUS.pending, STATUS.success]);
    const step = { context: scu.contextFor(MPPS)!, sopClassUid: MPPS, sopInstanceUid: '2.25.9' };
    expect((await scu.nCreate({ ...step, data })).status).toBe(STATUS.success);
    await scu.release();
  });

  it('its SCU gets its answers', async () => {
    const [{ data, ...instance }] = networkInstances('plain', [IMPLICIT]) as [NetworkInstance];
    const scp = await own({
      async *serve(request) {
        await collected(request.data);
        if (request.context.abstractSyntax === WORKLIST_FIND) yield { status: STATUS.pending, data };
        yield { status: STATUS.success };
      },
    });
    const said = await dcmjsScu(scp.port, asSent(instance.file));
    expect(
      said
        .trim()
        .split('\n')
        .map((line) => line.replace(/^\S+ /, '')),
    ).toEqual(['0', 'ff00', '0', '0', '0']);
  });
});
