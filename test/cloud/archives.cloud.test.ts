import { gzipSync } from 'node:zlib';
import { GetObjectTaggingCommand, HeadObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { tarOf, zipOf } from '../support/archives.ts';
import { findNeedles, needle } from '../support/search.ts';
import { syntheticStudy } from '../support/study.ts';
import {
  audited,
  auditNameOf,
  eventually,
  ingest,
  logLines,
  outputs,
  s3,
  type Uploaded,
} from './deployed.ts';

/** Archives through everything that is deployed: their members are ingest objects, with events of their own. */
const NAME = 'Ostfilder Achtkirchner';
const { files } = syntheticStudy(31);
const members = files.map(({ name, bytes }) => ({ name: `${NAME}/${name}`, bytes }));

/** The members of an archive, once they are all in ingest. */
function membersOf(archive: Uploaded, count: number): Promise<readonly Uploaded[]> {
  return eventually(`${count} members`, async () => {
    const { Versions = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: outputs.IngestBucket, Prefix: `${archive.key}!/` }),
    );
    const found = Versions.map(({ Key = '', VersionId = '', ETag = '' }) => ({
      key: Key,
      versionId: VersionId,
      etag: ETag,
    }));
    return found.length >= count ? found : null;
  });
}

/** The same bytes may have come out of another archive, or by themselves, before. */
const codeOf = ({ outcome, reason }: AuditRecord) =>
  reason?.code ?? (outcome === 'duplicate' ? 'released' : outcome);

describe('an archive put into the ingest bucket', () => {
  it.each([
    ['zip', zipOf(members)],
    ['tar.gz', gzipSync(tarOf(members))],
  ])('%s is opened, and each of its members comes to its outcome', async (suffix, bytes) => {
    const archive = await ingest(`${NAME}.${suffix}`, bytes, NAME);
    expect((await audited(archive)).map(codeOf)).toEqual(['opened']);
    const taken = await membersOf(archive, members.length);
    expect(taken).toHaveLength(members.length);
    for (const member of taken) {
      const [record] = await audited(member);
      const line = Number(member.key.split('!/').at(-1));
      expect(codeOf(record as AuditRecord)).toBe(files[line - 1]?.expected);
      expect(record?.source.key).toBe(await auditNameOf(member));
    }
    await eventually('the mark of the archive', () =>
      s3.send(new HeadObjectCommand({ Bucket: outputs.IngestBucket, Key: archive.key })).then(
        () => null,
        () => true,
      ),
    );
    // A member stays to be seen, should its archive come again.
    for (const { key } of taken)
      await eventually('the mark of a member', async () => {
        const { TagSet = [] } = await s3.send(
          new GetObjectTaggingCommand({ Bucket: outputs.IngestBucket, Key: key }),
        );
        return TagSet.some(({ Key }) => Key === 'lethe') ? true : null;
      });
  });

  it('with a member that is refused is kept, and says so by its number', async () => {
    const [good] = files;
    const archive = await ingest(
      `${NAME}.poison`,
      zipOf([
        { name: `../${NAME}`, bytes: Buffer.from('x') },
        { name: NAME, bytes: good?.bytes ?? Buffer.alloc(0) },
      ]),
      NAME,
    );
    expect((await audited(archive, 2)).map(codeOf).sort()).toEqual([
      'ARCHIVE_MEMBERS_REFUSED',
      'ARCHIVE_PATH',
    ]);
    const [member] = await membersOf(archive, 1);
    expect((await audited(member as Uploaded)).map(codeOf)).toEqual(['released']);
  });

  it('leaves no name in a log', async () => {
    const lines = [...(await logLines()), ...(await logLines(outputs.AuditLog))];
    expect(
      findNeedles(Buffer.from(lines.join('\n')), [needle('names', ['Ostfilder', 'Achtkirchner'])]),
    ).toEqual([]);
  });
});
