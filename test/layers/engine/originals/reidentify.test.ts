import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  erasePatient,
  type ReidentificationRecord,
  type ReidentificationServices,
  reidentify,
} from '../../../../layers/engine/originals/reidentify.ts';
import type { IdentityClaim, IdentityMap } from '../../../../layers/engine/ports.ts';
import { makeSealingKey, PrivateKeyOpener, PublicKeySealer } from '../../../../layers/local/sealingKey.ts';
import { SqliteIdentityMap } from '../../../../layers/local/sqliteIdentityMap.ts';
import { type RulePlan, sealPlan } from '../../../../rules/plan.ts';
import { el } from '../../../support/build.ts';
import {
  cleaned,
  ISSUER,
  instanceOf,
  PATIENT_ID,
  PATIENT_NAME,
  patient,
  STUDY,
} from '../actions/identityInstance.ts';
import { planOf } from '../actions/shiftPlan.ts';
import { clean, TEST_CLOCK, testIdentities, testKeys } from '../harness.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-reidentify-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const [publicPath, privatePath] = [join(root, 'public.pem'), join(root, 'private.pem')];
makeSealingKey(publicPath, privatePath);
const sealer = new PublicKeySealer(publicPath);
const opener = new PrivateKeyOpener(privatePath);

const withOriginals = (plan: RulePlan): RulePlan => {
  const { digest: _digest, ...draft } = plan;
  return sealPlan({ ...draft, reidentification: 'on' });
};
const plan = withOriginals(
  planOf(
    [PATIENT_ID, { kind: 'allocate', template: 'Site{###}', whenNoPatientId: 'study' }],
    [PATIENT_NAME, { kind: 'allocate', template: 'Anon^{###}', whenNoPatientId: 'study' }],
    [0x00100030, { kind: 'remove' }],
    [0x00080050, { kind: 'pseudonym' }],
    ['UI' as const, { kind: 'replace-uid', method: 'random' }],
  ),
);

let files = 0;
function rig(keyScope = '') {
  files += 1;
  const file = join(root, `${files}.sqlite`);
  const identities = new SqliteIdentityMap(file);
  const records: ReidentificationRecord[] = [];
  const services: ReidentificationServices & { readonly opener: PrivateKeyOpener } = {
    keys: testKeys(),
    keyScope,
    identities,
    clock: TEST_CLOCK,
    by: 'tester',
    reason: 'a test',
    record: async (record) => void records.push(record),
    opener,
  };
  return { file, identities, records, services, run: { identities, sealer, keyScope } };
}

/** Identities in memory, and what was claimed of them. */
function spied() {
  const inner = testIdentities();
  const claims: IdentityClaim[] = [];
  const identities: IdentityMap = {
    ...inner,
    claim: async (all) => {
      claims.push(...all);
      return inner.claim(all);
    },
  };
  return { identities, claims };
}

const jane = patient(
  'Needlemeyer-1',
  'Needlemeyer^Zita',
  el(0x00080050, 'SH', 'ACC-1'),
  el(ISSUER, 'LO', 'NORDHAFEN'),
  el(0x00100030, 'DA', '19700131'),
);

const revealed = (found: Awaited<ReturnType<typeof reidentify>>) =>
  found.kind !== 'found'
    ? found
    : {
        original: found.original?.reveal() ?? null,
        patient: Object.fromEntries(
          Object.entries(found.patient).map(([name, text]) => [name, text.reveal()]),
        ),
      };

const JANE = {
  PatientID: 'Needlemeyer-1',
  IssuerOfPatientID: 'NORDHAFEN',
  PatientName: 'Needlemeyer^Zita',
  PatientBirthDate: '19700131',
};

