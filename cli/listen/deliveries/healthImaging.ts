import type { S3Client } from '@aws-sdk/client-s3';
import type { ImportJobs } from '../../../layers/aws/importJobs.ts';
import { writeNew } from '../../../layers/aws/s3Release.ts';
import { encryptionOf } from '../../../layers/aws/s3Writing.ts';
import { untilSignal } from '../../../layers/aws/untilSignal.ts';
import { isValidUid } from '../../../layers/dicom/standard/uid.ts';
import type { Timers } from '../../../layers/dimse/timers.ts';
import { FaultError } from '../../../layers/engine/faults.ts';
import { backoffMs } from '../outbox/backoff.ts';
import { type Delivery, DeliveryError, type OutgoingInstance } from '../outbox/outgoing.ts';
import { BUCKET_LIMITS } from './bucket.ts';
import { storeError } from './faults.ts';
import { ImportBatch } from './importBatch.ts';
import { withSource } from './sender.ts';

/**
 * How often a job may be started: HealthImaging takes 0.25 StartDICOMImportJob a second of an account, one at a time (Developer Guide, "Throttling limits"), and refuses a second
 * one within the same second.
 */
const START_EVERY_MS = 4_000;
/** GetDICOMImportJob may be asked 25 times a second. A job takes a minute at least. */
const ASK_EVERY_MS = 15_000;
/** How long a study is waited for when the gateway is about to stop: as long as the next of its files may take to be staged. */
const HURRIED_QUIET_MS = 2_000;
/** Of one job. */
const MOST_IN_BATCH = 1_000;
/** Instances of many studies wait for their jobs at a time. */
const AT_ONCE = 2_000;
/** Files that are sent to the bucket at a time. */
const UPLOADS = 4;

export interface HealthImagingPlace {
  /** Where instances are staged, and results are written: of HealthImaging's own Region. */
  readonly bucket: string;
  /** `''`, or parts that each end with `/`. */
  readonly prefix: string;
  readonly kmsKey: string | null;
  readonly datastoreId: string;
  /** The role that HealthImaging reads and writes the bucket by. */
  readonly roleArn: string;
  readonly outputPrefix: string;
  /** A study is imported once nothing of it has come for so long. */
  readonly quietMs: number;
}

export interface HealthImagingTools {
  readonly s3: S3Client;
  readonly jobs: ImportJobs;
  readonly timers: Timers;
  readonly random: () => number;
}

/**
 * Delivers into AWS HealthImaging: instances of a study are staged in a bucket under a prefix of their own, and imported by one job once nothing more comes. An instance is delivered
 * when the job says so of it. After a crash what was staged is staged and imported again, which leaves the newer of two equal ones.
 */
export function healthImagingDelivery(
  name: string,
  place: HealthImagingPlace,
  tools: HealthImagingTools,
): Delivery {
  return new HealthImagingDelivery(name, place, tools);
}

class HealthImagingDelivery implements Delivery {
  readonly name: string;
  readonly atOnce = AT_ONCE;
  readonly isInOrder = false;
  readonly #place: HealthImagingPlace;
  readonly #tools: HealthImagingTools;
  /** Studies that are still coming. */
  readonly #open = new Map<string, { readonly batch: ImportBatch; cancel: () => void }>();
  /** Studies that are to be imported, in their order. */
  readonly #toStart: ImportBatch[] = [];
  readonly #uploadQueue: (() => void)[] = [];
  readonly #cancels = new Set<() => void>();
  #uploads = 0;
  #isStarting = false;
  #isClosed = false;
  #isHurried = false;

  constructor(name: string, place: HealthImagingPlace, tools: HealthImagingTools) {
    this.name = name;
    this.#place = place;
    this.#tools = tools;
  }

  async deliver(instance: OutgoingInstance, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { studyInstanceUid: study, sopInstanceUid, receipt } = instance;
    const fileName = `${isValidUid(sopInstanceUid) ? sopInstanceUid : receipt}.dcm`;
    const batch = this.#batchFor(study, fileName);
    await batch.add(
      fileName,
      signal,
      () => this.#upload(instance.path, `${this.#place.prefix}${batch.id}/${fileName}`, signal),
      () => this.#quietFrom(study, batch),
    );
  }

