import type { SQSEvent } from 'aws-lambda';
import { ingestBatch } from '../../functions/ingest/batch.ts';
import { deadlineOf } from '../../functions/ingest/deadline.ts';
import { lambdaHandler, type Process } from '../../functions/ingest/lambda.ts';
import { requeueing } from '../../functions/ingest/requeue.ts';
import type { LogLine } from '../../functions/log.ts';
import type { BatchFigures } from '../../functions/metrics.ts';
import { SqsRequeue } from '../../layers/aws/sqsRequeue.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { FaultError, UnfinishedFault } from '../../layers/engine/faults.ts';
import { pause } from '../../layers/engine/pause.ts';
import { faultyClient } from '../contracts/faultyClient.ts';
import { FakeSqs, sqsError } from '../layers/aws/fakes/sqs.ts';
import { heldInEachTest } from '../support/clock.ts';

const RECORD = { outcome: 'released', reason: null, source: { sizeBytes: 1 }, actions: {} } as AuditRecord;
const QUEUE = 'queue';
const clock = heldInEachTest();

const created = (key: string) =>
  JSON.stringify({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'ingest' }, object: { key, 'version-id': 'v' } },
  });
const message = (messageId: string, isLate = false) => ({ messageId, body: created(messageId), isLate });
const timeLeft = (totalMs: number) => {
  const endMs = clock().now() + totalMs;
  return () => endMs - clock().now();
};
/** Each object takes so long, by its key; what it has no time for stops when it is told to. */
const taking =
  (ms: Readonly<Record<string, number>>, begun: string[] = []): Process =>
  async ({ key }, signal) => {
    begun.push(key.reveal());
    const endMs = clock().now() + (ms[key.reveal()] ?? 1000);
    while (clock().now() < endMs) {
      if (signal?.aborted) throw new FaultError('DEADLINE', true, 'There was no time', 'It comes again');
      await pause(1000);
    }
    return RECORD;
  };
const batchOf = async (
  messages: readonly ReturnType<typeof message>[],
  process: Process,
  totalMs = 60_000,
) => {
  const deadline = deadlineOf(timeLeft(totalMs));
  const report = await ingestBatch(messages, process, 4, deadline);
  deadline.close();
  return report;
};
const verdicts = ({ returned }: Awaited<ReturnType<typeof ingestBatch>>) =>
  returned.map(({ messageId, isPostponed }) => [messageId, isPostponed]);

describe('a message that there was too little time for', () => {
  it('was no attempt: neither where it was not begun, nor where it began beside others', async () => {
    const slow = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, 40_000]));
    const report = await batchOf(
      Object.keys(slow).map((key) => message(key)),
      taking(slow),
    );
    expect(report.records).toHaveLength(4);
    expect(verdicts(report)).toEqual([
      ['e', true],
      ['f', true],
    ]);
  });

  it('goes first and alone when it comes again', async () => {
    const begun: string[] = [];
    let [running, most] = [0, 0];
    const slow = taking({ late: 40_000 }, begun);
    const report = await batchOf([message('a'), message('b'), message('late', true)], async (ref, signal) => {
      running += 1;
      if (ref.key.reveal() === 'late') expect(running).toBe(1);
      most = Math.max(most, running);
      try {
        return await slow(ref, signal);
      } finally {
        running -= 1;
      }
    });
    expect(begun).toEqual(['late', 'a', 'b']);
    expect(most).toBe(2);
    expect(report.returned).toEqual([]);
  });

  it('has failed where even the whole time was too little; those behind it have not', async () => {
    const report = await batchOf(
      [message('a'), message('endless', true), message('next', true)],
      taking({ endless: 1e6 }),
    );
    expect(verdicts(report)).toEqual([
      ['a', true],
      ['endless', false],
      ['next', true],
    ]);
  });

  it('has not failed where it got on', async () => {
    const report = await batchOf([message('archive', true)], async () => {
      throw new UnfinishedFault('There was no time to take out all members', 'It goes on');
    });
    expect(verdicts(report)).toEqual([['archive', true]]);
  });

  it('has failed where something else was wrong, however late it was', async () => {
    const report = await batchOf([message('a'), message('b')], async () => {
      throw new FaultError('STORE_UNAVAILABLE', true, 'The store is away', 'Wait');
    });
    expect(verdicts(report)).toEqual([
      ['a', false],
      ['b', false],
    ]);
  });
});

