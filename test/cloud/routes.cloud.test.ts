import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { memorySource } from '../../layers/dicom/byteSource.ts';
import { parseInstance } from '../../layers/dicom/parse.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import { rootText } from '../../layers/dicom/values.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { compileRules } from '../../rules/compile.ts';
import { instance } from '../support/build.ts';
import { attr } from '../support/study/attribute.ts';
import { audited, coldStart, ingest, logLines, logRecords, objects, outputs, s3 } from './deployed.ts';

/**
 * Several projects in one deployment: the function reads `lethe.routes.json` and rule files from the rules bucket, takes changes without a
 * deployment, and never takes broken ones. Afterwards the deployment is as it was.
 */
const lambda = new LambdaClient({});
/** A change is seen within a minute, at the next object. */
const A_CHANGE_MS = 100_000;

const ROUTES = {
  routes: [
    { prefix: 'project-a/', rules: 'rules/shared.json', keyScope: 'a', cleanPrefix: 'a/' },
    { prefix: 'project-b/', rules: 'rules/shared.json', keyScope: 'b', cleanPrefix: 'b/' },
    { prefix: 'project-c/', rules: 'rules/numbered.xml', keyScope: 'c', cleanPrefix: 'c/' },
  ],
};
const SHARED = '{ "profile": "basic", "options": ["retainDeviceIdentity"] }';
const CHANGED = '{ "profile": "basic", "options": ["retainDeviceIdentity", "retainInstitutionIdentity"] }';
/** A key in the rules, which the cloud refuses. */
const BROKEN =
  '{ "rules": [{ "tag": "PN", "method": "cryptoHash", "params": { "cryptoHashKey": "Zwölfkirchner" } }] }';
const NUMBERED = `<Rules>
  <Element><Tag>(0010,0020)</Tag><VR>LO</VR><Rule>GeneratePatient</Rule><Value>Site{####}</Value></Element>
  <Element><Tag>(0010,0010)</Tag><VR>PN</VR><Rule>CopyPatientId</Rule></Element>
  <Element><Tag>(0008,0018)</Tag><VR>UI</VR><Rule>GenerateUid</Rule></Element>
  <Element><Tag>(0020,000D)</Tag><VR>UI</VR><Rule>GenerateUid</Rule></Element>
  <Element><Tag>(0020,000E)</Tag><VR>UI</VR><Rule>GenerateUid</Rule></Element>
</Rules>`;

function digestOf(text: string): string {
  const { plan } = compileRules({ name: 'r', text, place: 'cloud', readFile: () => '' });
  if (plan === null) throw new Error('these rules do not compile');
  return plan.digest;
}

const written = new Set<string>();
async function putRules(path: string, text: string): Promise<void> {
  written.add(path);
  await s3.send(new PutObjectCommand({ Bucket: outputs.RulesBucket, Key: path, Body: text }));
}

/** An instance of a patient. */
function imageOf(patientId: string, number: number): Uint8Array {
  return instance({
    elements: [
      attr('SOPClassUID', '1.2.840.10008.5.1.4.1.1.7'),
      attr('SOPInstanceUID', `1.2.826.0.1.3680043.10.474.77.${number}`),
      attr('InstitutionName', 'Klinikum Nordhafen'),
      attr('PatientName', 'Zwoelfkirchner^Aeneas'),
      attr('PatientID', patientId),
      attr('StudyInstanceUID', '1.2.826.0.1.3680043.10.474.75'),
      attr('SeriesInstanceUID', '1.2.826.0.1.3680043.10.474.76'),
    ],
  });
}

const released = new Set<string>();
let quarantinedBefore: ReadonlySet<string>;
/** What became of an object that is put under a key. */
async function recordOf(key: string, bytes: Uint8Array): Promise<AuditRecord> {
  const [record] = await audited(await ingest(key, bytes, 'nobody'));
  if (record?.output.key != null) released.add(record.output.key);
  return record as AuditRecord;
}

let pings = 0;
/** Puts objects of a project that are not DICOM, so that nothing comes of them, until `isEnough` says so of an audit line. */
async function pingUntil(
  prefix: string,
  isEnough: (record: AuditRecord) => boolean | Promise<boolean>,
): Promise<void> {
  const giveUp = performance.now() + A_CHANGE_MS;
  for (;;) {
    const record = await recordOf(`${prefix}ping-${++pings}`, Buffer.from(`no DICOM ${pings}`));
    expect(record.outcome).toBe('quarantined');
    if (await isEnough(record)) return;
    if (performance.now() > giveUp) throw new Error('it does not take effect');
    await new Promise((done) => setTimeout(done, 3000));
  }
}

const untilInForce = (prefix: string, digest: string) =>
  pingUntil(prefix, ({ plan }) => plan.digest === digest);

const count = async (wanted: string) => (await logRecords()).filter(({ event }) => event === wanted).length;

beforeAll(async () => {
  quarantinedBefore = new Set((await objects(outputs.QuarantineBucket)).keys());
  await putRules('rules/shared.json', SHARED);
  await putRules('rules/numbered.xml', NUMBERED);
  await putRules('lethe.routes.json', JSON.stringify(ROUTES));
  // Environments that other tests left learn it within a minute; new ones at once.
  await coldStart();
  await untilInForce('project-a/', digestOf(SHARED));
}, 2 * A_CHANGE_MS);

