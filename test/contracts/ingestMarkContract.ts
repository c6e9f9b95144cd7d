import {
  CreateBucketCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { S3Book } from '../../layers/aws/s3Book.ts';
import { hideVersion, tagOfVersion, tagVersion } from '../../layers/aws/s3Mark.ts';
import { releaseObject } from '../../layers/aws/s3Release.ts';
import { S3Source } from '../../layers/aws/s3Source.ts';
import { Phi } from '../../layers/engine/phi.ts';
import type { KeyRing, ObjectRef } from '../../layers/engine/ports.ts';
import { IDENTIFIER } from './faults.ts';

export interface MarkRig {
  readonly client: S3Client;
  /** Of buckets that are not there yet. */
  readonly ingest: string;
  readonly clean: string;
  /** Waits until S3 would write another second. */
  readonly nextSecond: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** How released versions are hidden, and what a listing then tells of the others: on whatever stands for S3. */
export function describeMarkContract(name: string, makeRig: () => Promise<MarkRig>): void {
  describe(`marks of ingest objects in ${name}`, () => {
    let rig: MarkRig;
    beforeEach(async () => {
      rig = await makeRig();
      for (const Bucket of [rig.ingest, rig.clean]) {
        await rig.client.send(new CreateBucketCommand({ Bucket }));
        await rig.client.send(
          new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
        );
      }
    });
    afterEach(() => rig.dispose());

    const KEY = `in/${IDENTIFIER} +/1.dcm`;
    const put = async (bytes: string) => {
      const { VersionId: versionId = '', ETag = '' } = await rig.client.send(
        new PutObjectCommand({ Bucket: rig.ingest, Key: KEY, Body: bytes, Tagging: 'sender=mine' }),
      );
      return { container: rig.ingest, key: new Phi(KEY), versionId, etag: ETag.replaceAll('"', '') };
    };
    const current = async () =>
      rig.client.send(new GetObjectCommand({ Bucket: rig.ingest, Key: KEY })).then(
        ({ VersionId }) => VersionId ?? '',
        () => null,
      );
    const textOf = async (ref: ObjectRef) => {
      const source = await S3Source.open(rig.client, ref);
      return Buffer.from(await source.read(0, source.size)).toString();
    };
    const book = () =>
      new S3Book(rig.client, undefined as never, undefined as unknown as KeyRing, {
        ...{ ingestBucket: rig.ingest, quarantineBucket: rig.clean, queueUrl: '' },
        tag: { key: 'lethe', released: 'released', kept: [] },
      });
    const replaced = async () =>
      (await book().page('replaced', null)).objects.map(({ ref: { versionId } }) => versionId);

    it('hide the current version, which stays as it was, tags and all', async () => {
      const version = await put('one');
      expect(await hideVersion(rig.client, version)).toBe(true);
      expect(await current()).toBeNull();
      expect((await book().page('current', null)).objects).toEqual([]);
      expect(await textOf(version)).toBe('one');
      expect(await tagOfVersion(rig.client, version, 'sender')).toBe('mine');
      expect(await replaced()).toEqual([]);
    });

    it('hide no other: a version that has come since stays to be seen, and the older is told by its tag', async () => {
      const older = await put('one');
      const newer = await put('another');
      expect(await hideVersion(rig.client, older)).toBe(false);
      expect(await current()).toBe(newer.versionId);
      await tagVersion(rig.client, older, { key: 'lethe', value: 'released' });
      expect(await book().standingOf(older)).toMatchObject({ standing: 'released' });
      const { TagSet } = await rig.client.send(
        new GetObjectTaggingCommand({ Bucket: rig.ingest, Key: KEY, VersionId: newer.versionId }),
      );
      expect(TagSet).toEqual([{ Key: 'sender', Value: 'mine' }]);
    });

    it('are not set twice: what is hidden already is told by its tag', async () => {
      const version = await put('one');
      expect(await hideVersion(rig.client, version)).toBe(true);
      expect(await hideVersion(rig.client, version)).toBe(false);
      await tagVersion(rig.client, version, { key: 'lethe', value: 'released' });
      expect(await tagOfVersion(rig.client, version, 'lethe')).toBe('released');
    });

    it('are not asked for where nothing tells which version is meant', async () => {
      const { versionId: _version, ...byKey } = await put('one');
      expect(await hideVersion(rig.client, byKey)).toBe(false);
      expect(await hideVersion(rig.client, { ...byKey, versionId: 'null' })).toBe(false);
      expect(await current()).not.toBeNull();
    });

    it('leave a listing of what was replaced: not below a marker, and not the same bytes twice', async () => {
      const lost = await put('one');
      await rig.nextSecond();
      const twin = await put('two');
      await rig.nextSecond();
      const last = await put('two');
      await rig.nextSecond();
      expect(await replaced()).toEqual([lost.versionId]);
      await hideVersion(rig.client, last);
      expect(await replaced()).toEqual([lost.versionId]);
      await rig.nextSecond();
      const again = await put('three');
      expect(await replaced()).toEqual([lost.versionId]);
      expect([twin.versionId, again.versionId]).not.toContain(lost.versionId);
    });

    it('do not let an older version take the place of what a newer one left, which is hidden', async () => {
      const older = await put('one');
      await rig.nextSecond();
      const newer = await put('newer');
      const place = { Bucket: rig.clean, Key: '1.dcm', ContentType: 'application/dicom' };
      const limits = { multipartBytes: 1e6, partBytes: 1e6, copyBytes: 1e6 };
      const release = async (ref: typeof older) => {
        const source = await S3Source.open(rig.client, ref);
        const segments = [{ kind: 'span', start: 0, end: source.size }] as const;
        await releaseObject(rig.client, place, { source, segments }, { now: 'source' }, limits);
      };
      await release(newer);
      await hideVersion(rig.client, newer);
      await release(older);
      expect(await textOf({ container: rig.clean, key: new Phi(place.Key) })).toBe('newer');
    });
  });
}
