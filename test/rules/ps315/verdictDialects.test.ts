import { compileRules } from '../../../rules/compile.ts';
import { codesOf, planOf, sourceOf } from '../harness.ts';
import { xmlOf } from '../proknow/xml.ts';

/** A plan over the Basic Profile says of itself what the same rules in Lethe's own language say. */

const basic = (xml: string) => xml.replace('<Anonymization', '<?lethe profile="basic"?><Anonymization');
const proknow = (Rule: string, Tag = '(0008,0020)', VR = 'DA') =>
  basic(xmlOf([{ Tag, VR, Rule }], '-00001000000'));
const microsoft = (tag: string, method: string, params: object = {}) =>
  JSON.stringify({ profile: 'basic', rules: [{ tag, method, params }] });
const lethe = (select: string, action: object) => JSON.stringify({ rules: [{ select, ...action }] });

function saidBy(text: string) {
  const compiled = compileRules(sourceOf(text));
  const { stamps, claims } = planOf(compiled);
  return {
    stamps,
    weakens: codesOf(compiled).some((code) => code.endsWith('WEAKENS_PROFILE')),
    isBasic: claims?.codes.find(({ value }) => value === '113100')?.isWritten,
  };
}

test.each<[string, string, string]>([
  ['a day', proknow('Shift'), lethe('StudyDate', { action: 'shift', by: { days: -1 } })],
  ['a name', proknow('Keep', '(0010,0010)', 'PN'), lethe('PatientName', { action: 'keep' })],
  ['nothing', proknow('Clear'), lethe('StudyDate', { action: 'empty' })],
  [
    'a year',
    microsoft('(0008,0020)', 'redact', { enablePartialDatesForRedact: true }),
    lethe('StudyDate', { action: 'redact', partialDates: true }),
  ],
  ['a value encrypted', microsoft('PatientName', 'encrypt'), lethe('PatientName', { action: 'encrypt' })],
  ['a keyed hash', microsoft('PatientName', 'cryptoHash'), lethe('PatientName', { action: 'hash' })],
  ['a VR', microsoft('TM', 'keep'), lethe('vr:TM', { action: 'keep' })],
  ['a UID', microsoft('UI', 'refreshUID'), lethe('vr:UI', { action: 'replace-uid' })],
])('of %s', (_name, theirs, own) => {
  const expected = saidBy(own);
  expect(saidBy(theirs)).toEqual(expected);
  expect(expected.weakens).toBe(expected.isBasic === false);
});

test.each<[string, string, readonly string[], string]>([
  ['PI_CLEAR', '{ "patientIdentityHandling": "PI_CLEAR" }', ['113100'], 'REMOVED'],
  // The birth date is of the same decade.
  ['PI_AUTO_GENERATE', '{ "patientIdentityHandling": "PI_AUTO_GENERATE" }', [], 'REMOVED'],
  [
    'PI_USER_DEFINED',
    '{ "patientIdentityHandling": "PI_USER_DEFINED", "retainUIDs": true }',
    ['113100', '113110'],
    'REMOVED',
  ],
  [
    'descriptions that somebody must look at',
    '{ "patientIdentityHandling": "PI_CLEAR", "cleanDescriptors": true }',
    ['113100', '113105'],
    'REMOVED',
  ],
  [
    'a private attribute of which only the module knows that it is safe, and that may be a date',
    '{ "retainSafePrivateTags": true, "safePrivateTags": "0009 0010 MeVis eatDicom" }',
    ['113100', '113111'],
    'UNMODIFIED',
  ],
  [
    'one that is a number',
    '{ "retainSafePrivateTags": true, "safePrivateTags": "0019 000C SIEMENS MR HEADER" }',
    ['113100', '113111'],
    'REMOVED',
  ],
  [
    'dcm4chee',
    'deidentify:RetainUIDsOption,RetainPatientIDHashOption',
    ['113100', '113110', '113113'],
    'REMOVED',
  ],
])('%s', (_name, text, codes, longitudinal) => {
  const { stamps } = saidBy(text);
  expect([stamps?.methodCodes.map(({ value }) => value), stamps?.longitudinal]).toEqual([
    codes,
    longitudinal,
  ]);
  expect(stamps).not.toHaveProperty('identityRemoved');
});

test('dcm4che’s own lists say what dcm4che says, and who reads the rules sees what they leave', () => {
  const { stamps, claims } = planOf(compileRules(sourceOf('deidentify:#compat=dcm4che')));
  expect(stamps?.methodCodes.map(({ value }) => value)).toEqual(['113100']);
  expect(claims?.codes[0]?.why).toMatch(/^dcm4che says so, though the profile is weakened: /);
});
