import type { Action } from '../../../../rules/plan.ts';
import { el, sq } from '../../../support/build.ts';
import { testIdentities, testKeys } from '../harness.ts';
import {
  cleaned,
  ISSUER,
  instanceOf,
  PATIENT_ID,
  PATIENT_NAME,
  patient,
  QUALIFIERS,
  refused,
  STUDY,
} from './identityInstance.ts';
import { planOf } from './shiftPlan.ts';

const allocate = (template: string, whenNoPatientId: 'quarantine' | 'study' = 'quarantine'): Action => ({
  kind: 'allocate',
  template,
  whenNoPatientId,
});

const plan = planOf([PATIENT_ID, allocate('Site{##}')], [PATIENT_NAME, allocate('Anon^{###}')]);
const [ID, NAME] = ['(0010,0020)', '(0010,0010)'] as const;

describe('allocate', () => {
  it('counts patients from 0, ID and name in lock-step (vector A3.4)', async () => {
    const identities = testIdentities();
    const given: (readonly [string | undefined, string | undefined])[] = [];
    for (const id of ['A', 'B', 'A', 'C']) {
      const { [ID]: newId, [NAME]: name } = await cleaned(patient(id), plan, { identities });
      given.push([newId, name]);
    }
    expect(given).toEqual([
      ['Site00', 'Anon^000'],
      ['Site01', 'Anon^001'],
      ['Site00', 'Anon^000'],
      ['Site02', 'Anon^002'],
    ]);
  });

  it('tells patients apart by issuer and qualifiers, and not by spaces', async () => {
    const identities = testIdentities();
    const issuer = (name: string) => el(ISSUER, 'LO', name);
    const qualifiers = (id: string, type: string) =>
      sq(QUALIFIERS, [[el(0x00400032, 'UT', id), el(0x00400033, 'CS', type)]]);
    const given: (string | undefined)[] = [];
    for (const bytes of [
      patient('A'),
      patient('A', 'Doe^Jane', issuer('HOSP')),
      patient('A', 'Doe^Jane', issuer('CLINIC')),
      patient('A', 'Doe^Jane', issuer('HOSP'), qualifiers('1.2.3', 'ISO')),
      patient('A', 'Doe^Jane', issuer('HOSP'), qualifiers('1.2.4', 'ISO')),
      patient('A^^^HOSP'),
      patient('A ', 'Doe^Jane', issuer('HOSP ')),
    ])
      given.push((await cleaned(bytes, plan, { identities }))[ID]);
    expect(given).toEqual(['Site00', 'Site01', 'Site02', 'Site03', 'Site04', 'Site05', 'Site01']);
  });

  it('gives the number of the root at any depth', async () => {
    const identities = testIdentities();
    await cleaned(patient('before'), plan, { identities });
    const nested = sq(0x00101002, [[el(PATIENT_ID, 'LO', 'other')]]);
    expect(await cleaned(patient('A', 'Doe^Jane', nested), plan, { identities })).toMatchObject({
      [ID]: 'Site01',
      '(0010,1002)[0](0010,0020)': 'Site01',
    });
  });

  it('refuses without a Patient ID, or counts per study: those without one are never one patient', async () => {
    const perStudy = planOf(
      [PATIENT_ID, allocate('{#}', 'study')],
      [PATIENT_NAME, allocate('N{#}', 'study')],
    );
    for (const bytes of [patient(''), patient('  '), instanceOf([el(PATIENT_NAME, 'PN', 'Doe^Jane')])])
      expect(await refused(bytes, plan)).toEqual(['NO_PATIENT_ID', '(0010,0020)']);
    expect(await refused(patient('', 'Doe^Jane', el(STUDY, 'UI', '')), perStudy)).toEqual([
      'NO_PATIENT_ID',
      '(0010,0020)',
    ]);
    const identities = testIdentities();
    const given: (string | undefined)[] = [];
    for (const bytes of [
      patient('', 'Doe^Jane'),
      patient('', 'Doe^Jane', el(STUDY, 'UI', '1.2.4')),
      patient('1.2.3', 'Roe^Jean'),
      patient('', 'Roe^Jean'),
    ])
      given.push((await cleaned(bytes, perStudy, { identities }))[ID]);
    expect(given).toEqual(['0', '1', '2', '0']);
  });

  it('refuses when the narrowest placeholder is used up, widens nothing and uses no number up', async () => {
    const identities = testIdentities();
    const narrow = planOf([PATIENT_NAME, allocate('N{#}')], [PATIENT_ID, allocate('P{##}')]);
    for (let number = 0; number < 10; number++)
      expect((await cleaned(patient(`${number}`), narrow, { identities }))[ID]).toBe(`P0${number}`);
    expect(await refused(patient('eleventh'), narrow, { identities })).toEqual([
      'PLACEHOLDER_EXHAUSTED',
      NAME,
    ]);
    expect((await cleaned(patient('9'), narrow, { identities }))[NAME]).toBe('N9');
    const wide = planOf([PATIENT_ID, allocate('P{##}')]);
    expect((await cleaned(patient('twelfth'), wide, { identities }))[ID]).toBe('P10');
    expect(await refused(patient('twelfth'), narrow, { identities })).toEqual([
      'PLACEHOLDER_EXHAUSTED',
      NAME,
    ]);
  });

  it('writes the template in the character set of the instance', async () => {
    const german = planOf([PATIENT_NAME, allocate('Spital Zürich^{##}')]);
    const latin = el(0x00080005, 'CS', 'ISO_IR 100');
    expect((await cleaned(patient('A', 'Doe^Jane', latin), german))[NAME]).toBe('Spital Zürich^00');
    expect((await cleaned(patient('A'), german))[NAME]).toBe('Spital Zurich^00');
  });

  it('refuses what is not text', async () => {
    const sequence = planOf([0x00081140, allocate('{##}')]);
    expect(await refused(patient('A', 'D', sq(0x00081140, [[]])), sequence)).toEqual([
      'ACTION_NOT_FOR_VR',
      '(0008,1140)',
    ]);
  });

  it('keeps nothing of the patient in the map', async () => {
    const claims: unknown[] = [];
    const inner = testIdentities();
    const identities = {
      ...inner,
      allocate: async (claim: Parameters<typeof inner.allocate>[0]) => {
        claims.push(claim);
        return inner.allocate(claim);
      },
    };
    await cleaned(patient('Needlemeyer'), plan, { identities });
    await cleaned(patient('Needlemeyer'), plan, { identities, keyScope: 'trial-7' });
    await cleaned(patient('Needlemeyer'), plan, { identities, keys: testKeys('another root') });
    expect(JSON.stringify(claims)).not.toContain('Needlemeyer');
    expect(claims).toMatchObject([
      { scope: 'patient', key: expect.stringMatching(/^[0-9a-f]{64}$/), capacity: 100 },
      { scope: 'patient/trial-7' },
      { scope: 'patient' },
    ]);
    expect(new Set(claims.map((claim) => (claim as { key: string }).key)).size).toBe(3);
  });
});
