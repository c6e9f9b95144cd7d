import { compileLethe } from '../../../rules/lethe/compile.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import { basicProfilePlan } from '../../../rules/ps315/basicProfile.ts';
import { codesOf, placesOf, planOf, sourceOf } from '../harness.ts';

const compile = (file: object) => compileLethe(sourceOf(JSON.stringify(file)));
const plan = (file: object): RulePlan => planOf(compile(file));

const REMOVES_NAMES = { select: ['OtherPatientNames'], action: 'remove' };

describe('the file', () => {
  test('an empty object is the Basic Profile', () => {
    expect(plan({}).digest).toBe(basicProfilePlan().digest);
    expect(plan({ profile: 'basic', options: [] }).digest).toBe(basicProfilePlan().digest);
  });

  test('comments, trailing commas and a byte order mark', () => {
    const text =
      '\uFEFF// one\n{ /* two */ "profile": "none", "rules": [ { "select": "PatientName", "action": "kep" }, ], }';
    expect(placesOf(compileLethe(sourceOf(text)))).toEqual([
      `UNKNOWN_WORD 2:${text.slice(text.indexOf('\n')).indexOf('"kep"')}`,
    ]);
    expect(compileLethe(sourceOf(text.replace('kep', 'remove'))).plan?.rules).toHaveLength(1);
  });

  test.each([
    ['', ['JSON_SYNTAX']],
    ['{ "profile": }', ['JSON_SYNTAX']],
    ['{ "profile" "basic" }', ['JSON_SYNTAX']],
    ['[]', ['WRONG_TYPE']],
    ['"basic"', ['WRONG_TYPE']],
  ])('%j is none', (text, codes) => {
    const result = compileLethe(sourceOf(text));
    expect(result.plan).toBeNull();
    expect([...new Set(codesOf(result))]).toEqual(codes);
  });

  test('a rule knows where it stands, and why', () => {
    const text =
      '{\n  "rules": [\n    { "select": ["PatientAge", "PatientSize"], "action": "remove", "why": "rare" },\n    { "select": "vr:PN", "action": "remove" }\n  ]\n}';
    const { rules } = planOf(compileLethe(sourceOf(text, 'my.json')));
    expect(rules.slice(0, 3).map(({ origin }) => origin)).toEqual([
      { source: 'my.json', line: 3, column: 5, reason: 'rare' },
      { source: 'my.json', line: 3, column: 5, reason: 'rare' },
      { source: 'my.json', line: 4, column: 5, reason: '{ "select": "vr:PN", "action": "remove" }' },
    ]);
  });

  test('what is written twice is an error, and what is not known', () => {
    expect(
      placesOf(compileLethe(sourceOf('{ "profile": "basic", "profile": "none", "optoins": [] }'))),
    ).toEqual(['DUPLICATE_KEY 1:23', 'UNKNOWN_KEY 1:42']);
  });

  test('all errors at once, in the order of the file', () => {
    const text = `{
  "options": ["retainUid", "cleanRecognizableVisualFeatures", "retainLongitudinalFullDates", "retainLongitudinalModifiedDates"],
  "dates": { "shift": { "days": [9, 2] } },
  "rules": [
    { "select": "PatientNmae", "action": "kep" },
    { "action": "set" },
    7
  ],
  "freeText": "holds",
  "screening": { "dicomdir": "yes" }
}`;
    expect(placesOf(compileLethe(sourceOf(text)))).toEqual([
      'UNKNOWN_WORD 2:15',
      'PIXELS_NOT_CLEANED 2:28',
      'CONTRADICTION 2:94',
      'CONTRADICTION 3:14',
      'OUT_OF_RANGE 3:33',
      'UNKNOWN_KEYWORD 5:17',
      'UNKNOWN_WORD 5:42',
      'MISSING_KEY 6:5',
      'MISSING_KEY 6:5',
      'WRONG_TYPE 7:5',
      'UNKNOWN_WORD 9:15',
      'UNKNOWN_WORD 10:30',
    ]);
  });

  test('the place within a path', () => {
    const text =
      '{ "profile": "none", "rules": [{ "select": "ReferencedStudySequence/PatientNmae", "action": "keep" }] }';
    expect(placesOf(compileLethe(sourceOf(text)))).toEqual(['UNKNOWN_KEYWORD 1:69']);
  });
});

