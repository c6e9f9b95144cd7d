import { PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DynamoDecisionBook } from '../../../layers/aws/dynamoDecisionBook.ts';
import { DynamoEarlierReviews } from '../../../layers/aws/dynamoEarlierReviews.ts';
import { tagVersion } from '../../../layers/aws/s3Mark.ts';
import { S3Store } from '../../../layers/aws/s3Store.ts';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { deidentify, type Services } from '../../../layers/engine/deidentify.ts';
import { Phi } from '../../../layers/engine/phi.ts';
import { releasedAs } from '../../../layers/engine/review/again.ts';
import type { ReviewDecision } from '../../../layers/engine/review/types.ts';
import { systemEntropy } from '../../../layers/local/system.ts';
import { decisionOf } from '../../contracts/decisionBookContract.ts';
import { faultOf } from '../../contracts/faults.ts';
import { brokenConnection, faultyClient } from '../../contracts/faultyClient.ts';
import { el } from '../../support/build.ts';
import { heldInEachTest } from '../../support/clock.ts';
import { instanceWith } from '../engine/actions/shiftPlan.ts';
import { TEST_CLOCK, testIdentities, testKeys } from '../engine/harness.ts';
import { decisionsOn, holding, NAME } from '../engine/review/reviewing.ts';
import { FakeDecisions } from './fakes/decisions.ts';
import { dynamoError } from './fakes/dynamo.ts';
import { FakeS3 } from './fakes/s3.ts';

heldInEachTest();

/** What people released in the cloud comes again: the event is sent twice, or everything is processed anew. */

const TABLE = 'decisions';
const COMMENTS = '(0010,4000)';
const NAMELESS = [0x00100010, { kind: 'remove' }] as const;
const ASKS = holding([0x00104000, { kind: 'review' }], NAMELESS);
const KEEPS = holding([0x00104000, { kind: 'keep' }], NAMELESS);
const STUDY = instanceWith([
  el(0x00080060, 'CS', 'CT'),
  el(0x00100010, 'PN', 'Zwieback^Oriane'),
  el(0x00104000, 'LT', 'lives at the mill'),
]);
const RELEASED = { source: '1'.repeat(32), plan: 'p', keyId: 'k', keyScope: '', decisions: 'd' };

async function cloud() {
  const s3 = new FakeS3();
  const decisions = new FakeDecisions();
  const versioning = { Status: 'Enabled' } as const;
  await s3.client.send(
    new PutBucketVersioningCommand({ Bucket: 'ingest', VersioningConfiguration: versioning }),
  );
  const { VersionId: versionId = '' } = await s3.client.send(
    new PutObjectCommand({ Bucket: 'ingest', Key: 'a.dcm', Body: STUDY }),
  );
  // As people have seen it: the name is the one that they decided under.
  const names = { source: 'b'.repeat(32), version: NAME };
  const ref = { container: 'ingest', key: new Phi('a.dcm'), versionId, names };
  const services: Services = {
    plan: ASKS,
    keys: testKeys(),
    identities: testIdentities(),
    store: new S3Store(s3.client, { cleanBucket: 'clean', quarantineBucket: 'kept', keptTag: 'lethe' }),
    audit: { record: async () => {}, close: async () => {} },
    clock: TEST_CLOCK,
    entropy: systemEntropy,
    keyScope: '',
    earlier: new DynamoEarlierReviews(decisions.client, TABLE),
  };
  const take = async (change: Partial<Services> = {}) =>
    (await deidentify(ref, { ...services, ...change })).outcome;
  const book = new DynamoDecisionBook(decisions.client, TABLE);
  const release = async (said: readonly ReviewDecision[]) => {
    for (const decision of said) await book.put(decision, null);
    await book.settle(NAME, await releasedAs(memorySource(STUDY), said, services));
  };
  const mark = () => tagVersion(s3.client, ref, { key: 'lethe', value: 'held' });
  return { take, release, mark, decisions };
}

const asked = ({ calls }: FakeDecisions) => calls.filter(({ name }) => name === 'Query').length;

it('is released again by the same decisions, without a word of it where nobody ever decided', async () => {
  const { take, release, mark, decisions } = await cloud();
  expect(await take()).toBe('held');
  await mark();
  await release(await decisionsOn(STUDY, ASKS, { [COMMENTS]: { kind: 'clear' } }));
  expect(await take()).toBe('released');
  expect(await take()).toBe('released');
  // Under rules that have no doubt: what was marked as kept is looked up, and what a person took away stays.
  expect(await take({ plan: KEEPS })).toBe('held');
  expect(asked(decisions)).toBeGreaterThan(3);
});

it('asks nothing about an instance that is not doubtful and was never kept', async () => {
  const { take, decisions } = await cloud();
  expect(await take({ plan: KEEPS })).toBe('released');
  expect(decisions.calls).toEqual([]);
});

it('sends the event back while the table does not answer', async () => {
  const { take } = await cloud();
  const silent = faultyClient(new FakeDecisions().client, {
    before: () => {
      throw dynamoError('ThrottlingException', 400);
    },
  });
  const earlier = new DynamoEarlierReviews(silent, TABLE);
  expect(await faultOf(take({ earlier }))).toEqual({ code: 'DECISIONS_UNAVAILABLE', transient: true });
});

it('loses no decision, wherever the note of a release is cut short', async () => {
  const said = ['(0010,4000)', '(0020,4000)', '(0008,1030)'].map((place) => decisionOf(place, 'one'));
  for (let calls = 0; ; calls += 1) {
    const fake = new FakeDecisions();
    const book = new DynamoDecisionBook(fake.client, TABLE);
    for (const decision of said) await book.put(decision, null);
    let left = calls;
    const cut = faultyClient(fake.client, {
      before: () => {
        if (left === 0) throw brokenConnection();
        left -= 1;
      },
    });
    const isCut = await new DynamoDecisionBook(cut, TABLE).settle(said[0]?.instance ?? '', RELEASED).then(
      () => false,
      () => true,
    );
    const all = (await book.earlier(said[0]?.instance ?? '')).flatMap(({ decisions }) => decisions);
    expect(new Set(all.map(({ place }) => place))).toEqual(new Set(said.map(({ place }) => place)));
    if (isCut) await book.settle(said[0]?.instance ?? '', RELEASED);
    // What stood still when it was cut was settled then.
    const settled = (await book.earlier(said[0]?.instance ?? '')).filter(({ released }) => released !== null);
    expect(settled).toHaveLength(1);
    if (!isCut) return;
  }
});
