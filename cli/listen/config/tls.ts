import { createPrivateKey, X509Certificate } from 'node:crypto';
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import type { TlsClientOptions, TlsServerOptions } from '../../../layers/dimse/tls.ts';
import type { Fields } from '../../../rules/lethe/object.ts';
import { word } from '../../../rules/lethe/shape.ts';
import { MOST_PEM_BYTES, readText } from '../../readText.ts';
import { type ConfigShape, type Context, HOST, PATH, settings } from './shapes.ts';

/** TLS of a server, by the paths of its files (PEM). */
export interface ServerTls {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
  readonly clients: 'required' | 'none';
}

/** TLS towards a server, by the paths of its files (PEM). */
export interface ClientTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
}

/** A file that holds PEM of a kind. */
function pem(label: RegExp, wanted: string, code: string): ConfigShape<string> {
  return {
    read: (node, context) => {
      const path = PATH.read(node, context);
      if (path === undefined) return undefined;
      const content = pemText(path, node, context);
      if (content !== undefined && !label.test(content))
        context.report.error(
          code,
          node,
          `${JSON.stringify(path)} holds no ${wanted} in PEM`,
          `Name one that does.`,
        );
      return path;
    },
    write: (value) => value,
    schema: PATH.schema,
  };
}

function pemText(path: string, node: Node, { report, readFile }: Context): string | undefined {
  try {
    return readFile(path);
  } catch {
    report.error(
      'FILE_UNREADABLE',
      node,
      `${JSON.stringify(path)} cannot be read`,
      'Check its path and rights.',
    );
    return undefined;
  }
}

const CERTIFICATES = pem(/-----BEGIN CERTIFICATE-----/, 'certificate', 'NOT_A_CERTIFICATE');
const PRIVATE_KEY = pem(/-----BEGIN (?:\w+ )?PRIVATE KEY-----/, 'private key', 'NOT_A_PRIVATE_KEY');

/** A certificate and a key that do not belong together are told before the first handshake fails. */
function withKeyHeldTo<T extends { readonly cert?: string; readonly key?: string }>(
  shape: ConfigShape<T>,
): ConfigShape<T> {
  return {
    ...shape,
    read: (node, context) => {
      const value = shape.read(node, context);
      if (value === undefined) return undefined;
      const { cert, key } = value;
      if ((cert === undefined) !== (key === undefined))
        context.report.error(
          'CONTRADICTION',
          node,
          'A certificate and its key are named together',
          'Name both "cert" and "key", or neither.',
        );
      else if (cert !== undefined && key !== undefined) holdKey(cert, key, node, context);
      return value;
    },
  };
}

function holdKey(cert: string, key: string, node: Node, context: Context): void {
  const { report, readFile, isOpen } = context;
  const at = findNodeAtLocation(node, ['key']) ?? node;
  let texts: readonly [string, string];
  try {
    texts = [readFile(cert), readFile(key)];
  } catch {
    return;
  }
  if (isOpen(key))
    report.warning(
      'SECRET_OPEN',
      at,
      `Everybody on this machine may read ${JSON.stringify(key)}`,
      `Keep it to its owner: chmod 600 ${key}`,
    );
  if (!texts[0].includes('-----BEGIN CERTIFICATE-----') || !texts[1].includes('PRIVATE KEY-----')) return;
  try {
    if (new X509Certificate(texts[0]).checkPrivateKey(createPrivateKey(texts[1]))) return;
  } catch {
    report.error(
      'NOT_A_PRIVATE_KEY',
      at,
      'The certificate or its key cannot be read',
      'Write both as PEM, and the key without a passphrase; keep it to its owner instead.',
    );
    return;
  }
  report.error(
    'KEY_OF_ANOTHER',
    at,
    'The key is not the certificate’s',
    'Name the key that it was made with.',
  );
}

export const SERVER_TLS_FIELDS: Fields<ServerTls, Context> = {
  cert: {
    shape: CERTIFICATES,
    doc: 'the certificate and those between it and its root (PEM)',
    absent: 'error',
  },
  key: { shape: PRIVATE_KEY, doc: 'its private key (PEM, without a passphrase)', absent: 'error' },
  ca: {
    shape: CERTIFICATES,
    doc: 'whose certificates of clients are believed (PEM); by default the public authorities that come with Node, and those of NODE_EXTRA_CA_CERTS',
    absent: 'nothing',
  },
  clients: {
    shape: word<ServerTls['clients'], Context>({
      required: 'a connection without a certificate is refused',
      none: 'no certificate is asked for',
    }),
    doc: 'whether clients show a certificate',
    absent: { is: 'required' },
  },
};

/** DICOM over TLS is spoken by the BCP 195 profiles (PS3.15 B.9, B.10): TLS 1.2 and later, and their cipher suites. */
export const SERVER_TLS: ConfigShape<ServerTls> = withKeyHeldTo(settings(SERVER_TLS_FIELDS));

export const CLIENT_TLS_FIELDS: Fields<ClientTls, Context> = {
  ca: {
    shape: CERTIFICATES,
    doc: 'whose certificates of servers are believed (PEM); by default the public authorities that come with Node, and those of NODE_EXTRA_CA_CERTS',
    absent: 'nothing',
  },
  cert: {
    shape: CERTIFICATES,
    doc: 'the certificate to show, if the server asks for one (PEM)',
    absent: 'nothing',
  },
  key: { shape: PRIVATE_KEY, doc: 'its private key (PEM, without a passphrase)', absent: 'nothing' },
  serverName: {
    shape: HOST,
    doc: 'the name in the server’s certificate, where it is not its host',
    absent: 'nothing',
  },
};

export const CLIENT_TLS: ConfigShape<ClientTls> = withKeyHeldTo(settings(CLIENT_TLS_FIELDS));

/** What `layers/dimse` and STOW-RS in take. Reads the files; throws `UsageError` where one cannot be read. */
export function serverTlsOf({ cert, key, ca, clients }: ServerTls): TlsServerOptions {
  return {
    cert: textOf(cert),
    key: textOf(key),
    ...(ca === undefined ? {} : { ca: textOf(ca) }),
    requiresClientCertificate: clients === 'required',
  };
}

/** As `serverTlsOf`, of a connection that Lethe opens. */
export function clientTlsOf({ cert, key, ca, serverName }: ClientTls): TlsClientOptions {
  return {
    ...(ca === undefined ? {} : { ca: textOf(ca) }),
    ...(cert === undefined || key === undefined ? {} : { cert: textOf(cert), key: textOf(key) }),
    ...(serverName === undefined ? {} : { serverName }),
  };
}

function textOf(path: string): string {
  return readText(path, MOST_PEM_BYTES, JSON.stringify(path), 'Check its path and its rights.');
}
