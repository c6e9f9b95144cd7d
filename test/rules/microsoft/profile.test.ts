import { compileMicrosoft } from '../../../rules/microsoft/compile.ts';
import { el, privateBlock } from '../../support/build.ts';
import { placesOf, planOf, run, sourceOf } from '../harness.ts';

/** `"profile": "basic"`: Lethe's own words in a file of Microsoft's tool. */

const compile = (config: object | string) =>
  compileMicrosoft(sourceOf(typeof config === 'string' ? config : JSON.stringify(config)));
const REMOVE = { tag: 'StudyDescription', method: 'substitute' };

test('the file’s rules come first, and the profile has everything else, nested data and private attributes too', async () => {
  const plan = planOf(compile({ profile: 'basic', options: ['retainInstitutionIdentity'], rules: [REMOVE] }));
  const output = await run(plan, [
    el(0x00080080, 'LO', 'Hospital'),
    el(0x00081030, 'LO', 'Knee of Jane'),
    el(0x00081048, 'PN', 'Doctor^Jane'),
    ...privateBlock(0x0009, 0x10, 'ACME', [[0x01, 'LO', 'private']]),
  ]);
  expect(output.get('(0008,0080)')).toBe('Hospital');
  expect(output.get('(0008,1030)')).toBe('ANONYMOUS');
  expect(output.has('(0008,1048)')).toBe(false);
  expect(output.has('(0009,1001)')).toBe(false);
  expect(output.get('(0012,0062)')).toBe('YES');
});

test('"none" is as without, and names are read in any case as the others of the file', () => {
  const plain = planOf(compile({ rules: [REMOVE] })).digest;
  expect(planOf(compile({ profile: 'none', rules: [REMOVE] })).digest).toBe(plain);
  const basic = planOf(compile({ profile: 'basic', rules: [REMOVE] })).digest;
  expect(basic).not.toBe(plain);
  expect(planOf(compile({ Profile: 'basic', Options: [], rules: [REMOVE] })).digest).toBe(basic);
});

test.each([
  ['{"profile":"basics","rules":[]}', ['MS_PROFILE 1:12']],
  ['{"profile":"basic","options":"retainUids","rules":[]}', ['MS_PROFILE 1:30']],
  ['{"options":["retainUids"],"rules":[]}', ['MS_PROFILE 1:12']],
  ['{"profile":"basic","options":["retainUIDs",7],"rules":[]}', ['MS_PROFILE 1:31', 'MS_PROFILE 1:44']],
  [
    '{"profile":"basic","options":["retainLongitudinalFullDates","retainLongitudinalModifiedDates"],"rules":[]}',
    ['MS_PROFILE 1:61'],
  ],
])('%s is an error in its place', (text, places) => {
  const result = compile(text);
  expect(result.plan).toBeNull();
  expect(placesOf(result)).toEqual(places);
});

test('a rule that keeps what the profile does not is a warning', () => {
  const rules = [
    { tag: 'PN', method: 'keep' },
    { tag: 'UI', method: 'refreshUID' },
  ];
  expect(placesOf(compile({ rules }))).toEqual([]);
  expect(placesOf(compile({ profile: 'basic', rules }))).toEqual(['MS_WEAKENS_PROFILE 1:29']);
});

test('dates that the file does not name move as those that it does', async () => {
  const plan = planOf(
    compile({
      profile: 'basic',
      options: ['retainLongitudinalModifiedDates'],
      rules: [{ tag: 'StudyDate', method: 'dateShift' }],
      defaultSettings: { dateShift: { dateShiftScope: 'StudyInstance', dateShiftRange: 50 } },
    }),
  );
  const output = await run(plan, [el(0x00080020, 'DA', '20240111'), el(0x00080021, 'DA', '20240111')]);
  expect(output.get('(0008,0021)')).toBe(output.get('(0008,0020)'));
  expect(output.get('(0008,0021)')).not.toBe('20240111');
});
