import { Duration, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { MESSAGE_DAYS } from './settings.ts';
import type { StackFunction } from './stackFunction.ts';

/** A queue of messages about objects, and the dead letters of what cannot be done. */
export function objectQueues(
  scope: Construct,
  {
    storageKey,
    timeoutSeconds,
    maxReceives,
  }: {
    readonly storageKey: IKey;
    /** Of the function that takes them. */
    readonly timeoutSeconds: number;
    readonly maxReceives: number;
  },
): { readonly queue: Queue; readonly deadLetters: Queue } {
  // Messages hold object keys, which can be names: the stack's own key, not SQS's.
  const encrypted = {
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: storageKey,
    dataKeyReuse: Duration.hours(1),
    enforceSSL: true,
    retentionPeriod: Duration.days(MESSAGE_DAYS),
  };
  const deadLetters = new Queue(scope, 'DeadLetters', encrypted);
  const queue = new Queue(scope, 'Queue', {
    ...encrypted,
    // Six times the timeout, as Lambda's Developer Guide asks ("Creating and configuring an Amazon SQS event source mapping").
    visibilityTimeout: Duration.seconds(6 * timeoutSeconds),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: maxReceives },
  });
  return { queue, deadLetters };
}

/** Hands the messages of a queue to a function, so many at a time to so many of it at most; what one batch did not do comes again by itself. */
export function takeFrom(
  scope: Construct,
  { function: target, policy }: StackFunction,
  queue: Queue,
  batchSize: number,
  maxConcurrency: number,
): void {
  const source = new EventSourceMapping(scope, 'Source', {
    target,
    eventSourceArn: queue.queueArn,
    batchSize,
    maxConcurrency,
    reportBatchItemFailures: true,
  });
  source.node.addDependency(policy);
  const reasons: Readonly<Record<string, string>> = {
    'HIPAA.Security-LambdaConcurrency':
      'The queue starts no more executions than its event source allows; reservedConcurrency sets a ceiling for the account where that is wanted.',
    'HIPAA.Security-LambdaDLQ':
      'The queue is the caller: what the function cannot do goes back to it, and in the end to its dead letters.',
  };
  for (const [id, reason] of Object.entries(reasons)) Validations.of(target).acknowledge({ id, reason });
}
