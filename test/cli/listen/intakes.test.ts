import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { StoreClient } from '../../../layers/dicomweb/storeClient.ts';
import { networkInstances } from '../../support/network/instances.ts';
import { describeWith } from '../../support/network/programs.ts';
import { PYNETDICOM, pynetdicomCommit } from '../../support/network/pynetdicom.ts';
import { filesBelow } from '../run.ts';
import { certificateIn, pemFiles } from './certificates.ts';
import { type Desk, killAll, Listening, newDesk, removeDesk, send } from './listening.ts';

const desks: Desk[] = [];
afterAll(() => {
  killAll();
  desks.forEach(removeDesk);
});

/** A gateway of a configuration, whose port and STOW-RS port are any. */
function configured(more: (folder: string) => Readonly<Record<string, unknown>> = () => ({})): {
  readonly desk: Desk;
  readonly gateway: Listening;
} {
  const desk = newDesk();
  desks.push(desk);
  mkdirSync(desk.folder, { recursive: true });
  const file = join(desk.folder, 'lethe.listen.json');
  const config = {
    listeners: [{ host: '127.0.0.1', port: 0 }],
    peers: {
      sender: { aet: 'TEST-SENDER', addresses: '127.0.0.1' },
      pynetdicom: { aet: 'PYNETDICOM', addresses: ['127.0.0.0/8'] },
    },
    routes: [{ rules: 'basic', deliveries: ['out'] }],
    deliveries: { out: { kind: 'folder', path: desk.out } },
    spool: { folder: desk.spool, leastFreeBytes: 0 },
    kept: desk.kept,
    key: desk.key,
    audit: { file: desk.audit },
    jobs: 1,
    ...more(desk.folder),
  };
  writeFileSync(file, JSON.stringify(config));
  return { desk, gateway: new Listening(['--config', file]) };
}

const [ct] = networkInstances('plain', ['1.2.840.10008.1.2.1']);
if (ct === undefined) throw new Error('no instance');
const sent = { ...ct, transferSyntaxUid: ct.transferSyntax };

describe('a gateway of a configuration', () => {
  it('takes instances over the network and by STOW-RS, from its peers and clients alone', async () => {
    const token = 'a-token-of-the-portal';
    const { desk, gateway } = configured(() => ({
      http: { port: 0, clients: { portal: { token: { file: 'portal.token' }, aet: 'PORTAL' } } },
    }));
    writeFileSync(join(desk.folder, 'portal.token'), token, { mode: 0o600 });
    const { ports, http } = await gateway.line('listening');
    const port = Number(ports);
    expect(await send(port, [sent])).toEqual([0]);
    await expect(send(port, [sent], { callingAeTitle: 'STRANGER' })).rejects.toMatchObject({
      code: 'ASSOCIATION_REJECTED',
      rejection: { result: 1, source: 1, reason: 3 },
    });
    const storing = async (bearer: string) => {
      const client = new StoreClient({
        url: `http://127.0.0.1:${http}/studies`,
        headers: () => ({ authorization: `Bearer ${bearer}` }),
      });
      const answer = await client.store(
        memorySource(ct.file),
        ct.sopInstanceUid,
        new AbortController().signal,
      );
      client.close();
      return answer;
    };
    expect(await storing(token)).toMatchObject({ status: 200, isListed: true, failureReason: null });
    expect(await storing('another-token')).toMatchObject({ status: 401 });
    expect(await gateway.stop()).toBe(0);
    expect(filesBelow(desk.out).size).toBe(1);
    expect(
      gateway.log.filter(({ event }) => event === 'request').map(({ client, status }) => [client, status]),
    ).toEqual([
      ['portal', 200],
      [null, 401],
    ]);
    for (const needle of ['Doe', '12345', '2.25.', token, 'another-token'])
      expect(gateway.text).not.toContain(needle);
  });
});

describe('over TLS', () => {
  it('a peer is known by its certificate, and nobody associates without one', async () => {
    const { desk, gateway } = configured((folder) => {
      const [own, client, other] = ['own', 'client', 'other'].map((name) => certificateIn(folder, name));
      if (own === undefined || client === undefined || other === undefined) throw new Error('no certificate');
      writeFileSync(
        join(folder, 'ca.pem'),
        readFileSync(client.cert, 'utf8') + readFileSync(other.cert, 'utf8'),
      );
      const { fingerprint256 } = new X509Certificate(readFileSync(client.cert));
      return {
        listeners: [{ host: '127.0.0.1', port: 0, tls: { ...own, ca: 'ca.pem' } }],
        peers: { sender: { aet: 'TEST-SENDER', certificates: fingerprint256 } },
      };
    });
    const port = Number((await gateway.line('listening')).ports);
    const pemOf = (name: string) =>
      pemFiles({ cert: join(desk.folder, `${name}.pem`), key: join(desk.folder, `${name}.key`) });
    const ca = pemOf('own').cert;
    expect(await send(port, [sent], { tls: { ca, ...pemOf('client') } })).toEqual([0]);
    await expect(send(port, [sent], { tls: { ca, ...pemOf('other') } })).rejects.toMatchObject({
      rejection: { result: 1, source: 1, reason: 3 },
    });
    for (const more of [{ tls: { ca } }, {}])
      await expect(send(port, [sent], more)).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:TLS_FAILED|ASSOCIATION_ABORTED|PEER_UNREACHABLE)$/),
      });
    expect(await gateway.stop()).toBe(0);
    expect(filesBelow(desk.out).size).toBe(1);
  });
});

describeWith(PYNETDICOM, () => {
  it('is told that what was delivered is safe, and what never came is not', async () => {
    const { desk, gateway } = configured();
    const port = Number((await gateway.line('listening')).ports);
    const { sopClassUid, sopInstanceUid } = ct;
    const lines = await pynetdicomCommit(
      port,
      [
        `${sopClassUid}=${sopInstanceUid}`,
        `${sopClassUid}=2.25.404`,
        `1.2.840.10008.5.1.4.1.1.4=${sopInstanceUid}`,
      ],
      [ct],
    );
    expect(lines).toEqual([
      '0000',
      '0000',
      '2 ours',
      `committed ${sopInstanceUid}`,
      'failed 2.25.404 0112',
      `failed ${sopInstanceUid} 0119`,
    ]);
    expect(await gateway.stop()).toBe(0);
    expect(filesBelow(desk.out).size).toBe(1);
    expect(readFileSync(desk.audit, 'utf8')).toContain('"released"');
    expect(gateway.text).not.toContain('2.25.');
    expect(gateway.log.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['commitment asked', 'commitment reported']),
    );
  });
});