afterAll(async () => {
  for (const path of written) {
    const { Versions = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: outputs.RulesBucket, Prefix: path }),
    );
    for (const { Key, VersionId } of Versions)
      await s3.send(new DeleteObjectCommand({ Bucket: outputs.RulesBucket, Key, VersionId }));
  }
  const quarantined = [...(await objects(outputs.QuarantineBucket)).keys()].filter(
    (key) => !quarantinedBefore.has(key),
  );
  for (const [Bucket, keys] of [
    [outputs.CleanBucket, released],
    [outputs.QuarantineBucket, quarantined],
  ] as const)
    for (const Key of keys) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await coldStart();
}, A_CHANGE_MS);

describe('two projects under the same rules', () => {
  const textsOf = async (key: string | null) => {
    const bytes = (await objects(outputs.CleanBucket)).get(key ?? '');
    if (bytes === undefined) throw new Error('nothing was released');
    const clean = await parseInstance(memorySource(bytes));
    return [0x00100020, 0x00100010, 0x0020000d, 0x0020000e, 0x00080018].map((tag) =>
      rootText(clean, asTag(tag)),
    );
  };

  it('have their own clean prefixes, and the same patient is nobody whom both know', async () => {
    const [ofA, again, ofB] = await Promise.all([
      recordOf('project-a/1', imageOf('4711', 1)),
      recordOf('project-a/Zwölfkirchner/2', imageOf('4711', 2)),
      recordOf('project-b/1', imageOf('4711', 1)),
    ]);
    expect([ofA, again, ofB].map(({ outcome, plan }) => [outcome, plan.digest])).toEqual(
      Array(3).fill(['released', digestOf(SHARED)]),
    );
    expect(ofA?.output.key).toMatch(/^a\/2\.25\./);
    expect(ofB?.output.key).toMatch(/^b\/2\.25\./);
    const [a, sameInA, b] = await Promise.all(
      [ofA, again, ofB].map((each) => textsOf(each?.output.key ?? null)),
    );
    // One patient, study and series within a project.
    expect(sameInA?.slice(0, 4)).toEqual(a?.slice(0, 4));
    for (const [index, text] of (a ?? []).entries()) {
      expect(text).not.toBe('');
      expect(text).not.toBe(b?.[index]);
    }
  });

  it('and a third has rules of another system, and numbers from the table', async () => {
    const records = await Promise.all([
      recordOf('project-c/1', imageOf('4711', 1)),
      recordOf('project-c/2', imageOf('0815', 2)),
      recordOf('project-c/3', imageOf('4711', 3)),
    ]);
    expect(records.map(({ outcome, plan }) => [outcome, plan.digest])).toEqual(
      Array(3).fill(['released', digestOf(NUMBERED)]),
    );
    const texts = await Promise.all(records.map(({ output }) => textsOf(output.key)));
    for (const [id, name] of texts) expect([id, name]).toEqual([expect.stringMatching(/^Site\d{4}$/), id]);
    expect(texts[2]?.[0]).toBe(texts[0]?.[0]);
    expect(texts[1]?.[0]).not.toBe(texts[0]?.[0]);
  });
});

it('an object under no route is quarantined', async () => {
  expect(await recordOf('project-d/1', imageOf('4711', 1))).toMatchObject({
    outcome: 'quarantined',
    reason: { code: 'NO_ROUTE' },
    output: { key: null },
  });
});

it(
  'a changed rule file takes effect without a deployment, and each line names the digest that was used',
  async () => {
    const deployed = async () => {
      const { LastModified } = await lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: outputs.FunctionName }),
      );
      return LastModified;
    };
    const before = await deployed();
    await putRules('rules/shared.json', CHANGED);
    await untilInForce('project-a/', digestOf(CHANGED));
    const record = await recordOf('project-b/9', imageOf('4711', 9));
    expect(record.plan.digest).toBe(digestOf(CHANGED));
    const bytes = (await objects(outputs.CleanBucket)).get(record.output.key ?? '') ?? new Uint8Array();
    const clean = await parseInstance(memorySource(bytes));
    expect(rootText(clean, asTag(0x00080080))).toBe('Klinikum Nordhafen');
    expect((await recordOf('project-c/9', imageOf('4711', 9))).plan.digest).toBe(digestOf(NUMBERED));
    expect(await deployed()).toBe(before);
  },
  2 * A_CHANGE_MS,
);

it(
  'a broken file never replaces a good one, neither where rules are in force nor at a cold start',
  async () => {
    const isGood = ({ plan }: AuditRecord) => expect(plan.digest).toBe(digestOf(CHANGED));
    await putRules('rules/shared.json', BROKEN);
    await pingUntil('project-a/', async (record) => {
      isGood(record);
      return (await count('rules-broken')) > 0;
    });
    expect((await logRecords()).find(({ event }) => event === 'rules-broken')).toMatchObject({
      level: 'error',
      file: 'rules/shared.json',
      problems: [{ code: 'MS_KEY_IN_FILE', line: 1 }],
    });
    isGood(await recordOf('project-a/10', imageOf('4711', 10)));

    const before = await count('cold-start');
    await coldStart();
    await pingUntil('project-b/', async (record) => {
      isGood(record);
      return (await count('cold-start')) > before;
    });
    isGood(await recordOf('project-b/11', imageOf('4711', 11)));
    expect((await logLines()).join('\n')).not.toMatch(/Zw(ö|oe)lfkirchner/);
  },
  3 * A_CHANGE_MS,
);
