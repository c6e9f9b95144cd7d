import { existsSync, readdirSync } from 'node:fs';
import { compileRules, RULE_DIALECTS } from '../../rules/compile.ts';
import { exampleNamed } from './harness.ts';
import VECTORS from './vectors.json' with { type: 'json' };

/**
 * What a dialect must have, so that CONTRIBUTING's recipe is followed to its end. Its compiler, the way to it, its words, its signs, the count of its
 * vectors and its row in rosetta.test.ts are missed by the compiler; its rows in docs/dialects.md by dialects.test.ts and rosetta.test.ts.
 */

const at = (path: string) => new URL(`../../${path}`, import.meta.url);
const EXAMPLES = readdirSync(at('rules/examples/'));

describe.each(RULE_DIALECTS)('%s', (dialect) => {
  test('has an example, which is recognised by its content and makes a plan', () => {
    const [example] = EXAMPLES.filter((name) => name.startsWith(`${dialect}.`));
    expect(example).toBeDefined();
    const compiled = compileRules(exampleNamed(example as string));
    expect([compiled.dialect, compiled.plan?.dialect]).toEqual([dialect, dialect]);
  });

  test.each([
    dialect === 'lethe' ? 'docs/rules.md' : `docs/dialects/${dialect}.md`,
    `test/rules/${dialect}/${dialect === 'lethe' ? 'pages' : 'documentation'}.test.ts`,
    `rules/${dialect}/compile.ts`,
    `test/rules/${dialect}/compile.test.ts`,
  ])('has %s', (path) => {
    expect(existsSync(at(path))).toBe(true);
  });

  // Lethe's own language is nobody's but Lethe's: no other system pins it.
  if (dialect !== 'lethe')
    test('has vectors', () => {
      expect(Object.keys(VECTORS)).toContain(dialect);
      expect(Object.keys(VECTORS[dialect])).not.toEqual([]);
    });
});
