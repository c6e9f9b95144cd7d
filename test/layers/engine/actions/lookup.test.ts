import { createHash } from 'node:crypto';
import { purposeLabel } from '../../../../layers/engine/ports.ts';
import { hashLookup, type LookupTable } from '../../../../layers/engine/resolve/lookupTable.ts';
import type { LookupRow } from '../../../../rules/lookupCsv.ts';
import { type Action, sealPlan } from '../../../../rules/plan.ts';
import { el } from '../../../support/build.ts';
import { clean, testIdentities, testKeys } from '../harness.ts';
import { cleaned, instanceOf, PATIENT_ID, patient, refused } from './identityInstance.ts';
import { planOf } from './shiftPlan.ts';

const TABLE = createHash('sha256').update('a table').digest('hex');
const ID = '(0010,0020)';

async function tableOf(entries: Readonly<Record<string, string>>, keyScope = '') {
  const label = purposeLabel('identity-map', keyScope);
  const subkey = (await testKeys().subkeys([label])).get(label) as never;
  const rows = Object.entries(entries).map(([original, substitute]): LookupRow => ({ original, substitute }));
  return new Map([[TABLE, hashLookup(rows, subkey)]]);
}

const lookup = (whenMissing: (Action & { kind: 'lookup' })['whenMissing'] = 'quarantine'): Action => ({
  kind: 'lookup',
  table: TABLE,
  whenMissing,
});

describe('lookup', () => {
  it('puts what the table has, without regard to padding and to how Unicode spells it', async () => {
    const lookups = await tableOf({ '4711': 'P-1', Müller: 'P-2' });
    const plan = planOf([PATIENT_ID, lookup()]);
    expect((await cleaned(patient(' 4711 '), plan, { lookups }))[ID]).toBe('P-1');
    const utf8 = el(0x00080005, 'CS', 'ISO_IR 192');
    const decomposed = el(PATIENT_ID, 'LO', Buffer.from('Mu\u0308ller '));
    const bytes = instanceOf([utf8, decomposed]);
    expect((await cleaned(bytes, plan, { lookups }))[ID]).toBe('P-2');
  });

  it('refuses what the table does not have, and an empty value', async () => {
    const lookups = await tableOf({ '4711': 'P-1' });
    const plan = planOf([PATIENT_ID, lookup()]);
    expect(await refused(patient('4712'), plan, { lookups })).toEqual(['LOOKUP_MISSING', ID]);
    expect(await refused(patient(''), plan, { lookups })).toEqual(['LOOKUP_MISSING', ID]);
    const text = JSON.stringify(await clean(patient('4712'), { plan, lookups }));
    expect(text).not.toContain('4712');
  });

  it('hands what is missing to another action, which uses nothing up for what is there', async () => {
    const lookups = await tableOf({ A: 'P-1', C: 'P-3' });
    const identities = testIdentities();
    const plan = planOf([
      PATIENT_ID,
      lookup({ kind: 'allocate', template: 'Site{##}', whenNoPatientId: 'quarantine' }),
    ]);
    const given: (string | undefined)[] = [];
    for (const id of ['A', 'B', 'C', 'D', 'B'])
      given.push((await cleaned(patient(id), plan, { lookups, identities }))[ID]);
    expect(given).toEqual(['P-1', 'Site00', 'P-3', 'Site01', 'Site00']);
    expect(await refused(patient(''), plan, { lookups, identities })).toEqual(['NO_PATIENT_ID', ID]);
  });

  it('lets a look-up follow a look-up', async () => {
    const lookups = new Map([
      ...(await tableOf({ A: 'P-1' })),
      ['second', (await tableOf({ B: 'Q-1' })).get(TABLE) as LookupTable],
    ]);
    const plan = planOf([
      PATIENT_ID,
      lookup({ kind: 'lookup', table: 'second', whenMissing: { kind: 'empty' } }),
    ]);
    for (const [id, expected] of [
      ['A', 'P-1'],
      ['B', 'Q-1'],
      ['C', ''],
    ] as const)
      expect((await cleaned(patient(id), plan, { lookups }))[ID]).toBe(expected);
  });

  it('is a fault if the table is not loaded, and a miss in another project', async () => {
    const plan = planOf([PATIENT_ID, lookup()]);
    await expect(clean(patient('A'), { plan })).rejects.toMatchObject({
      code: 'LOOKUP_UNAVAILABLE',
      transient: false,
    });
    const lookups = await tableOf({ A: 'P-1' }, 'trial-7');
    expect((await cleaned(patient('A'), plan, { lookups, keyScope: 'trial-7' }))[ID]).toBe('P-1');
    expect(await refused(patient('A'), plan, { lookups })).toEqual(['LOOKUP_MISSING', ID]);
  });

  it('holds no original in the loaded table', async () => {
    const table = (await tableOf({ Needlemeyer: 'P-1' })).get(TABLE);
    expect([...(table ?? [])]).toEqual([[expect.stringMatching(/^[0-9a-f]{64}$/), 'P-1']]);
  });
});

describe('a table that gives an original back', () => {
  const NAME = 0x00100010;
  const named = (name: string) => instanceOf([el(NAME, 'PN', name)]);
  const outcome = async (substitute: string, searchResidue = true) => {
    const { digest: _digest, ...draft } = planOf([NAME, lookup()]);
    const plan = sealPlan({ ...draft, searchResidue });
    const lookups = await tableOf({ 'MUELLER^JOHANNA': substitute });
    const result = await clean(named('MUELLER^JOHANNA'), { plan, lookups });
    return 'reason' in result ? result.reason.code : result.outcome;
  };

  it('in another case, order, or in part is not a release', async () => {
    for (const substitute of ['Mueller^Johanna', 'johanna mueller', 'Subject^Johanna', 'MUELLER'])
      expect([substitute, await outcome(substitute)]).toEqual([substitute, 'RESIDUE_FOUND']);
    expect(await outcome('Subject^7')).toBe('released');
    expect(await outcome('Mueller^Johanna', false)).toBe('released');
  });

  it('what a rule leaves that is missing, it leaves', async () => {
    const plan = planOf([NAME, lookup({ kind: 'keep' })]);
    const lookups = await tableOf({ A: 'B' });
    const result = await clean(named('MUELLER^JOHANNA'), { plan, lookups });
    expect('reason' in result ? result.reason.code : result.outcome).toBe('released');
  });
});
