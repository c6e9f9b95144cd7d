import { isNativeError } from 'node:util/types';
import { FaultError } from '../engine/faults.ts';
import { pause } from '../engine/pause.ts';

/**
 * What may be said of an AWS error: its code and the HTTP status. Never its message, nor the error as a `cause`: S3 quotes
 * object keys, and keys may hold names.
 */
export interface SdkFailure {
  /** The service's error code, the system's, or `Unknown`. */
  readonly name: string;
  readonly status: number | null;
  /** Trying again later may succeed. */
  readonly passes: boolean;
}

/** Codes that a client error's status (4xx) carries though the same call may succeed later. */
const PASSING_NAMES: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'LimitExceededException',
  'OperationAborted',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeTooSkewed',
  'RequestTimeout',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** What our own mistakes are called. */
const MISTAKES: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/**
 * Reads an error that `send` or a body threw. An error of our own (a fault, a programming mistake) is thrown on; a call that found no
 * credentials or no Region asked nobody, and is thrown as the fault that says so.
 */
export function sdkFailure(error: unknown): SdkFailure {
  // By kind and name, not by class: an error may come from another realm, with classes of its own.
  if (!isNativeError(error) || error instanceof FaultError) throw error;
  const missing = missingSetup(error);
  if (missing !== null) throw missing;
  const { code, $metadata } = error as {
    readonly code?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  if ($metadata === undefined && MISTAKES.has(error.name)) throw error;
  const status = $metadata?.httpStatusCode ?? null;
  const name = [error.name === 'Error' ? code : error.name, code].find(isCodeWord) ?? NO_CODE;
  // Without a status no answer came: the network, a timeout, missing credentials. With 2xx the answer broke off.
  const passes =
    status === null || status < 300 || status >= 500 || status === 429 || PASSING_NAMES.has(ofKms(name));
  return { name, status, passes };
}

/** S3 hands on what KMS answered it under a prefix: `KMS.ThrottlingException`. */
function ofKms(name: string): string {
  return name.replace(/^KMS\./, '');
}

export function describeFailure({ name, status }: SdkFailure): string {
  const code = name === NO_CODE ? '' : (EXPLAINED[name] ?? name);
  if (status === null) return code === '' ? 'it gave no code' : code;
  return code === '' ? `HTTP ${status}` : `${code}, HTTP ${status}`;
}
const NO_CODE = 'Unknown';
/** Codes whose cause is mostly the Region, of which they say nothing. */
const EXPLAINED: Readonly<Record<string, string>> = {
  ENOTFOUND:
    'ENOTFOUND: AWS has no such address, so the Region (--region, AWS_REGION) or the network is wrong',
  EAI_AGAIN:
    'EAI_AGAIN: the address was not found, so the Region (--region, AWS_REGION) or the network is wrong',
};

/** Whether an error is the SDK's, for whoever meets one that nobody read. */
export function isSdkError(error: unknown): boolean {
  return isNativeError(error) && ('$metadata' in error || missingSetup(error) !== null);
}

/** What the SDK's providers of credentials call their errors. */
const NO_CREDENTIALS = /^(?:Credentials|Token|SSO)?(?:Provider|Credentials)Error$/;

/** The SDK says these in words alone (`@smithy/property-provider`, `@smithy/config-resolver`), which hold no value. */
function missingSetup(error: Error): FaultError | null {
  if (NO_CREDENTIALS.test(error.name))
    return new FaultError(
      'AWS_CREDENTIALS_MISSING',
      true,
      'No credentials for AWS were found, or they have expired',
      'Set AWS_PROFILE, or sign in again (aws sso login); lethe doctor looks at the rest',
    );
  if (/^Region (?:is missing|not accepted: region="")/.test(error.message))
    return new FaultError(
      'AWS_REGION_MISSING',
      true,
      'No Region of AWS was found',
      'Set AWS_REGION, such as eu-central-1, or give your AWS_PROFILE one; lethe doctor takes --region',
    );
  if (/^Region not accepted/.test(error.message))
    return new FaultError(
      'AWS_REGION_UNKNOWN',
      false,
      'The AWS Region that is set does not exist',
      'Set AWS_REGION, or --region of lethe doctor, to a Region such as eu-central-1',
    );
  return null;
}

/** Waits before attempt `attempt` + 1: a random part of a doubling pause, so that many waiters do not come back together. */
export async function pauseBeforeRetry(attempt: number, basePauseMs: number): Promise<void> {
  await pause(Math.random() * Math.min(MAX_PAUSE_MS, basePauseMs * 2 ** attempt));
}
const MAX_PAUSE_MS = 2_000;

function isCodeWord(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Za-z][\w.]{1,63}$/.test(text);
}
