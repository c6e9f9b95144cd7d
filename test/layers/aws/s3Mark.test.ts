import { hideVersion } from '../../../layers/aws/s3Mark.ts';
import { Phi } from '../../../layers/engine/phi.ts';
import { faultOf, IDENTIFIER } from '../../contracts/faults.ts';
import { faultyClient } from '../../contracts/faultyClient.ts';
import { describeMarkContract } from '../../contracts/ingestMarkContract.ts';
import { heldInEachTest } from '../../support/clock.ts';
import { FakeS3, s3Error } from './fakes/s3.ts';

describe('on a held clock', () => {
  const clock = heldInEachTest();
  describeMarkContract('a fake S3', async () => ({
    client: new FakeS3().client,
    ingest: 'in',
    clean: 'clean',
    nextSecond: async () => clock().advance(1_000),
    dispose: async () => {},
  }));
});

describe('a mark that S3 refuses', () => {
  const ref = { container: 'in', key: new Phi(IDENTIFIER), versionId: 'v', etag: 'e' };
  const refusing = (name: string, status: number) =>
    faultyClient(new FakeS3().client, {
      before: () => {
        throw s3Error(name, status);
      },
    });

  it.each([
    ['AccessDenied', 403, { code: 'STORE_FORBIDDEN', transient: false }],
    ['NoSuchBucket', 404, { code: 'STORE_FORBIDDEN', transient: false }],
    ['SlowDown', 503, { code: 'STORE_UNAVAILABLE', transient: true }],
  ])('is a coded fault: %s', async (name, status, fault) => {
    expect(await faultOf(hideVersion(refusing(name, status), ref))).toEqual(fault);
  });

  it.each([
    ['PreconditionFailed', 412],
    ['NoSuchKey', 404],
    ['ConditionalRequestConflict', 409],
  ])('for another version is current, is none: %s', async (name, status) => {
    expect(await hideVersion(refusing(name, status), ref)).toBe(false);
  });
});
