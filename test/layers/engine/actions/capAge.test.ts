import { elementWith } from '../../../../layers/dicom/element.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { capAge } from '../../../../layers/engine/actions/capAge.ts';
import { Questions, Resolutions } from '../../../../layers/engine/resolve/requests.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import { type Action, type RulePlan, sealPlan } from '../../../../rules/plan.ts';
import { el, type Node, sq } from '../../../support/build.ts';
import { clean, cleanBytes, parsed, refusal } from '../harness.ts';
import { instanceWith, planOf, resultOf, seconds, shiftBy, textsOf } from './shiftPlan.ts';

const PATIENTS_AGE = 0x00101010;
const capped = (maxYears: number) => planOf([PATIENTS_AGE, { kind: 'cap-age', maxYears }]);

test.each([
  [89, '095Y', '090Y'],
  [89, '091Y', '090Y'],
  [89, '090Y', '090Y'],
  [89, '089Y', '089Y'],
  [89, '999M', '999M'],
  [89, '999W', '999W'],
  [89, '045Y\\101Y', '045Y\\090Y'],
  [89, '4800W', ''],
  [89, '1100M', ''],
  [79, '999M', '080Y'],
  [4, '059M', '059M'],
  [4, '060M', '005Y'],
  [4, '259W', '259W'],
  [4, '260W', '005Y'],
  [1, '729D', '729D'],
  [1, '730D', '002Y'],
  [89, '', ''],
  [89, '99Y', '090Y'],
  [89, '7Y', '7Y'],
])('with %d years %j becomes %j', async (maxYears, value, expected) => {
  expect(await resultOf(PATIENTS_AGE, 'AS', value, capped(maxYears))).toBe(expected);
});

test('bytes stay as they came where no age is over', async () => {
  const object = instanceWith([el(PATIENTS_AGE, 'AS', '7Y\\045Y ')]);
  expect(Buffer.compare(await cleanBytes(object, { plan: capped(89) }), object)).toBe(0);
});

test('what is not an age is emptied, and noted by its path alone', async () => {
  const object = instanceWith([el(PATIENTS_AGE, 'AS', 'ninety-five')]);
  const result = await clean(object, { plan: capped(89) });
  expect(result).toMatchObject({
    findings: [{ severity: 'note', code: 'AGE_INVALID', path: '(0010,1010)' }],
  });
  expect(JSON.stringify('findings' in result && result.findings)).not.toContain('ninety');
  expect(await resultOf(PATIENTS_AGE, 'AS', '95', capped(89))).toBe('');
  expect(await resultOf(PATIENTS_AGE, 'AS', '045Y\\95', capped(89))).toBe('045Y\\');
});

test('another VR is refused', async () => {
  const plan = planOf([0x00081030, { kind: 'cap-age', maxYears: 89 }]);
  expect(await refusal(instanceWith([el(0x00081030, 'LO', '095Y')]), { plan })).toBe('ACTION_NOT_FOR_VR');
});

test.each([
  ['090Y', true],
  ['089Y', true],
  ['', true],
  ['091Y', false],
  ['089Y\\091Y', false],
  ['95', false],
])('certify takes %j: %s', async (value, expected) => {
  const object = await parsed(instanceWith([el(PATIENTS_AGE, 'AS', value)]));
  const element = elementWith(object.dataSet, asTag(PATIENTS_AGE));
  if (element === undefined) throw new Error("no Patient's Age");
  const subject = { instance: object, element, plan: capped(89), now: 0 };
  expect(capAge.holds({ kind: 'cap-age', maxYears: 89 }, subject, new Resolutions(new Questions()))).toBe(
    expected,
  );
});

