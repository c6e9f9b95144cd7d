import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'jsonc-parser';
import { compileRules } from '../../../rules/compile.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import { RULES_TABLES, rulesPage } from '../../../rules/lethe/rulesPage.ts';
import { letheSchemaText } from '../../../rules/lethe/schema.ts';
import { optionsPage } from '../../../rules/ps315/optionsPage.ts';
import { compileRoutes } from '../../../rules/routes.ts';
import { formatProblem, type RuleSource } from '../../../rules/source.ts';

/** What is published of the rule language is what the compiler does: pages, schema and examples are held to its tables. */

const at = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const sourceOf = (text: string, name = 'rules.json'): RuleSource => ({
  name,
  text,
  place: 'desk',
  readFile: () => {
    throw new Error('no file');
  },
});

const examples = readdirSync(new URL('../../../rules/examples/', import.meta.url)).filter(
  (name) => name.startsWith('lethe') || name === 'worklist.json',
);
/** Blocks of docs/rules.md that are rule files, and that are routes. */
const blocks = [...at('docs/rules.md').matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text as string);
const ruleBlocks = blocks.filter((text) => !text.includes('"routes"'));

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, discriminator: false }).compile(
  JSON.parse(letheSchemaText()) as object,
);

test('docs/options.md and the tables of docs/rules.md are made of the compiler’s tables (npm run docs)', () => {
  expect(at('docs/options.md')).toBe(optionsPage());
  expect(at('docs/rules.md')).toBe(rulesPage(at('docs/rules.md')));
  for (const name of Object.keys(RULES_TABLES))
    expect(at('docs/rules.md')).toContain(`<!-- table: ${name} -->`);
});

test('rules/lethe.schema.json is made of the compiler’s tables (npm run docs)', () => {
  expect(at('rules/lethe.schema.json')).toBe(letheSchemaText());
});

test.each(examples)('%s compiles without a word, and fits the schema', (name) => {
  const text = at(`rules/examples/${name}`);
  const compiled = compileRules(sourceOf(text, name));
  expect(compiled.dialect).toBe('lethe');
  expect(compiled.problems.filter(({ severity }) => severity !== 'note')).toEqual([]);
  expect(validate(parse(text, [], { allowTrailingComma: true }))).toBe(true);
});

test.each(ruleBlocks.map((text, index) => [index + 1, text] as const))(
  'example %i of docs/rules.md',
  (_index, text) => {
    const { plan, problems } = compileLethe(sourceOf(text));
    const doubtful = problems.filter(({ severity }) => severity !== 'note');
    expect(doubtful.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    expect(plan).not.toBeNull();
    expect(validate(parse(text, [], { allowTrailingComma: true }))).toBe(true);
  },
);

test('there are examples to hold', () => {
  expect(examples).toContain('lethe.json');
  expect(ruleBlocks.length).toBeGreaterThan(5);
});

test('the routes of docs/rules.md', () => {
  const text = blocks.find((block) => block.includes('"routes"')) ?? '';
  const { routes } = compileRoutes(
    sourceOf(text, 'lethe.routes.json'),
    (name) => sourceOf('{}', name),
    compileRules,
  );
  expect(routes?.map(({ prefix, keyScope }) => [prefix, keyScope])).toEqual([
    ['chest/', 'chest-ct'],
    ['', ''],
  ]);
});

test('the error in docs/rules.md is the one that is given', () => {
  const text = '{\n  "rules": [\n    { "select": "PatientNmae", "action": "remove" }\n  ]\n}';
  const [problem] = compileLethe(sourceOf(text)).problems;
  if (problem === undefined) throw new Error('no problem');
  expect([problem.code, problem.line, problem.column]).toEqual(['UNKNOWN_KEYWORD', 3, 17]);
  expect(at('docs/rules.md')).toContain(formatProblem(sourceOf(text), problem));
});

describe('the schema refuses what the compiler refuses', () => {
  test.each([
    ['an unknown key', { profil: 'basic' }],
    ['an unknown option', { options: ['retainUid'] }],
    ['an option that is refused', { options: ['cleanRecognizableVisualFeatures'] }],
    ['an unknown action', { rules: [{ select: 'PatientName', action: 'kep' }] }],
    ['a rule without selector', { rules: [{ action: 'keep' }] }],
    ['a parameter of another action', { rules: [{ select: 'PatientName', action: 'keep', value: 'x' }] }],
    ['a missing parameter', { rules: [{ select: 'PatientName', action: 'set' }] }],
    [
      'a template without placeholder',
      { identities: { patientId: { action: 'allocate', template: 'Site' } } },
    ],
    ['a wrong shift', { dates: { shift: { days: [0, 5] } } }],
    ['a number for a word', { freeText: 1 }],
    ['a wrong group', { privateAttributes: { keep: [{ group: '19', creator: 'X', element: '01' }] } }],
  ])('%s', (_name, file) => {
    expect(validate(file)).toBe(false);
    expect(compileLethe(sourceOf(JSON.stringify(file))).plan).toBeNull();
  });
});
