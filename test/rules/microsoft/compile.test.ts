import { formatProblem } from '../../../rules/source.ts';
import { el } from '../../support/build.ts';
import { codesOf, compile, planOf, rule, run, sourceOf } from './tool.ts';

const actionsOf = (config: Parameters<typeof planOf>[0]) => planOf(config).rules.map(({ action }) => action);

describe('the file', () => {
  test('a byte order mark, comments and trailing commas are read, and move no position', () => {
    const text =
      '\uFEFF{\n  // what goes\n  "rules": [\n    { "tag": "PatientName", "method": "remove", },\n  ],\n}';
    const { plan } = compile(text);
    expect(plan?.rules[0]?.origin).toMatchObject({ source: 'configuration.json', line: 4, column: 5 });
  });

  test('keys of the file are read in any case, those of a rule are not', () => {
    const config = '{"Rules":[{"Tag":"PN","method":"keep"}],"DEFAULTSETTINGS":{}}';
    const { plan, problems } = compile(config);
    expect(plan).toBeNull();
    expect(codesOf(problems)).toEqual(['MS_1002']);
    expect(problems.find(({ code }) => code === 'MS_UNKNOWN_KEY')?.hint).toContain('tag');
  });

  test.each([
    ['no JSON', '{"rules": [', 'MS_1001'],
    ['a list', '[]', 'MS_1001'],
    ['nothing', '', 'MS_1001'],
    ['no rules', '{}', 'MS_1001'],
    ['null for rules', '{"rules": null}', 'MS_1001'],
    ['a rule that is a text', '{"rules": ["PN"]}', 'MS_1001'],
    ['no rule, so that everything would stay', '{"rules": []}', 'MS_NO_RULES'],
    ['no rules', '{"defaultSettings": {}}', 'MS_1001'],
    [
      'rules twice, and none the second time',
      '{"rules": [{"tag": "PN", "method": "remove"}], "rules": []}',
      'MS_NO_RULES',
    ],
    ['a section that is a number', '{"rules": [], "customSettings": 1}', 'MS_1001'],
    ['settings that are a number', '{"rules": [], "customSettings": {"a": 1}}', 'MS_1006'],
  ])('%s: %s is not a configuration', (_what, text, code) => {
    const { plan, problems } = compile(text);
    expect(plan).toBeNull();
    expect(codesOf(problems)).toContain(code);
  });

  test('no default settings are none', () => {
    expect(actionsOf({ rules: [rule('DA', 'redact')] })).toHaveLength(1);
  });

  test('what no rule is about stays, and private attributes too', () => {
    expect(planOf({ rules: [rule('PN', 'remove')] }).otherwise).toEqual({
      public: { kind: 'keep' },
      private: { kind: 'keep' },
    });
  });
});

describe('errors', () => {
  const broken = {
    rules: [
      { tag: '(0040)', method: 'redact' },
      { tag: 'PatientNmae', method: 'redcat' },
      { method: 'keep' },
      { tag: 'PN' },
      { tag: 'PN', method: 'perturb', setting: 'mine' },
      rule('DS', 'perturb', { span: -1, roundTo: 29, rangeType: 'Fixd' }),
      rule('PN', 'encrypt', { encryptKey: 'short' }),
      { tag: 'PN', method: 'keep', params: 'none' },
    ],
  };

  test('all of all rules are said at once, with code, line and column', () => {
    const { plan, problems } = compile(broken);
    expect(plan).toBeNull();
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code }) => code)).toEqual([
      'MS_1003', // (0040)
      'MS_1003', // PatientNmae
      'MS_1004', // redcat
      'MS_1002', // no tag
      'MS_1002', // no method
      'MS_1005', // mine
      'MS_1006', // span
      'MS_1006', // roundTo
      'MS_1006', // rangeType
      'MS_1006', // encryptKey
      'MS_1006', // params
    ]);
    const text = sourceOf(broken).text.split('\n');
    for (const { line, column } of errors) expect(text[line! - 1]![column! - 1]).toMatch(/["{\-\d]/);
  });

  test('a hint says what was meant', () => {
    const { problems } = compile(broken);
    const hints = problems.map(({ hint }) => hint).join('\n');
    expect(hints).toContain('PatientName');
    expect(hints).toContain('redact');
    expect(problems.find(({ message }) => message.includes('rangeType'))?.message).toContain('Fixed');
    expect(problems.find(({ message }) => message.includes('40 bits'))).toBeDefined();
  });

  test('an error is shown with its line and a caret', () => {
    const source = sourceOf('{"rules": [{"tag": "PN", "method": "redcat"}]}');
    const [problem] = compile(source.text).problems;
    expect(formatProblem(source, problem!)).toContain(`\n    ${' '.repeat(35)}^\n`);
  });

  test('a wrong default setting that several rules share is wrong once', () => {
    const { problems } = compile({
      rules: [rule('DS', 'perturb'), rule('IS', 'perturb')],
      defaultSettings: { perturb: { span: 'wide' } },
    });
    expect(codesOf(problems)).toEqual(['MS_1006']);
  });
});

