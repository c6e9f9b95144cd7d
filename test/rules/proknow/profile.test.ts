import { testIdentities } from '../../layers/engine/harness.ts';
import { el, privateBlock, sq } from '../../support/build.ts';
import { placesOf, planOf, run } from '../harness.ts';
import { compile, type Properties, xmlOf } from './xml.ts';

/** `<?lethe profile="basic"?>`: Lethe's own words in a rules file of ProKnow. */

const withInstruction = (instruction: string, elements: readonly Properties[] = []) =>
  compile(xmlOf(elements).replace('<Anonym', `${instruction}\n<Anonym`));
const FIXED: Properties = { Tag: '(0008,1030)', VR: 'LO', Rule: 'Fixed', Value: 'Study' };

test('the file’s elements come first, and the profile has everything else', async () => {
  const plan = planOf(
    withInstruction('<?lethe profile="basic" options="retainInstitutionIdentity"?>', [FIXED]),
  );
  const output = await run(plan, [
    el(0x00080080, 'LO', 'Hospital'),
    el(0x00081030, 'LO', 'Knee of Jane'),
    ...privateBlock(0x0009, 0x10, 'ACME', [[0x01, 'LO', 'private']]),
    el(0x00100030, 'DA', '19700101'),
  ]);
  expect(output.get('(0008,0080)')).toBe('Hospital');
  expect(output.get('(0008,1030)')).toBe('Study');
  expect(output.has('(0009,1001)')).toBe(false);
  expect(output.get('(0010,0030)')).toBe('');
  expect(output.get('(0012,0062)')).toBe('YES');
});

test('several words in one instruction or in several', () => {
  const one = withInstruction(
    `<?lethe when-no-patient-id='study' profile="basic" options="retainUids, retainDeviceIdentity"?>`,
    [{ Tag: '(0010,0020)', VR: 'LO', Rule: 'GeneratePatient', Value: 'A{##}' }],
  );
  const several = withInstruction(
    '<?lethe when-no-patient-id="study"?><?lethe profile = "basic" ?><?lethe options="retainUids retainDeviceIdentity"?>',
    [{ Tag: '(0010,0020)', VR: 'LO', Rule: 'GeneratePatient', Value: 'A{##}' }],
  );
  expect(planOf(one).digest).toBe(planOf(several).digest);
  expect(planOf(one).rules[0]?.action).toMatchObject({ whenNoPatientId: 'study' });
});

test('"none" is as without', () => {
  expect(planOf(withInstruction('<?lethe profile="none"?>', [FIXED])).digest).toBe(
    planOf(compile(xmlOf([FIXED]))).digest,
  );
});

test.each([
  ['<?lethe?>', ['UNKNOWN_SETTING 2:1']],
  ['<?lethe profile="basics"?>', ['UNKNOWN_SETTING 2:1']],
  ['<?lethe profile="basic" and more?>', ['UNKNOWN_SETTING 2:1']],
  ['<?lethe profiles="basic"?>', ['UNKNOWN_SETTING 2:1']],
  ['<?lethe profile="basic" profile="basic"?>', ['UNKNOWN_SETTING 2:1']],
  ['<?lethe options="retainUids"?>', ['PROFILE 2:1']],
  ['<?lethe profile="basic" options="retainUIDs"?>', ['PROFILE 2:1']],
  [
    '<?lethe profile="basic" options="retainLongitudinalFullDates retainLongitudinalModifiedDates"?>',
    ['PROFILE 2:1'],
  ],
])('%s is an error in its place', (instruction, places) => {
  const result = withInstruction(instruction, [FIXED]);
  expect(result.plan).toBeNull();
  expect(placesOf(result)).toEqual(places);
});

test('a rule that keeps what the profile does not is a warning', () => {
  const kept: Properties = { Tag: '(0010,0010)', VR: 'PN', Rule: 'Keep' };
  expect(placesOf(withInstruction('<?lethe profile="basic"?>', [kept]))).toEqual(['WEAKENS_PROFILE 5:5']);
});

test('other systems’ instructions are passed over', () => {
  expect(withInstruction('<?xml-stylesheet href="a"?>', [FIXED]).problems).toEqual([]);
});

test('references lead where the UIDs of the file went, and dates that it does not name move as those that it does', async () => {
  const plan = planOf(
    compile(
      xmlOf(
        [
          { Tag: '(0008,0018)', VR: 'UI', Rule: 'GenerateUid' },
          { Tag: '(0008,0020)', VR: 'DA', Rule: 'Shift' },
        ],
        '-00010000000',
      ).replace('<Anonym', '<?lethe profile="basic" options="retainLongitudinalModifiedDates"?>\n<Anonym'),
    ),
  );
  const identities = testIdentities();
  const uid = '1.2.3.4';
  const one = await run(
    plan,
    [el(0x00080018, 'UI', uid), el(0x00080020, 'DA', '20240111'), el(0x00080021, 'DA', '20240112')],
    { identities },
  );
  const other = await run(plan, [sq(0x00081115, [[sq(0x0008114a, [[el(0x00081155, 'UI', uid)]])]])], {
    identities,
  });
  expect(other.get('(0008,1115)[0](0008,114A)[0](0008,1155)')).toBe(one.get('(0008,0018)'));
  expect([one.get('(0008,0020)'), one.get('(0008,0021)')]).toEqual(['20240101', '20240102']);
});
