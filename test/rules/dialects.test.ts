import { existsSync } from 'node:fs';
import { compileRules, RULE_DIALECTS } from '../../rules/compile.ts';
import { pageAt, tableUnder, wordsIn } from './docs.ts';
import { exampleNamed } from './harness.ts';

/** docs/dialects.md against what there is. */

const PAGE = pageAt('dialects.md');
const DIALECTS = tableUnder('| dialect | what it reads | example | option by option |', PAGE);
const linksIn = (cell = '') => [...cell.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link as string);

test('every dialect', () => {
  expect(new Set(DIALECTS.map(([dialect]) => wordsIn(dialect)[0]))).toEqual(new Set(RULE_DIALECTS));
});

test('every link leads somewhere', () => {
  const links = linksIn(PAGE);
  expect(links.filter((link) => !existsSync(new URL(`../../docs/${link}`, import.meta.url)))).toEqual([]);
});

test('every example is of its dialect', () => {
  for (const [dialect, , examples] of DIALECTS)
    for (const link of linksIn(examples)) {
      const compiled = compileRules(exampleNamed(link.slice('../rules/examples/'.length)));
      expect([link, compiled.dialect, compiled.plan === null]).toEqual([link, wordsIn(dialect)[0], false]);
    }
});