describe('settings', () => {
  const shiftBy = (config: Parameters<typeof planOf>[0], at = 0) => {
    const action = actionsOf(config)[at];
    return action?.kind === 'shift' ? action.by : null;
  };

  test('their names are read in any case, numbers and booleans as text too, methods in any case', () => {
    const actions = actionsOf({
      rules: [rule('DA', 'DATESHIFT'), rule('DS', 'Perturb'), rule('AS', 'redact')],
      defaultSettings: {
        DateShift: { DATESHIFTRANGE: '7', dateshiftscope: 'studyinstance', dateShiftKey: 'a' },
        PERTURB: { Span: '10', ROUNDTO: '0', rangetype: 'FIXED' },
        redact: { ENABLEPARTIALAGESFORREDACT: 'True' },
      },
    });
    expect(actions).toEqual([
      {
        kind: 'shift',
        by: { kind: 'scoped', key: { from: 'rules', text: 'a' }, rangeDays: 7, scope: 'study' },
        whenInvalid: 'quarantine',
        dropOlderThanYears: 89,
        timeOfDay: 'midnight',
      },
      { kind: 'perturb', span: 10, range: 'fixed', roundTo: 0 },
      { kind: 'redact', partialDates: false, partialAges: true, microsoftNoon: false },
    ]);
  });

  test('what is not said is as the documentation says', () => {
    const actions = actionsOf({
      rules: [
        rule('DA', 'dateShift'),
        rule('DS', 'perturb'),
        rule('DT', 'redact'),
        rule('LO', 'cryptoHash'),
        rule('PN', 'encrypt'),
        rule('SH', 'substitute'),
        rule('UI', 'refreshUID'),
      ],
    });
    expect(actions).toEqual([
      {
        kind: 'shift',
        by: { kind: 'scoped', key: { from: 'ring' }, rangeDays: 50, scope: 'series' },
        whenInvalid: 'quarantine',
        dropOlderThanYears: 89,
        timeOfDay: 'midnight',
      },
      { kind: 'perturb', span: 1, range: 'proportional', roundTo: 2 },
      { kind: 'redact', partialDates: false, partialAges: false, microsoftNoon: false },
      { kind: 'hash', key: { from: 'ring' }, algorithm: 'sha256', matchLength: false },
      { kind: 'encrypt', key: { from: 'ring' }, asciiOnly: false },
      { kind: 'set', values: ['ANONYMOUS'] },
      { kind: 'replace-uid', method: 'keyed' },
    ]);
  });

  test('a custom setting stands in the place of the default, and params on top of either', () => {
    const config = {
      rules: [
        rule('DA', 'dateShift', { DateShiftRange: 10 }),
        { tag: 'DT', method: 'dateShift', setting: 'mine' },
        { tag: 'TM', method: 'dateShift', setting: 'mine', params: { dateShiftKey: 'other' } },
      ],
      defaultSettings: { dateShift: { dateShiftRange: 5, dateShiftScope: 'StudyInstance' } },
      customSettings: { mine: { dateShiftRange: 20, dateShiftKey: 'own' } },
    };
    expect(shiftBy(config, 0)).toMatchObject({ rangeDays: 10, scope: 'study' });
    expect(shiftBy(config, 1)).toMatchObject({ rangeDays: 20, scope: 'series', key: { text: 'own' } });
    expect(shiftBy(config, 2)).toMatchObject({ rangeDays: 20, key: { text: 'other' } });
  });

  test('lists of objects with one key are read as the object that was meant', () => {
    const objects = {
      rules: [rule('DA', 'dateShift'), { tag: 'DS', method: 'perturb', setting: 'mine' }],
      defaultSettings: { perturb: { span: '1' }, dateShift: { dateShiftRange: 3 } },
      customSettings: { mine: { span: '10', rangeType: 'Fixed' } },
    };
    const lists = {
      ...objects,
      defaultSettings: [{ perturb: { span: '1' } }, { dateShift: { dateShiftRange: 3 } }],
      customSettings: [{ mine: { span: '10', rangeType: 'Fixed' } }],
    };
    expect(planOf(lists).digest).toBe(planOf(objects).digest);
  });

  test('names of custom settings have a case', () => {
    const { problems } = compile({
      rules: [{ tag: 'DA', method: 'redact', setting: 'mine' }],
      customSettings: { Mine: {} },
    });
    expect(codesOf(problems)).toEqual(['MS_1005']);
    expect(problems[0]?.hint).toContain('Mine');
  });

  test('params of one rule are not those of the next', async () => {
    const config = {
      rules: [rule('(300A,0002)', 'substitute', { replaceWith: 'ANONY' }), rule('(0040,A027)', 'substitute')],
      defaultSettings: { substitute: { replaceWith: 'ANONYMOUS' } },
    };
    const output = await run(config, [el(0x300a0002, 'SH', 'PLAN'), el(0x0040a027, 'LO', 'CLINIC')]);
    expect([output.values(0x300a0002), output.values(0x0040a027)]).toEqual([['ANONY'], ['ANONYMOUS']]);
  });

  test('a value to substitute has as many values as backslashes make', () => {
    expect(actionsOf({ rules: [rule('LO', 'substitute', { replaceWith: 'A\\B' })] })).toEqual([
      { kind: 'set', values: ['A', 'B'] },
    ]);
  });
});

