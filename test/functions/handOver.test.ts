import { ingestBatch } from '../../functions/ingest/batch.ts';
import { objectsOf } from '../../functions/ingest/events.ts';
import { markingOutcomes, type VersionRef } from '../../functions/ingest/expiry.ts';
import type { Failure } from '../../functions/ingest/failure.ts';
import { handingOver } from '../../functions/ingest/handOver.ts';
import type { Process } from '../../functions/ingest/lambda.ts';
import { createdEvent } from '../../layers/aws/createdEvent.ts';
import { hasMessages, PixelsQueue } from '../../layers/aws/pixelsQueue.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { LookElsewhereError } from '../../layers/engine/look/elsewhere.ts';
import { Phi } from '../../layers/engine/phi.ts';
import type { ObjectRef } from '../../layers/engine/ports.ts';
import { faultyClient } from '../contracts/faultyClient.ts';
import { FakeSqs, sqsError } from '../layers/aws/fakes/sqs.ts';

const RECORD = { outcome: 'released', reason: null, source: { sizeBytes: 1 }, actions: {} } as AuditRecord;
const KEY = 'Zwölfkirchner + 100%/ж';
const REF: ObjectRef = { container: 'ingest', key: new Phi(KEY), versionId: 'v1', etag: 'e1' };
const elsewhere: Process = async () => {
  throw new LookElsewhereError();
};
const away = new FaultError('QUEUE_UNAVAILABLE', true, 'The queue is away', 'Wait');

/** What is done about an instance, in order. */
function listening({ send = async () => {}, mark = async () => {} } = {}) {
  const done: string[] = [];
  const failures: Failure[] = [];
  return {
    done,
    failures,
    handOver: {
      mark: async ({ versionId }: VersionRef) => {
        done.push(`mark ${versionId}`);
        await mark();
      },
      send: async (ref: ObjectRef) => {
        done.push(`send ${ref.versionId}`);
        await send();
      },
    },
    unmarked: (failure: Failure) => void failures.push(failure),
  };
}

describe('an instance whose frames must be read elsewhere', () => {
  it('is marked first and sent then, and its message is done without a record', async () => {
    const { done, handOver, unmarked } = listening();
    expect(await handingOver(elsewhere, handOver, unmarked)(REF)).toBeNull();
    expect(done).toEqual(['mark v1', 'send v1']);
  });

  it('is marked as nothing else: no outcome is said of it', async () => {
    const marks: string[] = [];
    const marking = markingOutcomes(
      elsewhere,
      async (_ref, outcome) => void marks.push(outcome),
      () => {},
    );
    const { handOver, unmarked } = listening();
    expect(await handingOver(marking, handOver, unmarked)(REF)).toBeNull();
    expect(marks).toEqual([]);
  });

  it('is sent all the same where it cannot be marked, or its version is not known', async () => {
    const broken = listening({ mark: () => Promise.reject(away) });
    expect(await handingOver(elsewhere, broken.handOver, broken.unmarked)(REF)).toBeNull();
    expect(broken.failures).toEqual([expect.objectContaining({ code: 'QUEUE_UNAVAILABLE' })]);
    const nameless = listening();
    const { versionId: _none, ...ref } = REF;
    await handingOver(elsewhere, nameless.handOver, nameless.unmarked)(ref);
    expect(nameless.done).toEqual(['send undefined']);
  });

  it('returns its message where the queue does not take it, and goes again with the next attempt', async () => {
    let sends = 0;
    const { done, handOver, unmarked } = listening({
      send: async () => {
        sends += 1;
        if (sends === 1) throw away;
      },
    });
    const process = handingOver(elsewhere, handOver, unmarked);
    const message = { messageId: '1', body: JSON.stringify(createdEvent(REF, 'test')) };
    const first = await ingestBatch([message], process);
    expect(first).toMatchObject({
      handedOver: 0,
      records: [],
      returned: [{ messageId: '1', failure: { code: 'QUEUE_UNAVAILABLE' }, isPostponed: false }],
    });
    expect(await ingestBatch([message], process)).toEqual({ handedOver: 1, records: [], returned: [] });
    expect(done).toEqual(['mark v1', 'send v1', 'mark v1', 'send v1']);
  });

  it('does not take others of its batch along', async () => {
    const { handOver, unmarked } = listening();
    const process = handingOver(
      async (ref) => (ref.key.reveal() === 'us' ? elsewhere(ref) : RECORD),
      handOver,
      unmarked,
    );
    const messages = ['ct', 'us'].map((key) => ({
      messageId: key,
      body: JSON.stringify(createdEvent({ ...REF, key: new Phi(key) }, 'test')),
    }));
    expect(await ingestBatch(messages, process)).toEqual({ handedOver: 1, records: [RECORD], returned: [] });
  });

  it('passes every other error on', async () => {
    const { done, handOver, unmarked } = listening();
    const process = handingOver(() => Promise.reject(away), handOver, unmarked);
    await expect(process(REF)).rejects.toBe(away);
    expect(done).toEqual([]);
  });
});

describe('the queue of pixels', () => {
  it('gets an event that is read as any other: the same key, version and ETag', async () => {
    const sqs = new FakeSqs();
    for (const queue of ['other', 'pixels']) sqs.put(queue, []);
    await new PixelsQueue(sqs.client, 'pixels').handOver(REF);
    const [body = ''] = sqs.bodies('pixels');
    const [ref] = objectsOf(body);
    expect({ ...ref, key: ref?.key.reveal() }).toEqual({
      container: 'ingest',
      key: KEY,
      versionId: 'v1',
      etag: 'e1',
    });
    expect(await hasMessages(sqs.client, ['other', 'pixels'])).toBe(true);
    sqs.takeAll('pixels');
    expect(await hasMessages(sqs.client, ['other', 'pixels'])).toBe(false);
  });

  it('says what is missing where this role may not, without the key', async () => {
    const client = faultyClient(new FakeSqs().client, {
      before: () => {
        throw sqsError('AccessDenied', 403);
      },
    });
    const failed = new PixelsQueue(client, 'pixels').handOver(REF);
    await expect(failed).rejects.toMatchObject({ code: 'QUEUE_FORBIDDEN' });
    await failed.catch((error: Error) => expect(JSON.stringify([error.message, error])).not.toContain('Zw'));
  });
});
