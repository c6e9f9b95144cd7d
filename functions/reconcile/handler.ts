import { awsClients } from '../../layers/aws/clients.ts';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import { queueClient } from '../../layers/aws/queueClient.ts';
import { S3Book } from '../../layers/aws/s3Book.ts';
import { EXPIRY_TAG, readFacts, VARIABLES } from '../environment.ts';
import { jsonLog } from '../log.ts';
import { onceUnlessFailed } from '../once.ts';
import { reconcileHandler } from './lambda.ts';

const write = (text: string) => process.stdout.write(text);

/** The reconcile function: what the stack names as its handler. */
export const handler = reconcileHandler(
  onceUnlessFailed(async () => {
    const { ingestBucket, quarantineBucket, queueUrl, nameKeyId } = readFacts(
      ['ingestBucket', 'quarantineBucket', 'queueUrl', 'nameKeyId'],
      process.env,
    );
    const { s3, kms } = awsClients();
    return new S3Book(s3, queueClient(), new KmsKeyRing(kms, nameKeyId), {
      ingestBucket,
      quarantineBucket,
      queueUrl,
      releasedTag: EXPIRY_TAG,
    });
  }),
  jsonLog(write, Date.now),
  (line) => write(`${JSON.stringify(line)}\n`),
  process.env[VARIABLES.stage] ?? 'unknown',
);