describe('profile and options', () => {
  test('cleanRecognizableVisualFeatures is refused', () => {
    expect(codesOf(compile({ options: ['cleanRecognizableVisualFeatures'] }))).toEqual([
      'PIXELS_NOT_CLEANED',
    ]);
  });

  test.each([
    [{ options: ['retainLongitudinalFullDates', 'retainLongitudinalModifiedDates'] }, 'CONTRADICTION'],
    [{ options: ['retainLongitudinalFullDates'], dates: { shift: { days: -1 } } }, 'CONTRADICTION'],
    [{ options: ['cleanDescriptors'], freeText: 'remove' }, 'CONTRADICTION'],
    [{ freeText: 'remove', rules: [{ select: 'StudyDescription', action: 'clean-text' }] }, 'CONTRADICTION'],
    [{ profile: 'none', options: ['retainUids'] }, 'OPTIONS_WITHOUT_PROFILE'],
    [{ privateAttributes: { keep: ['(0009,"ACME",01)'] } }, 'OPTION_NEEDED'],
  ])('%j: %s', (file, code) => {
    expect(codesOf(compile(file))).toEqual([code]);
  });

  test('rules of the file come first, and a row with the same selector is dropped', () => {
    const { rules } = plan({
      rules: [
        { select: 'StationName', action: 'remove' },
        { select: '/PatientAge', action: 'remove' },
      ],
    });
    expect(rules).toHaveLength(basicProfilePlan().rules.length + 1);
    expect(rules[0]?.selector).toEqual({ kind: 'tag', tag: 0x00081010 });
    expect(
      rules.filter(({ selector }) => selector.kind === 'tag' && selector.tag === 0x00081010),
    ).toHaveLength(1);
    expect(
      rules.filter(({ selector }) => selector.kind === 'tag' && selector.tag === 0x00101010),
    ).toHaveLength(2);
  });

  test('stamps say which, unless the file does', () => {
    expect(plan({ options: ['retainUids'] }).stamps?.methodCodes.map(({ value }) => value)).toEqual([
      '113100',
      '113110',
    ]);
    expect(plan({ profile: 'none', rules: [REMOVES_NAMES] }).stamps).toBeNull();
    expect(plan({ stamps: null }).stamps).toBeNull();
    const own = { value: '1', scheme: '99X', meaning: 'Mine' };
    expect(
      plan({ stamps: { codes: ['basicProfile', own], longitudinal: 'REMOVED', method: 'omit' } }).stamps,
    ).toEqual({
      methodCodes: [expect.objectContaining({ value: '113100' }), own],
      longitudinal: 'REMOVED',
      method: 'omit',
    });
    expect(
      plan({
        stamps: {
          codes: [],
          longitudinal: 'REMOVED',
          added: [{ sopClassUid: '1.2', attribute: 'SeriesDate', vr: 'DA', value: '19991111' }],
        },
      }).stamps?.added,
    ).toEqual([{ sopClassUid: '1.2', tag: 0x00080021, vr: 'DA', value: '19991111' }]);
  });

  test('free text', () => {
    expect(plan({}).doubtfulText).toBe('release');
    expect(plan({ options: ['cleanDescriptors'], freeText: 'hold' }).doubtfulText).toBe('hold');
    const removed = plan({ options: ['retainPatientCharacteristics'], freeText: 'remove' });
    expect(removed.rules.filter(({ action }) => action.kind === 'clean-text')).toEqual([]);
  });
});