describe('re-identification', () => {
  it('gives UIDs, numbers and pseudonyms back, with who the patient is', async () => {
    const { services, run } = rig();
    const out = await cleaned(jane, plan, run);
    const ask = async (identity: string | undefined) => revealed(await reidentify(identity ?? '', services));
    expect(await ask(out['(0008,0018)'])).toEqual({ original: '1.2.3.4', patient: JANE });
    expect(await ask(out['(0020,000D)'])).toEqual({ original: '1.2.3', patient: JANE });
    expect(await ask('Site000')).toEqual({ original: null, patient: JANE });
    expect(await ask('Anon^000')).toEqual({ original: null, patient: JANE });
    expect(await ask(out['(0008,0050)'])).toEqual({ original: 'ACC-1', patient: JANE });
    expect(await ask('Site001')).toEqual({ kind: 'unknown' });
  });

  it('works for keyed UIDs and pseudonyms, hashes and tables alike', async () => {
    const keyed = withOriginals(
      planOf(
        [PATIENT_ID, { kind: 'patient-id-hash' }],
        [PATIENT_NAME, { kind: 'pseudonym' }],
        ['UI' as const, { kind: 'replace-uid', method: 'keyed' }],
      ),
    );
    const { services, run } = rig();
    const out = await cleaned(jane, keyed, run);
    const originals = new Map<string | undefined, string>([
      [out['(0008,0018)'], '1.2.3.4'],
      [out['(0010,0020)'], 'Needlemeyer-1^^^NORDHAFEN'],
      [out['(0010,0010)'], 'Needlemeyer^Zita'],
    ]);
    for (const [identity, original] of originals)
      expect(revealed(await reidentify(identity ?? '', services))).toEqual({ original, patient: JANE });
  });

  it('writes an audit line first, which names nobody', async () => {
    const { services, run, records } = rig();
    await cleaned(jane, plan, run);
    await reidentify('Site000', services);
    await reidentify('Site777', services);
    expect(records).toMatchObject([
      { event: 'reidentify', outcome: 'found', by: 'tester', reason: 'a test', engine: { keyId: 'test' } },
      { event: 'reidentify', outcome: 'unknown', patient: null },
    ]);
    expect(JSON.stringify(records)).not.toMatch(/Needlemeyer|Site000|NORDHAFEN/);
    let opened = 0;
    const failing = {
      ...services,
      record: () => Promise.reject(new Error('the audit is full')),
      opener: {
        open: async () => {
          opened += 1;
          return new Uint8Array();
        },
      },
    };
    await expect(reidentify('Site000', failing)).rejects.toThrow('the audit is full');
    expect(opened).toBe(0);
  });

  it('keeps nothing in the file that names anybody, nor anything that could open it', async () => {
    const { run, file, identities } = rig();
    await cleaned(jane, plan, run);
    await identities.close();
    const bytes = readFileSync(file).toString('latin1');
    expect(bytes).not.toMatch(/Needlemeyer|NORDHAFEN|19700131|ACC-1|1\.2\.3/);
    expect(bytes).toMatch(/p1\./);
    await expect(new PrivateKeyOpener(publicPath).open(new Uint8Array(99), '')).rejects.toMatchObject({
      code: expect.stringMatching(/^KEY_/),
    });
  });

  it('hides the lengths of what it keeps', async () => {
    const lengths = new Set<string>();
    for (const name of ['X', 'A^B', 'Needlemeyer^Zita']) {
      const { identities, claims } = spied();
      await cleaned(patient(name, name), plan, { identities, sealer });
      for (const { scope, candidate } of claims)
        if (scope !== 'uid') lengths.add(`${scope} ${candidate.length}`);
    }
    expect(lengths.size).toBe(2);
  });

  it('adds nothing the second time, and one patient of two instances', async () => {
    const { identities, claims } = spied();
    const kept = () =>
      claims
        .splice(0)
        .map(({ scope }) => scope)
        .filter((scope) => scope !== 'uid')
        .sort();
    await cleaned(jane, plan, { identities, sealer });
    expect(kept()).toEqual([...Array<string>(6).fill('original'), 'sealed']);
    await cleaned(jane, plan, { identities, sealer });
    expect(kept()).toEqual([]);
    await cleaned(
      patient('Needlemeyer-1', 'N^Z', el(ISSUER, 'LO', 'NORDHAFEN'), el(STUDY, 'UI', '1.9')),
      plan,
      {
        identities,
        sealer,
      },
    );
    expect(kept()).toEqual(['original']);
  });

  it('keeps two workers of one new patient at one key', async () => {
    const { services, run } = rig();
    const other = patient(
      'Needlemeyer-1',
      'Needlemeyer^Zita',
      el(ISSUER, 'LO', 'NORDHAFEN'),
      el(0x00080018, 'UI', '1.2.3.5'),
    );
    const outs = await Promise.all([cleaned(jane, plan, run), cleaned(other, plan, run)]);
    for (const [index, original] of ['1.2.3.4', '1.2.3.5'].entries())
      expect(revealed(await reidentify(outs[index]?.['(0008,0018)'] ?? '', services))).toMatchObject({
        original,
      });
  });

  it('tells a study without Patient ID from another', async () => {
    const { services, run } = rig();
    const one = instanceOf([el(PATIENT_NAME, 'PN', 'One^Ann'), el(STUDY, 'UI', '1.7')]);
    const two = instanceOf([el(PATIENT_NAME, 'PN', 'Two^Bea'), el(STUDY, 'UI', '1.8')]);
    await cleaned(one, plan, run);
    await cleaned(two, plan, run);
    expect(revealed(await reidentify('Anon^000', services))).toEqual({
      original: null,
      patient: { PatientName: 'One^Ann' },
    });
    expect(revealed(await reidentify('Anon^001', services))).toEqual({
      original: null,
      patient: { PatientName: 'Two^Bea' },
    });
  });

  it('is of one project alone', async () => {
    const { run, identities } = rig('trial-7');
    await cleaned(jane, plan, run);
    const { services } = rig();
    expect(await reidentify('Site000', { ...services, identities })).toEqual({ kind: 'unknown' });
    const own = await reidentify('Site000', { ...services, identities, keyScope: 'trial-7' });
    expect(revealed(own)).toMatchObject({ patient: JANE });
  });

  it('needs the private key', async () => {
    const { services, run } = rig();
    await cleaned(jane, plan, run);
    const [otherPublic, otherPrivate] = [join(root, 'other.pub'), join(root, 'other.pem')];
    makeSealingKey(otherPublic, otherPrivate);
    const stranger = { ...services, opener: new PrivateKeyOpener(otherPrivate) };
    await expect(reidentify('Site000', stranger)).rejects.toMatchObject({ code: 'KEY_FORBIDDEN' });
  });

  it('is refused to rules that want it without a key to seal with, and does nothing where rules do not', async () => {
    await expect(clean(jane, { plan })).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE', transient: false });
    const { services, run } = rig();
    const { digest: _digest, ...draft } = plan;
    await cleaned(jane, sealPlan({ ...draft, reidentification: 'off' }), run);
    expect(await reidentify('Site000', services)).toEqual({ kind: 'unknown' });
  });
});

