import { awsClients } from '../../layers/aws/clients.ts';
import { DynamoIdentityMap } from '../../layers/aws/dynamoIdentityMap.ts';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import { LogAudit } from '../../layers/aws/logAudit.ts';
import { S3Store } from '../../layers/aws/s3Store.ts';
import type { Services } from '../../layers/engine/deidentify.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import { basicProfilePlan } from '../../rules/ps315/basicProfile.ts';
import type { Environment } from '../environment.ts';

/** The engine's ports on AWS, and the rules: built once for the life of the execution environment. */
export function ingestServices(environment: Environment): Services {
  const { s3, dynamo, kms } = awsClients();
  return {
    plan: basicProfilePlan(),
    keys: new KmsKeyRing(kms, environment.hmacKeyId),
    identities: new DynamoIdentityMap(dynamo, environment.identityTable),
    store: new S3Store(s3, {
      cleanBucket: environment.cleanBucket,
      quarantineBucket: environment.quarantineBucket,
      storageKeyId: environment.storageKeyId,
    }),
    audit: new LogAudit(),
    clock: systemClock,
    entropy: systemEntropy,
    keyScope: environment.keyScope,
  };
}
