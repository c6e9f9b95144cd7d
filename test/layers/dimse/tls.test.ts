import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { VERIFICATION } from '../../../layers/dimse/association.ts';
import { TLS_CIPHERS } from '../../../layers/dimse/tls.ts';
import { DCMTK, storescp } from '../../support/network/dcmtk.ts';
import { type NetworkInstance, networkInstances } from '../../support/network/instances.ts';
import {
  asking,
  CT_STORAGE,
  EXPLICIT,
  IMPLICIT,
  keeping,
  type TestAcceptor,
} from '../../support/network/own.ts';
import { describeWith, ran, scratchFolder } from '../../support/network/programs.ts';
import { rawPeer } from '../../support/network/raw.ts';
import { byUid, changed } from '../../support/network/sending.ts';

/** TLS and mutual TLS, by the profile of PS3.15 B.9, B.10 and their successors. */

const folder = scratchFolder('tls');

/** A certificate that vouches for itself. */
function identity(name: string): {
  readonly key: string;
  readonly cert: string;
  readonly files: readonly [string, string];
} {
  const files = [join(folder, `${name}.key`), join(folder, `${name}.pem`)] as const;
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/O=Hospital/CN=${name}`],
      ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', files[0], '-out', files[1]],
    ],
    { stdio: 'ignore' },
  );
  return { key: readFileSync(files[0], 'utf8'), cert: readFileSync(files[1], 'utf8'), files: [...files] };
}
const gateway = identity('gateway');
const modality = identity('modality');
const stranger = identity('stranger');

const open: TestAcceptor[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
async function acceptor(requiresClientCertificate: boolean): Promise<TestAcceptor> {
  const made = await keeping({
    tls: { key: gateway.key, cert: gateway.cert, ca: modality.cert, requiresClientCertificate },
  });
  open.push(made);
  return made;
}

const CONTEXTS = [
  { abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT] },
  { abstractSyntax: CT_STORAGE, transferSyntaxes: [EXPLICIT] },
];

describe('TLS', () => {
  it('carries an association, and tells who the client is', async () => {
    const scp = await acceptor(true);
    const { key, cert } = modality;
    const scu = await asking(scp.port, CONTEXTS, { tls: { ca: gateway.cert, key, cert } });
    const data = Buffer.alloc(3_000_000, 'xyz');
    const stored = { context: scu.contextFor(CT_STORAGE)!, sopClassUid: CT_STORAGE, sopInstanceUid: '1.2.3' };
    expect((await scu.store({ ...stored, data })).status).toBe(0);
    await scu.release();
    expect(scp.kept[0]?.data.equals(data)).toBe(true);
    const { fingerprint256 } = new X509Certificate(cert);
    expect(scp.requests[0]?.certificate).toEqual({ fingerprint256, subject: 'O=Hospital\nCN=modality' });
  });

  it('asks nobody for a certificate where it is not required', async () => {
    const scp = await acceptor(false);
    const scu = await asking(scp.port, CONTEXTS, { tls: { ca: gateway.cert } });
    expect((await scu.echo()).status).toBe(0);
    await scu.release();
    expect(scp.requests[0]?.certificate).toBeUndefined();
  });

  it.each([
    ['without a certificate', {}],
    ['with one that nobody vouches for', { key: stranger.key, cert: stranger.cert }],
  ])('refuses a client %s', async (_name, own) => {
    const scp = await acceptor(true);
    // TLS 1.3: the client is done before it is refused.
    await expect(asking(scp.port, CONTEXTS, { tls: { ca: gateway.cert, ...own } })).rejects.toMatchObject({
      code: expect.stringMatching(/^(TLS_FAILED|PEER_UNREACHABLE)$/),
    });
    expect((await scp.event('dropped')).error.code).toBe('TLS_FAILED');
    expect(scp.requests).toEqual([]);
  });

  it.each([
    ['nobody vouches for', { ca: stranger.cert }],
    ['is of another name', { ca: gateway.cert, serverName: 'elsewhere.example' }],
  ])('refuses a server whose certificate %s', async (_name, tls) => {
    const scp = await acceptor(false);
    await expect(asking(scp.port, CONTEXTS, { tls })).rejects.toMatchObject({ code: 'TLS_FAILED' });
  });

  it('is not spoken by a client that does not begin with it', async () => {
    const scp = await acceptor(false);
    const peer = await rawPeer(scp.port);
    peer.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    await peer.closed;
    expect((await scp.event('dropped')).error.code).toBe('TLS_FAILED');
    await expect(asking(scp.port, CONTEXTS)).rejects.toMatchObject({
      code: expect.stringMatching(/PEER|PROTOCOL/),
    });
  });

  const shaken = async (port: number, options: ConnectionOptions): Promise<string> => {
    const socket = connect({ port, host: '127.0.0.1', ca: gateway.cert, ...options });
    socket.on('error', () => {});
    try {
      await once(socket, 'secureConnect');
      return `${socket.getProtocol()} ${socket.getCipher().name}`;
    } catch {
      return 'refused';
    } finally {
      socket.destroy();
    }
  };

  it.each(TLS_CIPHERS.filter((cipher) => !cipher.includes('ECDSA')))('takes %s', async (cipher) => {
    const scp = await acceptor(false);
    const version = cipher.startsWith('TLS_') ? 'TLSv1.3' : 'TLSv1.2';
    expect(await shaken(scp.port, { ciphers: cipher, minVersion: version, maxVersion: version })).toBe(
      `${version} ${cipher}`,
    );
  });

  it.each([
    ['TLS 1.1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }],
    ['a suite without forward secrecy', { maxVersion: 'TLSv1.2', ciphers: 'AES256-GCM-SHA384' }],
    ['a suite without AEAD', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES256-SHA384' }],
  ] as const)('does not take %s', async (_name, options) => {
    const scp = await acceptor(false);
    expect(await shaken(scp.port, options)).toBe('refused');
  });
});

describeWith(DCMTK, () => {
  it('echoscu and we know each other by certificate', async () => {
    const scp = await acceptor(true);
    await ran('/usr/bin/echoscu', [
      ...['+tls', ...modality.files, '+cf', gateway.files[1], '127.0.0.1', String(scp.port)],
    ]);
    expect((await scp.event('closed')).association.request.certificate?.subject).toContain('CN=modality');
  });

  it('storescp and we know each other by certificate', async () => {
    const scp = await storescp(['+tls', ...gateway.files, '+cf', modality.files[1]]);
    try {
      const [instance] = networkInstances('odd', [EXPLICIT]) as [NetworkInstance];
      const { key, cert } = modality;
      const scu = await asking(scp.port, CONTEXTS, { tls: { ca: gateway.cert, key, cert } });
      const context = scu.contextFor(CT_STORAGE)!;
      expect((await scu.store({ context, ...instance, data: instance.data })).status).toBe(0);
      await scu.release();
      expect(changed([instance], byUid(scp.files()))).toEqual([]);
      await expect(asking(scp.port, CONTEXTS, { tls: { ca: gateway.cert } })).rejects.toMatchObject({
        code: expect.stringMatching(/^(TLS_FAILED|PEER_UNREACHABLE)$/),
      });
    } finally {
      await scp.stop();
    }
  });
});
