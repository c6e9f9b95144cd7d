import { type RedriveOptions, type RedriveProgress, redrive } from '../../../layers/aws/redrive.ts';
import { faultOf } from '../../contracts/faults.ts';
import { brokenConnection, faultyClient } from '../../contracts/faultyClient.ts';
import { heldInEachTest } from '../../support/clock.ts';
import { FakeSqs, sqsError } from './fakes/sqs.ts';

heldInEachTest();

const OPTIONS: RedriveOptions = { deadLetters: 'dead', to: null, most: null, perSecond: 500 };
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `message ${index}`);

function queues(count: number): FakeSqs {
  const sqs = new FakeSqs();
  sqs.put('dead', numbers(count));
  sqs.put('ingest', []);
  sqs.sources.set('dead', ['ingest']);
  return sqs;
}

describe('redrive', () => {
  it('lets SQS move them to the one queue whose dead letters they are', async () => {
    const sqs = queues(3);
    sqs.moves = 'COMPLETED';
    const said: RedriveProgress[] = [];
    const result = await redrive(sqs.client, OPTIONS, (each) => void said.push(each), 1);
    expect(result).toEqual({ way: 'task', moved: 3, total: 3, failed: 0 });
    expect(said).toEqual([{ moved: 3, total: 3 }]);
    expect(sqs.bodies('ingest')).toEqual(numbers(3));
    expect(sqs.calls.find(({ name }) => name === 'StartMessageMoveTask')?.input).toEqual({
      SourceArn: 'arn:dead',
      DestinationArn: 'arn:ingest',
      MaxNumberOfMessagesPerSecond: 500,
    });
  });

  it('moves them by hand where the service has no such task', async () => {
    const sqs = queues(25);
    const said: RedriveProgress[] = [];
    const result = await redrive(sqs.client, OPTIONS, (each) => void said.push(each));
    expect(result).toEqual({ way: 'hand', moved: 25, total: 25, failed: 0 });
    expect(said.map(({ moved }) => moved)).toEqual([10, 20, 25]);
    sqs.comeBack();
    expect(sqs.bodies('dead')).toEqual([]);
    expect([...sqs.bodies('ingest')].sort()).toEqual([...numbers(25)].sort());
  });

  it('moves no more than were asked for', async () => {
    const sqs = queues(25);
    sqs.moves = 'COMPLETED';
    expect(await redrive(sqs.client, { ...OPTIONS, most: 12 })).toMatchObject({ way: 'hand', moved: 12 });
    sqs.comeBack();
    expect(sqs.bodies('dead')).toHaveLength(13);
    expect(sqs.bodies('ingest')).toHaveLength(12);
  });

  it('leaves what died again meanwhile', async () => {
    const sqs = queues(2);
    sqs.put('dead', ['died again'], Date.now() + 60_000);
    expect(await redrive(sqs.client, OPTIONS)).toMatchObject({ moved: 2 });
    sqs.comeBack();
    expect(sqs.bodies('dead')).toEqual(['died again']);
  });

  it('keeps what the queue does not take', async () => {
    const sqs = queues(3);
    sqs.refused.add('message 1');
    expect(await redrive(sqs.client, OPTIONS)).toMatchObject({ moved: 2, failed: 1 });
    sqs.comeBack();
    expect(sqs.bodies('dead')).toEqual(['message 1']);
  });

  it('loses nothing when the answer of a call is lost', async () => {
    for (const lost of ['SendMessageBatch', 'DeleteMessageBatch']) {
      const sqs = queues(3);
      const client = faultyClient(sqs.client, {
        after: (name) => {
          if (name === lost) throw brokenConnection();
        },
      });
      expect(await faultOf(redrive(client, OPTIONS))).toEqual({ code: 'QUEUE_UNAVAILABLE', transient: true });
      sqs.comeBack();
      const left = new Set([...sqs.bodies('dead'), ...sqs.bodies('ingest')]);
      expect([...left].sort()).toEqual(numbers(3));
    }
  });

  it('says what is wrong', async () => {
    const failed = queues(3);
    failed.moves = 'FAILED';
    expect(await faultOf(redrive(failed.client, OPTIONS))).toMatchObject({ transient: true });
    const several = queues(1);
    several.sources.set('dead', ['one', 'two']);
    expect(await faultOf(redrive(several.client, OPTIONS))).toEqual({
      code: 'QUEUE_UNAVAILABLE',
      transient: false,
    });
    const denied = faultyClient(queues(1).client, {
      before: () => {
        throw sqsError('AccessDenied', 403);
      },
    });
    expect(await faultOf(redrive(denied, OPTIONS))).toEqual({ code: 'QUEUE_FORBIDDEN', transient: false });
    const nowhere = redrive(queues(1).client, { ...OPTIONS, deadLetters: 'nowhere' });
    expect(await faultOf(nowhere)).toEqual({ code: 'QUEUE_UNAVAILABLE', transient: false });
  });
});
