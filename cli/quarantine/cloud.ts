import { randomUUID } from 'node:crypto';
import { type AwsClients, awsClients } from '../../layers/aws/clients.ts';
import { DynamoDecisionBook } from '../../layers/aws/dynamoDecisionBook.ts';
import { DynamoIdentityMap } from '../../layers/aws/dynamoIdentityMap.ts';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import { LogAudit } from '../../layers/aws/logAudit.ts';
import { S3Kept } from '../../layers/aws/s3Kept.ts';
import { S3RuleShelf } from '../../layers/aws/s3RuleShelf.ts';
import { S3Store } from '../../layers/aws/s3Store.ts';
import type { KeptShelf } from '../../layers/engine/kept.ts';
import type { IdentityMap, InstanceStore, KeyRing } from '../../layers/engine/ports.ts';
import type { EarlierReviews } from '../../layers/engine/review/book.ts';
import type { RuleDialect } from '../../rules/compile.ts';
import type { RuleSource } from '../../rules/source.ts';
import { UsageError } from '../exit.ts';
import { compiledRules, type LoadedRules } from '../rules/load.ts';

/** The quarantine bucket, with the credentials of the environment. */
export function cloudShelf(bucket: string): KeptShelf {
  return new S3Kept(awsClients().s3, bucket);
}

/** What a retry writes to, and what it draws identities and keys from. */
export function cloudPorts(
  quarantineBucket: string,
  cleanBucket: string,
  table: string,
  rootKey: string,
  decisions?: string,
): {
  readonly store: InstanceStore;
  readonly identities: IdentityMap;
  readonly keys: KeyRing;
  readonly earlier?: EarlierReviews;
} {
  const { s3, dynamo, kms } = awsClients();
  return {
    store: new S3Store(s3, { cleanBucket, quarantineBucket }),
    identities: new DynamoIdentityMap(dynamo, table),
    keys: new KmsKeyRing(kms, rootKey),
    ...(decisions === undefined ? {} : { earlier: earlierReviews(dynamo, decisions) }),
  };
}

/** Of what was kept: all of it is asked about. */
function earlierReviews(dynamo: AwsClients['dynamo'], table: string): EarlierReviews {
  const book = new DynamoDecisionBook(dynamo, table);
  return { of: (instance) => book.earlier(instance) };
}

/** The audit of the deployment. A line in it is sealed with those of the functions. */
export function cloudAudit(logGroup: string): LogAudit {
  return new LogAudit(awsClients().logs, { logGroup, logStream: `quarantine/${randomUUID()}` });
}

/** Reads and compiles rules from the rules bucket, `s3://BUCKET/KEY`, as the ingest function does. Rejects with `UsageError` or `FaultError`. */
export function cloudRules(path: string, dialect?: RuleDialect): Promise<LoadedRules> {
  return rulesFromShelf(path, dialect, (bucket) => new S3RuleShelf(awsClients().s3, bucket));
}

/** As `cloudRules`, from any shelf. */
export async function rulesFromShelf(
  path: string,
  dialect: RuleDialect | undefined,
  shelfOf: (bucket: string) => Pick<S3RuleShelf, 'newest'>,
): Promise<LoadedRules> {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(path) ?? [];
  const shelf = shelfOf(bucket);
  const files = new Map<string, string | null>();
  const fetch = async (name: string) => {
    const file = await shelf.newest(name);
    files.set(name, file === null || file === 'unchanged' ? null : file.text);
  };
  await fetch(key);
  // Rules name their tables, which only compiling shows.
  for (;;) {
    const missing = new Set<string>();
    const textOf = (name: string): string => {
      const text = files.get(name);
      if (text === undefined) missing.add(name);
      if (text == null) throw new RangeError('no such rule file');
      return text;
    };
    const text = files.get(key);
    if (text == null)
      throw new UsageError(
        `the rules of the run are no longer at ${path}. Name others with --rules FILE.`,
        'RULES_CHANGED',
      );
    const source: RuleSource = { name: key, text, place: 'cloud', readFile: textOf };
    const compiled = compiledRules(source, path, dialect);
    if (missing.size === 0) return compiled();
    for (const name of missing) await fetch(name);
  }
}
