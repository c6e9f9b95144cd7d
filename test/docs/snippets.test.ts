import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'jsonc-parser';
import { listenSchemaText } from '../../cli/listen/config/schema.ts';
import { recordOf } from '../../layers/engine/audit/manifest/format.ts';
import { compileRules } from '../../rules/compile.ts';
import { readPublished } from '../../rules/ps315/publishedTable.ts';
import { BLOCKS, type PageBlock, ROOT } from './commandPages.ts';

/** Every fenced block that is not of commands (test/docs/commands.test.ts) is compiled or run, here or by the test that its row names. */

interface Row {
  readonly page: string;
  /** What stands behind the fence. */
  readonly info: RegExp;
  /** How many there are: a new one is looked at by somebody. */
  readonly count: number;
  /** The test that compiles or runs it. */
  readonly test: string;
  /** What that test knows the page by, where it is not the name of its file. */
  readonly by?: string;
}

const ROWS: readonly Row[] = [
  { page: 'docs/api/lethe.md', info: /^js$/, count: 10, test: 'test/docs/api.test.ts' },
  { page: 'docs/api/cdk.md', info: /^ts$/, count: 9, test: 'test/package/api.test.ts', by: 'apiExamples()' },
  // Signatures, as TypeDoc writes them.
  { page: 'docs/api/lethe.md', info: /^ts$/, count: 22, test: 'test/docs/api.test.ts' },
  { page: 'docs/container.md', info: /^yaml$/, count: 2, test: 'test/docs/container.test.ts' },
  { page: 'docs/cost.md', info: /^json$/, count: 1, test: 'test/cli/cost.test.ts' },
  {
    page: 'docs/dialects/mevislab.md',
    info: /^$/,
    count: 1,
    test: 'test/rules/mevislab/documentation.test.ts',
  },
  {
    page: 'docs/dialects/proknow.md',
    info: /^xml$/,
    count: 1,
    test: 'test/rules/proknow/documentation.test.ts',
  },
  { page: 'docs/identities.md', info: /^json$/, count: 1, test: 'test/cli/mapByContent.test.ts' },
  { page: 'docs/library.md', info: /^js$/, count: 1, test: 'test/package/tarball.test.ts' },
  { page: 'docs/network.md', info: /^ini$/, count: 1, test: 'test/docs/network.test.ts' },
  { page: 'docs/network/configuration.md', info: /^json$/, count: 1, test: 'test/cli/listen/config.test.ts' },
  { page: 'docs/operations/deploying.md', info: /^json$/, count: 2, test: 'test/docs/policies.test.ts' },
  {
    page: 'docs/operations/deploying.md',
    info: /^yaml$/,
    count: 1,
    test: 'test/docs/policies.test.ts',
    by: 'OIDC',
  },
  { page: 'docs/operations/deploying.md', info: /^ts$/, count: 1, test: 'test/package/deploy.test.ts' },
  { page: 'docs/routes.md', info: /^json$/, count: 1, test: 'test/rules/routesPage.test.ts' },
  { page: 'docs/rules.md', info: /^json$/, count: 13, test: 'test/rules/lethe/pages.test.ts' },
  // The error of a word, and that of a version (test/rules/forLethe.test.ts).
  { page: 'docs/rules.md', info: /^text$/, count: 2, test: 'test/rules/lethe/pages.test.ts' },
];

/** Blocks that are looked at here. */
const HERE: Readonly<Record<string, (text: string) => void>> = {
  'docs/network.md': ofListen,
  'docs/network/worklist.md': ofListen,
  'docs/desk.md': (text) => {
    // Broken to fit the page.
    const record = recordOf(text.replace(/\n\s*/g, ''));
    expect(Object.keys(record ?? {})).toEqual(
      expect.arrayContaining([
        'time',
        'outcome',
        'source',
        'output',
        'plan',
        'engine',
        'actions',
        'durationMs',
      ]),
    );
  },
  'docs/identities.md': (text) => {
    const readFile = () => 'original,new\n1.2.3,2.25.1\n';
    const { plan, problems } = compileRules({ name: 'rules.json', text, place: 'desk', readFile });
    expect([plan?.dialect, problems.filter(({ severity }) => severity === 'error')]).toEqual(['lethe', []]);
  },
  'docs/statement.md': (text) =>
    expect(readPublished(text)).toMatchObject({ edition: '2027a', rows: [expect.any(Object)] }),
};

/** Pages whose blocks without a word behind the fence are pictures made of letters. */
const DRAWN = ['docs/architecture.md'];

const schema = JSON.parse(listenSchemaText()) as { readonly required?: readonly string[] };
const isConfiguration = new Ajv2020({ strict: true, formats: { uri: true } }).compile({
  ...schema,
  required: [],
});

/** A part of lethe.listen.json. */
function ofListen(text: string): void {
  const part = parse(text, [], { allowTrailingComma: true });
  expect([isConfiguration(part), isConfiguration.errors ?? []]).toEqual([true, []]);
  expect(isConfiguration({ ...part, peeers: {} })).toBe(false);
}

const isOfCommands = ({ info }: PageBlock) => /^(?:sh|bat|powershell|console|bash)\b/.test(info);
const SNIPPETS = BLOCKS.filter((block) => !isOfCommands(block) && !block.page.startsWith('docs/tutorials/'));
const rowOf = ({ page, info }: PageBlock) => ROWS.find((row) => row.page === page && row.info.test(info));
const isHere = ({ page, info }: PageBlock) => info === 'json' && Object.hasOwn(HERE, page);

test('every block is compiled or run by a test', () => {
  expect(SNIPPETS.length).toBeGreaterThan(40);
  const left = SNIPPETS.filter(
    (block) =>
      rowOf(block) === undefined && !isHere(block) && !(block.info === '' && DRAWN.includes(block.page)),
  );
  expect(left.map(({ page, line, info }) => `${page}:${line} "${info}"`)).toEqual([]);
});

test.each(ROWS.map((row) => [row.page, String(row.info), row] as const))(
  '%s %s: the test is there, reads the page, and has looked at each',
  (page, _info, { info, count, test: file, by = page.split('/').at(-1) as string }) => {
    expect(SNIPPETS.filter((block) => block.page === page && info.test(block.info))).toHaveLength(count);
    expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
    const text = readFileSync(join(ROOT, file), 'utf8');
    const isNamed = text.includes(by) || text.includes(by.replace(/\.md$/, ''));
    expect([file, isNamed]).toEqual([file, true]);
  },
);

test.each(SNIPPETS.filter(isHere).map((block) => [`${block.page}:${block.line}`, block] as const))(
  '%s is what it is said to be',
  (_place, { page, text }) => {
    HERE[page]?.(text);
  },
);
