import type { S3Client } from '@aws-sdk/client-s3';
import { S3Book } from '../../../layers/aws/s3Book.ts';
import { Phi } from '../../../layers/engine/phi.ts';
import type { KeyRing } from '../../../layers/engine/ports.ts';
import { testKeys } from '../engine/harness.ts';
import { FakeSqs } from './fakes/sqs.ts';

const REF = { container: 'ingest', key: new Phi('us.dcm'), versionId: 'v1' };
/** S3 of one object with this tag, and an empty quarantine. */
const tagged = (value: string) =>
  ({
    send: async (command: object) =>
      command.constructor.name === 'GetObjectTaggingCommand'
        ? { TagSet: [{ Key: 'lethe', Value: value }], VersionId: 'v1' }
        : { Contents: [] },
  }) as unknown as S3Client;

function standing(tag: string, sqs: FakeSqs, withPixels = true) {
  const keys: KeyRing = testKeys();
  const book = new S3Book(tagged(tag), sqs.client, keys, {
    ...{ ingestBucket: 'ingest', quarantineBucket: 'quarantine', queueUrl: 'queue' },
    tag: { key: 'lethe', released: 'released', kept: ['quarantined', 'held'] },
    ...(withPixels ? { waiting: { value: 'pixels', queueUrls: ['pixels', 'dead'] } } : {}),
  });
  return book.standingOf(REF).then((found) => found?.standing);
}
function queues(pixels: readonly string[], dead: readonly string[]): FakeSqs {
  const sqs = new FakeSqs();
  sqs.put('pixels', pixels);
  sqs.put('dead', dead);
  return sqs;
}

describe('an object that was handed to the queue of pixels', () => {
  it('waits while anything is in that queue or its dead letters: it is neither lost nor sent again', async () => {
    expect(await standing('pixels', queues(['a message'], []))).toBe('waiting');
    expect(await standing('pixels', queues([], ['a dead letter']))).toBe('waiting');
  });

  it('is missing once both are empty, or the stack has no such queue any more', async () => {
    expect(await standing('pixels', queues([], []))).toBe('missing');
    expect(await standing('pixels', queues(['a message'], []), false)).toBe('missing');
  });

  it('is what its outcome says as soon as it has one, and nobody asks the queues', async () => {
    const sqs = queues(['a message'], []);
    expect(await standing('released', sqs)).toBe('released');
    expect(await standing('held', sqs)).toBe('kept');
    expect(sqs.calls).toEqual([]);
  });
});
