import { DeleteObjectCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { S3Withdrawal } from '../../../layers/aws/s3Withdrawal.ts';
import { IDENTIFIER } from '../../contracts/faults.ts';
import { FakeS3, s3Error } from './fakes/s3.ts';

/** What of a clean key is hidden and destroyed, and what never. */

const KEY = '2.25.1/2.25.2/2.25.3.dcm';
const OURS = new Set(['ours', 'also-ours']);
const LATER = Number.MAX_SAFE_INTEGER;

let s3: FakeS3;
beforeEach(async () => {
  s3 = new FakeS3();
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.client.send(new PutBucketVersioningCommand({ Bucket: 'clean', VersioningConfiguration }));
});
const put = (source: string | null, Key = KEY, Body = source ?? 'nobody') =>
  s3.client.send(
    new PutObjectCommand({
      ...{ Bucket: 'clean', Key, Body },
      ...(source === null ? {} : { Metadata: { 'lethe-source': source } }),
    }),
  );
const withdraw = (isDestroyed = false, writtenUntilMs = LATER, client = s3.client) =>
  new S3Withdrawal(client, 'clean').withdraw({ cleanKey: KEY, sources: OURS, writtenUntilMs }, isDestroyed);
const visible = () => s3.stored('clean', KEY) !== undefined;
const versions = () => s3.history('clean').get(KEY)?.length ?? 0;

it('hides what stands, and keeps its version', async () => {
  await put('ours');
  expect(await withdraw()).toEqual({ left: 'hidden', hidden: true, destroyed: 0 });
  expect([visible(), versions()]).toEqual([false, 1]);
  expect(await withdraw()).toEqual({ left: 'gone', hidden: false, destroyed: 0 });
});

it('destroys every version, the hidden and the replaced ones too, and what hid them', async () => {
  await put('ours', KEY, 'first');
  await put('also-ours', KEY, 'second');
  await put('ours', `${KEY}.not`, 'a neighbour');
  expect(await withdraw(true)).toEqual({ left: 'hidden', hidden: true, destroyed: 2 });
  expect([visible(), versions(), s3.history('clean').get(`${KEY}.not`)?.length]).toEqual([false, 0, 1]);
  expect(await withdraw(true)).toEqual({ left: 'absent', hidden: false, destroyed: 0 });
});

it('destroys what an earlier call has hidden', async () => {
  await put('ours');
  await withdraw();
  expect(await withdraw(true)).toEqual({ left: 'gone', hidden: false, destroyed: 1 });
  expect(versions()).toBe(0);
});

it.each([false, true])(
  'leaves what was made of another source, or says nothing of its source (destroy: %s)',
  async (isDestroyed) => {
    for (const source of ['theirs', null]) {
      await put(source);
      expect(await withdraw(isDestroyed)).toEqual({ left: 'foreign', hidden: false, destroyed: 0 });
      expect(visible()).toBe(true);
    }
  },
);

it.each([false, true])('leaves what was written since (destroy: %s)', async (isDestroyed) => {
  await put('ours');
  expect(await withdraw(isDestroyed, Date.now() - 60_000)).toEqual({
    left: 'newer',
    hidden: false,
    destroyed: 0,
  });
  expect(visible()).toBe(true);
});

it('hides nothing in a bucket that keeps no versions, where that would destroy it', async () => {
  s3 = new FakeS3();
  await put('ours');
  expect(await withdraw()).toEqual({ left: 'unversioned', hidden: false, destroyed: 0 });
  expect(visible()).toBe(true);
  expect(await withdraw(true)).toEqual({ left: 'hidden', hidden: true, destroyed: 1 });
  expect([visible(), versions()]).toEqual([false, 0]);
});

it('destroys no version of another source below ours, and then keeps the marker', async () => {
  await put('theirs');
  await put('ours');
  expect(await withdraw(true)).toEqual({ left: 'hidden', hidden: true, destroyed: 1 });
  expect([visible(), versions()]).toEqual([false, 1]);
});

/** A client whose first call of this name meets what a test wants. */
function meeting(name: string, meet: () => Promise<unknown>): FakeS3['client'] {
  const { client } = s3;
  let isMet = false;
  const send = async (command: { readonly constructor: { readonly name: string } }) => {
    if (command.constructor.name === name && !isMet) {
      isMet = true;
      await meet();
    }
    return client.send(command as DeleteObjectCommand);
  };
  return { send } as unknown as FakeS3['client'];
}
const raise = (error: Error) => async () => {
  throw error;
};

it('lets a release at the same moment win', async () => {
  await put('ours', KEY, 'old');
  const client = meeting('DeleteObjectCommand', () => put('ours', KEY, 'new'));
  expect(await withdraw(false, LATER, client)).toEqual({ left: 'newer', hidden: false, destroyed: 0 });
  expect(s3.stored('clean', KEY)?.bytes.toString()).toBe('new');
});

it('and another withdrawal', async () => {
  await put('ours');
  const client = meeting('DeleteObjectCommand', () =>
    s3.client.send(new DeleteObjectCommand({ Bucket: 'clean', Key: KEY })),
  );
  expect(await withdraw(false, LATER, client)).toEqual({ left: 'gone', hidden: false, destroyed: 0 });
});

it('says of a version that S3 does not destroy that it is locked, and leaves it hidden', async () => {
  await put('ours');
  await withdraw();
  const client = meeting('DeleteObjectCommand', raise(s3Error('AccessDenied', 403)));
  expect(await withdraw(true, LATER, client)).toEqual({ left: 'locked', hidden: false, destroyed: 0 });
  expect([visible(), versions()]).toEqual([false, 1]);
});

it.each([
  ['HeadObjectCommand', s3Error('Forbidden', 403), 'STORE_FORBIDDEN'],
  ['DeleteObjectCommand', s3Error('AccessDenied', 403), 'STORE_FORBIDDEN'],
  ['DeleteObjectCommand', s3Error('SlowDown', 503), 'STORE_UNAVAILABLE'],
  ['DeleteObjectCommand', s3Error('NoSuchBucket', 404), 'STORE_FORBIDDEN'],
] as const)('a fault of %s rejects, and names nothing (%#)', async (name, error, code) => {
  await put('ours');
  const fault = await withdraw(false, LATER, meeting(name, raise(error))).catch((thrown: unknown) => thrown);
  expect(fault).toMatchObject({ code });
  expect(String(fault)).not.toContain(IDENTIFIER);
  expect(visible()).toBe(true);
});
