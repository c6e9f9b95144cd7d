import { createHash } from 'node:crypto';
import { asTag } from '../../../layers/dicom/tag.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import type { Action, Rule, Selector } from '../../../rules/plan.ts';
import { BASIC_CLAIMS } from '../../../rules/ps315/basicClaims.ts';
import { basicProfilePlan, PLAN_DEFAULTS } from '../../../rules/ps315/basicProfile.ts';
import { judge } from '../../../rules/ps315/claims.ts';
import { DEFAULT_PROFILE_SETTINGS, DEFAULT_SHIFT } from '../../../rules/ps315/options.ts';
import { profileRules, stampsOf } from '../../../rules/ps315/profileRules.ts';
import { OPTION_COLUMNS, type OptionColumn } from '../../../rules/ps315/table.ts';
import { codesOf, planOf, sourceOf } from '../harness.ts';

/** What a rule leaves, held against what the row asks: every action, on rows of each kind. */

const RING = { from: 'ring' } as const;
const KEEP = { kind: 'keep' } as const;
const REMOVE = { kind: 'remove' } as const;
const shift = (seconds: number): Action => ({ ...DEFAULT_SHIFT, by: { kind: 'fixed', seconds } });
const scoped = (rangeDays: number, text: string): Action => ({
  ...DEFAULT_SHIFT,
  by: { kind: 'scoped', key: { from: 'rules', text }, rangeDays, scope: 'study' },
});
const byVr = (names: typeof KEEP | typeof REMOVE): Action => ({
  kind: 'by-vr',
  dates: REMOVE,
  uids: REMOVE,
  names,
  texts: REMOVE,
  ages: REMOVE,
  others: REMOVE,
});
const TABLE = 'original,new\nDOE^JANE,"Doe, Jane"\n';
const SAFE_TABLE = 'original,new\nDOE^JANE,Subject 7\n';
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const TABLES = new Map([TABLE, SAFE_TABLE].map((text) => [digestOf(text), text]));

function ruled(selector: Selector, action: Action): Rule {
  return { selector, action, origin: { source: 'own', line: 1, column: 1, reason: '' } };
}
const tagged = (tag: number, action: Action): Rule => ruled({ kind: 'tag', tag: asTag(tag) }, action);

/** What own rules before the profile's weaken: attribute and what is left, with the stamps. */
function judged(own: readonly Rule[], options: readonly OptionColumn[] = [], more: object = {}) {
  const settings = { ...DEFAULT_PROFILE_SETTINGS, options: new Set(options) };
  const plan = { ...PLAN_DEFAULTS, rules: [...own, ...profileRules(settings)], tables: TABLES, ...more };
  const { stamps, claims, weakenings } = judge(plan, settings);
  return {
    left: weakenings.map(({ attribute, left }) => `${attribute}: ${left}`),
    codes: stamps.methodCodes.map(({ value }) => value),
    longitudinal: stamps.longitudinal,
    identityRemoved: stamps.identityRemoved ?? 'YES',
    claims,
  };
}

const STUDY_DATE = 0x00080020;
const PATIENT_NAME = 0x00100010;
const PATIENT_AGE = 0x00101010;
const STUDY_UID = 0x0020000d;
const STUDY_DESCRIPTION = 0x00081030;

