import { awsClients } from '../../layers/aws/clients.ts';
import { DynamoIdentityMap } from '../../layers/aws/dynamoIdentityMap.ts';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import { KmsOpener } from '../../layers/aws/kmsSealer.ts';
import type { Place } from './place.ts';

/** Identities and keys in the account that the environment's credentials are for. */
export function cloudPlace(
  table: string,
  rootKey: string,
  sealingKey: string | null,
): Pick<Place, 'identities' | 'keys'> & { readonly opener: KmsOpener | null } {
  const { dynamo, kms } = awsClients();
  return {
    identities: new DynamoIdentityMap(dynamo, table),
    keys: new KmsKeyRing(kms, rootKey),
    opener: sealingKey === null ? null : new KmsOpener(kms, sealingKey),
  };
}
