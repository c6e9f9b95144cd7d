import type { Action } from '../../../../rules/plan.ts';
import { el } from '../../../support/build.ts';
import { made, planWith, type RuleList } from '../actions/valuePlan.ts';
import { clean } from '../harness.ts';

const HASH: Action = { kind: 'hash', key: { from: 'ring' }, algorithm: 'sha256', matchLength: false };
const PATIENT_ID = 0x00100020;
const ACCESSION_NUMBER = 0x00080050;

const outcome = async (rules: RuleList, validate: { input: boolean; output: boolean }, value = 'A') => {
  const object = made([el(ACCESSION_NUMBER, 'SH', value), el(PATIENT_ID, 'LO', 'MRN1')]);
  const result = await clean(object, { plan: planWith(rules, { validate }) });
  return 'reason' in result ? result.reason : result.outcome;
};

describe('what was invalid before the rules', () => {
  const long = 'a value of more than sixteen';

  test('refuses where the input is validated, even if a rule would mend it', async () => {
    const reason = await outcome(
      [[ACCESSION_NUMBER, { kind: 'empty' }]],
      { input: true, output: false },
      long,
    );
    expect(reason).toMatchObject({ code: 'NOT_VALID_BEFORE', path: '(0008,0050)' });
    expect(JSON.stringify(reason)).not.toContain(long);
  });

  test('does not where only the output is, and a rule mends it', async () => {
    const emptied: RuleList = [[ACCESSION_NUMBER, { kind: 'empty' }]];
    expect(await outcome(emptied, { input: false, output: true }, long)).toBe('released');
    expect(await outcome([], { input: false, output: true }, long)).toMatchObject({
      code: 'NOT_VALID_AFTER',
    });
    expect(await outcome([], { input: false, output: false }, long)).toBe('released');
  });
});

describe('what the rules make invalid', () => {
  test('refuses where the output is validated', async () => {
    const hashed: RuleList = [[ACCESSION_NUMBER, HASH]];
    expect(await outcome(hashed, { input: true, output: false })).toBe('released');
    expect(await outcome(hashed, { input: true, output: true })).toMatchObject({
      code: 'NOT_VALID_AFTER',
      path: '(0008,0050)',
    });
  });

  test('64 characters fit a long string', async () => {
    expect(await outcome([[PATIENT_ID, HASH]], { input: true, output: true })).toBe('released');
  });
});
