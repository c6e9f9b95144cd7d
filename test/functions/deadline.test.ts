import type { SQSEvent } from 'aws-lambda';
import { ingestBatch } from '../../functions/ingest/batch.ts';
import { deadlineOf } from '../../functions/ingest/deadline.ts';
import { lambdaHandler, type Process } from '../../functions/ingest/lambda.ts';
import type { LogLine } from '../../functions/log.ts';
import { S3Store } from '../../layers/aws/s3Store.ts';
import { untilSignal } from '../../layers/aws/untilSignal.ts';
import { memorySource, type Segment } from '../../layers/dicom/byteSource.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { faultOf } from '../contracts/faults.ts';
import { FakeS3 } from '../layers/aws/fakes/s3.ts';
import { heldInEachTest } from '../support/clock.ts';

const MIB = 1024 * 1024;
const LIMITS = { multipartBytes: 5 * MIB, partBytes: 5 * MIB };
const LONG_BYTES = Buffer.alloc(16 * MIB, 'lethe');
const RECORD = { outcome: 'released', reason: null, source: { sizeBytes: 1 }, actions: {} } as AuditRecord;

const created = (key: string) =>
  JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: 'ingest' }, object: { key } },
      },
    ],
  });
const message = (messageId: string) => ({ messageId, body: created(messageId) });

const clock = heldInEachTest();

/** Lambda's count of the time of an invocation that begins now. */
const invocation = (totalMs: number) => {
  const endMs = clock().now() + totalMs;
  return () => endMs - clock().now();
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('messages that there is no time for', () => {
  it('are returned untouched; those before them are done', async () => {
    const deadline = deadlineOf(invocation(100_000));
    const begun: string[] = [];
    const process: Process = async ({ key }) => {
      begun.push(key.reveal());
      clock().advance(40_000);
      return RECORD;
    };
    const report = await ingestBatch(['1', '2', '3', '4'].map(message), process, 1, deadline);
    deadline.close();
    // 100 s, 60 s and 20 s were left; an instance begins while more than 30 s are.
    expect(begun).toEqual(['1', '2']);
    expect(report.records).toHaveLength(2);
    expect(report.returned).toMatchObject([
      { messageId: '3', failure: { code: 'DEADLINE' } },
      { messageId: '4', failure: { code: 'DEADLINE' } },
    ]);
  });

  it('are returned by the handler, in the answer and in the log', async () => {
    const lines: LogLine[] = [];
    const handler = lambdaHandler(
      async () => async () => {
        clock().advance(2_500);
        return RECORD;
      },
      (line) => void lines.push(line),
    );
    const Records = Array.from({ length: 6 }, (_, index) => ({
      ...message(String(index)),
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0' },
    }));
    const { batchItemFailures } = await handler({ Records } as unknown as SQSEvent, {
      getRemainingTimeInMillis: invocation(10_000),
    });
    // 10 s, 7.5 s and 5 s were left to the first three.
    expect(batchItemFailures).toHaveLength(3);
    expect(lines.filter(({ code }) => code === 'DEADLINE')).toHaveLength(batchItemFailures.length);
  });
});

describe('an instance that cannot finish', () => {
  it('is told to stop, and its message comes again; the others stay done', async () => {
    const deadline = deadlineOf(invocation(10_000));
    let stoppedMs = 0;
    const batch = ingestBatch(
      ['slow', 'quick'].map(message),
      async ({ key }, signal) => {
        if (key.reveal() === 'quick') return RECORD;
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            stoppedMs = clock().now();
            reject(new Error('stopped'));
          });
        });
        return RECORD;
      },
      2,
      deadline,
    );
    await turn();
    clock().advance(10_000);
    const report = await batch;
    deadline.close();
    expect(report.records).toHaveLength(1);
    expect(report.returned).toMatchObject([{ messageId: 'slow' }]);
    // A fifth of the time is left to clean up in.
    expect(stoppedMs).toBe(8_000);
  });

  it('does not keep the answer back if it does not stop', async () => {
    const deadline = deadlineOf(invocation(10_000));
    let answeredMs = 0;
    const batch = ingestBatch(
      ['deaf', 'quick'].map(message),
      async ({ key }) => {
        if (key.reveal() === 'deaf') await new Promise(() => {});
        return RECORD;
      },
      2,
      deadline,
    ).finally(() => {
      answeredMs = clock().now();
    });
    await turn();
    clock().advance(9_499);
    await turn();
    expect(answeredMs).toBe(0);
    clock().advance(1);
    const report = await batch;
    expect(answeredMs).toBe(9_500);
    deadline.close();
    expect(report.records).toHaveLength(1);
    expect(report.returned).toMatchObject([{ messageId: 'deaf', failure: { code: 'DEADLINE' } }]);
  });
});

describe('an upload in parts when the time is up', () => {
  const long: readonly Segment[] = [{ kind: 'span', start: 0, end: LONG_BYTES.length }];

  /** S3 whose parts, from the second on, take until they are aborted. */
  function slowParts(fake: FakeS3) {
    const { client } = fake;
    let parts = 0;
    const send = async (command: object, options?: { readonly abortSignal?: AbortSignal }) => {
      if (command.constructor.name === 'UploadPartCommand' && ++parts > 1)
        await new Promise((_resolve, reject) => {
          options?.abortSignal?.addEventListener('abort', () =>
            reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' })),
          );
        });
      return client.send(command as Parameters<typeof client.send>[0]);
    };
    return { send } as unknown as typeof client;
  }

  it('is aborted: nothing is left, nothing is shown, and the fault passes', async () => {
    const fake = new FakeS3();
    const stop = new AbortController();
    const store = new S3Store(untilSignal(slowParts(fake), stop.signal), {
      cleanBucket: 'clean',
      quarantineBucket: 'quarantine',
      ...LIMITS,
    });
    const released = store.release('a.dcm', memorySource(LONG_BYTES), long, 'source');
    const fault = faultOf(released);
    while (fake.uploads.size === 0) await turn();
    stop.abort();
    expect(await fault).toEqual({ code: 'DEADLINE', transient: true });
    expect(fake.uploads.size).toBe(0);
    expect(fake.calls.map(({ name }) => name)).toContain('AbortMultipartUpload');
    expect(fake.stored('clean', 'a.dcm')).toBeUndefined();
  });

  it('is not begun afterwards', async () => {
    const fake = new FakeS3();
    const store = new S3Store(untilSignal(fake.client, AbortSignal.abort()), {
      cleanBucket: 'clean',
      quarantineBucket: 'quarantine',
    });
    const short: readonly Segment[] = [{ kind: 'span', start: 0, end: 10 }];
    const released = store.release('a.dcm', memorySource(LONG_BYTES), short, 'source');
    expect(await faultOf(released)).toEqual({ code: 'DEADLINE', transient: true });
    expect(fake.calls).toEqual([]);
  });

  it('leaves a client alone whose time is not up', async () => {
    const fake = new FakeS3();
    const store = new S3Store(untilSignal(fake.client, new AbortController().signal), {
      cleanBucket: 'clean',
      quarantineBucket: 'quarantine',
      ...LIMITS,
    });
    await store.release('a.dcm', memorySource(LONG_BYTES), long, 'source');
    expect(fake.stored('clean', 'a.dcm')?.bytes.length).toBe(LONG_BYTES.length);
  });
});
