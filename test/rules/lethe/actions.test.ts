import { createHash } from 'node:crypto';
import { ACTION_KINDS } from '../../../rules/lethe/actions.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import type { Action } from '../../../rules/plan.ts';
import { DEFAULT_SHIFT } from '../../../rules/ps315/options.ts';
import { structuredContentRows } from '../../../rules/ps315/structuredContent.ts';
import { codesOf, planOf, sourceOf } from '../harness.ts';

const CSV = 'original,new\nMRN-1,S-1\n';
const TABLE = createHash('sha256').update(CSV).digest('hex');

function compiled(file: object) {
  return compileLethe({
    ...sourceOf(JSON.stringify(file)),
    readFile: (path) => {
      if (path !== 'ids.csv') throw new Error('no such file');
      return CSV;
    },
  });
}

/** The action that a rule with these keys gets. */
function actionOf(keys: object, file: object = {}, select = 'PatientComments'): Action | undefined {
  const other = { select: 'OtherPatientNames', action: 'remove' };
  return planOf(compiled({ profile: 'none', ...file, rules: [{ select, ...keys }, other] })).rules[0]?.action;
}

const simple = { action: 'remove' };

/** Keys beside "select", and the action that they make; every kind is here. */
const ACTIONS: readonly (readonly [object, Action])[] = [
  [{ action: 'keep' }, { kind: 'keep' }],
  [{ action: 'remove' }, { kind: 'remove' }],
  [{ action: 'empty' }, { kind: 'empty' }],
  [{ action: 'dummy' }, { kind: 'dummy' }],
  [
    { action: 'set', value: 'X' },
    { kind: 'set', values: ['X'] },
  ],
  [
    { action: 'set', value: ['A', 'B'] },
    { kind: 'set', values: ['A', 'B'] },
  ],
  [
    { action: 'set', value: [] },
    { kind: 'set', values: [] },
  ],
  [
    { action: 'copy', from: '(0010,0020)' },
    { kind: 'copy', from: 0x00100020 as never },
  ],
  [{ action: 'replace-uid' }, { kind: 'replace-uid', method: 'keyed' }],
  [
    { action: 'replace-uid', method: 'md5', oneForAll: true },
    { kind: 'replace-uid', method: 'md5', oneForAll: true },
  ],
  [{ action: 'pseudonym' }, { kind: 'pseudonym' }],
  [
    { action: 'pseudonym', whenEmpty: 'dummy' },
    { kind: 'pseudonym', whenEmpty: 'dummy' },
  ],
  [
    { action: 'allocate', template: 'S{##}' },
    { kind: 'allocate', template: 'S{##}', whenNoPatientId: 'quarantine' },
  ],
  [
    { action: 'allocate', template: '{#}', whenNoPatientId: 'study' },
    { kind: 'allocate', template: '{#}', whenNoPatientId: 'study' },
  ],
  [
    { action: 'lookup', table: 'ids.csv' },
    { kind: 'lookup', table: TABLE, whenMissing: 'quarantine' },
  ],
  [
    { action: 'lookup', table: `sha256:${TABLE}`, whenMissing: 'empty' },
    { kind: 'lookup', table: TABLE, whenMissing: { kind: 'empty' } },
  ],
  [
    { action: 'lookup', table: 'ids.csv', whenMissing: { action: 'set', value: 'X' } },
    { kind: 'lookup', table: TABLE, whenMissing: { kind: 'set', values: ['X'] } },
  ],
  [{ action: 'patient-id-hash' }, { kind: 'patient-id-hash' }],
  [
    { action: 'patient-id-hash', keyed: true },
    { kind: 'patient-id-hash', keyed: true },
  ],
  [{ action: 'shift' }, DEFAULT_SHIFT],
  [
    {
      action: 'shift',
      by: { days: [10, 20], direction: 'either' },
      whenInvalid: 'remove',
      dropOlderThanYears: 89,
      timeOfDay: 'midnight',
    },
    {
      kind: 'shift',
      by: { kind: 'patient', minDays: 10, maxDays: 20, direction: 'either' },
      whenInvalid: 'remove',
      dropOlderThanYears: 89,
      timeOfDay: 'midnight',
    },
  ],
  [
    { action: 'shift', by: { days: -2 } },
    { ...DEFAULT_SHIFT, by: { kind: 'fixed', seconds: -172_800 } },
  ],
  [
    { action: 'shift', by: { seconds: 90 } },
    { ...DEFAULT_SHIFT, by: { kind: 'fixed', seconds: 90 } },
  ],
  [
    { action: 'shift', by: { rangeDays: 50, scope: 'series' } },
    { ...DEFAULT_SHIFT, by: { kind: 'scoped', rangeDays: 50, scope: 'series', key: { from: 'ring' } } },
  ],
  [{ action: 'cap-age' }, { kind: 'cap-age', maxYears: 89 }],
  [{ action: 'redact' }, { kind: 'redact', partialDates: false, partialAges: false, microsoftNoon: false }],
  [
    { action: 'redact', partialDates: true, partialAges: true, microsoftNoon: true },
    { kind: 'redact', partialDates: true, partialAges: true, microsoftNoon: true },
  ],
  [
    { action: 'perturb', span: 0.5 },
    { kind: 'perturb', span: 0.5, range: 'proportional', roundTo: 2 },
  ],
  [
    { action: 'perturb', span: 3, range: 'fixed', roundTo: 0 },
    { kind: 'perturb', span: 3, range: 'fixed', roundTo: 0 },
  ],
  [{ action: 'hash' }, { kind: 'hash', key: { from: 'ring' }, algorithm: 'sha256', matchLength: false }],
  [
    { action: 'hash', key: { text: '123' }, algorithm: 'sha512', matchLength: true },
    { kind: 'hash', key: { from: 'rules', text: '123' }, algorithm: 'sha512', matchLength: true },
  ],
  [{ action: 'encrypt' }, { kind: 'encrypt', key: { from: 'ring' }, asciiOnly: false }],
  [{ action: 'clean-text' }, { kind: 'clean-text' }],
  [{ action: 'clean-graphics' }, { kind: 'clean-graphics' }],
  [
    {
      action: 'clean-content',
      concepts: [{ value: '1', scheme: 'DCM', valueType: 'TEXT', action: 'X' }],
      dates: simple,
    },
    {
      kind: 'clean-content',
      concepts: [{ value: '1', scheme: 'DCM', meaning: '', valueType: 'TEXT', action: 'X' }],
      dates: { kind: 'remove' },
    },
  ],
  [
    { action: 'fantasy', part: 'name' },
    { kind: 'fantasy', part: 'name', salt: '', keepSex: false },
  ],
  [{ action: 'keep-valid' }, { kind: 'keep-valid' }],
  [{ action: 'review' }, { kind: 'review' }],
  [
    {
      action: 'by-type',
      type1: 'dummy',
      type2: 'empty',
      type3: { action: 'set', value: 'X' },
      unknown: 'keep',
    },
    {
      kind: 'by-type',
      type1: { kind: 'dummy' },
      type2: { kind: 'empty' },
      type3: { kind: 'set', values: ['X'] },
      unknown: { kind: 'keep' },
    },
  ],
  [
    {
      action: 'by-vr',
      dates: 'remove',
      uids: { action: 'replace-uid', method: 'random' },
      names: 'pseudonym',
      texts: 'clean-text',
      ages: 'keep',
      others: 'keep',
    },
    {
      kind: 'by-vr',
      dates: { kind: 'remove' },
      uids: { kind: 'replace-uid', method: 'random' },
      names: { kind: 'pseudonym' },
      texts: { kind: 'clean-text' },
      ages: { kind: 'keep' },
      others: { kind: 'keep' },
    },
  ],
];

