import { readdirSync } from 'node:fs';
import { compileRules, RULE_DIALECTS, recogniseDialect } from '../../rules/compile.ts';
import { compileRoutesOnDemand } from '../../rules/onDemand.ts';
import { type CompiledRoutes, compileRoutes } from '../../rules/routes.ts';
import { exampleNamed, sourceOf } from './harness.ts';

const EXAMPLES = readdirSync(new URL('../../rules/examples/', import.meta.url));
const routesOf = (files: readonly string[]) =>
  sourceOf(JSON.stringify({ routes: files.map((rules) => ({ prefix: `${rules}/`, rules })) }));
/** Sources have a function each, tables are in maps. */
const textOf = (compiled: CompiledRoutes) =>
  JSON.stringify(compiled, (_key, value) => (value instanceof Map ? [...value] : value));

test('every dialect compiles as it does where all are loaded', async () => {
  expect(new Set(EXAMPLES.map((name) => recogniseDialect(exampleNamed(name).text)))).toEqual(
    new Set(RULE_DIALECTS),
  );
  for (const files of [...EXAMPLES.map((name) => [name]), EXAMPLES, ['basic']]) {
    const compiled = await compileRoutesOnDemand(routesOf(files), exampleNamed);
    expect(compiled.routes).toHaveLength(files.length);
    expect(textOf(compiled)).toBe(textOf(compileRoutes(routesOf(files), exampleNamed, compileRules)));
  }
});

test('what is wrong is said as it is where all are loaded', async () => {
  const texts: Readonly<Record<string, string>> = {
    broken: '{ "profle": "basic" }',
    markup: '<Rules>',
    none: 'neither this nor that',
  };
  const file = (name: string) => sourceOf(texts[name] ?? '', name);
  const routes = routesOf(Object.keys(texts));
  const compiled = await compileRoutesOnDemand(routes, file);
  expect(compiled.routes).toBeNull();
  expect(compiled.problems.filter(({ problems }) => problems.length > 0)).toHaveLength(3);
  expect(compiled.problems.map(({ problems }) => problems)).toEqual(
    compileRoutes(routes, file, compileRules).problems.map(({ problems }) => problems),
  );
});
