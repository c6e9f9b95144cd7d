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

/** Reads an error that `send` or a body threw. An error of our own (a fault, a programming mistake) is thrown on. */
export function sdkFailure(error: unknown): SdkFailure {
  // By kind and name, not by class: an error may come from another realm, with classes of its own.
  if (!isNativeError(error) || error instanceof FaultError) throw error;
  const { code, $metadata } = error as {
    readonly code?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  if ($metadata === undefined && MISTAKES.has(error.name)) throw error;
  const status = $metadata?.httpStatusCode ?? null;
  const name = [error.name === 'Error' ? code : error.name, code].find(isCodeWord) ?? 'Unknown';
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
  return status === null ? name : `${name}, HTTP ${status}`;
}

/** Waits before attempt `attempt` + 1: a random part of a doubling pause, so that many waiters do not come back together. */
export async function pauseBeforeRetry(attempt: number, basePauseMs: number): Promise<void> {
  await pause(Math.random() * Math.min(MAX_PAUSE_MS, basePauseMs * 2 ** attempt));
}
const MAX_PAUSE_MS = 2_000;

function isCodeWord(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Za-z][\w.]{1,63}$/.test(text);
}
