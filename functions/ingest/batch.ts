import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { UnfinishedFault } from '../../layers/engine/faults.ts';
import type { ObjectRef } from '../../layers/engine/ports.ts';
import { type Deadline, deadlineFault, NO_DEADLINE } from './deadline.ts';
import { objectsOf } from './events.ts';
import { describeFailure, type Failure } from './failure.ts';

/** A message of the ingest queue: what SQS hands over, less what nobody reads. */
export interface IngestMessage {
  readonly messageId: string;
  /** As `objectsOf` reads it. */
  readonly body: string;
  /** There was too little time for it before: now it goes first, and alone. */
  readonly isLate?: boolean;
}

/** A message that goes back to the queue, and why. */
export interface ReturnedMessage {
  readonly messageId: string;
  readonly failure: Failure;
  /** Nothing was wrong but the time, of which it did not have the whole, or in which it got on: this does not count as an attempt. */
  readonly isPostponed: boolean;
}

/** What became of a batch: every message is either done, by all its records, or returned. */
export interface BatchReport {
  /** The audit records of the instances that came to an outcome, in the order of the messages. */
  readonly records: readonly AuditRecord[];
  readonly returned: readonly ReturnedMessage[];
  /** Instances that were handed to another queue. */
  readonly handedOver: number;
}

/** Instances of one batch that are worked on at a time: enough to hide the waits, few enough for the memory. */
export const INSTANCES_AT_A_TIME = 4;

/**
 * Takes messages from events to outcomes. `process` takes one object the whole way: `deidentify` with its services, in
 * the cloud and at a desk; null: it handed the object to another queue, and the message is done. It never rejects: what `process` or the events throw returns the one message to its queue.
 *
 * A message may name several objects. All are tried even if one fails, so that one bad object does not hold up the
 * others for ever; those that were done come out the same when the message comes again.
 *
 * What there is no time for any more is returned untouched, and what is under way when the time is up is stopped and returned. Both are postponed, unless it was a late
 * message that went first: it had the whole time for itself. So each batch either gets a late message done or counts an attempt of it, and none is
 * postponed for ever.
 */
export async function ingestBatch(
  messages: readonly IngestMessage[],
  process: (ref: ObjectRef, signal: AbortSignal) => Promise<AuditRecord | null>,
  atATime: number = INSTANCES_AT_A_TIME,
  deadline: Deadline = NO_DEADLINE,
): Promise<BatchReport> {
  const results = new Map<IngestMessage, MessageResult>();
  const ingest = async (message: IngestMessage) => {
    results.set(message, await ingestMessage(message, process, deadline));
  };
  const late = messages.filter(({ isLate }) => isLate);
  await forEachBounded(late, 1, ingest);
  await forEachBounded(
    messages.filter(({ isLate }) => !isLate),
    atATime,
    ingest,
  );
  return {
    handedOver: [...results.values()].reduce((sum, { handedOver }) => sum + handedOver, 0),
    records: messages.flatMap((message) => results.get(message)?.records ?? []),
    returned: messages.flatMap((message) => {
      const { failure, gotOn } = results.get(message) ?? NOTHING_DONE;
      if (failure === null) return [];
      const hadTheWholeTime = message === late[0];
      const isPostponed = failure.code === 'DEADLINE' && (gotOn || !hadTheWholeTime);
      return [{ messageId: message.messageId, failure, isPostponed }];
    }),
  };
}

interface MessageResult {
  readonly records: readonly AuditRecord[];
  /** The first one. */
  readonly failure: Failure | null;
  /** Where the time was over: whether the next attempt has less to do. */
  readonly gotOn: boolean;
  readonly handedOver: number;
}

const NOTHING_DONE: MessageResult = { records: [], failure: null, gotOn: false, handedOver: 0 };

async function ingestMessage(
  message: IngestMessage,
  process: (ref: ObjectRef, signal: AbortSignal) => Promise<AuditRecord | null>,
  deadline: Deadline,
): Promise<MessageResult> {
  const records: AuditRecord[] = [];
  let failure: Failure | null = null;
  let gotOn = false;
  let handedOver = 0;
  try {
    for (const ref of objectsOf(message.body)) {
      try {
        if (!deadline.mayBegin()) throw deadlineFault('There was no time to begin');
        const record = await deadline.within(process(ref, deadline.signal));
        if (record !== null) records.push(record);
        else handedOver += 1;
      } catch (error) {
        failure ??= describeFailure(error);
        gotOn ||= error instanceof UnfinishedFault;
      }
    }
  } catch (error) {
    failure = describeFailure(error);
  }
  return { records, failure, gotOn, handedOver };
}

/** Runs all, with at most `limit` at a time. `run` must not reject. */
async function forEachBounded<Item>(
  items: readonly Item[],
  limit: number,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const work = async () => {
    // Every worker draws from the one iterator.
    for (const item of waiting) await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
}
