import type { SQSEvent } from 'aws-lambda';

/** The event that SQS hands to the ingest function for "Object Created" events of EventBridge, as S3 would send them. */
export function objectsCreated(bucket: string, keys: readonly string[]): SQSEvent {
  return { Records: keys.map((key, at) => record(bucket, key, `demo-message-${at + 1}`)) };
}

function record(bucket: string, key: string, messageId: string): SQSEvent['Records'][number] {
  const body = {
    version: '0',
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { version: '0', bucket: { name: bucket }, object: { key } },
  };
  return {
    messageId,
    receiptHandle: messageId,
    body: JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'demo',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:demo',
    awsRegion: 'eu-central-1',
  };
}