describe('keys', () => {
  const keyed = {
    rules: [
      rule('LO', 'cryptoHash'),
      rule('PN', 'encrypt', { encryptKey: '0123456789abcdef' }),
      rule('DA', 'dateShift'),
    ],
    defaultSettings: { cryptoHash: { cryptoHashKey: '123' }, dateShift: { dateShiftKey: 'd' } },
    customSettings: { unused: { encryptKey: '0123456789abcdef' } },
  };

  test('at a desk each is a warning where it stands', () => {
    const { plan, problems } = compile(keyed);
    expect(plan).not.toBeNull();
    expect(codesOf(problems, 'warning')).toEqual(Array(4).fill('MS_KEY_IN_FILE'));
  });

  test('in the cloud each is an error, that of a setting which no rule uses too', () => {
    const { plan, problems } = compile(keyed, { place: 'cloud' });
    expect(plan).toBeNull();
    expect(codesOf(problems)).toEqual(Array(4).fill('MS_KEY_IN_FILE'));
    expect(problems[0]?.hint).toContain('"kms"');
    expect(problems.map(({ message, hint }) => message + hint).join()).not.toContain('0123456789abcdef');
  });

  test.each([123, 0, true, ''])('%j is a key, too', (key) => {
    const config = { rules: [rule('LO', 'cryptoHash', { cryptoHashKey: key })] };
    expect(codesOf(compile(config, { place: 'cloud' }).problems)).toEqual(['MS_KEY_IN_FILE']);
    expect(codesOf(compile(config).problems, 'warning')).toEqual(['MS_KEY_IN_FILE']);
  });

  test('"kms" and null are the key ring, everywhere', () => {
    for (const key of ['kms', 'KMS', null]) {
      const config = { rules: [rule('LO', 'cryptoHash', { cryptoHashKey: key })] };
      const { plan, problems } = compile(config, { place: 'cloud' });
      expect(plan?.rules[0]?.action).toMatchObject({ key: { from: 'ring' } });
      expect(problems).toEqual([]);
    }
  });

  test.each([16, 24, 32])('an encryption key of %i bytes is one, counted in UTF-8', (bytes) => {
    const params = { encryptKey: 'é'.repeat(bytes / 2) };
    expect(planOf({ rules: [rule('PN', 'encrypt', params)] }).rules).toHaveLength(1);
  });
});