test.each<[string, number, Action, string]>([
  ['the value', PATIENT_NAME, KEEP, 'original'],
  ['the value', PATIENT_NAME, { kind: 'keep-valid' }, 'original'],
  ['the value, with nobody to look', PATIENT_NAME, { kind: 'review' }, 'original'],
  ['a date moved by a day', STUDY_DATE, shift(-86_400), 'shifted'],
  ['a date moved by a keyed shift', STUDY_DATE, DEFAULT_SHIFT, 'shifted-secretly'],
  ['a date moved by a shift of nothing', STUDY_DATE, shift(0), 'original'],
  ['a date moved by an empty key', STUDY_DATE, scoped(50, ''), 'shifted'],
  ['a date moved within no days', STUDY_DATE, scoped(0, 'key'), 'original'],
  [
    'the year',
    STUDY_DATE,
    { kind: 'redact', partialDates: true, partialAges: false, microsoftNoon: false },
    'part',
  ],
  [
    'an age',
    PATIENT_AGE,
    { kind: 'redact', partialDates: false, partialAges: true, microsoftNoon: false },
    'part',
  ],
  ['a capped age', PATIENT_AGE, { kind: 'cap-age', maxYears: 89 }, 'part'],
  ['an age with a cap for nobody', PATIENT_AGE, { kind: 'cap-age', maxYears: 150 }, 'original'],
  ['a number with noise', 0x00101030, { kind: 'perturb', span: 1, range: 'fixed', roundTo: 2 }, 'part'],
  ['a UID without a key', STUDY_UID, { kind: 'replace-uid', method: 'md5' }, 'recomputable'],
  ['an ID without a key', 0x00100020, { kind: 'patient-id-hash' }, 'recomputable'],
  [
    'a hash with an empty key',
    0x00100020,
    { kind: 'hash', key: { from: 'rules', text: '' }, algorithm: 'sha256', matchLength: false },
    'recomputable',
  ],
  ['an encrypted value', PATIENT_NAME, { kind: 'encrypt', key: RING, asciiOnly: false }, 'sealed'],
  ['a cleaned text', STUDY_DESCRIPTION, { kind: 'clean-text' }, 'cleaned'],
  ['drawings', 0x00700001, { kind: 'clean-graphics' }, 'cleaned'],
  ['content', 0x0040a730, { kind: 'clean-content', concepts: [], dates: null }, 'cleaned'],
  ['content with its dates', 0x0040a730, { kind: 'clean-content', concepts: [], dates: KEEP }, 'original'],
  [
    'a concept that the table does not keep',
    0x0040a730,
    {
      kind: 'clean-content',
      concepts: [{ value: '1', scheme: '99X', meaning: 'x', valueType: 'TEXT', action: 'K' }],
      dates: null,
    },
    'original',
  ],
  ['a decade', 0x00100030, { kind: 'fantasy', part: 'birth-date', salt: '', keepSex: false }, 'made-up'],
  ['a sex', PATIENT_NAME, { kind: 'fantasy', part: 'name', salt: '', keepSex: true }, 'made-up'],
  [
    'an original in another case',
    PATIENT_NAME,
    { kind: 'lookup', table: digestOf(TABLE), whenMissing: 'quarantine' },
    'original',
  ],
  [
    'what a table does not have',
    PATIENT_NAME,
    { kind: 'lookup', table: digestOf(SAFE_TABLE), whenMissing: KEEP },
    'original',
  ],
  [
    'one type of four',
    PATIENT_NAME,
    { kind: 'by-type', type1: KEEP, type2: REMOVE, type3: REMOVE, unknown: REMOVE },
    'original',
  ],
  ['one VR of six', PATIENT_NAME, byVr(KEEP), 'original'],
])('%s on %i weakens the profile', (_name, tag, action, left) => {
  const found = judged([tagged(tag, action)]);
  expect(found.left).toHaveLength(1);
  expect(found.left[0]).toMatch(new RegExp(`\\): ${left}$`));
  expect(found.codes).toEqual([]);
});

test.each<[string, number, Action]>([
  ['nothing', PATIENT_NAME, REMOVE],
  ['nothing', PATIENT_NAME, { kind: 'empty' }],
  ['a dummy', 0x00101001, { kind: 'dummy' }],
  ['a value of the rules', PATIENT_NAME, { kind: 'set', values: ['X'] }],
  ['a pseudonym', 0x00101000, { kind: 'pseudonym' }],
  ['a number of its own', 0x00100020, { kind: 'allocate', template: 'A{#}', whenNoPatientId: 'study' }],
  ['a keyed hash', 0x00100020, { kind: 'patient-id-hash', keyed: true }],
  ['a keyed hash', PATIENT_NAME, { kind: 'hash', key: RING, algorithm: 'sha256', matchLength: false }],
  ['another UID', STUDY_UID, { kind: 'replace-uid', method: 'random' }],
  ['a made-up name', PATIENT_NAME, { kind: 'fantasy', part: 'name', salt: '', keepSex: false }],
  ['a name cleaned, which is gone', PATIENT_NAME, { kind: 'clean-text' }],
  ['what the ID becomes', PATIENT_NAME, { kind: 'copy', from: asTag(0x00100020) }],
  [
    'a table of others',
    PATIENT_NAME,
    { kind: 'lookup', table: digestOf(SAFE_TABLE), whenMissing: 'quarantine' },
  ],
  [
    'a number redacted',
    0x00101030,
    { kind: 'redact', partialDates: true, partialAges: true, microsoftNoon: false },
  ],
  ['a sequence whose items have rows', 0x00082112, KEEP],
])('%s on %i does not', (_name, tag, action) => {
  const found = judged([tagged(tag, action)]);
  expect([found.left, found.codes, found.identityRemoved]).toEqual([[], ['113100'], 'YES']);
});

test('a copy leaves what the rules leave of the other attribute', () => {
  const copies = tagged(STUDY_DESCRIPTION, { kind: 'copy', from: asTag(PATIENT_NAME) });
  expect(judged([copies]).left).toEqual([]);
  expect(judged([copies, tagged(PATIENT_NAME, KEEP)]).left.toSorted()).toEqual([
    "Patient's Name (0010,0010): original",
    'Study Description (0008,1030): original',
  ]);
  const harmless = tagged(STUDY_DESCRIPTION, { kind: 'copy', from: asTag(0x00080060) });
  expect(judged([harmless]).left).toEqual([]);
});

