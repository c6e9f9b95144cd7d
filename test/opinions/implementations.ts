import { join } from 'node:path';

/** A program by somebody else that answers as services of AWS do. */
export interface Implementation {
  readonly name: string;
  /** What it is, and by what licence. */
  readonly about: string;
  /** What of the contract suites in test/cloud/contracts is run against it, by the names of their files. */
  readonly suites: readonly string[];
  /** Of nothing else in the network name space, so it is free. */
  readonly port: number;
  /** How it is started, in an empty folder of its own. */
  start(tools: Tools, folder: string): Start;
}

/** Where the programs are. */
export interface Tools {
  readonly python: string;
  readonly versitygw: string;
  readonly localKms: string;
}

export interface Start {
  readonly command: string;
  readonly options: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Folders that it wants to find in its own. */
  readonly folders?: readonly string[];
}

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';
/** Of the root user of each. */
export const CREDENTIALS = { accessKeyId: 'second', secretAccessKey: 'opinion1' } as const;

/** A program in Go, by module and version; what its sums are is held by Go's checksum database. */
export interface GoProgram {
  readonly name: string;
  readonly module: string;
  readonly version: string;
}

export const VERSITYGW: GoProgram = {
  name: 'versitygw',
  module: 'github.com/versity/versitygw/cmd/versitygw',
  version: 'v1.8.0',
};
export const LOCAL_KMS: GoProgram = {
  name: 'local-kms',
  module: 'github.com/nsmithuk/local-kms',
  // It has no tags: the newest of its main line.
  version: 'v0.0.0-20260228092603-2a5e92d09ab6',
};
/** What versitygw's go.mod asks for. */
export const LEAST_GO = { major: 1, minor: 25 } as const;

/** Second opinions on each service. Not Amazon's DynamoDB Local: its licence allows no such use. */
export const IMPLEMENTATIONS: readonly Implementation[] = [
  {
    name: 'versitygw',
    about: `S3, ${VERSITYGW.version}, Go, Apache-2.0`,
    suites: ['s3', 'kept'],
    port: 7070,
    start: ({ versitygw }, folder) => ({
      command: versitygw,
      options: [
        ...['--port', '127.0.0.1:7070', '--region', REGION, '--quiet'],
        ...['--access', CREDENTIALS.accessKeyId, '--secret', CREDENTIALS.secretAccessKey],
        // Metadata in extended attributes: in files of their own (--sidecar) a key that was deleted once stays hidden.
        ...['posix', '--versioning-dir', join(folder, 'versions'), join(folder, 'objects')],
      ],
      folders: ['versions', 'objects'],
    }),
  },
  {
    name: 'local-kms',
    about: 'KMS, 2026-02-28, Go, MIT',
    suites: ['kms', 'sealer', 'signer'],
    port: 7080,
    start: ({ localKms }, folder) => ({
      command: localKms,
      options: [],
      environment: {
        PORT: '7080',
        KMS_REGION: REGION,
        KMS_ACCOUNT_ID: ACCOUNT,
        KMS_DATA_PATH: join(folder, 'keys'),
      },
    }),
  },
  {
    name: 'moto',
    about: 'S3, DynamoDB, KMS and CloudWatch Logs, 5.2.5, Python, Apache-2.0',
    suites: ['s3', 'kept', 'dynamo', 'allocation', 'kms', 'sealer', 'signer', 'audit'],
    port: 7090,
    start: ({ python }) => ({
      command: join(python, 'bin', 'python'),
      options: [join(import.meta.dirname, 'serve_moto.py'), '7090'],
      environment: { MOTO_ACCOUNT_ID: ACCOUNT },
    }),
  },
];