test.each(ACTIONS.map(([keys, action]) => [JSON.stringify(keys), keys, action] as const))(
  '%s',
  (_name, keys, action) => {
    expect(actionOf(keys)).toEqual(action);
  },
);

test('every kind of action is here', () => {
  expect(new Set(ACTIONS.map(([, { kind }]) => kind))).toEqual(new Set(ACTION_KINDS));
});

describe('what an action leaves out, the rest of the file says', () => {
  test('UIDs', () => {
    expect(actionOf({ action: 'replace-uid' }, { identities: { uids: 'random' } })).toEqual({
      kind: 'replace-uid',
      method: 'random',
    });
  });

  test('shifts', () => {
    const dates = { shift: { days: -1 }, whenInvalid: 'quarantine', dropOlderThanYears: 100 };
    expect(actionOf({ action: 'shift', whenInvalid: 'empty' }, { dates }, 'StudyDate')).toEqual({
      kind: 'shift',
      by: { kind: 'fixed', seconds: -86_400 },
      whenInvalid: 'empty',
      dropOlderThanYears: 100,
      timeOfDay: 'keep',
    });
  });

  test('concepts, under the options', () => {
    const plan = planOf(
      compiled({
        options: ['retainLongitudinalModifiedDates'],
        dates: { shift: { days: -1 } },
        rules: [{ select: '/(0040,A730)', action: 'clean-content' }],
      }),
    );
    const action = plan.rules[0]?.action;
    if (action?.kind !== 'clean-content') throw new Error('no clean-content');
    expect(action.concepts).toHaveLength(structuredContentRows().length);
    expect(action.concepts.filter((concept) => concept.action === 'C')).not.toEqual([]);
    expect(action.dates).toMatchObject({ kind: 'shift', by: { seconds: -86_400 } });
  });
});

