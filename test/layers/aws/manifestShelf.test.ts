import type { S3Client } from '@aws-sdk/client-s3';
import { S3ManifestShelf } from '../../../layers/aws/manifestShelf.ts';
import { faultOf } from '../../contracts/faults.ts';
import { brokenConnection, faultyClient } from '../../contracts/faultyClient.ts';
import { heldInEachTest } from '../../support/clock.ts';
import { FakeS3, type Input, s3Error } from './fakes/s3.ts';

heldInEachTest();

const KEY = 'manifests/2026-11-21.jsonl';

describe('S3ManifestShelf', () => {
  it('writes an object once, and never replaces one', async () => {
    const fake = new FakeS3();
    const shelf = new S3ManifestShelf(fake.client, 'manifests', 'arn:key');
    expect(await shelf.get(KEY)).toBeNull();
    expect(await shelf.put(KEY, Buffer.from('first'))).toBe(true);
    expect(await shelf.put(KEY, Buffer.from('second'))).toBe(false);
    expect(Buffer.from((await shelf.get(KEY)) ?? []).toString()).toBe('first');
    expect(fake.stored('manifests', KEY)?.input).toMatchObject({
      IfNoneMatch: '*',
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'arn:key',
    });
  });

  it('lists every page, by prefix', async () => {
    const asked: Input[] = [];
    const client = {
      send: async ({ input }: { readonly input: Input }) => {
        asked.push(input);
        return input.ContinuationToken === undefined
          ? { Contents: [{ Key: 'manifests/a' }, { Key: 'manifests/b' }], NextContinuationToken: 'more' }
          : { Contents: [{ Key: 'manifests/c' }] };
      },
    } as unknown as S3Client;
    expect(await new S3ManifestShelf(client, 'bucket').keys('manifests/')).toEqual([
      'manifests/a',
      'manifests/b',
      'manifests/c',
    ]);
    expect(asked).toEqual([
      { Bucket: 'bucket', Prefix: 'manifests/' },
      { Bucket: 'bucket', Prefix: 'manifests/', ContinuationToken: 'more' },
    ]);
  });

  it('reads again what broke off, so often', async () => {
    const fake = new FakeS3();
    await new S3ManifestShelf(fake.client, 'bucket').put(KEY, Buffer.from('first'));
    const breaking = (times: number) =>
      new S3ManifestShelf(
        faultyClient(fake.client, {
          after: (name, nth) => {
            if (name === 'GetObject' && nth <= times) throw brokenConnection();
          },
        }),
        'bucket',
      );
    expect(Buffer.from((await breaking(2).get(KEY)) ?? []).toString()).toBe('first');
    expect(await faultOf(breaking(4).get(KEY))).toEqual({ code: 'STORE_UNAVAILABLE', transient: true });
  });

  it.each([
    ['AccessDenied', 403, 'STORE_FORBIDDEN', false],
    ['SlowDown', 503, 'STORE_UNAVAILABLE', true],
  ])('says of %s whether it passes', async (name, status, code, transient) => {
    const shelf = new S3ManifestShelf(
      faultyClient(new FakeS3().client, {
        before: () => {
          throw s3Error(name, status);
        },
      }),
      'bucket',
    );
    for (const work of [() => shelf.put(KEY, Buffer.from('x')), () => shelf.get(KEY), () => shelf.keys('')])
      expect(await faultOf(work())).toEqual({ code, transient });
  });
});
