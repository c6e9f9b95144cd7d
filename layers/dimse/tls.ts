import type { ConnectionOptions, PeerCertificate as NodeCertificate, TLSSocket, TlsOptions } from 'node:tls';
import type { PeerCertificate } from './negotiation.ts';

/** An acceptor's side of TLS. Keys and certificates are PEM. */
export interface TlsServerOptions {
  readonly key: string;
  readonly cert: string;
  /** Who vouches for clients; absent: the authorities that Node knows. */
  readonly ca?: string;
  /** Whether a client that has no certificate of these authorities is refused: mutual TLS. */
  readonly requiresClientCertificate: boolean;
}

/** A requestor's side of TLS. Keys and certificates are PEM. */
export interface TlsClientOptions {
  /** Who vouches for the server; absent: the authorities that Node knows. */
  readonly ca?: string;
  /** Shown to a server that asks for a certificate. */
  readonly key?: string;
  readonly cert?: string;
  /** The name that the server's certificate must have; absent: the host. */
  readonly serverName?: string;
}

/**
 * BCP 195 (RFC 9325) as PS3.15 has it, B.9, B.10 and their successors B.12 and B.13: TLS 1.2 and 1.3 alone, forward secrecy and AEAD. DHE is for devices
 * of B.10 that have no ECDHE; its key has at least 2048 bits (OpenSSL's own groups).
 */
export const TLS_CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_AES_128_GCM_SHA256',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'DHE-RSA-AES256-GCM-SHA384',
  'DHE-RSA-AES128-GCM-SHA256',
] as const;

const PROFILE = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3', ciphers: TLS_CIPHERS.join(':') } as const;

/** `handshakeMs`: until a client is secured or dropped. */
export function serverTls(options: TlsServerOptions, handshakeMs: number): TlsOptions {
  const { key, cert, ca, requiresClientCertificate } = options;
  return {
    ...PROFILE,
    key,
    cert,
    ...(ca === undefined ? {} : { ca }),
    honorCipherOrder: true,
    dhparam: 'auto',
    requestCert: requiresClientCertificate,
    rejectUnauthorized: requiresClientCertificate,
    handshakeTimeout: handshakeMs,
  };
}

export function clientTls(options: TlsClientOptions, host: string): ConnectionOptions {
  const { ca, key, cert, serverName = host } = options;
  return {
    ...PROFILE,
    ...(ca === undefined ? {} : { ca }),
    ...(key === undefined ? {} : { key }),
    ...(cert === undefined ? {} : { cert }),
    // RFC 6066 3: an address may not be sent as a server name.
    ...(/^[\d.]+$|:/.test(serverName) ? {} : { servername: serverName }),
    rejectUnauthorized: true,
  };
}

/** The certificate of a peer that was asked for one and is vouched for. */
export function certificateOf(socket: TLSSocket): PeerCertificate | null {
  if (!socket.authorized) return null;
  const { fingerprint256, subject } = socket.getPeerCertificate() as Partial<NodeCertificate>;
  if (fingerprint256 === undefined || subject === undefined) return null;
  const lines = Object.entries(subject).flatMap(([name, value]) =>
    [value].flat().map((each) => `${name}=${String(each)}`),
  );
  return { fingerprint256, subject: lines.join('\n') };
}
