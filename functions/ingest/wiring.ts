import { randomUUID } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import type { AwsClients } from '../../layers/aws/clients.ts';
import { DynamoIdentityMap } from '../../layers/aws/dynamoIdentityMap.ts';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import { LogAudit } from '../../layers/aws/logAudit.ts';
import { S3Store } from '../../layers/aws/s3Store.ts';
import type { Services } from '../../layers/engine/deidentify.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import { basicProfilePlan } from '../../rules/ps315/basicProfile.ts';
import type { Environment } from '../environment.ts';

/** Where instances come from and go to, by this client: an invocation has one that ends with its time. */
export function ingestStore(environment: Environment, s3: S3Client): S3Store {
  return new S3Store(s3, {
    cleanBucket: environment.cleanBucket,
    quarantineBucket: environment.quarantineBucket,
    cleanKeyId: environment.cleanKeyId,
    quarantineKeyId: environment.quarantineKeyId,
  });
}

/** The engine's ports on AWS, and the rules: built once for the life of the execution environment. */
export function ingestServices(environment: Environment, { s3, dynamo, kms, logs }: AwsClients): Services {
  return {
    plan: basicProfilePlan(),
    keys: new KmsKeyRing(kms, environment.hmacKeyId),
    identities: new DynamoIdentityMap(dynamo, environment.identityTable),
    store: ingestStore(environment, s3),
    audit: new LogAudit(logs, {
      logGroup: environment.auditLog,
      // Lambda's own name, which no other execution environment has: so both logs of one are found together.
      logStream: process.env.AWS_LAMBDA_LOG_STREAM_NAME ?? randomUUID(),
    }),
    clock: systemClock,
    entropy: systemEntropy,
    keyScope: environment.keyScope,
  };
}
