import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkSynthetic, RESERVED } from '../../../cli/doctor/checks/synthetic.ts';
import { syntheticInstance } from '../../../cli/doctor/instance.ts';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { parseInstance } from '../../../layers/dicom/parse.ts';
import { compileRules } from '../../../rules/compile.ts';
import { basicProfilePlan } from '../../../rules/ps315/basicProfile.ts';
import type { CompiledRoute } from '../../../rules/routes.ts';
import { heldInEachTest } from '../../support/clock.ts';
import { filesBelow, lethe } from '../run.ts';
import { type Answers, awsError, DEPLOYMENT, fakeAws } from './fakeAws.ts';

const route = (plan = basicProfilePlan(), prefix = ''): CompiledRoute => ({
  prefix,
  keyScope: '',
  cleanPrefix: '',
  plan,
  tables: new Map(),
});

const NUMBERED = compileRules({
  name: 'rules.json',
  text: '{ "profile": "basic", "identities": { "patientId": { "action": "allocate", "template": "Site{####}" } } }',
  place: 'cloud',
  readFile: () => '',
}).plan;

heldInEachTest();

const RUN = '00000000-0000-8000-8000-000000000000';
const SOON = { wanted: undefined, waitMs: 200, pollMs: 10 };

/** A deployment that makes this of the instance: an audit line, and the clean bytes. */
function deployed(
  record: object,
  clean: Uint8Array = Buffer.from('nothing of it'),
  other: Answers = {},
): { readonly answers: Answers; readonly put: string[]; readonly deleted: string[] } {
  const put: string[] = [];
  const deleted: string[] = [];
  let looks = 0;
  const answers: Answers = {
    GetObjectLockConfiguration: awsError('ObjectLockConfigurationNotFoundError', 404),
    PutObject: ({ Key }: { readonly Key: string }) => {
      put.push(Key);
      return { VersionId: 'v1' };
    },
    FilterLogEvents: () => ({
      events: [{ message: JSON.stringify({ source: { versionId: 'v1' }, ...record }) }],
    }),
    GetObject: { Body: { transformToByteArray: async () => clean } },
    // The mark comes after the audit line.
    GetObjectTagging: () => ({ TagSet: ++looks > 2 ? [{ Key: 'lethe', Value: 'released' }] : [] }),
    ListObjectVersions: ({ Bucket, Prefix }: { readonly Bucket: string; readonly Prefix: string }) => ({
      Versions: [{ Key: `${Bucket}:${Prefix}`, VersionId: `${looks}` }],
    }),
    DeleteObject: ({ Key, VersionId }: { readonly Key: string; readonly VersionId: string }) => {
      deleted.push(`${Key} ${VersionId}`);
      return {};
    },
    ...other,
  };
  return { answers, put, deleted };
}

const RELEASED = { outcome: 'released', output: { key: 'clean.dcm' }, reason: null, plan: { name: 'p' } };
const check = (answers: Answers, routes = [route()], options: object = {}) =>
  checkSynthetic(fakeAws(answers), DEPLOYMENT, routes, { ...SOON, ...options });
const codesOf = async (...call: Parameters<typeof check>) => (await check(...call)).map(({ code }) => code);

