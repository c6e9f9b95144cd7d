import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Audit } from './audit.ts';
import { allowDeidentify, deidentifyFacts } from './deidentifying.ts';
import { objectQueues, takeFrom } from './objectQueues.ts';
import { type Platform, StackFunction } from './stackFunction.ts';
import type { Storage } from './storage.ts';

/** An instance has a whole invocation for itself: some take minutes, and none is to wait behind another in the same batch. */
const BATCH = 1;

/**
 * The way of an instance whose frames must be read: the ingest function puts it on this queue, and a function with more memory takes it, which has the rights of the ingest
 * function but for what concerns archives.
 */
export class PixelReading extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly function: StackFunction;

  constructor(
    scope: Construct,
    id: string,
    {
      platform,
      storage,
      audit,
    }: { readonly platform: Platform; readonly storage: Storage; readonly audit: Audit },
  ) {
    super(scope, id);
    const { settings } = platform;
    const { queue, deadLetters } = objectQueues(this, {
      storageKey: storage.storageKey,
      timeoutSeconds: settings.pixelsTimeoutSeconds,
      maxReceives: settings.maxReceives,
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    this.function = new StackFunction(this, 'Read', platform, {
      name: 'pixels',
      description: 'de-identifies instances whose frames must be read',
      memoryMb: settings.pixelsMemoryMb,
      timeoutSeconds: settings.pixelsTimeoutSeconds,
      facts: { ...deidentifyFacts(settings, storage, audit), queueUrl: queue.queueUrl },
    });
    allowDeidentify(this.function, {
      ...{ settings, storage, audit, queue },
      takesMembers: false,
      handsOver: null,
    });
    takeFrom(this, this.function, queue, BATCH, settings.pixelsMaxConcurrency);
  }
}
