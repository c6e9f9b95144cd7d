import { parsePrices } from '../../cli/cost/pricesFile.ts';
import { parseListen } from '../../cli/listen/config/parse.ts';
import { parseConfig } from '../../infra/config.ts';
import type { SettingsError } from '../../infra/settings.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { compileRules } from '../../rules/compile.ts';
import { FILE_VERSION, versionProblem } from '../../rules/forLethe.ts';
import { compileRoutes } from '../../rules/routes.ts';
import { formatProblem, type RuleProblem, type RuleSource } from '../../rules/source.ts';
import { pageAt } from './docs.ts';

/** Every file that people write for Lethe says for which Lethe it is in one way, and another one refuses it in one way. */

const sourceOf = (text: string, files: Readonly<Record<string, string>> = {}): RuleSource => ({
  name: 'rules.json',
  text,
  place: 'desk',
  readFile: (name) => files[name] ?? fail(),
});
function fail(): never {
  throw new Error('no file');
}
const told = (problems: readonly RuleProblem[]) =>
  problems.map(({ code, line, column }) => [code, line, column]);

test('files are of the version that the package has', () => {
  expect(ENGINE_VERSION.split('.').slice(0, 2).join('.')).toBe(FILE_VERSION);
  expect(versionProblem(FILE_VERSION)).toBeNull();
  expect(versionProblem(ENGINE_VERSION)).toBeNull();
});

test.each([
  // own, also read, said, is read
  ['1.4', [], '1', true],
  ['1.4', [], '1.4', true],
  ['1.4', [], '1.4.9', true],
  ['1.4', [], '1.5', false],
  ['1.4', [], '1.10', false],
  ['1.4', [], '2', false],
  ['1.4', [], '10.0', false],
  ['1.4', [], '0.9', false],
  ['1.4', [0], '0.9', true],
  ['2.0', [0], '1.0', false],
  ['0.1', [], '0', true],
] as const)('Lethe %s, which also reads %j, is given a file for %s', (own, alsoRead, said, isRead) => {
  expect(versionProblem(said, own, alsoRead) === null).toBe(isRead);
});

test.each([['1.x'], ['^1'], [''], ['01'], ['1.2.3.4'], [1], [null], [{}], ['9999999']])(
  '%j is not a version',
  (said) => {
    expect(versionProblem(said)?.message).toBe('"lethe" must be a version, in quotes');
  },
);

test('what is said names both versions, and what to do', () => {
  const problem = versionProblem('2', '1.4', []);
  expect(problem?.message).toBe('This file is for Lethe 2, and this is Lethe 1.4');
  expect(problem?.hint).toContain('Use Lethe 2');
  expect(versionProblem('0.3', '1.4', [])?.hint).toContain('"Changed" in CHANGELOG.md');
  expect(versionProblem('1.6', '1.4', [])?.hint).toContain('write "1.4"');
});

// A key that only the other Lethe has, and words of other dialects, must not be what is looked at.
const LATER = '{\n  "lethe": "7",\n  "tag": 1, "defaultSettings": {}, "rules": "otherwise"\n}';

describe('a file for another major', () => {
  it('of rules is refused for that alone, whatever else it has', () => {
    const { plan, problems, dialect } = compileRules(sourceOf(LATER));
    expect([plan, dialect, told(problems)]).toEqual([null, 'lethe', [['OTHER_VERSION', 2, 12]]]);
  });

  it('that rules name is refused where it is named', () => {
    const reviewed = compileRules(sourceOf('{ "reviewed": "r.json" }', { 'r.json': LATER }));
    expect(told(reviewed.problems)).toEqual([['OTHER_VERSION', 1, 15]]);
    const pixels =
      '{ "dcmDeIdentification": ["BasicApplicationConfidentialityProfile"], "pixels": "p.json" }';
    const { problems } = compileRules(sourceOf(pixels, { 'p.json': '{ "lethe": "7", "pixels": {} }' }));
    expect(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
      'OTHER_VERSION',
    ]);
  });

  it('of routes is refused, and so is what they name', () => {
    const routes = (text: string) => compileRoutes(sourceOf(text), () => sourceOf(LATER), compileRules);
    const codesOf = ({ problems }: ReturnType<typeof routes>) =>
      problems.flatMap((each) => each.problems.map(({ code }) => code));
    expect(codesOf(routes(LATER))).toEqual(['OTHER_VERSION']);
    expect(codesOf(routes('{ "routes": [{ "prefix": "", "rules": "a" }] }'))).toEqual(['OTHER_VERSION']);
    const both = compileRoutes(
      sourceOf('{ "lethe": "0.1", "routes": [{ "prefix": "", "rules": "basic" }] }'),
      fail,
      compileRules,
    );
    expect(both.routes).toHaveLength(1);
  });

  it('of a gateway is refused', () => {
    const files = {
      folder: '/',
      environment: {},
      readFile: fail,
      ruleFile: fail,
      compile: compileRules,
    };
    const parsed = parseListen({ name: 'l.json', text: LATER }, files as never);
    expect(parsed.config).toBeNull();
    expect(parsed.problems.flatMap(({ problems }) => told(problems))).toEqual([['OTHER_VERSION', 2, 12]]);
  });

  it('of a deployment is refused, with line, caret and hint', () => {
    let said: readonly string[] = [];
    try {
      parseConfig('{\n  "lethe": "7", "stgae": 1\n}', 'lethe.config.json');
    } catch (error) {
      said = (error as SettingsError).problems;
    }
    expect(said).toHaveLength(1);
    expect(said[0]?.split('\n').slice(0, 3)).toEqual([
      `lethe.config.json:2:12: error OTHER_VERSION (lethe): This file is for Lethe 7, and this is Lethe ${FILE_VERSION}`,
      '      "lethe": "7", "stgae": 1',
      '               ^',
    ]);
    expect(parseConfig(`{ "lethe": "${FILE_VERSION}", "stage": "trial" }`, 'f')).toEqual({ stage: 'trial' });
  });

  it('of prices is refused', () => {
    expect(() => parsePrices('{ "lethe": "7" }', 'prices.json', {})).toThrow('prices.json:1: OTHER_VERSION');
  });
});

test('the version is no part of what rules do, and is shown', () => {
  const with_ = compileRules(sourceOf(`{ "lethe": "${FILE_VERSION}" }`)).plan;
  const without = compileRules(sourceOf('{}')).plan;
  expect(with_?.digest).toBe(without?.digest);
  expect([with_?.writtenFor, without?.writtenFor]).toEqual([FILE_VERSION, undefined]);
});

test('docs/rules.md shows the error as it is given', () => {
  const source = sourceOf('{ "lethe": "2", "profile": "basic" }');
  const [problem] = compileRules(source).problems;
  expect(pageAt('rules.md')).toContain(formatProblem(source, problem as RuleProblem));
});
