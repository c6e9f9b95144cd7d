import { randomUUID } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { DEFAULT_ARCHIVE_LIMITS, parseArchiveLimits } from '../../layers/archive/limits.ts';
import type { AwsClients } from '../../layers/aws/clients.ts';
import { DynamoEarlierReviews } from '../../layers/aws/dynamoEarlierReviews.ts';
import { DynamoIdentityMap } from '../../layers/aws/dynamoIdentityMap.ts';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import { KmsSealer } from '../../layers/aws/kmsSealer.ts';
import { LogAudit } from '../../layers/aws/logAudit.ts';
import { isMember, S3Members } from '../../layers/aws/s3Members.ts';
import { S3Store } from '../../layers/aws/s3Store.ts';
import type { ParseLimits } from '../../layers/dicom/parse.ts';
import type { Archives } from '../../layers/engine/archives.ts';
import type { KeyRing } from '../../layers/engine/ports.ts';
import { loadLookups } from '../../layers/engine/resolve/lookupTable.ts';
import type { Route, Surroundings } from '../../layers/engine/routing.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import type { CompiledRoute } from '../../rules/routes.ts';
import { type Environment, EXPIRY_TAG } from '../environment.ts';
import { instanceLimits } from './instanceLimits.ts';

/** Where instances come from and go to, by this client: an invocation has one that ends with its time. */
export function ingestStore(environment: Environment, s3: S3Client): S3Store {
  return new S3Store(s3, {
    cleanBucket: environment.cleanBucket,
    quarantineBucket: environment.quarantineBucket,
    cleanKeyId: environment.cleanKeyId,
    quarantineKeyId: environment.quarantineKeyId,
    keptTag: EXPIRY_TAG.key,
  });
}

/** The engine's ports on AWS: built once for the life of the execution environment. */
export function ingestServices(
  environment: Environment,
  { s3, dynamo, kms, logs }: AwsClients,
  /** What is not there for instances. */
  takenMb = 0,
): Surroundings {
  return {
    keys: new KmsKeyRing(kms, environment.hmacKeyId),
    nameKeys: new KmsKeyRing(kms, environment.nameKeyId),
    identities: new DynamoIdentityMap(dynamo, environment.identityTable),
    earlier: new DynamoEarlierReviews(dynamo, environment.decisionTable),
    sealer: new KmsSealer(kms, environment.sealingKeyId),
    store: ingestStore(environment, s3),
    audit: new LogAudit(logs, {
      logGroup: environment.auditLog,
      // Lambda's own name, which no other execution environment has: so both logs of one are found together.
      logStream: process.env.AWS_LAMBDA_LOG_STREAM_NAME ?? randomUUID(),
    }),
    clock: systemClock,
    entropy: systemEntropy,
    ...limitsOf(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, takenMb),
  };
}

/** The least that the setting memoryMb takes. */
const LEAST_MB = 256;

/** Lambda says what memory there is; where nobody does, the engine's own bounds hold. */
function limitsOf(memoryMb: string | undefined, takenMb: number): { readonly limits?: ParseLimits } {
  return memoryMb === undefined
    ? {}
    : { limits: instanceLimits(Math.max(LEAST_MB, Number(memoryMb) - takenMb)) };
}

/** Members of archives go on as ingest objects of their own, written by this client. Bounds that cannot be read are the defaults: the stack refuses them. */
export function ingestArchives({ archiveLimits }: Environment, s3: S3Client): Archives {
  return {
    limits: parseArchiveLimits(archiveLimits) ?? DEFAULT_ARCHIVE_LIMITS,
    takerOf: (ref, source) => (isMember(ref) ? null : new S3Members(s3, ref, source)),
  };
}

/** Routes with their tables, hashed anew only when the routes change. A route that names no key scope has the deployment's. */
export function routesWithTables(
  keys: KeyRing,
  keyScope: string,
  rulesBucket: string,
): (routes: readonly CompiledRoute[]) => Promise<readonly Route[]> {
  let of: readonly CompiledRoute[] | null = null;
  let loaded: Promise<readonly Route[]> = Promise.resolve([]);
  return (routes) => {
    if (routes === of) return loaded;
    of = routes;
    loaded = Promise.all(
      routes.map(async ({ tables, files, ...route }) => {
        const scope = route.keyScope === '' ? keyScope : route.keyScope;
        const lookups = await loadLookups(tables, keys, scope);
        return { ...route, keyScope: scope, lookups, ...originOf(files, route.prefix, rulesBucket) };
      }),
    );
    // A key ring that does not answer now may answer next time.
    loaded.catch(() => {
      of = null;
    });
    return loaded;
  };
}

/** Where the rules of a route lie, for the notes of what is kept. */
function originOf(files: CompiledRoute['files'], prefix: string, bucket: string): Pick<Route, 'rules'> {
  if (files === undefined) return {};
  const { name, ...rules } = files.rules;
  const path = (key: string) => `s3://${bucket}/${key}`;
  return {
    rules: {
      ...rules,
      path: rules.digest === null ? name : path(name),
      route: { file: path(files.routes.name), digest: files.routes.digest, prefix },
    },
  };
}
