import { isIP } from 'node:net';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';

/** Attempts of one call, the first included. What still fails then goes back to the queue, which waits longer. */
const MAX_ATTEMPTS = 4;
const CONNECT_TIMEOUT_MS = 2_000;
/** The time in a queue for a connection would count as the call's own, so there is none. */
const CONNECTIONS = { keepAlive: true, maxSockets: 512 };
/** From the request to the answer's first byte, and then from byte to byte. */
const SMALL_CALL_TIMEOUT_MS = 5_000;
/** As above, with a part of an object to send or a page of a log to find first. */
const OBJECT_CALL_TIMEOUT_MS = 60_000;

export interface AwsClients {
  readonly s3: S3Client;
  readonly dynamo: DynamoDBClient;
  readonly kms: KMSClient;
  readonly logs: CloudWatchLogsClient;
}

/** The environment variables that the clients look at; region and credentials are found by the SDK itself. */
export interface AwsEnvironment {
  readonly AWS_ENDPOINT_URL?: string | undefined;
  readonly AWS_ENDPOINT_URL_S3?: string | undefined;
}

/** One client a service, for the life of the process: connections are kept. Endpoints other than AWS come by environment. */
export function awsClients(environment: AwsEnvironment = process.env): AwsClients {
  const shared = { maxAttempts: MAX_ATTEMPTS, retryMode: 'standard' } as const;
  const endpoint = endpointOf(environment.AWS_ENDPOINT_URL);
  return {
    s3: s3Client({}, environment),
    dynamo: new DynamoDBClient({
      ...shared,
      ...endpoint,
      requestHandler: requestHandler(SMALL_CALL_TIMEOUT_MS),
    }),
    kms: kmsClient({}, environment),
    logs: new CloudWatchLogsClient({
      ...shared,
      ...endpoint,
      requestHandler: requestHandler(SMALL_CALL_TIMEOUT_MS),
    }),
  };
}

/** A client of KMS alone. */
export function kmsClient(
  { region }: { readonly region?: string } = {},
  environment: AwsEnvironment = process.env,
): KMSClient {
  return new KMSClient({
    maxAttempts: MAX_ATTEMPTS,
    retryMode: 'standard',
    ...(region === undefined ? {} : { region }),
    ...endpointOf(environment.AWS_ENDPOINT_URL),
    requestHandler: requestHandler(SMALL_CALL_TIMEOUT_MS),
  });
}

/** A client of S3 alone; `endpoint` names another than the environment's. */
export function s3Client(
  place: { readonly region?: string | undefined; readonly endpoint?: string | undefined } = {},
  environment: AwsEnvironment = process.env,
): S3Client {
  const endpoint = endpointOf(
    place.endpoint ?? environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL,
  );
  return new S3Client({
    maxAttempts: MAX_ATTEMPTS,
    retryMode: 'standard',
    ...(place.region === undefined ? {} : { region: place.region }),
    ...endpoint,
    forcePathStyle: isNamelessHost(endpoint.endpoint),
    // Ranged reads have no checksum of S3's to compare with; asking for one costs a call to KMS.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: requestHandler(OBJECT_CALL_TIMEOUT_MS),
  });
}

/** For reading logs: a page over thousands of streams takes longer than a call of a line. */
export function logReader(environment: AwsEnvironment = process.env): CloudWatchLogsClient {
  return new CloudWatchLogsClient({
    maxAttempts: MAX_ATTEMPTS,
    retryMode: 'standard',
    ...endpointOf(environment.AWS_ENDPOINT_URL),
    requestHandler: requestHandler(OBJECT_CALL_TIMEOUT_MS),
  });
}

/** An address or `localhost` cannot carry a bucket's name in front. */
function isNamelessHost(endpoint: string | undefined): boolean {
  if (endpoint === undefined) return false;
  const host = new URL(endpoint).hostname;
  return host === 'localhost' || isIP(host.replace(/^\[|\]$/g, '')) !== 0;
}

function endpointOf(url: string | undefined): { readonly endpoint?: string } {
  return url === undefined || url === '' ? {} : { endpoint: url };
}

function requestHandler(requestTimeout: number) {
  return {
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout,
    throwOnRequestTimeout: true,
    socketTimeout: requestTimeout,
    httpAgent: CONNECTIONS,
    httpsAgent: CONNECTIONS,
  };
}
