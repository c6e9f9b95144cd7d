import { compileLethe } from '../../rules/lethe/compile.ts';
import { parseSelector } from '../../rules/lethe/selector.ts';
import { explain, isAbout, type Place, placeOf } from '../../rules/match.ts';
import type { Selector } from '../../rules/plan.ts';
import { basicProfilePlan } from '../../rules/ps315/basicProfile.ts';
import { planOf, sourceOf } from './harness.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';

function selector(text: string): Selector {
  const found = parseSelector(text);
  if ('code' in found) throw new Error(found.message);
  return found;
}

function place(text: string): Place {
  const found = placeOf(selector(text));
  if (found === null) throw new Error(`${text} is not a place`);
  return found;
}

test.each([
  ['PatientName', 'PatientName', true],
  ['PatientName', 'ReferencedStudySequence/PatientName', true],
  ['/PatientName', 'PatientName', true],
  ['/PatientName', 'ReferencedStudySequence/PatientName', false],
  ['ReferencedStudySequence/PatientName', 'ReferencedStudySequence/PatientName', true],
  ['ReferencedStudySequence/PatientName', 'PatientName', false],
  [
    'ReferencedStudySequence/PatientName',
    'RequestAttributesSequence/ReferencedStudySequence/PatientName',
    false,
  ],
  [
    '**/ReferencedStudySequence/PatientName',
    'RequestAttributesSequence/ReferencedStudySequence/PatientName',
    true,
  ],
  [
    'RequestAttributesSequence/**/PatientName',
    'RequestAttributesSequence/ReferencedStudySequence/PatientName',
    true,
  ],
  ['RequestAttributesSequence/**/PatientName', 'RequestAttributesSequence/PatientName', true],
  ['vr:PN', 'PatientName', true],
  ['vr:LO', 'PatientName', false],
  ['(60xx,3000)', '(6002,3000)', true],
  ['OverlayData', '(6001,3000)', false],
  ['private', '(0009,1001)', true],
  ['private', 'PatientName', false],
  ['(0009,"ACME",01)', '(0009,"ACME",01)', true],
  ['(0009,"ACME",01)', '(0009,"ACME",02)', false],
  ['(0009,"ACME",01)', '(0009,"OTHER",01)', false],
  ['(0009,"ACME")', '(0009,"ACME",77)', true],
  ['(0009,"ACME",01)', '(0009,1001)', false],
  ['(0009,"ACME")', '(0009,0010)', false],
])('%s is about %s: %s', (one, at, expected) => {
  expect(isAbout(selector(one), place(at))).toBe(expected);
});

test.each(['vr:PN', '(60xx,3000)', 'private', '(0009,"ACME")', '**/PatientName'])(
  '%s is no one place',
  (text) => {
    expect(placeOf(selector(text))).toBeNull();
  },
);

describe('explain', () => {
  const basic = basicProfilePlan();

  test('the type in the IOD settles what goes by it', () => {
    const name = place('StationName');
    expect(explain(basic, name, CT)).toMatchObject({ type: 3, settled: { kind: 'remove' } });
    expect(explain(basic, name)).toMatchObject({ type: undefined, settled: null });
    expect(explain(basic, name, '1.2.3')).toMatchObject({ type: undefined, settled: { kind: 'dummy' } });
  });

  test('without a rule it goes by what becomes of others', () => {
    expect(explain(basic, place('Modality'))).toMatchObject({ winner: null, action: { kind: 'keep' } });
    expect(explain(basic, place('(0009,1001)')).action).toEqual({ kind: 'remove' });
  });

  test('group lengths are dropped before any rule', () => {
    expect(explain(basic, place('(0010,0000)'))).toMatchObject({ winner: null, action: { kind: 'remove' } });
  });

  test('rules behind the winner, and what an enclosing sequence does', () => {
    const plan = planOf(
      compileLethe(
        sourceOf(
          '{ "rules": [{ "select": "vr:PN", "action": "empty" }, { "select": "vr:PN", "action": "keep" }] }',
        ),
      ),
    );
    const { winner, others, within } = explain(plan, place('RequestAttributesSequence/PatientName'));
    expect(winner?.action.kind).toBe('empty');
    expect(others.map(({ action }) => action.kind)).toEqual(['keep', 'pseudonym']);
    expect(within).toMatchObject({ tag: 0x00400275, action: { kind: 'remove' } });
    expect(explain(plan, place('PatientName')).within).toBeNull();
  });
});