describe('settings', () => {
  test('identities are rules, and a project a key scope', () => {
    const found = plan({
      identities: {
        patientId: { action: 'allocate', template: 'S{##}' },
        studyId: 'empty',
        uids: 'random',
        project: 'ct-1',
      },
    });
    expect(found.keyScope).toBe('ct-1');
    expect(found.rules.slice(0, 2).map(({ selector, action }) => [selector, action.kind])).toEqual([
      [{ kind: 'tag', tag: 0x00100020 }, 'allocate'],
      [{ kind: 'tag', tag: 0x00200010 }, 'empty'],
    ]);
    const methods = new Set(
      found.rules.flatMap(({ action }) => (action.kind === 'replace-uid' ? [action.method] : [])),
    );
    expect(methods).toEqual(new Set(['random']));
    expect(plan({})).not.toHaveProperty('keyScope');
    expect(codesOf(compile({ identities: { project: 'a/b' } }))).toEqual(['WRONG_TYPE']);
  });

  test('rules come before identities', () => {
    const { rules } = plan({
      rules: [{ select: 'PatientID', action: 'remove' }],
      identities: { patientId: 'empty' },
    });
    expect(rules[0]?.action.kind).toBe('remove');
  });

  test('dates', () => {
    const { rules } = plan({
      options: ['retainLongitudinalModifiedDates', 'retainPatientCharacteristics'],
      dates: {
        shift: { days: [30, 60], direction: 'forward' },
        whenInvalid: 'remove',
        dropOlderThanYears: 89,
        capAge: 89,
      },
    });
    const actions = rules.map(({ action }) => action);
    expect(actions.find(({ kind }) => kind === 'shift')).toEqual({
      kind: 'shift',
      by: { kind: 'patient', minDays: 30, maxDays: 60, direction: 'forward' },
      whenInvalid: 'remove',
      dropOlderThanYears: 89,
      timeOfDay: 'keep',
    });
    expect(actions.find(({ kind }) => kind === 'cap-age')).toEqual({ kind: 'cap-age', maxYears: 89 });
  });

  test('private attributes of the user’s own, by VR, option or action', () => {
    const found = plan({
      options: ['retainSafePrivate', 'retainLongitudinalModifiedDates'],
      privateAttributes: {
        keep: [
          '(0009,"ACME",01,DA)',
          { group: '0009', creator: 'ACME', element: '02', vr: 'LO' },
          { group: '000b', creator: 'ACME', element: '0A', action: { action: 'set', value: 'X' } },
        ],
      },
    });
    const own = found.rules.filter(
      ({ selector }) => selector.kind === 'private' && selector.creator === 'ACME',
    );
    expect(own.map(({ selector, action }) => [selector, action.kind])).toEqual([
      [{ kind: 'private', group: 9, creator: 'ACME', element: 1, vr: 'DA' }, 'by-vr'],
      [{ kind: 'private', group: 9, creator: 'ACME', element: 2, vr: 'LO' }, 'by-vr'],
      [{ kind: 'private', group: 11, creator: 'ACME', element: 10 }, 'set'],
    ]);
    expect(found.privateCreators).toEqual({ wrongLevel: 'none', elements: 'follow' });
    const kinds = found.rules.map(({ selector }) => selector.kind);
    expect(kinds.indexOf('private')).toBeLessThan(kinds.indexOf('any-private'));
  });

  test('the standard’s table can be left out, and creators looked for elsewhere', () => {
    const found = plan({
      options: ['retainSafePrivate'],
      privateAttributes: { standardTable: false, wrongLevel: 'enclosing' },
    });
    expect(found.rules.some(({ selector }) => selector.kind === 'private')).toBe(false);
    expect(found.privateCreators).toEqual({ wrongLevel: 'enclosing', elements: 'follow' });
    expect(
      plan({ profile: 'none', rules: [REMOVES_NAMES], privateAttributes: { creators: 'by-rule' } })
        .privateCreators,
    ).toEqual({
      wrongLevel: 'none',
      elements: 'by-rule',
    });
    expect(plan({})).not.toHaveProperty('privateCreators');
  });

  test.each<[object, Partial<RulePlan>]>([
    [{ name: 'Mine' }, { name: 'Mine' }],
    [{}, { name: 'rules', searchResidue: true, reidentification: 'off', encryptedAttributesFor: null }],
    [{ searchResidue: false }, { searchResidue: false }],
    [{ reidentification: 'on' }, { reidentification: 'on' }],
    [{ validate: { output: true } }, { validate: { input: false, output: true } }],
    [
      { otherwise: { public: { action: 'set', value: 'X' }, private: 'keep' } },
      { otherwise: { public: { kind: 'set', values: ['X'] }, private: { kind: 'keep' } } },
    ],
  ])('%j', (file, expected) => {
    expect(plan(file)).toMatchObject(expected);
  });

  test.each([
    ['dicomdir', 'accept'],
    ['missingSopInstanceUid', 'accept'],
    ['burnedInAnnotation', 'accept'],
    ['encapsulatedDocument', 'accept'],
    ['audio', 'accept'],
    ['noPreamble', 'accept'],
    ['alreadyDeidentified', 'pass-through'],
  ])('screening: %s', (key, verdict) => {
    const { screening } = basicProfilePlan();
    expect(plan({ screening: { [key]: verdict } }).screening).toEqual({ ...screening, [key]: verdict });
  });

  test.each([
    ['preamble', 'keep'],
    ['groupLengths', 'keep'],
    ['trailingPadding', 'keep'],
    ['fileMeta', 'keep'],
  ])('housekeeping: %s', (key, value) => {
    const { housekeeping } = basicProfilePlan();
    expect(plan({ housekeeping: { [key]: value } }).housekeeping).toEqual({ ...housekeeping, [key]: value });
  });

  test('a certificate, by itself or by its path', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
    expect(plan({ encryptedAttributes: pem }).encryptedAttributesFor).toBe(pem);
    const text = JSON.stringify({ encryptedAttributes: 'for.pem' });
    const read = (content: string) => compileLethe({ ...sourceOf(text), readFile: () => content });
    expect(planOf(read(pem)).encryptedAttributesFor).toBe(pem);
    expect(codesOf(read('-----BEGIN PRIVATE KEY-----'))).toEqual(['NOT_A_CERTIFICATE']);
    expect(codesOf(compileLethe(sourceOf(text)))).toEqual(['FILE_UNREADABLE']);
  });

  test('a key in the file is a warning at a desk, and an error in the cloud', () => {
    const text = JSON.stringify({
      profile: 'none',
      rules: [{ select: 'PatientID', action: 'hash', key: { text: 'k' } }],
    });
    const desk = compileLethe(sourceOf(text));
    expect([codesOf(desk), desk.problems[0]?.severity, desk.plan === null]).toEqual([
      ['KEY_IN_RULES'],
      'warning',
      false,
    ]);
    const cloud = compileLethe({ ...sourceOf(text), place: 'cloud' });
    expect([codesOf(cloud), cloud.problems[0]?.severity, cloud.plan === null]).toEqual([
      ['KEY_IN_RULES'],
      'error',
      true,
    ]);
  });
});