describe('the invented instance', () => {
  const { bytes, planted } = syntheticInstance(RUN);

  it('is DICOM to its end, the same for the same run, and of its own in another', async () => {
    const { dataSet } = await parseInstance(memorySource(bytes));
    expect(dataSet.elements.length).toBeGreaterThan(25);
    expect(syntheticInstance(RUN).bytes).toEqual(bytes);
    const other = syntheticInstance(RUN.replace('8', '9')).planted;
    expect(
      other.filter(({ text }, index) => text !== planted[index]?.text).map(({ keyword }) => keyword),
    ).toEqual(['SOPInstanceUID']);
  });

  it('has what is planted, and the Basic Profile leaves nothing of it', async () => {
    for (const { text } of planted) expect(Buffer.from(bytes).includes(text)).toBe(true);
    const folder = mkdtempSync(join(tmpdir(), 'lethe-doctor-'));
    try {
      const input = join(folder, 'in.dcm');
      writeFileSync(input, bytes);
      const { status } = await lethe([
        'deid',
        input,
        '--out',
        join(folder, 'out'),
        '--key',
        join(folder, 'key'),
      ]);
      expect(status).toBe(0);
      const [[, clean] = ['', Buffer.from('')]] = [...filesBelow(join(folder, 'out'))].filter(([path]) =>
        path.endsWith('.dcm'),
      );
      expect(clean.length).toBeGreaterThan(500);
      expect(planted.filter(({ text }) => clean.includes(text))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('what becomes of it', () => {
  it('is looked at and taken away, both once the function has marked the source', async () => {
    const { answers, put, deleted } = deployed(RELEASED);
    const [finding, ...more] = await check(answers, [route(undefined, 'site/')]);
    expect([finding?.status, more]).toEqual(['ok', []]);
    expect(put).toEqual([expect.stringMatching(new RegExp(`^site/${RESERVED}[0-9a-f-]{36}\\.dcm$`))]);
    expect(deleted).toEqual([`ingest:${put[0]} 3`, 'clean:clean.dcm 3']);
  });

  it.each([
    ['a name', 'Zzpatient', 'IDENTITY_RELEASED', 'problem'],
    ['a number of the hospital', 'ZZACC4711SYNTH', 'PLANTED_KEPT', 'warning'],
  ])('is told of %s that the rules leave', async (_name, text, code, status) => {
    const { answers, deleted } = deployed(RELEASED, Buffer.from(`so ${text} stays`));
    expect(await check(answers)).toEqual([expect.objectContaining({ code, status })]);
    expect(deleted).toHaveLength(2);
  });

  it('is a warning where the rules do not release it, and it is taken out of the quarantine', async () => {
    const kept = {
      ListObjectsV2: {
        Contents: [
          { Key: 'aaaa.dcm', Size: 1, LastModified: new Date() },
          { Key: 'bbbb.dcm', Size: 1, LastModified: new Date() },
        ],
      },
      GetObject: ({ Key }: { readonly Key: string }) => ({
        Body: [
          Buffer.from(JSON.stringify({ source: { versionId: Key === 'bbbb.json' ? 'v1' : 'of another' } })),
        ],
      }),
    };
    const quarantined = {
      ...RELEASED,
      outcome: 'quarantined',
      output: { key: null },
      reason: { code: 'LOOKUP_MISSING' },
    };
    const { answers, put, deleted } = deployed(quarantined, undefined, kept);
    expect(await codesOf(answers)).toEqual(['SYNTHETIC_NOT_RELEASED']);
    expect(deleted.map((each) => each.split(' ')[0])).toEqual([`ingest:${put[0]}`, 'quarantine:bbbb.']);
  });

  it('is a problem where it does not come out, with what the function says; it stays', async () => {
    const { answers, deleted } = deployed(RELEASED, undefined, {
      FilterLogEvents: ({ filterPattern }: { readonly filterPattern: string }) => ({
        events: filterPattern === '"message-returned"' ? [{ message: '{"code":"KEY_UNAVAILABLE"}' }] : [],
      }),
    });
    const [finding] = await check(answers);
    expect(finding).toMatchObject({ code: 'SYNTHETIC_LOST', status: 'problem' });
    expect(finding?.message).toContain('KEY_UNAVAILABLE');
    expect(finding?.todo).toContain(`s3://ingest/${RESERVED}`);
    expect(deleted).toEqual([]);
  });

  it('may stay where it cannot be taken away, and is said with its place', async () => {
    const { answers, put } = deployed(RELEASED, undefined, { DeleteObject: awsError('AccessDenied', 403) });
    const [first, second] = await check(answers);
    expect(first?.status).toBe('ok');
    expect(second).toMatchObject({ code: 'SYNTHETIC_STAYED', status: 'warning' });
    expect(second?.todo).toContain(`s3://ingest/${put[0]} and s3://clean/clean.dcm`);
  });
});

describe('it is not sent', () => {
  it.each([
    ['who does not want it', [route()], { wanted: false }, {}],
    ['where no rules are in force', [], { wanted: true }, {}],
    ['where its patient would get a number', [route(NUMBERED ?? undefined)], {}, {}],
    [
      'where the clean bucket would keep it',
      [route()],
      {},
      { GetObjectLockConfiguration: { ObjectLockConfiguration: { Rule: { DefaultRetention: {} } } } },
    ],
    [
      'where nobody can tell whether it would',
      [route()],
      {},
      { GetObjectLockConfiguration: awsError('AccessDenied', 403) },
    ],
  ])('%s', async (_name, routes, options, other) => {
    const { answers, put } = deployed(RELEASED, undefined, other);
    expect(await codesOf(answers, routes, options)).toEqual(['NOT_SENT']);
    expect(put).toEqual([]);
  });

  it('except when asked for, and by a route that leaves nothing if there is one', async () => {
    expect(NUMBERED).not.toBeNull();
    const numbered = route(NUMBERED ?? undefined, 'a/');
    const wanted = deployed(RELEASED);
    expect(await codesOf(wanted.answers, [numbered], { wanted: true })).toEqual(['']);
    const either = deployed(RELEASED);
    expect(await codesOf(either.answers, [numbered, route(undefined, 'b/')])).toEqual(['']);
    expect(either.put[0]).toMatch(/^b\//);
  });

  it('by who may not', async () => {
    const { answers } = deployed(RELEASED, undefined, { PutObject: awsError('AccessDenied', 403) });
    expect(await codesOf(answers)).toEqual(['NOT_ALLOWED']);
  });
});
