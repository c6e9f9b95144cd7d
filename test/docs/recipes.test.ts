import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The recipes of CONTRIBUTING name files that exist, and every file that has a table by actions or by dialects. */

const ROOT = join(import.meta.dirname, '../..');
const source = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const RECIPES = new Map(
  source('CONTRIBUTING.md')
    .split('\n## Recipes\n')[1]
    ?.split(/^### /m)
    .slice(1)
    .map((recipe) => [recipe.split('\n')[0] as string, recipe]),
);

/** What stands between backticks and looks like a file from the root. */
function filesIn(recipe: string): readonly string[] {
  return [...recipe.matchAll(/`([^`\s]+)`/g)]
    .map(([, word]) => word as string)
    .filter((word) => /^[\w<>.-]+(?:\/[\w<>.-]*)+$|^\w+\.md$/.test(word));
}

/** The files of the product that have a table with a row for each. */
function filesWith(table: RegExp): readonly string[] {
  return globSync('{rules,layers,cli,functions}/**/*.ts', { cwd: ROOT }).filter((path) =>
    table.test(source(path)),
  );
}

test('there are three', () => {
  expect([...RECIPES.keys()]).toEqual(['A new action', 'A new dialect', 'A new command']);
  for (const recipe of RECIPES.values()) expect(filesIn(recipe).length).toBeGreaterThan(6);
});

test.each([...RECIPES])('%s: every file is there, and of one by any name some', (_title, recipe) => {
  const missing = filesIn(recipe).filter((path) =>
    path.includes('<')
      ? globSync(path.replace('<name>', '*'), { cwd: ROOT }).length === 0
      : !existsSync(join(ROOT, path)),
  );
  expect(missing).toEqual([]);
});

test('A new action names every file whose table has a row for each', () => {
  const tables = filesWith(/\{\s*readonly \[K in (?:Simple)?Action(?:Kind\]|\['kind'\]\])/);
  expect(tables.length).toBeGreaterThan(6);
  const named = filesIn(RECIPES.get('A new action') ?? '');
  expect(tables.filter((path) => !named.includes(path))).toEqual([]);
});

test('A new dialect names every file whose table has a row for each', () => {
  const tables = filesWith(/: OfEachDialect<|satisfies OfEachDialect</);
  expect(tables.length).toBeGreaterThan(2);
  const named = filesIn(RECIPES.get('A new dialect') ?? '');
  expect(tables.filter((path) => !named.includes(path))).toEqual([]);
});

test('says of every way to run tests how long it takes and what it needs', () => {
  const rows = source('CONTRIBUTING.md').split('\n## Tests\n')[1]?.split('\n## ')[0] ?? '';
  const { scripts } = JSON.parse(source('package.json')) as { scripts: Readonly<Record<string, string>> };
  const named = [...rows.matchAll(/npm (?:run )?([a-z][a-z:]*)/g)].map(([, name]) => name as string);
  expect(named.filter((name) => name !== 'ci' && scripts[name] === undefined)).toEqual([]);
  for (const row of rows.split('\n').filter((line) => line.startsWith('| `')))
    expect(
      row
        .split('|')
        .slice(1, -1)
        .filter((cell) => cell.trim() === ''),
    ).toEqual([]);
  for (const call of ['npm test', '.ci/run', 'npm run test:cloud', 'npm run corpus'])
    expect(rows).toContain(`| \`${call}\` |`);
  // The steps of .ci/run are all explained.
  for (const [, name = ''] of source('.ci/run').matchAll(/^npm (?:run )?(test\S*|typecheck|lint)$/gm))
    expect(named).toContain(name);
});