describe('of every element that a rule is about', () => {
  test.each<[string, Selector, string]>([
    ['one overlay of many', { kind: 'tag', tag: asTag(0x60023000) }, 'Overlay Data (60xx,3000): original'],
    [
      'a mask',
      { kind: 'mask', mask: 0xffffff00, value: 0x00101000 },
      'Other Patient IDs (0010,1000): original',
    ],
    ['a VR', { kind: 'vr', vr: 'DT' }, 'Acquisition DateTime (0008,002A): original'],
    ['a VR of private attributes', { kind: 'vr', vr: 'DS' }, 'private attributes of VR DS: original'],
    [
      'a place',
      { kind: 'tag', tag: asTag(PATIENT_NAME), path: [asTag(0x00081115)] },
      "Patient's Name (0010,0010): original",
    ],
    [
      'any place',
      { kind: 'tag', tag: asTag(PATIENT_NAME), path: ['**', asTag(0x00081115)] },
      "Patient's Name (0010,0010): original",
    ],
    ['every private attribute', { kind: 'any-private' }, 'private attributes: original'],
    [
      'a creator',
      { kind: 'private', group: 0x19, creator: 'ACME', element: null },
      'private attributes of "ACME": original',
    ],
    ['a private tag', { kind: 'tag', tag: asTag(0x00191001) }, 'private attribute (0019,1001): original'],
    ['what only Lethe protects', { kind: 'tag', tag: asTag(0x00100033) }, ': original'],
  ])('%s', (_name, selector, expected) => {
    expect(judged([ruled(selector, KEEP)]).left.join('\n')).toContain(expected);
  });

  test('but not in items that always go, and behind a rule that holds', () => {
    const inRequest: Selector = { kind: 'tag', tag: asTag(PATIENT_NAME), path: [asTag(0x00400275)] };
    expect(judged([ruled(inRequest, KEEP)]).left).toEqual([]);
    expect(judged([tagged(0x00400275, KEEP), ruled(inRequest, KEEP)]).left).toHaveLength(2);
    expect(judged([tagged(PATIENT_NAME, REMOVE), ruled({ kind: 'vr', vr: 'PN' }, KEEP)]).left).not.toContain(
      "Patient's Name (0010,0010): original",
    );
  });
});

