import { readdirSync, readFileSync } from 'node:fs';
import { compileRules, RULE_DIALECTS, type RuleDialect, recogniseDialect } from '../../rules/compile.ts';
import { codesOf, sourceOf } from './harness.ts';

const EXAMPLES = new URL('../../rules/examples/', import.meta.url);
const examples = readdirSync(EXAMPLES);
const textOf = (name: string) => readFileSync(new URL(name, EXAMPLES), 'utf8');
/** `lethe-own.json` and `lethe.json` are Lethe's. */
const dialectOf = (name: string) => name.split(/[.-]/)[0] as RuleDialect;

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
