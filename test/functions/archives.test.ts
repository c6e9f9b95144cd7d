import { gzipSync } from 'node:zlib';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { numberedBytes } from '../contracts/samples.ts';
import { strike } from '../reliability/cloud/interference.ts';
import { type Deployment, deploy } from '../reliability/deployment.ts';
import { coldStart, listening, type Message } from '../reliability/sandbox.ts';
import { tarOf, type ZipFile, zipOf } from '../support/archives.ts';
import { type HeldClock, holdClock } from '../support/clock.ts';
import { findNeedles, needle } from '../support/search.ts';
import { syntheticStudy } from '../support/study.ts';

/** Archives through the real handler, at an endpoint that speaks AWS's protocols: events, members, their events, outcomes. */
const NAME = 'Müller^Anna';
const { files, planted } = syntheticStudy(7);
const members = files.map(({ name, bytes }) => ({ name: `${NAME}/${name}`, bytes }));
const expected = files.map(({ expected: outcome }) => outcome).sort();
const needles = [...planted, needle('key and member names', ['Müller'])];

let clock: HeldClock;
let deployment: Deployment;
let output: string[];

beforeEach(async () => {
  clock = holdClock();
  deployment = await deploy('keyed');
  output = [];
});
afterEach(async () => {
  await deployment.stop();
  clock.release();
});

const createdEvent = (key: string, versionId: string) =>
  JSON.stringify({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'ingest' }, object: { key, 'version-id': versionId } },
  });

async function put(key: string, bytes: Uint8Array): Promise<string> {
  return (await deployment.put({ key, bytes, patient: null, number: null })).event;
}

/** Runs the function until no event is left: those given, and those of what it puts into ingest itself. Answers the messages that came back. */
async function run(events: readonly string[], timeMs?: number): Promise<readonly string[]> {
  const sandbox = await coldStart(deployment, timeMs);
  const { s3 } = deployment.aws;
  const seen = new Set<string>(ingestVersions(deployment).map(({ id }) => id));
  let waiting = events;
  const returned: string[] = [];
  while (waiting.length > 0) {
    const messages = waiting.map((body, index) => ({ messageId: String(index), body, received: 1 }));
    const back = await listening(output, () => sandbox.invoke(messages));
    returned.push(...back.map((id) => messages[Number(id)]?.body ?? ''));
    const fresh = ingestVersions(deployment).filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    waiting = fresh.map(({ key, versionId }) => createdEvent(key, versionId));
  }
  expect(s3.uploads.size).toBe(0);
  return returned;
}

function ingestVersions({ aws }: Deployment) {
  return [...aws.s3.history('ingest')].flatMap(([key, versions]) =>
    versions.map(({ versionId, tags, bytes }) => ({
      key,
      versionId,
      tags,
      bytes,
      id: `${key} ${versionId}`,
    })),
  );
}

const audit = () =>
  deployment.aws.logs.events('audit').map(({ message }) => JSON.parse(message) as AuditRecord);
const outcomes = () => audit().map(({ outcome, reason }) => reason?.code ?? outcome);
const newest = (bucket: string) =>
  Object.fromEntries(
    [...deployment.aws.s3.history(bucket)].map(([key, versions]) => [
      key,
      versions.at(-1)?.bytes.toString('base64'),
    ]),
  );
const isMemberKey = ({ key }: { readonly key: string }) => key.includes('!/');

function expectNothingTold(): void {
  const told = [
    ...output,
    ...deployment.aws.logs.events('audit').map(({ message }) => message),
    ...[...deployment.aws.s3.history('quarantine')].flatMap(([key, versions]) => [
      key,
      ...versions.flatMap(({ bytes }) => (key.endsWith('.json') ? [bytes.toString('utf8')] : [])),
    ]),
    ...deployment.aws.s3.history('clean').keys(),
  ].filter((line) => !line.startsWith('{"_aws"'));
  expect(findNeedles(Buffer.from(told.join('\n')), needles)).toEqual([]);
}