describe('erasing a patient', () => {
  const CX = 'Needlemeyer-1^^^NORDHAFEN';

  it.each([
    ['by Patient ID and issuer', CX],
    ['by a number', 'Site000'],
  ])('destroys what could give anything back: %s', async (_how, who) => {
    const { services, run, records } = rig();
    const out = await cleaned(jane, plan, run);
    expect(await erasePatient(who, services)).toBe('found');
    for (const identity of ['Site000', 'Anon^000', out['(0008,0018)'], out['(0020,000D)']])
      expect(await reidentify(identity ?? '', services)).toEqual({ kind: 'erased' });
    expect(await erasePatient(who, services)).toBe('erased');
    expect(records[0]).toMatchObject({ event: 'erase', outcome: 'found' });
    expect(JSON.stringify(records)).not.toMatch(/Needlemeyer|Site000/);
  });

  it('leaves the sealed key nowhere in the file', async () => {
    const { services, run, file, identities } = rig();
    await cleaned(jane, plan, run);
    const sealedKey = () => /p1\.[\w-]{43}\.([\w-]+)\./.exec(readFileSync(file).toString('latin1'))?.[1];
    await identities.close();
    const before = sealedKey();
    expect(before).toBeDefined();
    await erasePatient(CX, services);
    await identities.close();
    expect(readFileSync(file).toString('latin1')).not.toContain(before);
    expect(sealedKey()).toBeUndefined();
  });

  it('leaves other patients alone, and their identities as they were', async () => {
    const { services, run } = rig();
    const before = await cleaned(jane, plan, run);
    await cleaned(patient('Other', 'Other^Olga'), plan, run);
    await erasePatient(CX, services);
    expect(revealed(await reidentify('Site001', services))).toMatchObject({
      patient: { PatientID: 'Other' },
    });
    expect(await cleaned(jane, plan, run)).toEqual(before);
  });

  it('lasts: what comes of the patient later is not kept', async () => {
    const { services, run } = rig();
    await cleaned(jane, plan, run);
    await erasePatient(CX, services);
    const later = patient('Needlemeyer-1', 'N^Z', el(ISSUER, 'LO', 'NORDHAFEN'), el(STUDY, 'UI', '1.99'));
    const out = await cleaned(later, plan, run);
    expect(await reidentify(out['(0020,000D)'] ?? '', services)).toEqual({ kind: 'unknown' });
    expect(await reidentify('Site000', services)).toEqual({ kind: 'erased' });
  });

  it('says where nobody is known, and marks nobody', async () => {
    const { services, run } = rig();
    expect(await erasePatient('Nobody', services)).toBe('unknown');
    await cleaned(patient('Nobody'), plan, run);
    expect(revealed(await reidentify('Site000', services))).toMatchObject({
      patient: { PatientID: 'Nobody' },
    });
  });
});
