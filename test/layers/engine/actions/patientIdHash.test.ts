import { el, sq } from '../../../support/build.ts';
import { testKeys } from '../harness.ts';
import { cleaned, ISSUER, PATIENT_ID, patient, QUALIFIERS, refused } from './identityInstance.ts';
import { planOf } from './shiftPlan.ts';

const plan = planOf([PATIENT_ID, { kind: 'patient-id-hash' }]);
const keyed = planOf([PATIENT_ID, { kind: 'patient-id-hash', keyed: true }]);
const ID = '(0010,0020)';

const issuer = el(ISSUER, 'LO', 'HOSP');
const qualifiers = (type?: string) =>
  sq(QUALIFIERS, [
    [
      el(0x00400032, 'UT', '1.2.3.4'),
      el(0x00400033, 'CS', 'ISO'),
      ...(type === undefined ? [] : [el(0x00400035, 'CS', type)]),
    ],
  ]);

describe('patient-id-hash', () => {
  it.each([
    ['ID, issuer, qualifiers and type', [issuer, qualifiers('MR')], 'e61e1a55-dfff-3be4-aecc-49a29f249e0e'],
    ['ID alone', [], '827ccb0e-ea8a-306c-8c34-a16891f84e7b'],
    ['ID and issuer', [issuer], '011e98e0-8eb9-36d4-b991-86f608a0b8da'],
    ['ID, issuer and qualifiers', [issuer, qualifiers()], '2529e229-3187-3ccc-9fb3-b9a5e6f6de6b'],
    ['ID and qualifiers', [qualifiers()], '1edfb1b6-f597-370d-a81d-b88998a66a73'],
  ])('is dcm4che’s of %s (vectors A2.4 21, 22)', async (_what, nodes, expected) => {
    expect((await cleaned(patient('12345', 'Doe^Jane', ...nodes), plan))[ID]).toBe(expected);
  });

  it('escapes HL7’s delimiters (vector A2.4 23)', async () => {
    // A backslash parts values in a LO; the whole text is the ID.
    expect((await cleaned(patient('A|B^C&D~E\\F'), plan))[ID]).toBe('fe193454-e32d-3dc6-b08c-1556edd08292');
  });

  it('leaves what is empty empty', async () => {
    expect((await cleaned(patient(''), plan))[ID]).toBe('');
    expect((await cleaned(patient('   '), plan))[ID]).toBe('');
  });

  it('is keyed where the rules ask, and then another under another key', async () => {
    const one = (await cleaned(patient('12345'), keyed))[ID];
    const other = (await cleaned(patient('12345'), keyed, { keys: testKeys('another') }))[ID];
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(other).not.toBe(one);
    expect((await cleaned(patient('12345'), keyed))[ID]).toBe(one);
  });

  it('goes by the issuer of its own item', async () => {
    const nested = sq(0x00101002, [[el(PATIENT_ID, 'LO', '12345'), issuer]]);
    expect((await cleaned(patient('1', 'Doe^Jane', nested), plan))['(0010,1002)[0](0010,0020)']).toBe(
      '011e98e0-8eb9-36d4-b991-86f608a0b8da',
    );
  });

  it('refuses what is not text', async () => {
    const onSequence = planOf([0x00081140, { kind: 'patient-id-hash' }]);
    expect(await refused(patient('A', 'D', sq(0x00081140, [[]])), onSequence)).toEqual([
      'ACTION_NOT_FOR_VR',
      '(0008,1140)',
    ]);
  });
});
