import { explainText } from '../../../cli/rules/explain.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import { writeLethe } from '../../../rules/lethe/write.ts';
import { codesOf, planOf, sourceOf } from '../harness.ts';

/** `set` with `"whenAbsent": "add"`, as a rule file has it; what becomes of instances is with the engine's stamps. */

const compile = (file: object) => compileLethe(sourceOf(JSON.stringify(file)));
const add = (select: string, value: string | readonly string[], more: object = {}) => ({
  select,
  action: 'set',
  value,
  whenAbsent: 'add',
  ...more,
});

test('adds to the root, and survives being written', () => {
  const plan = planOf(
    compile({
      rules: [
        add('ClinicalTrialSponsorName', 'ACME'),
        add('/ClinicalTrialProtocolName', ''),
        add('SmallestImagePixelValue', '0', { vr: 'US' }),
        add('PixelSpacing', ['1', '2']),
      ],
    }),
  );
  expect(plan.rules.slice(0, 4).map(({ action }) => action)).toEqual([
    { kind: 'set', values: ['ACME'], whenAbsent: 'add' },
    { kind: 'set', values: [''], whenAbsent: 'add' },
    { kind: 'set', values: ['0'], whenAbsent: 'add', vr: 'US' },
    { kind: 'set', values: ['1', '2'], whenAbsent: 'add' },
  ]);
  expect(planOf(compileLethe(sourceOf(writeLethe(plan)))).digest).toBe(plan.digest);
  expect(plan.stamps?.methodCodes.map(({ value }) => value)).toEqual(['113100']);
  expect(explainText(plan, 'ClinicalTrialSponsorName')).toContain('added to the root where it is absent');
  expect(plan.digest).not.toBe(
    planOf(compile({ rules: [{ select: 'ClinicalTrialSponsorName', action: 'set', value: 'ACME' }] })).digest,
  );
});

test.each<[string, object, string]>([
  ['a place within', add('RequestAttributesSequence/StudyDate', '20200101'), 'ADD_NOT_ROOT'],
  ['any place', add('**/RequestAttributesSequence/StudyDate', '20200101'), 'ADD_NOT_ROOT'],
  ['a VR', add('vr:PN', 'X'), 'ADD_NOT_ROOT'],
  ['a mask', add('(50xx,0010)', '1'), 'ADD_NOT_ROOT'],
  ['a private attribute by creator', add('(0019,"ACME",01,LO)', 'X'), 'ADD_NOT_ROOT'],
  ['a private tag', add('(0019,1001)', 'X', { vr: 'LO' }), 'ADD_PRIVATE'],
  [
    'a part of another action',
    {
      select: 'PatientName',
      action: 'by-type',
      type1: { action: 'set', value: 'X', whenAbsent: 'add' },
      type2: 'empty',
      type3: 'empty',
      unknown: 'empty',
    },
    'ADD_NOT_ROOT',
  ],
  ['a group length', add('(0008,0000)', '1'), 'ADD_RESERVED'],
  ['the file meta information', add('(0002,0016)', 'X'), 'ADD_RESERVED'],
  ['the character set', add('SpecificCharacterSet', 'ISO_IR 100'), 'ADD_RESERVED'],
  ['a stamp', add('PatientIdentityRemoved', 'NO'), 'ADD_RESERVED'],
  ['what PS3.6 has not', add('(0012,FFF1)', 'X'), 'ADD_VR'],
  ['one of two VRs', add('SmallestImagePixelValue', '1'), 'ADD_VR'],
  ['another VR', add('ClinicalTrialSponsorName', 'X', { vr: 'SH' }), 'ADD_VR'],
  ['a sequence', add('RequestAttributesSequence', 'X'), 'ADD_VR'],
  ['bytes', add('EncapsulatedDocument', 'X'), 'ADD_VR'],
  ['no date', add('StudyDate', 'January'), 'VALUE_INVALID'],
  ['no number', add('SeriesNumber', 'one'), 'VALUE_INVALID'],
  ['a number out of range', add('Rows', '70000'), 'VALUE_INVALID'],
  ['a long text', add('ClinicalTrialSponsorName', 'x'.repeat(65)), 'VALUE_INVALID'],
  ['two values for one', add('ClinicalTrialSponsorName', ['a', 'b']), 'VALUE_INVALID'],
  ['two values in one', add('ClinicalTrialSponsorName', 'a\\b'), 'VALUE_INVALID'],
  ['one value of two', add('PixelSpacing', '1'), 'VALUE_INVALID'],
])('%s cannot be added', (_name, rule, code) => {
  const compiled = compile({ rules: [rule] });
  expect(compiled.plan).toBeNull();
  const errors = compiled.problems.filter(({ severity }) => severity === 'error');
  expect(errors.map((problem) => problem.code)).toEqual([code]);
});

test('nothing is added behind another rule that holds, nor where no rule names an attribute', () => {
  const behind = compile({
    rules: [{ select: 'vr:LO', action: 'remove' }, add('ClinicalTrialSponsorName', 'ACME')],
  });
  expect(codesOf(behind)).toEqual(['ADD_NOT_REACHED']);
  const elsewhere = compile({
    profile: 'none',
    otherwise: { public: { action: 'set', value: 'X', whenAbsent: 'add' } },
  });
  expect(codesOf(elsewhere)).toEqual(['ADD_NOT_ROOT']);
});

test('stamps of the file’s own may be added where Lethe writes none', () => {
  expect(compile({ stamps: null, rules: [add('PatientIdentityRemoved', 'NO')] }).plan).not.toBeNull();
});

describe('what is set where it stands alone', () => {
  const problems = (rule: object) =>
    compile({ rules: [rule] }).problems.map(({ severity, code }) => `${severity} ${code}`);

  test('is noted', () => {
    expect(problems({ select: 'StudyDescription', action: 'set', value: 'CT' })).toEqual([
      'note SET_WHEN_ABSENT',
    ]);
    expect(problems({ select: 'vr:PN', action: 'set', value: 'X' })).toEqual([]);
    expect(problems(add('StudyDescription', 'CT'))).toEqual([]);
  });

  test('with an invalid value, or a VR that changes nothing, is a warning', () => {
    expect(problems({ select: 'StudyDate', action: 'set', value: 'never' })).toEqual([
      'warning VALUE_INVALID',
      'note SET_WHEN_ABSENT',
    ]);
    expect(problems({ select: 'StudyDate', action: 'set', value: '20200101', vr: 'DA' })).toEqual([
      'warning UNUSED_SETTING',
      'note SET_WHEN_ABSENT',
    ]);
  });
});
