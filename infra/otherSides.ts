import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Ingestion } from './ingestion.ts';
import type { Reconciliation } from './reconciliation.ts';
import type { StackFunction } from './stackFunction.ts';
import type { Destination, Storage } from './storage.ts';

/**
 * What the owners of buckets in other accounts must allow, as they can paste it: an access across accounts wants a yes from both sides. The stack
 * prints it as outputs; there are none for buckets of its own.
 */
export function otherSides(
  scope: Construct,
  {
    storage,
    ingestion,
    reconciliation,
  }: { readonly storage: Storage; readonly ingestion: Ingestion; readonly reconciliation: Reconciliation },
): Readonly<Record<string, string>> {
  const write = ['s3:PutObject', 's3:AbortMultipartUpload'];
  // What stands in the place of a clean object is looked at before it is replaced.
  const compare = ['s3:GetObject', 's3:GetObjectVersion'];
  const ingest = ingestion.function;
  return {
    ...(storage.clean.bucket === null
      ? printed(
          scope,
          'Clean',
          storage.clean,
          [onObjects(storage.clean, ingest, [...write, ...compare])],
          ingest,
        )
      : {}),
    ...(storage.quarantine.bucket === null
      ? printed(
          scope,
          'Quarantine',
          storage.quarantine,
          [
            onObjects(storage.quarantine, ingest, write),
            {
              Sid: 'LetheLists',
              Effect: 'Allow',
              Principal: { AWS: reconciliation.function.role.roleArn },
              Action: 's3:ListBucket',
              Resource: storage.quarantine.objectsArn.replace(/\/\*$/, ''),
            },
          ],
          ingest,
        )
      : {}),
  };
}

function onObjects({ objectsArn }: Destination, { role }: StackFunction, actions: readonly string[]): object {
  return {
    Sid: 'LetheWrites',
    Effect: 'Allow',
    Principal: { AWS: role.roleArn },
    Action: actions,
    Resource: objectsArn,
  };
}

function printed(
  scope: Construct,
  name: string,
  { region }: Destination,
  statements: readonly object[],
  { role }: StackFunction,
): Readonly<Record<string, string>> {
  const json = (value: object) => Stack.of(scope).toJsonString(value);
  return {
    [`${name}BucketPolicy`]: json({ Version: '2012-10-17', Statement: statements }),
    [`${name}KeyPolicyStatement`]: json({
      Sid: 'LetheEncrypts',
      Effect: 'Allow',
      Principal: { AWS: role.roleArn },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
    }),
  };
}