describe('the handler', () => {
  const MAX_RECEIVES = 10;
  function handling(process: Process, client = new FakeSqs()) {
    const lines: LogLine[] = [];
    const figures: BatchFigures[] = [];
    const log = (line: LogLine) => void lines.push(line);
    const handler = lambdaHandler(
      async () => process,
      log,
      (measured) => void figures.push(measured),
      requeueing(
        async () => ({ queue: new SqsRequeue(client.client, QUEUE), maxReceives: MAX_RECEIVES }),
        log,
      ),
    );
    const invoke = (records: readonly object[], totalMs = 60_000) =>
      handler({ Records: records } as unknown as SQSEvent, { getRemainingTimeInMillis: timeLeft(totalMs) });
    return { sqs: client, lines, figures, invoke };
  }
  const record = (key: string, received = 1, attributes: object = {}) => ({
    messageId: key,
    receiptHandle: `handle of ${key}`,
    body: created(key),
    attributes: { ApproximateReceiveCount: String(received), SentTimestamp: '1700' },
    messageAttributes: attributes,
  });
  const late = (key: string, firstSent = '900') => record(key, 1, { FirstSent: { stringValue: firstSent } });
  const failing: Process = async () => {
    throw new FaultError('STORE_UNAVAILABLE', true, 'The store is away', 'Wait');
  };

  it('lets what failed come again in seconds, and after each attempt later', async () => {
    const { sqs, invoke } = handling(failing);
    const answer = await invoke([record('first', 1), record('fifth', 5)]);
    expect(answer.batchItemFailures).toHaveLength(2);
    expect(sqs.visibility.get('handle of first')).toBeLessThanOrEqual(6);
    expect(sqs.visibility.get('handle of fifth')).toBeGreaterThan(120);
    expect(sqs.bodies(QUEUE)).toEqual([]);
  });

  it('lets everything come again in seconds where it could not be made ready', async () => {
    const sqs = new FakeSqs();
    const open = async () => ({ queue: new SqsRequeue(sqs.client, QUEUE), maxReceives: MAX_RECEIVES });
    const handler = lambdaHandler(
      () => Promise.reject(new FaultError('KEY_UNAVAILABLE', true, 'KMS is away', 'Wait')),
      () => {},
      () => {},
      requeueing(open, () => {}),
    );
    await handler({ Records: [record('a'), record('b')] } as unknown as SQSEvent);
    expect([...sqs.visibility.values()].every((seconds) => seconds <= 6)).toBe(true);
    expect(sqs.visibility.size).toBe(2);
  });

  it('puts what it had no time for behind the others, with the time that it was first sent', async () => {
    const { sqs, lines, figures, invoke } = handling(taking({ a: 1e6, b: 1e6 }));
    const { batchItemFailures } = await invoke([record('a'), late('b'), late('c')]);
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'b' }]);
    expect(sqs.takeAll(QUEUE)).toMatchObject([
      { body: created('a'), attributes: { FirstSent: { StringValue: '1700' } } },
      { body: created('c'), attributes: { FirstSent: { StringValue: '900' } } },
    ]);
    expect(lines.map(({ level, event, messageId }) => [level, event, messageId])).toEqual([
      ['info', 'message-postponed', 'a'],
      ['error', 'message-returned', 'b'],
      ['info', 'message-postponed', 'c'],
      ['info', 'batch', undefined],
    ]);
    expect(figures).toMatchObject([{ returned: ['DEADLINE'], postponed: 2, sentMs: [1700, 900, 900] }]);
  });

  it('returns what the queue did not take, so that nothing is lost', async () => {
    const sqs = new FakeSqs();
    sqs.refused.add(created('b'));
    const { invoke } = handling(taking({ a: 1e6, b: 1e6 }), sqs);
    expect((await invoke([record('a'), record('b')])).batchItemFailures).toEqual([{ itemIdentifier: 'b' }]);
    expect(sqs.bodies(QUEUE)).toEqual([created('a')]);
  });

  it('says it where the queue refuses, and returns all: they come again after its visibility timeout', async () => {
    const sqs = new FakeSqs();
    const { client } = sqs;
    const forbidden = faultyClient(client, {
      before: () => {
        throw sqsError('AccessDenied', 403);
      },
    });
    Object.defineProperty(sqs, 'client', { value: forbidden });
    const { lines, invoke } = handling(taking({ a: 1e6 }), sqs);
    expect((await invoke([record('a')])).batchItemFailures).toEqual([{ itemIdentifier: 'a' }]);
    expect(lines.filter(({ event }) => event === 'not-requeued')).toMatchObject([
      { code: 'QUEUE_FORBIDDEN' },
      { code: 'QUEUE_FORBIDDEN' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('Needlemeyer');
  });

  it('answers in time where the queue does not', async () => {
    const sqs = new FakeSqs();
    const send = (_command: object, { abortSignal }: { readonly abortSignal: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        abortSignal.addEventListener('abort', () =>
          reject(Object.assign(new Error(), { name: 'AbortError' })),
        );
      });
    Object.defineProperty(sqs, 'client', { value: { send } });
    const { lines, invoke } = handling(failing, sqs);
    const answer = invoke([record('a')]);
    await new Promise((resolve) => setImmediate(resolve));
    clock().advance(59_300);
    expect((await answer).batchItemFailures).toEqual([{ itemIdentifier: 'a' }]);
    expect(clock().now()).toBeLessThan(60_000);
    expect(lines[0]).toMatchObject({ event: 'not-requeued', code: 'QUEUE_UNAVAILABLE' });
  });
});

describe('objects of which only one fits into an invocation', () => {
  it('are all done, in as many invocations, and no message is received twice', async () => {
    const sqs = new FakeSqs();
    const keys = Array.from({ length: 10 }, (_, index) => `long-${index}`);
    // Each has the line for itself: beside another none gets done in time.
    let running = 0;
    const done: string[] = [];
    const process: Process = async ({ key }, signal) => {
      running += 1;
      try {
        for (let worked = 0; worked < 45_000; worked += 1000 / running) {
          if (signal?.aborted) throw new FaultError('DEADLINE', true, 'There was no time', 'It comes again');
          await pause(1000);
        }
        done.push(key.reveal());
        return RECORD;
      } finally {
        running -= 1;
      }
    };
    const open = async () => ({ queue: new SqsRequeue(sqs.client, QUEUE), maxReceives: 10 });
    const handler = lambdaHandler(
      async () => process,
      () => {},
      () => {},
      requeueing(open, () => {}),
    );
    sqs.put(QUEUE, keys.map(created));
    let invocations = 0;
    while (sqs.bodies(QUEUE).length > 0) {
      invocations += 1;
      const Records = sqs.takeAll(QUEUE).map(({ body, attributes }, index) => ({
        messageId: `${invocations}-${index}`,
        receiptHandle: `${invocations}-${index}`,
        body,
        attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0' },
        messageAttributes:
          attributes === undefined ? {} : { FirstSent: { stringValue: attributes.FirstSent.StringValue } },
      }));
      const { batchItemFailures } = await handler({ Records } as unknown as SQSEvent, {
        getRemainingTimeInMillis: timeLeft(60_000),
      });
      expect(batchItemFailures).toEqual([]);
    }
    expect(done.sort()).toEqual(keys);
    // The first batch, in which four hinder each other, and one for each.
    expect(invocations).toBe(11);
  });
});
