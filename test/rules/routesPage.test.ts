import { readFileSync } from 'node:fs';
import { ROUTES_FILE } from '../../functions/ingest/ruleBook.ts';
import { compileRules } from '../../rules/compile.ts';
import { compileRoutes } from '../../rules/routes.ts';
import { codesOnPage, pageAt, tableUnder, wordsIn } from './docs.ts';
import { sourceOf } from './harness.ts';

/** docs/routes.md against the compiler. */

const PAGE = pageAt('routes.md');
const compile = (text: string) =>
  compileRoutes(
    sourceOf(text, ROUTES_FILE),
    (name) => sourceOf('{ "profile": "basic" }', name),
    compileRules,
  );

test('the keys of a route', () => {
  const unknown = compile('{ "routes": [{ "prefix": "", "rules": "basic", "zzzzzzzz": 1 }] }');
  const [, known = ''] = /Its keys are: (.*)\.$/.exec(unknown.problems[0]?.problems[0]?.hint ?? '') ?? [];
  const documented = tableUnder('| key | | what it says |', PAGE);
  expect(documented.flatMap(([key]) => wordsIn(key)).sort()).toEqual(known.split(', ').sort());
  const required = documented.filter(([, when]) => when === 'required').flatMap(([key]) => wordsIn(key));
  expect(required).toEqual(['prefix', 'rules']);
});

test('the file that it shows', () => {
  const [, text = ''] = /```json\n([\s\S]*?)```/.exec(PAGE) ?? [];
  const { routes, problems } = compile(text);
  expect(problems.flatMap((file) => file.problems)).toEqual([]);
  expect(routes?.map(({ prefix }) => prefix)).toEqual(['chest/', 'trial-7/', '']);
  expect(PAGE).toContain(`\`${ROUTES_FILE}\``);
});

test('the codes that are of routes, and of any rule file', () => {
  const sources = ['routes.ts', 'dialects.ts', 'lethe/reporter.ts'].map((name) =>
    readFileSync(new URL(`../../rules/${name}`, import.meta.url), 'utf8'),
  );
  const codes = sources.flatMap((text) => text.match(/'[A-Z]+(?:_[A-Z0-9]+)+'/g) ?? []);
  expect(codesOnPage(PAGE)).toEqual(new Set(codes.map((code) => code.slice(1, -1))));
});
