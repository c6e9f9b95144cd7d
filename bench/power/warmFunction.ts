import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { environmentVariables } from '../../functions/environment.ts';

/** The ingest function as Lambda starts it, with its own clients, told where AWS is. It takes keys of the ingest bucket, as one batch. */
export async function warmFunction(endpoint: string): Promise<(keys: readonly string[]) => Promise<void>> {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'invented',
    AWS_SECRET_ACCESS_KEY: 'invented',
    ...environmentVariables({
      stage: 'bench',
      ingestBucket: 'ingest',
      cleanBucket: 'clean',
      quarantineBucket: 'quarantine',
      rulesBucket: 'rules',
      identityTable: 'identities',
      decisionTable: 'decisions',
      hmacKeyId: 'arn:aws:kms:us-east-1:000000000000:key/hmac',
      nameKeyId: 'arn:aws:kms:us-east-1:000000000000:key/names',
      sealingKeyId: 'arn:aws:kms:us-east-1:000000000000:key/sealing',
      cleanKeyId: 'arn:aws:kms:us-east-1:000000000000:key/storage',
      quarantineKeyId: 'arn:aws:kms:us-east-1:000000000000:key/storage',
      keyScope: '',
      archiveLimits: '',
      auditLog: 'audit',
      ingestMark: 'marker',
      queueUrl: `${endpoint}/000000000000/ingest`,
      maxReceives: '10',
    }),
  });
  const { handler } = await import('../../functions/ingest/handler.ts');
  let messages = 0;
  return async (keys) => {
    const Records = keys.map((key) => message(`m${messages++}`, key));
    const answer: SQSBatchResponse = await handler({ Records } as unknown as SQSEvent, {
      getRemainingTimeInMillis: () => 300_000,
    });
    if (answer.batchItemFailures.length > 0) throw new Error('a message went back: see the log');
  };
}

/** As EventBridge puts it on the queue. */
function message(messageId: string, key: string) {
  return {
    messageId,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) },
    body: JSON.stringify({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      detail: { bucket: { name: 'ingest' }, object: { key, 'version-id': 'v', etag: 'e' } },
    }),
  };
}
