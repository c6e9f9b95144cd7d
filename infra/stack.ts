import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Bundle } from './bundle.ts';
import { Ingestion } from './ingestion.ts';
import type { Settings } from './settings.ts';
import { Storage } from './storage.ts';

/** One Lethe: buckets, keys, identities, and the way from ingest to clean. */
export class LetheStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { settings, bundle, ...props }: StackProps & { readonly settings: Settings; readonly bundle: Bundle },
  ) {
    super(scope, id, props);
    const keep = settings.stage !== 'dev';
    const storage = new Storage(this, 'Storage', { keep });
    const ingestion = new Ingestion(this, 'Ingestion', { storage, settings, bundle, keep });

    const outputs = {
      IngestBucket: storage.ingest.bucketName,
      CleanBucket: storage.clean.bucketName,
      QuarantineBucket: storage.quarantine.bucketName,
      IdentityTable: storage.identities.tableName,
      HmacKeyArn: storage.hmacKey.keyArn,
      StorageKeyArn: storage.storageKey.keyArn,
      QueueUrl: ingestion.queue.queueUrl,
      DeadLetterQueueUrl: ingestion.deadLetters.queueUrl,
      FunctionName: ingestion.function.functionName,
      LogGroup: ingestion.logs.logGroupName,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
