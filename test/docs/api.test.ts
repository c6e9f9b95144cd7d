import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { API_ENTRIES } from '../../cli/package/apiPages.ts';
import { letheManifest, type Repository } from '../../cli/package/manifest.ts';
import { apiExamples, exampleFiles } from '../support/apiExamples.ts';
import { syntheticStudy } from '../support/study.ts';

/** docs/api is what the comments of the sources say, all that a program may import has one, and their examples do what they say. */

const ROOT = join(import.meta.dirname, '../..');
const PAGES = join(ROOT, 'docs/api');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Repository & {
  readonly devDependencies: Readonly<Record<string, string>>;
};
const EXAMPLES = apiExamples();

const folder = mkdtempSync(join(tmpdir(), 'lethe-api-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const generate = (...words: readonly string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'cli/package/generate.ts'), ...words], { encoding: 'utf8' });

test('the pages are what npm run docs writes', () => {
  const made = join(folder, 'made');
  const { status, stderr } = generate(made);
  expect([status, stderr]).toEqual([0, '']);
  expect(readdirSync(made).sort()).toEqual(readdirSync(PAGES).sort());
  for (const page of readdirSync(made))
    expect(readFileSync(join(PAGES, page), 'utf8')).toBe(readFileSync(join(made, page), 'utf8'));
});

test('what has no comment, or a wrong link, stops it', () => {
  writeFileSync(
    join(folder, 'half.mts'),
    `/** It says what it does. */
export function told(): void {}
export function untold(): void {}
/** But not of what. */
export function half(of: string): string { return of; }
/** An object. */
export interface Shape { readonly member: string }
/** See {@link nowhere}. */
export const wrong = 1;
`,
  );
  const compilerOptions = { rootDir: folder, types: [] };
  const project = { extends: join(ROOT, 'cli/package/types.json'), compilerOptions, files: ['half.mts'] };
  writeFileSync(join(folder, 'half.json'), JSON.stringify(project));
  const { status, stderr } = generate(
    join(folder, 'none'),
    join(folder, 'half.mts'),
    join(folder, 'half.json'),
  );
  expect([status, existsSync(join(folder, 'none'))]).toEqual([1, false]);
  const undocumented = [
    ...stderr.matchAll(/([\w.]+) \(\w+\), defined in .*does not have any documentation/g),
  ];
  expect(undocumented.map(([, name]) => name)).toEqual(['untold', 'half.of', 'Shape.member']);
  expect(stderr).toMatch(/Failed to resolve link to "nowhere"/);
});

test('there is a page for each entry of the package', () => {
  const { exports } = letheManifest(manifest, null) as {
    readonly exports: Readonly<Record<string, unknown>>;
  };
  const entries = Object.keys(exports).filter((entry) => entry !== './package.json');
  expect(API_ENTRIES.map(({ name }) => name.replace(/^lethe/, '.')).sort()).toEqual(entries.sort());
});

test('every function has an example, and every example says what it prints', () => {
  for (const { name, page } of API_ENTRIES) {
    const functions = readFileSync(join(PAGES, page), 'utf8').split('\n## Functions\n')[1]?.split('\n## ')[0];
    const names = [...(functions ?? '').matchAll(/^### (.+)$/gm)].map(([, heading]) => heading as string);
    expect([name, names.filter((each) => !EXAMPLES.some(({ of }) => of === each))]).toEqual([name, []]);
  }
  expect(EXAMPLES.length).toBeGreaterThan(8);
  expect(EXAMPLES.filter(({ prints }) => prints.length === 0)).toEqual([]);
});

describe('the examples of the library', () => {
  const OF_LIBRARY = apiExamples('lethe.md');
  const work = join(folder, 'work');
  const MARK = '\u0001';
  let printed: readonly string[] = [];

  // One process for all of them: each is a module of its own.
  beforeAll(() => {
    const own = join(work, 'node_modules/lethe');
    mkdirSync(own, { recursive: true });
    const library = pathToFileURL(join(ROOT, 'layers/library/lethe.ts')).href;
    writeFileSync(join(own, 'package.json'), '{ "type": "module", "exports": "./lethe.mjs" }');
    writeFileSync(join(own, 'lethe.mjs'), `export * from ${JSON.stringify(library)};\n`);
    const instance = syntheticStudy().files.find(({ name }) => name === 'ct/slice-1.dcm');
    for (const [name, content] of Object.entries(exampleFiles(instance?.bytes ?? new Uint8Array())))
      writeFileSync(join(work, name), content);
    const runnable = OF_LIBRARY.map(({ text }, number) => ({ text, name: `${number}.mjs` }));
    for (const { name, text } of runnable) writeFileSync(join(work, name), text);
    const all = runnable.map(({ name }) => `await import('./${name}');\nconsole.log('${MARK}');\n`).join('');
    writeFileSync(join(work, 'all.mjs'), all);
    printed = execFileSync(process.execPath, ['all.mjs'], { cwd: work, encoding: 'utf8' }).split(MARK);
  });

  it.each(OF_LIBRARY.map((each, number) => [number, each.of, each] as const))(
    '%i, of %s, prints what it says',
    (number, _of, { prints }) => {
      expect(printed[number]?.trim().split('\n')).toEqual(prints);
    },
  );
});

test('the compiler is the one of package.json, though another is there for the pages', () => {
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const version = execFileSync(process.execPath, [tsc, '--version'], { encoding: 'utf8' });
  expect(version.trim()).toBe(`Version ${manifest.devDependencies.typescript}`);
});
