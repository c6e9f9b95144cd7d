import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import type { ObjectRef } from '../../layers/engine/ports.ts';
import { type Deadline, deadlineFault, NO_DEADLINE } from './deadline.ts';
import { objectsOf } from './events.ts';
import { describeFailure, type Failure } from './failure.ts';

/** A message of the ingest queue: what SQS hands over, less what nobody reads. */
export interface IngestMessage {
  readonly messageId: string;
  /** As `objectsOf` reads it. */
  readonly body: string;
}

/** A message that goes back to the queue, and why. */
export interface ReturnedMessage {
  readonly messageId: string;
  readonly failure: Failure;
}

/** What became of a batch: every message is either done, by all its records, or returned. */
export interface BatchReport {
  /** The audit records of the instances that came to an outcome, in the order of the messages. */
  readonly records: readonly AuditRecord[];
  readonly returned: readonly ReturnedMessage[];
}

/** Instances of one batch that are worked on at a time: enough to hide the waits, few enough for the memory. */
export const INSTANCES_AT_A_TIME = 4;

/**
 * Takes messages from events to outcomes. `process` takes one object the whole way: `deidentify` with its services, in
 * the cloud and at a desk. It never rejects: what `process` or the events throw returns the one message to its queue.
 *
 * A message may name several objects. All are tried even if one fails, so that one bad object does not hold up the
 * others for ever; those that were done come out the same when the message comes again.
 *
 * What there is no time for any more is returned untouched, and what is under way when the time is up is stopped and returned.
 */
export async function ingestBatch(
  messages: readonly IngestMessage[],
  process: (ref: ObjectRef, signal: AbortSignal) => Promise<AuditRecord>,
  atATime: number = INSTANCES_AT_A_TIME,
  deadline: Deadline = NO_DEADLINE,
): Promise<BatchReport> {
  const results = await mapBounded(messages, atATime, (message) => ingestMessage(message, process, deadline));
  return {
    records: results.flatMap(({ records }) => records),
    returned: results.flatMap(({ failure }, index) => {
      const messageId = messages[index]?.messageId;
      return failure === null || messageId === undefined ? [] : [{ messageId, failure }];
    }),
  };
}

interface MessageResult {
  readonly records: readonly AuditRecord[];
  /** The first one. */
  readonly failure: Failure | null;
}

async function ingestMessage(
  message: IngestMessage,
  process: (ref: ObjectRef, signal: AbortSignal) => Promise<AuditRecord>,
  deadline: Deadline,
): Promise<MessageResult> {
  const records: AuditRecord[] = [];
  let failure: Failure | null = null;
  try {
    for (const ref of objectsOf(message.body)) {
      try {
        if (!deadline.mayBegin()) throw deadlineFault('There was no time to begin');
        records.push(await deadline.within(process(ref, deadline.signal)));
      } catch (error) {
        failure ??= describeFailure(error);
      }
    }
  } catch (error) {
    failure = describeFailure(error);
  }
  return { records, failure };
}

/** `Promise.all(items.map(run))` with at most `limit` running. `run` must not reject. */
async function mapBounded<Item, Result>(
  items: readonly Item[],
  limit: number,
  run: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Array<Result>(items.length);
  const waiting = items.entries();
  const work = async () => {
    // Every worker draws from the one iterator.
    for (const [index, item] of waiting) results[index] = await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}
