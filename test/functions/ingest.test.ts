import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { ingestBatch } from '../../functions/ingest/batch.ts';
import { lambdaHandler, onlyFrom, type Process } from '../../functions/ingest/lambda.ts';
import { jsonLog, type LogLine } from '../../functions/log.ts';
import type { BatchFigures } from '../../functions/metrics.ts';
import { onceUnlessFailed } from '../../functions/once.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { FaultError } from '../../layers/engine/faults.ts';

const NAME = 'Müller^Anna';

function created(...keys: readonly string[]): string {
  return JSON.stringify({
    Records: keys.map((key) => ({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: 'ingest' }, object: { key } },
    })),
  });
}

function record(outcome: AuditRecord['outcome'], key: string): AuditRecord {
  return {
    time: '2026-11-21T00:00:00.000Z',
    outcome,
    source: { key, sizeBytes: 1 },
    output: { key: null },
    reason: null,
    findings: [],
    plan: { name: 'p', digest: 'd' },
    engine: { version: '1', keyId: 'k' },
    actions: {},
    durationMs: 1,
  };
}

const message = (messageId: string, body: string) => ({ messageId, body });
const release: Process = async ({ key }) => record('released', key.reveal());
const unavailable = new FaultError('STORE_UNAVAILABLE', true, 'The store is away', 'Wait', {
  cause: Object.assign(new Error(`no ${NAME}`), { name: 'SlowDown' }),
});

describe('a batch', () => {
  it('takes every object of every message to its outcome', async () => {
    const report = await ingestBatch([message('1', created('a', 'b')), message('2', created('c'))], release);
    expect(report.returned).toEqual([]);
    expect(report.records.map(({ source }) => source.key)).toEqual(['a', 'b', 'c']);
  });

  it('returns the message with a fault and finishes the others', async () => {
    const report = await ingestBatch(
      [message('1', created('a')), message('2', created('bad')), message('3', created('c'))],
      async (ref) => {
        if (ref.key.reveal() === 'bad') throw unavailable;
        return release(ref);
      },
    );
    expect(report.records.map(({ source }) => source.key)).toEqual(['a', 'c']);
    expect(report.returned).toEqual([
      {
        messageId: '2',
        failure: { code: 'STORE_UNAVAILABLE', message: unavailable.message, error: 'SlowDown' },
        isPostponed: false,
      },
    ]);
  });

  it('tries the later objects of a message whose first failed, and returns it once', async () => {
    const report = await ingestBatch([message('1', created('bad', 'b', 'worse'))], async (ref) => {
      if (ref.key.reveal() === 'bad') throw unavailable;
      if (ref.key.reveal() === 'worse') throw new TypeError('x');
      return release(ref);
    });
    expect(report.records.map(({ source }) => source.key)).toEqual(['b']);
    expect(report.returned).toMatchObject([{ messageId: '1', failure: { code: 'STORE_UNAVAILABLE' } }]);
  });

  it('returns a message that it does not understand', async () => {
    const report = await ingestBatch(
      [message('1', `not JSON, ${NAME}`), message('2', created('a'))],
      release,
    );
    expect(report.returned).toMatchObject([{ messageId: '1', failure: { code: 'EVENT_NOT_JSON' } }]);
    expect(report.records).toHaveLength(1);
  });

  it('tells of a bug where it is, and not what its message says', async () => {
    const report = await ingestBatch([message('1', created('a'))], async () => {
      throw new TypeError(`cannot read ${NAME}\n    at ${NAME} (file.ts:1:2)`);
    });
    const [returned] = report.returned;
    expect(returned?.failure).toMatchObject({ code: 'UNEXPECTED', error: 'TypeError' });
    expect(returned?.failure.frames?.[0]).toMatch(/ingest\.test\.ts:\d+:\d+/);
    expect(JSON.stringify(report)).not.toContain(NAME);
  });

  it('survives a rejection that is not an error', async () => {
    const report = await ingestBatch([message('1', created('a'))], () => Promise.reject(NAME));
    expect(report.returned).toMatchObject([{ messageId: '1', failure: { code: 'UNEXPECTED', frames: [] } }]);
  });

  it('refuses an object of another bucket', async () => {
    const report = await ingestBatch([message('1', created('a'))], onlyFrom('another', release));
    expect(report.returned).toMatchObject([{ messageId: '1', failure: { code: 'EVENT_BUCKET_UNEXPECTED' } }]);
    expect(
      (await ingestBatch([message('1', created('a'))], onlyFrom('ingest', release))).records,
    ).toHaveLength(1);
  });

  it('works on so many instances at a time and no more', async () => {
    let running = 0;
    let most = 0;
    const messages = Array.from({ length: 9 }, (_, index) => message(String(index), created(String(index))));
    const report = await ingestBatch(
      messages,
      async (ref) => {
        running++;
        most = Math.max(most, running);
        // Every other one that may begin does so first.
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return release(ref);
      },
      3,
    );
    expect(most).toBe(3);
    expect(report.records.map(({ source }) => source.key)).toEqual(
      messages.map(({ messageId }) => messageId),
    );
  });
});

