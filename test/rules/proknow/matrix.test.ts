import { VR_FACTS, type Vr } from '../../../layers/dicom/vr.ts';
import { codesOf } from '../harness.ts';
import { compile, xmlOf } from './xml.ts';

/** Every rule on every VR, as ProKnow's article has them. */

const VRS = Object.keys(VR_FACTS) as Vr[];
const ALLOWED: Readonly<Record<string, string>> = {
  Fixed: 'AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT',
  GenerateUid: 'UI',
  Shift: 'DA TM DT',
  Keep: VRS.join(' '),
  Remove: VRS.join(' '),
  Clear: VRS.join(' '),
};
const cases = Object.entries(ALLOWED).flatMap(([rule, vrs]) =>
  VRS.map((vr) => [rule, vr, vrs.split(' ').includes(vr)] as const),
);

test('the article lists 34 VRs', () => {
  expect(VRS).toHaveLength(34);
});

test.each(cases)('%s on %s: %s', (Rule, VR, isAllowed) => {
  const text = xmlOf(
    [
      { Tag: '(0009,1001)', VR, Rule, PrivateCreator: 'ACME', ...(Rule === 'Fixed' ? { Value: '1' } : {}) },
      { Tag: '(0010,1000)', Rule: 'Remove' },
    ],
    '+00001000000',
  );
  const { plan, problems } = compile(text);
  const errors = problems.filter(({ severity }) => severity === 'error');
  expect(codesOf({ plan: null, problems: errors })).toEqual(isAllowed ? [] : ['RULE_NOT_FOR_VR']);
  expect(plan !== null).toBe(isAllowed);
});

test.each([
  ['GeneratePatient', ['(0010,0010)', '(0010,0020)']],
  ['CopyPatientId', ['(0010,0010)']],
])('%s is for %j alone', (Rule, tags) => {
  for (const [Tag, VR] of [
    ['(0010,0010)', 'PN'],
    ['(0010,0020)', 'LO'],
    ['(0010,1001)', 'PN'],
    ['(0008,0050)', 'SH'],
  ] as const) {
    const { plan, problems } = compile(xmlOf([{ Tag, VR, Rule, Value: 'A{##}' }]));
    expect([Tag, plan !== null]).toEqual([Tag, tags.includes(Tag)]);
    if (plan === null) expect(problems.map(({ code }) => code)).toContain('RULE_NOT_FOR_TAG');
  }
});

test.each([
  ['Remove', ['(0010,0010)', '(0010,0020)']],
  ['Clear', ['(0010,0010)', '(0010,0020)']],
])('%s is not for %j', (Rule, tags) => {
  for (const Tag of tags) expect(codesOf(compile(xmlOf([{ Tag, Rule }])))).toEqual(['RULE_NOT_FOR_TAG']);
  expect(compile(xmlOf([{ Tag: '(0010,1000)', Rule }])).plan).not.toBeNull();
});