describe('an archive dropped in ingest', () => {
  it.each([
    ['zip', zipOf(members)],
    ['tar', tarOf(members)],
    ['tar.gz', gzipSync(tarOf(members))],
  ])('%s: its members come out as if each had been dropped', async (suffix, archive) => {
    const other = deployment;
    expect(await run(await Promise.all(members.map(({ name, bytes }) => put(name, bytes))))).toEqual([]);
    const direct = newest('clean');
    expect(outcomes().sort()).toEqual(expected.map((each) => each).sort());
    deployment = await deploy('keyed');
    await other.stop();

    expect(await run([await put(`${NAME}.${suffix}.dat`, archive)])).toEqual([]);
    expect(newest('clean')).toEqual(direct);
    expect(outcomes().sort()).toEqual([...expected, 'opened'].sort());
    expectNothingTold();
    // The archive is hidden, and of its members what was released may expire; what was not stays.
    const archiveKey = `${NAME}.${suffix}.dat`;
    expect(deployment.aws.s3.stored('ingest', archiveKey)).toBeUndefined();
    const tagged = ingestVersions(deployment).filter(({ tags }) => tags === 'lethe=released');
    expect(tagged.length).toBe(expected.filter((each) => each === 'released').length);
    const kept = ingestVersions(deployment).filter(
      ({ key, tags }) => tags !== 'lethe=released' && key !== archiveKey,
    );
    expect(kept.every(isMemberKey)).toBe(true);
  });

  it('of one gzipped object is that object', async () => {
    const [first] = files;
    expect(await run([await put('slice', gzipSync(first?.bytes ?? new Uint8Array()))])).toEqual([]);
    expect(outcomes().sort()).toEqual(['opened', 'released']);
  });

  it('comes again: nothing is written twice, and the outcome is the same', async () => {
    const event = await put('a.zip', zipOf(members));
    await run([event]);
    const before = { clean: newest('clean'), ingest: ingestVersions(deployment).length };
    await run([event]);
    expect({ clean: newest('clean'), ingest: ingestVersions(deployment).length }).toEqual(before);
    expect(outcomes().filter((each) => each === 'opened')).toHaveLength(2);
  });

  it('comes as a new version: its members are new versions', async () => {
    await run([await put('a.zip', zipOf(members.slice(0, 1)))]);
    await run([await put('a.zip', zipOf(members.slice(0, 1)))]);
    expect(ingestVersions(deployment).filter(isMemberKey)).toHaveLength(2);
    expect([...deployment.aws.s3.history('clean').values()].every((each) => each.length > 0)).toBe(true);
    expect(outcomes().sort()).toEqual(['opened', 'opened', 'released', 'released']);
  });

  it('is taken up where a fault broke it off', async () => {
    const event = await put('a.zip', zipOf(members));
    const refusal = { kind: 'refusal', status: 403, code: 'AccessDenied' } as const;
    deployment.aws.interference = strike('PutObject', refusal, {
      bucket: 'ingest',
      key: '!/5',
      times: 'always',
    });
    expect(await run([event])).toEqual([event]);
    expect(outcomes()).not.toContain('opened');
    const before = ingestVersions(deployment).filter(isMemberKey);
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(members.length);
    deployment.aws.interference = () => null;
    expect(await run([event])).toEqual([]);
    expect(ingestVersions(deployment).filter(isMemberKey)).toHaveLength(members.length);
    expect(outcomes().sort()).toEqual([...expected, 'opened'].sort());
  });

  it('gets on with each invocation that is too short for it, and that is no attempt that failed', async () => {
    const small = Array.from({ length: 80 }, (_, index) => ({
      name: String(index),
      bytes: numberedBytes(300, index),
    }));
    const event = await put('a.tar.gz', gzipSync(tarOf(small)));
    // Each takes so long that not all of them fit.
    deployment.aws.interference = ({ name, bucket, key = '' }) =>
      name === 'PutObject' && bucket === 'ingest' && key.includes('!/') ? { kind: 'delay', ms: 300 } : null;
    const counts: number[] = [];
    let waiting: readonly Message[] = [{ messageId: '0', body: event, received: 1 }];
    for (let attempt = 0; attempt < 100 && waiting.length > 0; attempt += 1) {
      const sandbox = await coldStart(deployment, 1_000);
      // Each gets on, so none is an attempt that failed: it goes behind the others.
      expect(await listening(output, () => sandbox.invoke(waiting))).toEqual([]);
      waiting = deployment.aws.sqs.takeAll(deployment.facts.queueUrl).map(({ body, attributes }) => ({
        messageId: String(attempt),
        body,
        received: 1,
        firstSent: attributes?.FirstSent.StringValue,
      }));
      counts.push(ingestVersions(deployment).filter(isMemberKey).length);
    }
    expect(counts.length).toBeGreaterThan(1);
    expect(
      new Set(
        ingestVersions(deployment)
          .filter(isMemberKey)
          .map(({ key }) => key),
      ).size,
    ).toBe(small.length);
    expect(output.join('')).toContain('DEADLINE');
    expect(outcomes()).toEqual(['opened']);
    for (const [index, { bytes }] of small.entries())
      expect(deployment.aws.s3.stored('ingest', `a.tar.gz!/${index + 1}`)?.bytes.equals(bytes)).toBe(true);
  });

  it('with a poison member loses nothing: the others go on, and it is kept whole', async () => {
    const poison: readonly ZipFile[] = [
      { ...members[0], name: `../${NAME}` },
      { name: NAME, bytes: Buffer.from('one'), crc: 1 },
      { name: NAME, bytes: Buffer.from('one'), flags: 1 },
    ].map((each) => ({ bytes: Buffer.from('one'), ...each }));
    const archive = zipOf([...poison, ...members]);
    expect(await run([await put(`${NAME}.zip`, archive)])).toEqual([]);
    expect(outcomes().sort()).toEqual(
      [...expected, 'ARCHIVE_PATH', 'ARCHIVE_BROKEN', 'ARCHIVE_ENCRYPTED', 'ARCHIVE_MEMBERS_REFUSED'].sort(),
    );
    const kept = Object.entries(newest('quarantine')).filter(
      ([, bytes]) => bytes === archive.toString('base64'),
    );
    expect(kept).toHaveLength(1);
    expect(deployment.aws.s3.stored('ingest', `${NAME}.zip`)?.tags).toBe('lethe=quarantined');
    expectNothingTold();
    const names = audit().map(({ source }) => source.key);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}$/);
  });

  it('within an archive stays closed, and is kept', async () => {
    const inner = zipOf(members.slice(0, 1));
    expect(
      await run([await put('a.tar', tarOf([{ name: 'inner.zip', bytes: inner }, ...members.slice(0, 1)]))]),
    ).toEqual([]);
    expect(outcomes().sort()).toEqual(['ARCHIVE_NESTED', 'opened', 'released']);
    expect(Object.values(newest('quarantine'))).toContain(inner.toString('base64'));
  });

  it('that is cut short gives what is whole, and is kept', async () => {
    const archive = tarOf(members);
    expect(await run([await put('a.tar', archive.subarray(0, archive.length - 2048))])).toEqual([]);
    expect(outcomes()).toContain('ARCHIVE_BROKEN');
    expect(outcomes().filter((each) => each === 'released').length).toBeGreaterThan(0);
  });

  it('puts a large member in parts, and nothing of one whose checksum does not hold', async () => {
    const large = numberedBytes(17 * 1024 * 1024);
    const archive = zipOf([
      { name: 'good', method: 0, bytes: large },
      { name: 'bad', method: 0, bytes: large, crc: 1 },
    ]);
    await run([await put('a.zip', archive)]);
    expect(deployment.aws.s3.stored('ingest', 'a.zip!/1')?.bytes.equals(large)).toBe(true);
    expect(deployment.aws.s3.stored('ingest', 'a.zip!/2')).toBeUndefined();
    expect(deployment.aws.count('AbortMultipartUpload')).toBe(1);
    expect(outcomes().sort()).toEqual(['ARCHIVE_BROKEN', 'ARCHIVE_MEMBERS_REFUSED', 'NOT_DICOM']);
  });

  it('whose key leaves no room for its members’ is kept', async () => {
    await run([await put('n'.repeat(1023), zipOf(members.slice(0, 1)))]);
    expect(outcomes().sort()).toEqual(['ARCHIVE_MEMBERS_REFUSED', 'ARCHIVE_PATH']);
  });
});

it('an object that is not an archive costs no request more', async () => {
  const [first] = members;
  await run([await put('slice', first?.bytes ?? new Uint8Array())]);
  const ofIngest = deployment.aws.s3.calls.filter(
    // A sender's tag makes it ask for ours, which says whether the version was kept before.
    ({ name, input }) => input.Bucket === 'ingest' && !name.startsWith('Put') && name !== 'GetObjectTagging',
  );
  // The marker is free.
  expect(ofIngest.map(({ name }) => name)).toEqual(['GetObject', 'DeleteObject']);
});