describe('warnings', () => {
  const warnings = (file: object) => {
    const result = compile(file);
    expect(result.plan).not.toBeNull();
    expect(result.problems.every(({ severity }) => severity === 'warning')).toBe(true);
    return codesOf(result);
  };

  test('two rules for one selector, with both places', () => {
    const text =
      '{ "profile": "none",\n"rules": [\n{ "select": "PatientName", "action": "remove" },\n{ "select": "(0010, 0010)", "action": "empty" }] }';
    const result = compileLethe(sourceOf(text));
    expect(placesOf(result)).toEqual(['DUPLICATE_SELECTOR 4:13']);
    expect(result.problems[0]?.message).toContain('line 3, column 13');
    expect(result.plan?.rules.map(({ action }) => action.kind)).toEqual(['remove', 'empty']);
  });

  test('a path makes another selector', () => {
    const rules = [
      { select: 'PatientName', action: 'remove' },
      { select: '/PatientName', action: 'remove' },
      { select: '**/PatientName', action: 'remove' },
    ];
    expect(warnings({ profile: 'none', rules })).toEqual([]);
  });

  test.each([
    ['PatientName', 'keep'],
    ['PatientName', 'review'],
    ['vr:PN', 'keep'],
    ['(60xx,3000)', 'keep'],
    ['private', 'keep'],
    ['(0009,"ACME",01)', 'keep'],
    ['(0019,"SIEMENS MR HEADER")', 'keep'],
  ])('%s %s weakens the profile', (select, action) => {
    expect(warnings({ rules: [{ select, action }] })).toEqual(['WEAKENS_PROFILE']);
    expect(warnings({ rules: [{ select, action }, REMOVES_NAMES], profile: 'none' })).toEqual([]);
    expect(warnings({ rules: [{ select, action }], stamps: null })).toEqual([]);
  });

  test('what the options keep anyway, and what the profile does not name, weakens nothing', () => {
    expect(
      warnings({ options: ['retainDeviceIdentity'], rules: [{ select: 'StationName', action: 'keep' }] }),
    ).toEqual([]);
    expect(warnings({ rules: [{ select: 'Modality', action: 'keep' }] })).toEqual([]);
    expect(
      warnings({
        options: ['retainSafePrivate'],
        rules: [{ select: '(0019,"SIEMENS MR HEADER",0D)', action: 'keep' }],
      }),
    ).toEqual([]);
  });

  test.each([
    ['PatientName', 'shift'],
    ['StudyDate', 'replace-uid'],
    ['PatientSex', 'cap-age'],
    ['StudyDate', 'clean-text'],
    ['vr:LO', 'clean-content'],
    ['OverlayData', 'shift'],
    ['(0009,"ACME",01,LO)', 'shift'],
    ['ReferencedStudySequence', 'hash'],
    ['ReferencedStudySequence', 'pseudonym'],
    ['Rows', 'patient-id-hash'],
  ])('%s cannot have %s', (select, action) => {
    expect(warnings({ profile: 'none', rules: [{ select, action }] })).toEqual(['ACTION_NOT_FOR_VR']);
  });

  test.each([
    ['StudyDate', 'shift'],
    ['StudyInstanceUID', 'replace-uid'],
    ['PatientAge', 'cap-age'],
    ['StudyDescription', 'clean-text'],
    ['(0009,"ACME",01)', 'shift'],
    ['private', 'hash'],
  ])('%s can have %s', (select, action) => {
    expect(warnings({ profile: 'none', rules: [{ select, action }] })).toEqual([]);
  });

  test('settings that change nothing', () => {
    expect(warnings({ dates: { shift: { days: -1 }, capAge: 89 } })).toEqual([
      'UNUSED_SETTING',
      'UNUSED_SETTING',
    ]);
    expect(warnings({ dates: { timeOfDay: 'shift', placeholders: ['20000101'] } })).toEqual([
      'UNUSED_SETTING',
      'UNUSED_SETTING',
    ]);
    const birth = { select: 'PatientBirthDate', action: 'shift' };
    expect(warnings({ dates: { capAge: 89 }, rules: [birth] })).toEqual(['WEAKENS_PROFILE']);
    expect(
      warnings({ dates: { shift: { days: -1 } }, rules: [{ select: 'ContentDate', action: 'shift' }] }),
    ).toEqual(['WEAKENS_PROFILE']);
    expect(
      warnings({
        options: ['retainLongitudinalModifiedDates', 'retainPatientCharacteristics'],
        dates: { shift: { days: -1 }, capAge: 89 },
      }),
    ).toEqual([]);
  });
});
