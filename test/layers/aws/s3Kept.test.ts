import { S3Kept } from '../../../layers/aws/s3Kept.ts';
import { faultOf } from '../../contracts/faults.ts';
import { faultyClient } from '../../contracts/faultyClient.ts';
import { describeKeptShelfContract } from '../../contracts/keptShelfContract.ts';
import { makeS3Rig } from '../../contracts/s3Rig.ts';
import { FakeS3, s3Error } from './fakes/s3.ts';

for (const versioned of [true, false])
  describeKeptShelfContract(`S3 ${versioned ? 'with' : 'without'} versions`, async () => {
    const { client } = new FakeS3();
    const rig = await makeS3Rig({ client, versioned, prefix: 'kept' });
    return {
      store: rig.store(),
      shelf: new S3Kept(client, 'kept-quarantine'),
      ingest: rig.ingest,
      dispose: rig.dispose,
    };
  });

describe('kept instances in S3 when S3 refuses', () => {
  it('answers a coded fault, never the key', async () => {
    const refusing = faultyClient(new FakeS3().client, {
      before: () => {
        throw s3Error('AccessDenied', 403);
      },
    });
    const shelf = new S3Kept(refusing, 'kept-quarantine');
    const all = async () => {
      for await (const _ of shelf.list());
    };
    for (const work of [all(), shelf.find('aa'), shelf.note('aa'), shelf.open('aa')])
      expect(await faultOf(work)).toEqual({ code: 'SOURCE_UNREADABLE', transient: false });
    for (const work of [shelf.remove('aa'), shelf.settle('aa', 'quarantine', { source: {} })])
      expect(await faultOf(work)).toEqual({ code: 'STORE_FORBIDDEN', transient: false });
  });
});
