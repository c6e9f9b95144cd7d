import { ListObjectVersionsCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { S3Kept } from '../../../layers/aws/s3Kept.ts';
import { tagVersion } from '../../../layers/aws/s3Mark.ts';
import { S3Store } from '../../../layers/aws/s3Store.ts';
import type { KeptArea } from '../../../layers/engine/kept.ts';
import { Phi } from '../../../layers/engine/phi.ts';
import type { ObjectNames } from '../../../layers/engine/ports.ts';
import { faultOf } from '../../contracts/faults.ts';
import { faultyClient } from '../../contracts/faultyClient.ts';
import { describeKeptShelfContract } from '../../contracts/keptShelfContract.ts';
import { makeS3Rig } from '../../contracts/s3Rig.ts';
import { run } from '../../contracts/samples.ts';
import { FakeS3, s3Error } from './fakes/s3.ts';

for (const versioned of [true, false])
  describeKeptShelfContract(`S3 ${versioned ? 'with' : 'without'} versions`, async () => {
    const { client } = new FakeS3();
    const rig = await makeS3Rig({ client, versioned, prefix: 'kept' });
    return {
      store: rig.store(),
      shelf: new S3Kept(client, 'kept-quarantine'),
      ingest: rig.ingest,
      versions: async (file) => {
        const { Versions = [], DeleteMarkers = [] } = await client.send(
          new ListObjectVersionsCommand({ Bucket: 'kept-quarantine', Prefix: file }),
        );
        return [...Versions, ...DeleteMarkers].filter(({ Key }) => Key === file).length;
      },
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
    expect(await faultOf(shelf.destroy('aa'))).toEqual({ code: 'SOURCE_UNREADABLE', transient: false });
    for (const work of [
      shelf.remove('aa'),
      shelf.settle('aa', 'quarantine', { source: {} }),
      shelf.close('aa', { source: {} }),
    ])
      expect(await faultOf(work)).toEqual({ code: 'STORE_FORBIDDEN', transient: false });
  });
});

describe('what was kept of a version that comes out', () => {
  const ref = { container: 'in', key: new Phi('Müller^Anna.dcm') };
  const names = { source: 's'.repeat(32), version: 'v'.repeat(32) };

  /** A version that has this tag, and the calls that settling it takes. */
  async function settling(area: KeptArea | null, tag: string | null, come: ObjectNames = names) {
    const fake = new FakeS3();
    const { client } = fake;
    await client.send(
      new PutBucketVersioningCommand({ Bucket: 'in', VersioningConfiguration: { Status: 'Enabled' } }),
    );
    const { VersionId: versionId = '' } = await client.send(
      new PutObjectCommand({ Bucket: 'in', Key: ref.key.reveal(), Body: 'bytes' }),
    );
    const store = new S3Store(client, { cleanBucket: 'clean', quarantineBucket: 'kept', keptTag: 'lethe' });
    const version = { ...ref, versionId };
    const kept = await store.open(version);
    if (area === 'quarantine') await store.quarantine(names.version, version, kept, REASON, run);
    if (area === 'held') await store.hold(names.version, version, kept, [], run);
    if (tag !== null) await tagVersion(client, version, { key: 'lethe', value: tag });
    const source = await store.open(version);
    fake.calls.length = 0;
    await store.settle(come, source);
    return { calls: fake.calls.map(({ name }) => name), shelf: new S3Kept(client, 'kept') };
  }

  it.each([
    ['quarantine', 'quarantined', 'v'.repeat(32)],
    ['held', 'held', `held/${'v'.repeat(32)}`],
  ] as const)('in %s: its note says that it is settled, and its bytes stay', async (area, tag, name) => {
    const { calls, shelf } = await settling(area, tag);
    expect(calls).toEqual(['GetObjectTagging', 'PutObject']);
    expect(await shelf.note(name)).toMatchObject({ settled: expect.stringMatching(/^\d{4}-/) });
    expect(await shelf.find(name)).not.toBeNull();
  });

  it('is found by the name of before names had a key of their own, too', async () => {
    const come = { source: 't'.repeat(32), version: 'w'.repeat(32), former: names };
    const { shelf } = await settling('quarantine', 'quarantined', come);
    for (const { version } of [come, names])
      expect(await shelf.note(version)).toMatchObject({ settled: expect.stringMatching(/^\d{4}-/) });
    expect(await shelf.find(names.version)).not.toBeNull();
  });

  it('costs nothing where nothing was: no request for a version without tags, a look for one with others', async () => {
    expect((await settling(null, null)).calls).toEqual([]);
    expect((await settling(null, 'released')).calls).toEqual(['GetObjectTagging']);
  });
});

const REASON = { code: 'TRUNCATED', message: 'It ends early', hint: 'Send it again' };
