import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** No dead link, no heading that is not there, and no page that the index does not name. */

const ROOT = join(import.meta.dirname, '../..');
const INDEX = 'docs/README.md';
/** Pages that are many, and made; the index names the first of them. */
const MADE = /^docs\/api\/(?!README\.md$)/;
const PAGES = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((name) => name !== '' && existsSync(join(ROOT, name)));

const textOf = (page: string) => readFileSync(join(ROOT, page), 'utf8');
/** Without code, in which brackets are no links. */
const prose = (text: string) => text.replace(/^\s*```[\s\S]*?^\s*```$/gm, '').replace(/`[^`\n]*`/g, '``');

interface Link {
  readonly page: string;
  readonly target: string;
}

function linksOf(page: string, text = textOf(page)): readonly Link[] {
  const inline = [...prose(text).matchAll(/\]\(\s*([^)\s]+)\s*\)/g)].map(([, target = '']) => target);
  const references = [...prose(text).matchAll(/^\[[^\]]+\]:\s+(\S+)/gm)].map(([, target = '']) => target);
  return [...inline, ...references]
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ page, target }));
}

/** As GitHub makes the anchors of headings: the second of a name has `-1` behind it. */
function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  return new Set(
    [...text.replace(/^\s*```[\s\S]*?^\s*```$/gm, '').matchAll(/^#+ (.+?)\s*$/gm)].map(([, heading = '']) => {
      const anchor = heading
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\- _]/gu, '')
        .replaceAll(' ', '-');
      const before = seen.get(anchor) ?? 0;
      seen.set(anchor, before + 1);
      return before === 0 ? anchor : `${anchor}-${before}`;
    }),
  );
}

/** What is wrong with a link; null: nothing. */
function wrongWith({ page, target }: Link, texts: (page: string) => string = textOf): string | null {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (file.startsWith('..') || !existsSync(join(ROOT, file))) return `${page}: ${target} is not there`;
  if (anchor === undefined || !file.endsWith('.md')) return null;
  return anchorsOf(texts(file)).has(anchor) ? null : `${page}: ${target} has no such heading`;
}

test('knows what it is held to', () => {
  expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', INDEX]));
  expect(PAGES.filter((page) => page.startsWith('docs/')).length).toBeGreaterThan(35);
  expect(PAGES.flatMap((page) => linksOf(page)).length).toBeGreaterThan(200);
});

test.each(PAGES)('%s: every link leads somewhere', (page) => {
  expect(linksOf(page).flatMap((link) => wrongWith(link) ?? [])).toEqual([]);
});

test('the index names every page of docs', () => {
  const named = new Set(
    linksOf(INDEX).map(({ target }) => join(dirname(INDEX), target.split('#')[0] as string)),
  );
  const all = PAGES.filter((page) => page.startsWith('docs/') && page !== INDEX && !MADE.test(page));
  expect(all.filter((page) => !named.has(page))).toEqual([]);
});

test('every page of docs is found by following links from the README', () => {
  const found = new Set<string>();
  const follow = (page: string): void => {
    if (found.has(page) || !PAGES.includes(page)) return;
    found.add(page);
    for (const { target } of linksOf(page))
      follow(relative('.', join(dirname(page), target.split('#')[0] || '')));
  };
  follow('README.md');
  expect(PAGES.filter((page) => /^docs\/|^[A-Z]+\.md$/.test(page) && !found.has(page))).toEqual([]);
});

test('dead links are seen, and code is not taken for one', () => {
  const texts = () => '# One thing\n\n## `lethe` and more\n\n## One thing\n';
  const wrong = (target: string) => wrongWith({ page: 'docs/rules.md', target }, texts) !== null;
  expect(
    ['nothing.md', '../../outside.md', '#no-thing', 'options.md#no-thing', '#one-thing-2'].map(wrong),
  ).toEqual(Array(5).fill(true));
  expect(['options.md', '../README.md', '#one-thing', '#one-thing-1', '#lethe-and-more'].map(wrong)).toEqual(
    Array(5).fill(false),
  );
  expect(
    linksOf('docs/rules.md', '`[a](b.md)`\n```\n[c](d.md)\n```\n[e](f.md) [g](https://h.example)'),
  ).toEqual([{ page: 'docs/rules.md', target: 'f.md' }]);
});