  hurry(): void {
    this.#isHurried = true;
    for (const [study, { batch }] of this.#open) this.#quietFrom(study, batch);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const cancel of this.#cancels) cancel();
    for (const { cancel } of this.#open.values()) cancel();
    this.#tools.jobs.close();
    this.#tools.s3.destroy();
  }

  /** The batch of a study that is still open. What has the name already, or is full, goes on its way. */
  #batchFor(study: string, fileName: string): ImportBatch {
    const open = this.#open.get(study);
    if (open !== undefined && !open.batch.has(fileName) && open.batch.size < MOST_IN_BATCH) return open.batch;
    if (open !== undefined) this.#closeBatch(study);
    const batch = new ImportBatch();
    this.#open.set(study, { batch, cancel: () => {} });
    return batch;
  }

  async #upload(path: string, Key: string, signal: AbortSignal): Promise<void> {
    if (this.#uploads >= UPLOADS) await new Promise<void>((resolve) => this.#uploadQueue.push(resolve));
    this.#uploads += 1;
    try {
      await withSource(path, async (source) => {
        signal.throwIfAborted();
        const { bucket: Bucket, kmsKey } = this.#place;
        const target = {
          Bucket,
          Key,
          ContentType: 'application/dicom',
          ...encryptionOf(kmsKey ?? undefined),
        };
        const segments = [{ kind: 'span', start: 0, end: source.size }] as const;
        await writeNew(untilSignal(this.#tools.s3, signal), target, { source, segments }, BUCKET_LIMITS);
      });
    } catch (error) {
      throw storeError(error);
    } finally {
      this.#uploads -= 1;
      this.#uploadQueue.shift()?.();
    }
  }

  #quietFrom(study: string, batch: ImportBatch): void {
    const open = this.#open.get(study);
    if (open?.batch !== batch) {
      // It was closed while this instance was on its way.
      this.#start();
      return;
    }
    open.cancel();
    const { quietMs } = this.#place;
    const waitMs = this.#isHurried ? Math.min(quietMs, HURRIED_QUIET_MS) : quietMs;
    open.cancel = this.#tools.timers.after(waitMs, () => {
      if (!batch.isUploading) this.#closeBatch(study);
    });
  }

  #closeBatch(study: string): void {
    const open = this.#open.get(study);
    if (open === undefined) return;
    open.cancel();
    this.#open.delete(study);
    this.#toStart.push(open.batch);
    this.#start();
  }

  /** Starts the jobs one after another, never two within `START_EVERY_MS`. */
  #start(): void {
    if (this.#isStarting || this.#isClosed) return;
    const at = this.#toStart.findIndex((batch) => !batch.isUploading);
    const [batch] = at < 0 ? [] : this.#toStart.splice(at, 1);
    if (batch === undefined) return;
    if (batch.size === 0) {
      this.#start();
      return;
    }
    this.#isStarting = true;
    void this.#startJob(batch, 1).finally(() => {
      this.#after(START_EVERY_MS, () => {
        this.#isStarting = false;
        this.#start();
      });
    });
  }

  async #startJob(batch: ImportBatch, attempt: number): Promise<void> {
    const { bucket, prefix, outputPrefix, datastoreId, roleArn } = this.#place;
    const order = {
      datastoreId,
      roleArn,
      inputUri: `s3://${bucket}/${prefix}${batch.id}/`,
      outputUri: `s3://${bucket}/${outputPrefix}`,
      token: batch.id,
    };
    try {
      const jobId = await this.#tools.jobs.start(order);
      this.#after(ASK_EVERY_MS, () => void this.#ask(batch, jobId, 1));
    } catch (error) {
      if (!passes(error)) {
        batch.fail(storeError(error));
        return;
      }
      // The token makes it the same job, should the first call have come through.
      await this.#pause(Math.max(START_EVERY_MS, backoffMs(attempt, this.#tools.random())));
      if (!this.#isClosed) await this.#startJob(batch, attempt + 1);
    }
  }

  /** Asks until the job is over. A call that fails is made again, however often: the job goes on without us. */
  async #ask(batch: ImportBatch, jobId: string, attempt: number): Promise<void> {
    const { bucket, outputPrefix, datastoreId } = this.#place;
    const { jobs, random } = this.#tools;
    try {
      const state = await jobs.isDone(datastoreId, jobId);
      if (state === 'done') batch.settle(await jobs.results(bucket, outputPrefix, datastoreId, jobId));
      else if (state === 'failed') batch.fail(jobFailed());
      else this.#after(ASK_EVERY_MS, () => void this.#ask(batch, jobId, 1));
    } catch (error) {
      if (!passes(error)) batch.fail(storeError(error));
      else
        this.#after(
          ASK_EVERY_MS + backoffMs(attempt, random()),
          () => void this.#ask(batch, jobId, attempt + 1),
        );
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#after(ms, resolve));
  }

  #after(ms: number, run: () => void): void {
    if (this.#isClosed) return;
    const cancel = this.#tools.timers.after(ms, () => {
      this.#cancels.delete(cancel);
      run();
    });
    this.#cancels.add(cancel);
  }
}

function passes(error: unknown): boolean {
  return error instanceof FaultError && error.transient;
}

function jobFailed(): DeliveryError {
  return new DeliveryError(
    'DELIVERY_FAILED',
    'The import job failed',
    'HealthImaging says why: aws medical-imaging list-dicom-import-jobs',
  );
}
