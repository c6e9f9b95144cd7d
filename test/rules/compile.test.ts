import { readdirSync, readFileSync } from 'node:fs';
import { compileRules, RULE_DIALECTS, type RuleDialect, recogniseDialect } from '../../rules/compile.ts';
import { codesOf, sourceOf } from './harness.ts';

const EXAMPLES = new URL('../../rules/examples/', import.meta.url);
const examples = readdirSync(EXAMPLES);
const textOf = (name: string) => readFileSync(new URL(name, EXAMPLES), 'utf8');
/** `lethe-own.json`, `lethe.json`, `tcia.json` and `worklist.json` are Lethe's. */
const dialectOf = (name: string) =>
  (/^(?:tcia|worklist)\.json$/.test(name) ? 'lethe' : name.split(/[.-]/)[0]) as RuleDialect;

test('there is an example of every dialect', () => {
  expect(new Set(examples.map(dialectOf))).toEqual(new Set(RULE_DIALECTS));
});

test.each(examples)('%s is recognised, and compiles', (name) => {
  const { dialect, plan, problems } = compileRules(sourceOf(textOf(name), name));
  expect(dialect).toBe(dialectOf(name));
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(plan?.dialect).toBe(dialectOf(name));
});

describe('recognised by content', () => {
  test.each<[RuleDialect | null, string]>([
    ['lethe', '{}'],
    ['lethe', '{ "profile": "basic" }'],
    ['lethe', '\uFEFF // "tag": "x"\n{ "rules": [] }'],
    ['lethe', '{ /* "defaultSettings": */ "options": ["retainUids"] }'],
    ['lethe', '{ "rules": [{ "select": "PatientID", "action": "replace-uid", "method": "keyed" }] }'],
    [
      'lethe',
      '{ "identities": { "patientId": "empty" }, "rules": [{ "select": "x", "action": "fantasy", "salt": "s" }] }',
    ],
    ['lethe', '{ "options": ["cleanDescriptors", "retainDeviceIdentity"] }'],
    ['lethe', '{ "rules": [ }'],
    ['microsoft', '{ "rules": [{ "tag": "(0010,0010)", "method": "redact" }] }'],
    ['microsoft', '\uFEFF{ "defaultSettings": {} }'],
    ['microsoft', '{ "rules": [{ "tag": "PatientName" '],
    ['proknow', '<?xml version="1.0"?><Anything/>'],
    ['proknow', '\n  <Rules>'],
    ['dcm4chee', 'deidentify:RetainUIDsOption'],
    ['dcm4chee', '# a comment\nBasicApplicationConfidentialityProfile'],
    ['dcm4chee', 'dcmDeIdentification: RetainUIDsOption'],
    ['dcm4chee', '["RetainUIDsOption"]'],
    ['mevislab', 'retainUIDs = TRUE'],
    ['mevislab', '{ "patientIdentityHandling": "PI_CLEAR" }'],
    ['mevislab', '{ "cleanDescriptors": true }'],
    [null, ''],
    [null, 'PatientName'],
    [null, '[1, 2]'],
  ])('%s: %j', (dialect, text) => {
    expect(recogniseDialect(text)).toBe(dialect);
  });
});

test('a dialect that is named is believed', () => {
  const source = sourceOf('{ "rules": [] }');
  expect(compileRules(source).dialect).toBe('lethe');
  expect(compileRules(source, 'microsoft').dialect).toBe('microsoft');
});

test('what is of no dialect is an error that names them', () => {
  const result = compileRules(sourceOf('PatientName keep'));
  expect(result.plan).toBeNull();
  expect(codesOf(result)).toEqual(['DIALECT_UNKNOWN']);
  for (const dialect of RULE_DIALECTS) expect(result.problems[0]?.hint).toContain(dialect);
});

test('every error says which dialect it is of, and where', () => {
  for (const [dialect, text] of [
    ['lethe', '{ "profil": 1 }'],
    ['microsoft', '{ "rules": [{ "tag": "(0010,0010)", "method": "nothing" }] }'],
    ['dcm4chee', 'deidentify:Nothing'],
    ['dcm4chee', 'deidentify'],
    ['mevislab', 'retainUIDs = PERHAPS'],
    ['proknow', '<a><Element><Tag>(0010,0010)</Tag><Rule>Nothing</Rule></Element></a>'],
  ] as const) {
    const { problems, plan } = compileRules(sourceOf(text));
    expect([dialect, plan]).toEqual([dialect, null]);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem.dialect).toBe(dialect);
      expect(problem.line).toBe(1);
      expect(problem.hint).not.toBe('');
    }
  }
});

describe('a file in another encoding', () => {
  const words =
    '{ "rules": [{ "tag": "PN", "method": "substitute", "params": { "replaceWith": "Müller" } }] }';
  const read = (bytes: Uint8Array) => sourceOf(Buffer.from(bytes).toString('utf8'));

  test.each([
    ['UTF-16 of Windows', Buffer.from(`\uFEFF${words}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(words, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`\uFEFF${words}`, 'utf16le').swap16()],
    ['Latin-1', Buffer.from(words, 'latin1')],
  ])('%s is refused, and said', (_encoding, bytes) => {
    const result = compileRules(read(bytes));
    expect([result.plan, codesOf(result)]).toEqual([null, ['NOT_UTF8']]);
    expect(result.problems[0]).toMatchObject({ line: 1, hint: expect.stringContaining('UTF-8') });
    expect(compileRules(read(bytes), 'lethe').plan).toBeNull();
  });

  test('UTF-8 is read, with a mark and without', () => {
    for (const text of [words, `\uFEFF${words}`])
      expect(compileRules(read(Buffer.from(text))).plan?.rules[0]?.action).toEqual({
        kind: 'set',
        values: ['Müller'],
      });
  });
});

test.each(RULE_DIALECTS)('an empty file is an error of %s, and of none', (dialect) => {
  for (const text of ['', '   \n', '\uFEFF']) {
    expect(compileRules(sourceOf(text)).plan).toBeNull();
    const named = compileRules(sourceOf(text), dialect);
    expect([named.plan, codesOf(named).length > 0]).toEqual([null, true]);
  }
});

test.each(
  RULE_DIALECTS.flatMap((dialect) => examples.map((name) => [name, dialect] as const)).filter(
    ([name, dialect]) => dialectOf(name) !== dialect,
  ),
)('%s read as %s is not a plan', (name, dialect) => {
  const result = compileRules(sourceOf(textOf(name), name), dialect);
  expect(result.plan).toBeNull();
  expect(result.problems.some(({ severity }) => severity === 'error')).toBe(true);
});

test.each([
  ['objects', '{"a":'.repeat(20_000)],
  ['lists', `{"rules":${'['.repeat(20_000)}`],
  ['closed ones', `{"rules":[{"tag":${'{"x":'.repeat(9000)}1${'}'.repeat(9000)},"method":"keep"}]}`],
  ['lists alone', '['.repeat(20_000)],
  ['elements', '<a>'.repeat(20_000)],
])('a file of %s in each other is refused by every reader, not failed over', (_what, text) => {
  for (const dialect of [undefined, ...RULE_DIALECTS]) {
    const result = compileRules(sourceOf(text), dialect);
    expect([result.plan, result.problems.length > 0]).toEqual([null, true]);
  }
});
