import { readdirSync, readFileSync } from 'node:fs';
import type { RuleDialect } from '../../rules/compile.ts';

/**
 * The conformance vectors of the four dialects, by their numbers: each has a test that says which it is, and the values that it pins stand in the
 * dialect's tests as they are. vectors.json is the list; a vector of it that has no test fails here.
 */
const VECTORS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = JSON.parse(
  readFileSync(new URL('vectors.json', import.meta.url), 'utf8'),
);

const cases = Object.entries(VECTORS).flatMap(([dialect, vectors]) =>
  Object.entries(vectors).map(([number, pinned]) => [dialect, Number(number), pinned] as const),
);

const sources = new Map(
  Object.keys(VECTORS).map((dialect) => {
    const folder = new URL(`${dialect}/`, import.meta.url);
    const names = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
    return [dialect, names.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n')];
  }),
);

/** The numbers that titles of tests begin with: `7:`, `14, 15:`, `1 to 4 by default:`; of tables whose title is `%i:`, those of the rows. */
function numbersIn(text: string): ReadonlySet<number> {
  const titled = [...text.matchAll(/(?:\(|^\s*|\[)'((?:\d+(?:, | to )?)+)(?: by default)?: /gm)].flatMap(
    ([, list = '']) =>
      list.split(', ').flatMap((part) => {
        const [first = 0, last = first] = part.split(' to ').map(Number);
        return Array.from({ length: last - first + 1 }, (_, index) => first + index);
      }),
  );
  const rows = [
    ...text.matchAll(/test\.each(?:<[^(]*>)?\(\[\n((?:(?!test\.each).)*?)\]\)\(\s*'%i: /gs),
  ].flatMap(([, table = '']) =>
    [...table.matchAll(/^\s*\[(?:\n\s*)?(\d+),/gm)].map(([, number]) => Number(number)),
  );
  return new Set([...titled, ...rows]);
}

/** How many each has. Lethe's own language is nobody's but Lethe's: there is no other system whose behaviour could pin it. */
const COUNTS: { readonly [D in Exclude<RuleDialect, 'lethe'>]: number } = {
  microsoft: 34,
  dcm4chee: 25,
  proknow: 10,
  mevislab: 9,
};

test('there are as many as the dialects have', () => {
  expect(
    Object.fromEntries(Object.entries(VECTORS).map(([name, all]) => [name, Object.keys(all).length])),
  ).toEqual(COUNTS);
});

test.each(cases)('%s %i has a test by its number, with what it pins', (dialect, number, pinned) => {
  const text = sources.get(dialect) as string;
  expect([...numbersIn(text)]).toContain(number);
  for (const value of pinned)
    expect(text.includes(value) || text.includes(value.replaceAll('\\', '\\\\'))).toBe(true);
});

test('no test has the number of a vector that there is not', () => {
  for (const [dialect, text] of sources)
    expect([...numbersIn(text)].filter((number) => VECTORS[dialect]?.[number] === undefined)).toEqual([]);
});