describe("Patient's Birth Date, more years back than the bound, by the clock of the tests: 21 November 2026", () => {
  const BIRTH = 0x00100030;
  const STUDY_DATE = 0x00080020;
  const capping = (action: Action): RulePlan => {
    const { digest: _digest, ...draft } = planOf([BIRTH, action], [0x00081030, { kind: 'remove' }]);
    return sealPlan({ ...draft, capAgeYears: 89 });
  };
  const oneDayBack = shiftBy(seconds(-86_400));
  const run = (plan: RulePlan, nodes: readonly Node[]) => clean(instanceWith(nodes), { plan });
  const birthOf = async (plan: RulePlan, ...nodes: readonly Node[]) =>
    (await textsOf(await cleanBytes(instanceWith(nodes), { plan })))['(0010,0030)'];

  test.each([
    ['kept', capping({ kind: 'keep' }), '19371121', '19371121'],
    ['kept', capping({ kind: 'keep' }), '19371120', ''],
    ['kept', capping({ kind: 'keep' }), '1931.02.03', ''],
    ['kept', capping({ kind: 'keep' }), '19310203\\19800703', '\\19800703'],
    ['kept', capping({ kind: 'keep' }), 'old', ''],
    ['kept', capping({ kind: 'keep' }), '', ''],
    ['capped by its rule', planOf([BIRTH, { kind: 'cap-age', maxYears: 89 }]), '19371120', ''],
    ['shifted', capping(oneDayBack), '19371121', '19371120'],
    ['shifted', capping(oneDayBack), '19371120', ''],
    ['shifted, others quarantined', capping({ ...oneDayBack, whenInvalid: 'quarantine' }), '19371120', ''],
    ['kept by no rule', capping({ kind: 'keep' }), '19250101', ''],
  ])('%s, %j becomes %j', async (_how, plan, value, expected) => {
    expect(await birthOf(plan, el(BIRTH, 'DA', value))).toBe(expected);
  });

  test('goes with its element where the shift removes, and is noted by its path alone', async () => {
    const plan = capping({ ...oneDayBack, whenInvalid: 'remove' });
    expect(await birthOf(plan, el(BIRTH, 'DA', '19310203'))).toBeUndefined();
    for (const each of [plan, capping({ kind: 'keep' })]) {
      const result = await run(each, [el(BIRTH, 'DA', '19310203')]);
      expect(result).toMatchObject({
        findings: [{ severity: 'note', code: 'AGE_CAPPED', path: '(0010,0030)' }],
      });
      expect(JSON.stringify('findings' in result && result.findings)).not.toContain('1931');
    }
  });

  test('in items as well', async () => {
    const nodes = [sq(0x00101002, [[el(BIRTH, 'DA', '19310203')], [el(BIRTH, 'DA', '19700703')]])];
    const texts = await textsOf(await cleanBytes(instanceWith(nodes), { plan: capping({ kind: 'keep' }) }));
    expect(texts).toMatchObject({
      '(0010,1002)[0](0010,0030)': '',
      '(0010,1002)[1](0010,0030)': '19700703',
    });
  });

  test.each([
    ['a study to come, by a clock that runs ahead', '20300101', ''],
    ['a study of then', '19990101', '19400101'],
    ['no study date that anybody gave', '99991231', '19400101'],
  ])('goes by %s', async (_which, studied, expected) => {
    const nodes = [el(STUDY_DATE, 'DA', studied), el(BIRTH, 'DA', '19400101')];
    expect(await birthOf(capping({ kind: 'keep' }), ...nodes)).toBe(expected);
  });

  test('stays where the rules cap no ages', async () => {
    expect(await birthOf(planOf([BIRTH, { kind: 'keep' }]), el(BIRTH, 'DA', '19310203'))).toBe('19310203');
  });

  test('another VR is refused', async () => {
    expect(await refusal(instanceWith([el(BIRTH, 'LO', '1931')]), { plan: capping({ kind: 'keep' }) })).toBe(
      'ACTION_NOT_FOR_VR',
    );
  });
});

describe('"capAge" of a Lethe rule file', () => {
  const readFile = (): never => {
    throw new Error('names no file');
  };
  const compiled = (file: object): RulePlan => {
    const text = JSON.stringify(file);
    return compileLethe({ name: 'test', text, place: 'desk', readFile }).plan as RulePlan;
  };
  const plan = compiled({
    options: ['retainPatientCharacteristics', 'retainSafePrivate'],
    dates: { capAge: 89 },
    privateAttributes: { keep: [{ group: '0019', creator: 'ACME', element: '01', vr: 'AS' }] },
    rules: [{ select: 'PatientBirthDate', action: 'keep' }],
  });

  test('makes the class of HIPAA of every age over 89, and tells none by a birth date', async () => {
    const nodes = (age: string, birth: string) => [
      el(0x00100030, 'DA', birth),
      el(PATIENTS_AGE, 'AS', age),
      sq(0x00081140, [[el(PATIENTS_AGE, 'AS', age)]]),
      el(0x00190010, 'LO', 'ACME'),
      el(0x00191001, 'AS', age),
      el(0x0072005f, 'AS', age),
    ];
    const out = async (age: string, birth: string) => {
      const texts = await textsOf(await cleanBytes(instanceWith(nodes(age, birth)), { plan }));
      return ['(0010,0030)', '(0010,1010)', '(0019,1001)', '(0072,005F)'].map((path) => texts[path]);
    };
    expect(await out('095Y', '19310203')).toEqual(['', '090Y', '090Y', '090Y']);
    expect(await out('089Y', '19380203')).toEqual(['19380203', '089Y', '089Y', '089Y']);
  });
});