test('tables that rules name come with the plan, by digest', () => {
  const result = compiled({
    profile: 'none',
    rules: [{ select: 'PatientID', action: 'lookup', table: 'ids.csv' }],
  });
  expect(result.plan === null ? null : [...(result.tables ?? [])]).toEqual([[TABLE, CSV]]);
});

describe('parameters that are wrong', () => {
  test.each<[object, string[]]>([
    [{ action: 'set' }, ['MISSING_KEY']],
    [{ action: 'set', value: 1 }, ['WRONG_TYPE']],
    [{ action: 'keep', value: 'x' }, ['UNKNOWN_KEY']],
    [{ action: 'kep' }, ['UNKNOWN_WORD']],
    [{ action: 1 }, ['WRONG_TYPE']],
    [{}, ['MISSING_KEY']],
    [{ action: 'copy', from: 'vr:PN' }, ['SELECTOR_SYNTAX']],
    [{ action: 'allocate', template: 'Site' }, ['TEMPLATE_PLACEHOLDER']],
    [{ action: 'allocate', template: '{#}{#}' }, ['TEMPLATE_PLACEHOLDER']],
    [{ action: 'allocate', template: '{}' }, ['TEMPLATE_PLACEHOLDER']],
    [{ action: 'lookup', table: 'none.csv' }, ['FILE_UNREADABLE']],
    [{ action: 'lookup', table: 'ids.csv', whenMissing: 'by-type' }, ['UNKNOWN_WORD']],
    [{ action: 'shift', by: { days: [0, 5] } }, ['OUT_OF_RANGE']],
    [{ action: 'shift', by: { days: [5, 4] } }, ['OUT_OF_RANGE']],
    [{ action: 'shift', by: { days: [1] } }, ['WRONG_TYPE']],
    [{ action: 'shift', by: { days: 1.5 } }, ['OUT_OF_RANGE']],
    [{ action: 'shift', by: {} }, ['WRONG_TYPE']],
    [{ action: 'shift', by: { days: -1, direction: 'back' } }, ['CONTRADICTION']],
    [{ action: 'shift', by: { days: -1, seconds: 1 } }, ['UNKNOWN_KEY']],
    [{ action: 'cap-age', maxYears: 0 }, ['OUT_OF_RANGE']],
    [{ action: 'redact', partialDates: 'yes' }, ['WRONG_TYPE']],
    [{ action: 'perturb', span: -1 }, ['OUT_OF_RANGE']],
    [{ action: 'perturb', span: 1, roundTo: 29 }, ['OUT_OF_RANGE']],
    [{ action: 'hash', key: { txt: '1' } }, ['UNKNOWN_KEY', 'WRONG_TYPE']],
    [{ action: 'hash', algorithm: 'md5' }, ['UNKNOWN_WORD']],
    [{ action: 'by-type', type1: 'keep', type2: 'keep', type3: 'keep' }, ['MISSING_KEY']],
    [
      { action: 'by-type', type1: 'by-type', type2: 'keep', type3: 'keep', unknown: 'keep' },
      ['UNKNOWN_WORD'],
    ],
    [{ action: 'keep', why: 1 }, ['WRONG_TYPE']],
    [{ action: 'replace-uid', oneForAll: false }, ['WRONG_TYPE']],
  ])('%j', (keys, codes) => {
    const result = compiled({ profile: 'none', rules: [{ select: 'StudyDate', ...keys }] });
    expect(result.plan).toBeNull();
    expect(codesOf(result).toSorted()).toEqual(codes.toSorted());
  });

  test('a file that is not a table', () => {
    const text = JSON.stringify({
      profile: 'none',
      rules: [{ select: 'PatientID', action: 'lookup', table: 'ids.csv' }],
    });
    const result = compileLethe({ ...sourceOf(text), readFile: () => 'MRN-1;S-1\nMRN-2,S-2\nMRN-2,S-3\n' });
    expect(codesOf(result)).toEqual(['CSV_FIELD_COUNT', 'CSV_TWO_ANSWERS']);
    expect(JSON.stringify(result.problems)).not.toContain('MRN');
  });
});