describe('warnings', () => {
  const warningsOf = (config: Parameters<typeof compile>[0]) => {
    const { plan, problems } = compile(config);
    expect(plan).not.toBeNull();
    return problems.map(({ code, hint }) => [code, hint] as const);
  };

  test('of the slip in the documentation: settings for setting', () => {
    const [warning] = warningsOf({ rules: [{ tag: 'IS', method: 'perturb', settings: 'mine' }] });
    expect(warning).toEqual(['MS_UNKNOWN_KEY', expect.stringContaining('Did you mean setting?')]);
  });

  test('of settings and methods that nothing has', () => {
    const config = {
      rules: [rule('IS', 'perturb', { spam: 1 }), rule('PN', 'keep', { span: 1 })],
      defaultSettings: { perturbation: {}, perturb: { roundto2: 1 } },
      extra: 1,
    };
    expect(warningsOf(config).map(([code]) => code)).toEqual([
      'MS_UNUSED_SETTING',
      'MS_UNUSED_SETTING',
      'MS_UNKNOWN_KEY',
      'MS_UNUSED_SETTING',
      'MS_UNKNOWN_KEY',
    ]);
  });

  test.each([
    ['(0028,0010)', 'cryptoHash'],
    ['SQ', 'encrypt'],
    ['PatientName', 'refreshUID'],
    ['(0008,0030)', 'dateShift'],
    ['PixelSpacing', 'dateShift'],
    ['PatientName', 'perturb'],
    ['UN', 'substitute'],
  ])('of %s %s, which refuses every instance that has it', (tag, method) => {
    expect(warningsOf({ rules: [rule(tag, method)] }).map(([code]) => code)).toEqual(['MS_1101']);
  });

  test.each([
    ['PixelData', 'cryptoHash'],
    ['(7FE0,0010)', 'encrypt'],
    ['(0040,xxxx)', 'dateShift'],
    ['(0009,1001)', 'perturb'],
    ['SQ', 'redact'],
  ])('but not of %s %s, which may fit', (tag, method) => {
    expect(warningsOf({ rules: [rule(tag, method)] })).toEqual([]);
  });

  test('of file meta information, which follows the data set', () => {
    expect(
      warningsOf({ rules: [rule('(0002,0003)', 'refreshUID'), rule('UI', 'refreshUID')] }).map(
        ([code]) => code,
      ),
    ).toEqual(['MS_FILE_META']);
  });

  test.each([
    [['(0010,0010)', 'PatientName']],
    [['(0010,xxxx)', 'PatientName']],
    [['xxxx,0010', '(0010,0010)']],
    [['PN', 'PN']],
    [['(0009,1001:ACME)', '(0009,1101:ACME)']],
  ])('of the second of %j, which never applies', (tags) => {
    const warnings = warningsOf({ rules: tags.map((tag) => rule(tag, 'remove')) });
    expect(warnings.map(([code]) => code)).toEqual(['MS_NEVER_APPLIES']);
  });

  test.each([
    [['PatientName', '(0010,xxxx)']],
    [['PN', 'PatientName']],
    [['(0009,1001:ACME)', '(0009,1001:OTHER)']],
  ])('but not of %j, where the second has elements of its own', (tags) => {
    expect(warningsOf({ rules: tags.map((tag) => rule(tag, 'remove')) })).toEqual([]);
  });

  test('of one name twice, of which the last counts', () => {
    const text = '{"rules":[{"tag":"PN","method":"keep","method":"remove"}]}';
    expect(warningsOf(text).map(([code]) => code)).toEqual(['MS_DUPLICATE_KEY']);
    expect(planOf(text).rules[0]?.action.kind).toBe('remove');
  });
});