describe('the Lambda handler', () => {
  const sqsEvent = (...messages: readonly { messageId: string; body: string }[]): SQSEvent => ({
    Records: messages.map(
      (each) => ({ ...each, attributes: { ApproximateReceiveCount: '3' } }) as unknown as SQSRecord,
    ),
  });

  function listen() {
    const lines: LogLine[] = [];
    return { lines, log: (line: LogLine) => void lines.push(line) };
  }

  it('names the messages that are not done, and logs why, without key or body', async () => {
    const { lines, log } = listen();
    const handler = lambdaHandler(
      async () => async (ref) => {
        if (ref.key.reveal() === NAME) throw unavailable;
        return release(ref);
      },
      log,
    );
    const response = await handler(
      sqsEvent(message('1', created('a')), message('2', created(encodeURIComponent(NAME)))),
    );
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(lines).toEqual([
      expect.objectContaining({
        event: 'message-returned',
        messageId: '2',
        received: 3,
        code: 'STORE_UNAVAILABLE',
      }),
      { level: 'info', event: 'batch', messages: 2, outcomes: { released: 1 }, returned: 1, postponed: 0 },
    ]);
    expect(JSON.stringify(lines)).not.toContain('Anna');
  });

  it('returns everything while it cannot be made ready, and is made ready at the next invocation', async () => {
    const { lines, log } = listen();
    let builds = 0;
    const prepare = onceUnlessFailed(async () => {
      builds++;
      if (builds === 1) throw new FaultError('KEY_UNAVAILABLE', true, 'KMS is away', 'Wait');
      return release;
    });
    const handler = lambdaHandler(prepare, log);
    const event = sqsEvent(message('1', created('a')), message('2', created('b')));
    expect((await handler(event)).batchItemFailures.map((each) => each.itemIdentifier)).toEqual(['1', '2']);
    expect(lines).toMatchObject([
      { level: 'error', event: 'not-ready', code: 'KEY_UNAVAILABLE', messages: 2 },
    ]);
    expect((await handler(event)).batchItemFailures).toEqual([]);
    expect((await handler(event)).batchItemFailures).toEqual([]);
    expect(builds).toBe(2);
  });
});

describe('what is measured of a batch', () => {
  const event = (...messages: readonly { messageId: string; body: string }[]): SQSEvent => ({
    Records: messages.map(
      (each) => ({ ...each, attributes: { SentTimestamp: '1700' } }) as unknown as SQSRecord,
    ),
  });

  it('is its outcomes, the codes of what went back, and when its messages were sent', async () => {
    const measured: BatchFigures[] = [];
    const handler = lambdaHandler(
      async () => release,
      () => {},
      (figures) => void measured.push(figures),
    );
    await handler(event(message('1', created('a')), message('2', 'not JSON')));
    expect(measured).toMatchObject([
      { records: [{ outcome: 'released' }], returned: ['EVENT_NOT_JSON'], sentMs: [1700, 1700] },
    ]);
  });

  it('is every message, where the function could not be made ready', async () => {
    const measured: BatchFigures[] = [];
    const handler = lambdaHandler(
      () => Promise.reject(unavailable),
      () => {},
      (figures) => void measured.push(figures),
    );
    await handler(event(message('1', created('a')), message('2', created('b'))));
    expect(measured).toEqual([
      {
        records: [],
        returned: ['STORE_UNAVAILABLE', 'STORE_UNAVAILABLE'],
        postponed: 0,
        handedOver: 0,
        sentMs: [1700, 1700],
      },
    ]);
  });
});

describe('a log line', () => {
  it('is one JSON object with its time', () => {
    let text = '';
    jsonLog(
      (more) => {
        text += more;
      },
      () => 0,
    )({ level: 'info', event: 'cold-start', detail: 'a\nb' });
    expect(text.endsWith('\n')).toBe(true);
    expect(text.trim()).not.toContain('\n');
    expect(JSON.parse(text)).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      level: 'info',
      event: 'cold-start',
      detail: 'a\nb',
    });
  });
});
