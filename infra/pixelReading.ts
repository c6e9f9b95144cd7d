import { Stack } from 'aws-cdk-lib';
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
      facts: {
        ...deidentifyFacts(settings, storage, audit),
        queueUrl: queue.queueUrl,
        ...(settings.pixelsDetector === 'rekognition' ? { pixelsDetector: settings.pixelsDetector } : {}),
      },
    });
    allowDeidentify(this.function, {
      ...{ settings, storage, audit, queue },
      takesMembers: false,
      handsOver: null,
    });
    if (settings.pixelsDetector === 'rekognition') this.allowRekognition();
    takeFrom(this, this.function, queue, BATCH, settings.pixelsMaxConcurrency);
  }
  /** One operation, which stores nothing and looks at nothing that is stored: it gets the picture with the call. In the Region of the stack alone. */
  private allowRekognition(): void {
    this.function.allow('LookWithRekognition', ['rekognition:DetectText'], ['*'], {
      StringEquals: { 'aws:RequestedRegion': Stack.of(this).region },
    });
    this.function.acknowledge(
      'AwsSolutions-IAM5[Resource::*]',
      'DetectText knows no resources: the picture comes with the call (Service Authorization Reference, "Amazon Rekognition").',
    );
  }
}