describe('what instances say', () => {
  test('the profile by itself, in few words and in many', () => {
    const { claims } = judged([]);
    expect(claims).toEqual(BASIC_CLAIMS);
    expect(basicProfilePlan().claims).toEqual(BASIC_CLAIMS);
  });

  // What the table has for each option, and for all that go together, is what the stamps were before they followed from rules.
  const together = OPTION_COLUMNS.filter((option) => option !== 'retainLongitudinalFullDates');
  test.each([...OPTION_COLUMNS.map((option) => [option]), together])('%j by itself', (...options) => {
    const expected = stampsOf(new Set(options as OptionColumn[]));
    const found = judged([], options as OptionColumn[]);
    expect(found.left).toEqual([]);
    expect([found.codes, found.longitudinal, found.identityRemoved]).toEqual([
      expected.methodCodes.map(({ value }) => value),
      expected.longitudinal,
      'YES',
    ]);
  });

  test.each<[string, readonly Rule[], readonly OptionColumn[], string]>([
    ['a day', [tagged(STUDY_DATE, shift(-86_400))], [], 'MODIFIED'],
    [
      'a year',
      [
        tagged(STUDY_DATE, {
          kind: 'redact',
          partialDates: true,
          partialAges: false,
          microsoftNoon: false,
        }),
      ],
      [],
      'MODIFIED',
    ],
    ['a true date', [tagged(STUDY_DATE, KEEP)], [], 'UNMODIFIED'],
    [
      'a true date among moved ones',
      [tagged(STUDY_DATE, KEEP)],
      ['retainLongitudinalModifiedDates'],
      'MODIFIED',
    ],
    [
      'a moved date among true ones',
      [tagged(STUDY_DATE, shift(5))],
      ['retainLongitudinalFullDates'],
      'MODIFIED',
    ],
    ['a date of the rules', [tagged(STUDY_DATE, { kind: 'set', values: ['20000101'] })], [], 'REMOVED'],
    ['a birth date', [tagged(0x00100030, KEEP)], [], 'UNMODIFIED'],
    ['private attributes', [ruled({ kind: 'any-private' }, KEEP)], [], 'UNMODIFIED'],
    ['the dates of a device', [], ['retainDeviceIdentity'], 'REMOVED'],
    [
      'dates that a file may write in another VR',
      (['DA', 'TM', 'DT'] as const).map((vr) => ruled({ kind: 'vr', vr }, REMOVE)),
      ['retainLongitudinalFullDates'],
      'UNMODIFIED',
    ],
  ])('of %s in (0028,0303)', (_name, own, options, longitudinal) => {
    expect(judged(own, options).longitudinal).toBe(longitudinal);
  });

  test('unlisted dates that stay by the file’s own word', () => {
    const plan = planOf(compileLethe(sourceOf('{ "unlisted": "as-table" }')));
    expect([plan.stamps?.longitudinal, plan.stamps?.methodCodes.map(({ value }) => value)]).toEqual([
      'UNMODIFIED',
      ['113100'],
    ]);
  });

  test('an option whose rows are left otherwise is not claimed, one of which more goes is', () => {
    const keeps = tagged(STUDY_DESCRIPTION, KEEP);
    expect(judged([keeps], ['cleanDescriptors', 'retainUids']).codes).toEqual(['113110']);
    const removes = tagged(STUDY_DESCRIPTION, REMOVE);
    expect(judged([removes], ['cleanDescriptors']).codes).toEqual(['113100', '113105']);
    expect(judged([ruled({ kind: 'any-private' }, REMOVE)], ['retainSafePrivate']).codes).toEqual(['113100']);
    expect(judged([tagged(STUDY_DATE, shift(86_400))], ['retainLongitudinalModifiedDates']).codes).toEqual(
      [],
    );
  });

  test('of whom, in (0012,0062)', () => {
    for (const own of [
      [tagged(PATIENT_NAME, KEEP)],
      [tagged(0x00100020, KEEP)],
      [tagged(0x00080090, KEEP)],
      [ruled({ kind: 'vr', vr: 'PN' }, KEEP)],
      [ruled({ kind: 'any-private' }, KEEP)],
      [tagged(PATIENT_NAME, { kind: 'lookup', table: digestOf(TABLE), whenMissing: 'quarantine' })],
    ])
      expect(judged(own).identityRemoved).toBe('NO');
    for (const own of [
      [tagged(STUDY_DATE, KEEP)],
      [tagged(STUDY_UID, KEEP)],
      [ruled({ kind: 'private', group: 0x19, creator: 'ACME', element: 1, vr: 'DS' }, KEEP)],
    ])
      expect(judged(own).identityRemoved).toBe('YES');
  });

  test('where an instance is held nobody is told what was not looked at', () => {
    const options: OptionColumn[] = ['cleanDescriptors'];
    const looks = [tagged(STUDY_DESCRIPTION, { kind: 'review' })];
    expect(judged(looks, options).codes).toEqual([]);
    expect(judged(looks, options, { doubtfulText: 'hold' }).codes).toEqual(['113100', '113105']);
    const here = { doubtfulText: 'release', doubtfulTextIn: { '(0008,1030)': 'hold' } } as const;
    expect(judged(looks, options, here).codes).toEqual(['113100', '113105']);
    const elsewhere = { doubtfulText: 'hold', doubtfulTextIn: { '(0008,1030)': 'release' } } as const;
    expect(judged(looks, options, elsewhere).codes).toEqual([]);
  });

  test('the file’s own stamps hold, and say nothing of the patient that the rules do not', () => {
    const compiled = (stamps: object | undefined) =>
      planOf(
        compileLethe(
          sourceOf(
            JSON.stringify({
              rules: [{ select: 'PatientName', action: 'keep' }],
              ...(stamps === undefined ? {} : { stamps }),
            }),
          ),
        ),
      );
    const said = { codes: ['basicProfile'], longitudinal: 'REMOVED' };
    expect(compiled(undefined).stamps).toEqual({
      methodCodes: [],
      longitudinal: 'REMOVED',
      identityRemoved: 'NO',
    });
    expect(compiled(said).stamps?.methodCodes.map(({ value }) => value)).toEqual(['113100']);
    expect(compiled(said).stamps?.identityRemoved).toBe('NO');
    expect(compiled({ ...said, identityRemoved: 'YES' }).stamps).not.toHaveProperty('identityRemoved');
    expect(compiled(said).claims?.codes[0]?.why).toContain("Patient's Name (0010,0010)");
  });
});

test('the warning names attribute, code and what is left, once for each rule', () => {
  const compiled = compileLethe(
    sourceOf(
      '{ "rules": [{ "select": "StudyDate", "action": "shift", "by": { "days": -1 } },\n{ "select": "vr:TM", "action": "keep" }] }',
    ),
  );
  expect(codesOf(compiled)).toEqual(['WEAKENS_PROFILE', 'WEAKENS_PROFILE']);
  const [one, other] = compiled.problems;
  expect(one?.message).toContain('Study Date (0008,0020), for which the table has Z');
  expect([one?.line, other?.line]).toEqual([1, 2]);
  expect(other?.message).toMatch(/and \d+ more$/);
});
