import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { LoggedRecord } from '../../layers/engine/audit/audit.ts';
import { lethe } from '../cli/run.ts';
import { instance } from '../support/build.ts';
import { attr } from '../support/study/attribute.ts';
import { audited, ingest, objects, outputs, s3 } from './deployed.ts';
import { STACK } from './deployment.ts';

/** What the deployed function released is taken back by the command, under its caller's credentials: hidden, released again, destroyed. */

/** Of no other test: what comes out twice is a duplicate. */
const bytes = instance({
  elements: [
    attr('SOPClassUID', '1.2.840.10008.5.1.4.1.1.7'),
    attr('SOPInstanceUID', '1.2.826.0.1.3680043.10.474.39'),
    attr('StudyInstanceUID', '1.2.826.0.1.3680043.10.474.37'),
    attr('SeriesInstanceUID', '1.2.826.0.1.3680043.10.474.38'),
  ],
});
const release = async () => (await audited(await ingest('withdraw/Zwölf/1.dcm', bytes, 'Zwölf')))[0];

async function withdraw(...options: readonly string[]) {
  const ran = await lethe(['withdraw', '--stack', STACK, '--json', '--quiet', ...options]);
  expect(String(ran.stderr)).toBe('');
  const lines = String(ran.stdout).split('\n').filter(Boolean);
  return { status: ran.status, told: lines.map((line) => JSON.parse(line) as { readonly what: string }) };
}
const DO = ['--reason', 'ticket 4711', '--yes'];
const isVisible = async (key: string) => (await objects(outputs.CleanBucket)).has(key);
async function versions(Prefix: string): Promise<number> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: outputs.CleanBucket, Prefix }),
  );
  return Versions.length + DeleteMarkers.length;
}

it('hides an instance, which may be released again, and destroys it', async () => {
  const record = await release();
  const key = record?.output.key ?? '';
  expect(await isVisible(key)).toBe(true);
  expect((await withdraw('--dry-run')).told.filter(({ what }) => what === 'hidden')).toEqual([]);
  expect(await isVisible(key)).toBe(true);

  expect(await withdraw(key, ...DO)).toMatchObject({ status: 0, told: [{ cleanKey: key, what: 'hidden' }] });
  expect([await isVisible(key), await versions(key)]).toEqual([false, 2]);
  const asked = await lethe(['audit', 'object', key, '--log-group', outputs.AuditLog, '--json']);
  const lines = JSON.parse(String(asked.stdout)) as readonly LoggedRecord[];
  expect(lines.map(({ outcome }) => outcome)).toEqual(['released', 'withdrawn']);
  expect(new Set(lines.map(({ source }) => source.key))).toEqual(new Set([record?.source.key]));
  expect(JSON.stringify(lines)).toMatch(/"by":"arn:aws:[^"]+","why":"ticket 4711"/);

  expect((await release())?.output.key).toBe(key);
  expect(await isVisible(key)).toBe(true);
  expect(await withdraw(key, '--destroy', ...DO)).toMatchObject({
    status: 0,
    told: [{ cleanKey: key, what: 'destroyed', destroyed: 2 }],
  });
  expect(await versions(key)).toBe(0);
  expect(await withdraw(key, '--destroy', ...DO)).toMatchObject({ status: 0, told: [{ what: 'absent' }] });
});
