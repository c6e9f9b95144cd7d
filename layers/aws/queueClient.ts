import { SQSClient } from '@aws-sdk/client-sqs';

/** Apart from the other clients: who sends no messages does not load it. Region, credentials and endpoint are found by the SDK itself. */
export function queueClient(): SQSClient {
  return new SQSClient({ maxAttempts: 4, retryMode: 'standard' });
}
