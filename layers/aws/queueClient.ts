import { SQSClient } from '@aws-sdk/client-sqs';

/**
 * Apart from the other clients: who sends no messages does not load it. Region, credentials and endpoint are found by the SDK itself. Where an endpoint is named,
 * that one counts, and not the URL of a queue, which an emulator may give without TLS.
 */
export function queueClient({ AWS_ENDPOINT_URL = '' }: NodeJS.ProcessEnv = process.env): SQSClient {
  return new SQSClient({
    maxAttempts: 4,
    retryMode: 'standard',
    useQueueUrlAsEndpoint: AWS_ENDPOINT_URL === '',
  });
}
