import { PutObjectCommand } from '@aws-sdk/client-s3';
import { BOOKMARK_PREFIX, S3Bookmarks } from '../../../layers/aws/s3Bookmarks.ts';
import { faultOf, IDENTIFIER } from '../../contracts/faults.ts';
import { faultyClient } from '../../contracts/faultyClient.ts';
import { FakeS3, s3Error } from './fakes/s3.ts';

describe('bookmarks of a reconciliation', () => {
  it('are read as they were written, each by its name, and none is there at first', async () => {
    const { client } = new FakeS3();
    const marks = new S3Bookmarks<{ readonly at: string }>(client, 'reports');
    expect(await marks.read('current')).toBeNull();
    await marks.write('current', { at: IDENTIFIER });
    await marks.write('replaced', { at: 'b' });
    await marks.write('replaced', { at: 'c' });
    expect([await marks.read('current'), await marks.read('replaced')]).toEqual([
      { at: IDENTIFIER },
      { at: 'c' },
    ]);
  });

  it('that cannot be read are faults, which say nothing of what is in them: a new beginning would have no end', async () => {
    const { client } = new FakeS3();
    const Body = `{"at": "${IDENTIFIER}`;
    await client.send(new PutObjectCommand({ Bucket: 'reports', Key: `${BOOKMARK_PREFIX}a.json`, Body }));
    const fault = new S3Bookmarks(client, 'reports').read('a');
    expect(await faultOf(fault)).toEqual({ code: 'STORE_UNAVAILABLE', transient: false });
    const refusing = faultyClient(new FakeS3().client, {
      before: () => {
        throw s3Error('AccessDenied', 403);
      },
    });
    const marks = new S3Bookmarks(refusing, 'reports');
    expect(await faultOf(marks.read('a'))).toEqual({ code: 'SOURCE_UNREADABLE', transient: false });
    expect(await faultOf(marks.write('a', {}))).toEqual({ code: 'STORE_FORBIDDEN', transient: false });
  });
});
