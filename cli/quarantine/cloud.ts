import { awsClients } from '../../layers/aws/clients.ts';
import { DynamoIdentityMap } from '../../layers/aws/dynamoIdentityMap.ts';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import { S3Kept } from '../../layers/aws/s3Kept.ts';
import { S3Store } from '../../layers/aws/s3Store.ts';
import type { KeptShelf } from '../../layers/engine/kept.ts';
import type { IdentityMap, InstanceStore, KeyRing } from '../../layers/engine/ports.ts';

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
): {
  readonly store: InstanceStore;
  readonly identities: IdentityMap;
  readonly keys: KeyRing;
} {
  const { s3, dynamo, kms } = awsClients();
  return {
    store: new S3Store(s3, { cleanBucket, quarantineBucket }),
    identities: new DynamoIdentityMap(dynamo, table),
    keys: new KmsKeyRing(kms, rootKey),
  };
}
