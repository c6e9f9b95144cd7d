import { awsClients } from '../../layers/aws/clients.ts';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import { queueClient } from '../../layers/aws/queueClient.ts';
import { type ListingPlace, S3Book } from '../../layers/aws/s3Book.ts';
import { S3Bookmarks } from '../../layers/aws/s3Bookmarks.ts';
import { EXPIRY_TAG, KEPT_VALUES, readFacts, VARIABLES, WAITING_VALUE } from '../environment.ts';
import { jsonLog } from '../log.ts';
import { onceUnlessFailed } from '../once.ts';
import { reconcileHandler } from './lambda.ts';
import type { Bookmark } from './reconcile.ts';

const write = (text: string) => process.stdout.write(text);

/** The reconcile function: what the stack names as its handler. */
export const handler = reconcileHandler(
  onceUnlessFailed(async () => {
    const { ingestBucket, quarantineBucket, reportBucket, queueUrl, nameKeyId, ...pixels } = readFacts(
      [
        ...(['ingestBucket', 'quarantineBucket', 'reportBucket', 'queueUrl', 'nameKeyId'] as const),
        ...(['pixelsQueueUrl', 'pixelsDeadLettersUrl'] as const),
      ],
      process.env,
    );
    const queueUrls = [pixels.pixelsQueueUrl, pixels.pixelsDeadLettersUrl].filter((url) => url !== '');
    const { s3, kms } = awsClients();
    return {
      book: new S3Book(s3, queueClient(), new KmsKeyRing(kms, nameKeyId), {
        ingestBucket,
        quarantineBucket,
        queueUrl,
        tag: { key: EXPIRY_TAG.key, released: EXPIRY_TAG.value, kept: KEPT_VALUES },
        ...(queueUrls.length === 0 ? {} : { waiting: { value: WAITING_VALUE, queueUrls } }),
      }),
      bookmarks: new S3Bookmarks<Bookmark<ListingPlace>>(s3, reportBucket),
    };
  }),
  jsonLog(write, Date.now),
  (line) => write(`${JSON.stringify(line)}\n`),
  process.env[VARIABLES.stage] ?? 'unknown',
);
