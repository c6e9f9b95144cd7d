import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MARKDOWN_COLUMNS, table, wrapped } from '../../rules/markdown.ts';

/** The English of docs, messages and comments: as a colleague says it. Phrases that nobody says aloud are refused. */

const ROOT = join(import.meta.dirname, '../..');
const AREAS = ['bench', 'cli', 'functions', 'infra', 'layers', 'rules'];
const listed = (...patterns: string[]): readonly string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...patterns], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((name) => name !== '');
/** Notices of others stay as they wrote them. */
const PAGES = listed('*.md').filter((name) => !name.includes('/weights/'));
const SOURCES = listed(...AREAS).filter((name) => /(?<!generated)\.(?:ts|mjs)$/.test(name));
const textOf = (name: string) => readFileSync(join(ROOT, name), 'utf8');

/** What is refused, with what to write in its place. */
const REFUSED: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b(?:that|which|what) (?:is|are|was|were) none\b(?! of)/gi, 'say what is wrong: not valid, unknown'],
  [/\b(?:it|file|key|number|size|text|value) (?:is|are) none\b(?! of)/gi, 'is not a …'],
  [
    /(?<!\b[Tt]here )\b(?:is|was) no (?!good\b|less\b|longer\b|more\b|one\b|other\b|such\b)[A-Za-z]+/g,
    'is not a …',
  ],
  [/\bwho has (?:a|an|both|it|no|one|such|that|the|this)\b/gi, 'anyone with …'],
  [/\b(?:by|for|from|of|to) who (?!did\b|has\b|is\b|may\b|was\b)/gi, 'for the person who …'],
  [/\bcosts? (?:it |the )?others nothing\b/gi, 'does not affect the others'],
  [/\bcosts? (?:its|that|the) (?:entry|file|line|member) alone\b/gi, 'does not affect the others'],
  [/\bover which \w+ (?:has|have) ended\b/gi, 'a file that kills …'],
  [/\bwhat cannot be (?:cleaned|read|taken out|walked) (?:costs|goes|is|stays)\b/gi, 'an unreadable … is …'],
  [/\bwith the nearest one\b/gi, 'the closest match is suggested'],
  [/\b(?:private|public) hal(?:f|ves)\b/gi, 'private key, public key'],
  [/\bwhere nobody gave\b/gi, 'placeholder'],
  [/\b(?:JSON object|line|name|row) a (?:field|line|name|thing)\b/gi, 'one … per …'],
];

/** A text as one line, without the marks of comments between its lines. */
function flat(text: string): string {
  return text.replace(/\s*\n\s*(?:\*(?!\/) |\/\/ )?\s*/g, ' ');
}

function refusedIn(text: string): readonly string[] {
  return REFUSED.flatMap(([pattern, instead]) =>
    [...flat(text).matchAll(pattern)].map(({ 0: found }) => `"${found}": write ${instead}`),
  );
}

/** Lines of prose over the width: no rows of tables, no code, nothing that is one link or word. */
function tooWide(page: string): readonly string[] {
  return page
    .split(/^\s*```/m)
    .flatMap((part, index) => (index % 2 === 0 ? part.split('\n') : []))
    .filter((line) => line.length > MARKDOWN_COLUMNS && !/^\s*\|/.test(line))
    .filter((line) => wrapped(line).includes('\n'));
}

describe('the words of', () => {
  it('knows what it is held to', () => {
    expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'docs/rules.md']));
    expect(PAGES).toEqual(expect.arrayContaining(['CONTRIBUTING.md', 'SECURITY.md', 'docs/options.md']));
    expect(SOURCES.length).toBeGreaterThan(400);
  });

  it.each([...PAGES])('%s', (name) => {
    expect(refusedIn(textOf(name))).toEqual([]);
  });

  it.each(AREAS)('messages and comments in %s', (area) => {
    const found = SOURCES.filter((name) => name.startsWith(`${area}/`)).flatMap((name) =>
      refusedIn(textOf(name)).map((each) => `${name}: ${each}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    'A deflated body that is none',
    'A key that is none is an error, with the nearest one.',
    'its files go to another, one by one; over which two have ended is refused',
    'What cannot be taken out costs the others nothing',
    'Who has the private half can give every original back',
    '/** What is worth knowing to who\n * checks it: "X" is no\n * keyword. */',
    'one that cannot be read costs that entry alone',
  ])('refuses %j', (text) => {
    expect(refusedIn(text)).not.toEqual([]);
  });

  it.each([
    'Marked deflated, but not valid deflate data.',
    'Unknown keys are errors; the closest match is suggested.',
    'A file that kills two workers is quarantined.',
    'An unreadable member does not affect the others.',
    'Anyone with the private key can recover every original.',
    'There is no server, and the key is no longer needed; CloudTrail shows who has read it, and to whom it went.',
  ])('has nothing against %j', (text) => {
    expect(refusedIn(text)).toEqual([]);
  });
});

describe('lines of Markdown', () => {
  it.each([...PAGES])('%s: prose keeps to 120 columns', (name) => {
    expect(tooWide(textOf(name))).toEqual([]);
  });

  const LONG = 'A line of so many words that it goes on and on. '.repeat(5).trim();

  it('are seen where they are too wide, but not in tables and code', () => {
    expect(tooWide(`${LONG}\n`)).toEqual([LONG]);
    expect(tooWide(`* ${LONG}\n`)).toHaveLength(1);
    expect(tooWide(`| ${LONG} |\n\n\`\`\`sh\n${LONG}\n\`\`\`\n`)).toEqual([]);
    expect(tooWide(`[${LONG}](https://example.org)\n`)).toEqual([]);
  });

  it('are wrapped with their words and their blocks', () => {
    const page = `# ${LONG}\n\n${LONG}\n${LONG}\n\n* ${LONG}\n* short\n\n1. ${LONG}\n\n${table(['a'], [[LONG]])}\n`;
    const result = wrapped(page);
    expect(tooWide(result.replace(/^#.*$/m, ''))).toEqual([]);
    expect(result.replace(/\s+/g, ' ')).toBe(page.replace(/\s+/g, ' '));
    expect(result).toMatch(/\n\* A line[^\n]*\n {2}\S/);
    expect(result).toMatch(/\n1\. A line[^\n]*\n {3}\S/);
    expect(wrapped(result)).toBe(result);
  });

  it('are not broken in code and links, nor before what would begin a list', () => {
    const filler = 'x'.repeat(MARKDOWN_COLUMNS - 8);
    expect(wrapped(`${filler} \`lethe rules check\` after`)).toBe(`${filler}\n\`lethe rules check\` after`);
    expect(wrapped(`${filler} [two words](rules.md)`)).toBe(`${filler}\n[two words](rules.md)`);
    expect(wrapped(`${filler} abcdefg - what follows`)).toBe(`${filler} abcdefg -\nwhat follows`);
  });
});
