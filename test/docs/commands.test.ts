import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsProblems, letheProblems, npmProblems } from './commandChecks.ts';
import { commandsIn, wordsOf } from './commandLines.ts';
import { BLOCKS, linesIn, PAGES, type PageBlock, ROOT, withoutComment } from './commandPages.ts';
import { DESKS, HOME } from './desks.ts';

/**
 * Every command of every page is typed by a test as it stands there, or, where it needs AWS, another machine or another's program, held against what the
 * program takes. What is neither fails.
 */

/** Pages, or the folders of pages, whose commands another test types, and what it does with them. */
const TYPED_BY: Readonly<Record<string, string>> = {
  'docs/tutorials/': 'test/package/tutorials.test.ts',
  'docs/operations/': 'test/docs/operations.test.ts',
  'docs/network.md': 'test/docs/network.test.ts',
  'docs/controls.md': 'test/docs/controls.test.ts',
};

/** Commands that no test types as they stand, though they need no AWS: why, and which test does what they do. */
const ELSEWHERE: readonly {
  readonly page: string;
  readonly line: RegExp;
  readonly why: string;
  readonly test: string;
}[] = [
  {
    page: 'docs/desk.md',
    line: /^lethe review --dir/,
    why: 'it serves a page until it is told to end',
    test: 'test/package/tarball.test.ts',
  },
  {
    page: 'docs/review.md',
    line: /^lethe review --kept \S+$/,
    why: 'it serves a page until it is told to end',
    test: 'test/package/tarball.test.ts',
  },
  {
    page: 'README.md',
    line: /^npx \.\/lethe-/,
    why: 'the package is built and packed first',
    test: 'test/package/tarball.test.ts',
  },
  {
    page: 'docs/identities.md',
    line: /^lethe map .* --by-content/,
    why: 'it wants what another tool made',
    test: 'test/cli/mapByContent.test.ts',
  },
  {
    page: 'docs/library.md',
    line: /^npx lethe deid/,
    why: 'the package is installed first',
    test: 'test/package/tarball.test.ts',
  },
  {
    page: 'docs/cloud.md',
    line: /^lethe init(?:\s+#.*)?$/,
    why: 'it asks, on a terminal',
    test: 'test/cli/init/init.test.ts',
  },
  {
    page: 'docs/operations/',
    line: /^lethe init$/,
    why: 'it asks, on a terminal',
    test: 'test/cli/init/init.test.ts',
  },
  {
    page: 'docs/controls.md',
    line: /^lethe listen/,
    why: 'it asks a gateway and its peers',
    test: 'test/cli/listen/check.test.ts',
  },
  {
    page: 'docs/network.md',
    line: /^lethe listen check --config lethe\.listen\.json/,
    why: 'the file of the page is checked by itself, as it stands there',
    test: 'test/docs/network.test.ts',
  },
  {
    page: 'docs/network.md',
    line: /^lethe listen --config/,
    why: 'it listens until it is told to end',
    test: 'test/cli/listen/listen.test.ts',
  },
  {
    page: 'docs/network.md',
    line: /^openssl x509/,
    why: 'the certificate is a modality’s',
    test: 'test/cli/listen/config.test.ts',
  },
  {
    page: 'docs/network/watching.md',
    line: /^lethe listen --port/,
    why: 'it listens until it is told to end',
    test: 'test/cli/listen/watching.test.ts',
  },
  {
    page: 'docs/network/watching.md',
    line: /^lethe quarantine/,
    why: 'the folder is a gateway’s',
    test: 'test/cli/quarantineRun.test.ts',
  },
  {
    page: 'docs/network/watching.md',
    line: /^lethe send/,
    why: 'it sends to another machine',
    test: 'test/cli/send/send.test.ts',
  },
  {
    page: 'docs/network/deliveries.md',
    line: /^lethe send \.\/clean/,
    why: 'it sends to another machine',
    test: 'test/cli/send/send.test.ts',
  },
  {
    page: 'SECURITY.md',
    line: /^(?:ssh-keygen|sha256sum) /,
    why: 'the files are those of a release',
    test: 'test/cli/package/release.test.ts',
  },
  {
    page: 'docs/supply-chain.md',
    line: /^(?:ssh-keygen |sha256sum |cd |node -p |cmd |Get-Content )/,
    why: 'the files are those of a release, and two of the calls are of Windows',
    test: 'test/cli/package/release.test.ts',
  },
  {
    page: 'docs/platforms.md',
    line: /^(?:mkdir|icacls|lethe deid) D:/,
    why: 'they are of Windows',
    test: 'test/portable.test.ts',
  },
  {
    page: 'docs/identities.md',
    line: /^openssl cms/,
    why: 'what it decrypts is taken out by another toolkit',
    test: 'test/layers/engine/originals/encryptedAttributes.test.ts',
  },
  {
    page: 'docs/operations/key-rotation.md',
    line: /openssl pkey/,
    why: 'it reads what AWS answers',
    test: 'test/docs/operations.test.ts',
  },
  {
    page: 'docs/desk.md',
    line: /^lethe quarantine (?:export-original|remove)/,
    why: 'it asks first, on a terminal',
    test: 'test/cli/quarantine.test.ts',
  },
];

/** Programs of others: why they are not run here, and which test has what they are given. */
const PROGRAMS: Readonly<Record<string, { readonly why: string; readonly test: string }>> = {
  docker: { why: 'there is no daemon where tests run', test: 'test/docs/container.test.ts' },
  'npx cdk': { why: 'it asks AWS', test: 'test/docs/operations.test.ts' },
  git: { why: 'it would change the checkout', test: 'test/docs/operations.test.ts' },
  base64: { why: 'it decodes what AWS answers', test: 'test/docs/operations.test.ts' },
  systemctl: { why: 'it is the system’s', test: 'test/docs/network.test.ts' },
  journalctl: { why: 'it is the system’s', test: 'test/docs/network.test.ts' },
  curl: { why: 'it asks a gateway of a hospital', test: 'test/cli/listen/http.test.ts' },
};

const isTutorial = (page: string) => page.startsWith('docs/tutorials/');
const typedBy = (page: string) => Object.entries(TYPED_BY).find(([of]) => page.startsWith(of))?.[1];
const SHELL = BLOCKS.filter(
  ({ info, page }) => /^(?:sh|bat|console|bash|powershell)\b/.test(info) && !isTutorial(page),
);
const elsewhere = (page: string, line: string) =>
  ELSEWHERE.find((each) => page.startsWith(each.page) && each.line.test(line));

/** Options, arguments and commands that lead to AWS. */
const OF_AWS =
  /(?:^|\s)(?:s3:\/\/|--(?:stack|bucket|table|log-group|machine|queue|manifests|sealing-key)\b)|^lethe (?:doctor|redrive|backfill|deploy)\b/;

/** Calls that need no file, and so are typed wherever they stand. */
const NEED_NOTHING = /^(?:cost |init .*--yes\b|--version\b|rules (?:example|schema)\b)/;

/** A call of Lethe in the ways that pages write it, as words behind `lethe`; null: it is another's. */
function letheWords(words: readonly string[]): readonly string[] | null {
  const [program, first = '', second, third] = words;
  if (program === 'lethe') return words.slice(1);
  if (program === 'npx' && /^(?:lethe|\.\/lethe-[\d.]+\.tgz)$/.test(first)) return words.slice(2);
  if (program === 'npm' && first === 'run' && second === '-s' && third === 'lethe') return words.slice(5);
  return null;
}

/** What is wrong with a command that is not typed; null: nobody says why it is not. */
function heldAgainst(page: string, line: string, words: readonly string[]): readonly string[] | null {
  const [program = '', ...rest] = words;
  const lethe = letheWords(words);
  if (lethe !== null) {
    const call = lethe.join(' ');
    const isTyped =
      NEED_NOTHING.test(call) || OF_AWS.test(`lethe ${call}`) || elsewhere(page, line) !== undefined;
    return isTyped ? letheProblems(lethe) : null;
  }
  if (program === 'aws') return awsProblems(rest);
  if (program === 'npm') return npmProblems(rest);
  const isKnown = Object.hasOwn(PROGRAMS, program) || Object.hasOwn(PROGRAMS, `${program} ${rest[0]}`);
  return isKnown || elsewhere(page, line) !== undefined ? [] : null;
}

afterAll(() => rmSync(HOME, { recursive: true, force: true }));

describe('the commands of the pages', () => {
  it('are many, on pages that are looked at', () => {
    expect(PAGES).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/desk.md']),
    );
    expect(SHELL.length).toBeGreaterThan(80);
  });

  it('stand in blocks that say they are commands', () => {
    const others = BLOCKS.filter((block) => !SHELL.includes(block) && !isTutorial(block.page));
    const wrong = others.filter(({ text }) => /^(?:\$ )?(?:lethe|npx|npm|aws|docker) [a-z]/m.test(text));
    expect(wrong.map(({ page, line, info }) => `${page}:${line} "${info}"`)).toEqual([]);
  });

  it('of tutorials are typed whole, each page', () => {
    const test = readFileSync(join(ROOT, 'test/package/tutorials.test.ts'), 'utf8');
    expect(test).toContain("'../../docs/tutorials'");
    expect(test).toMatch(/pages = readdirSync\(PAGES\)\.filter/);
    expect(test).toMatch(/(?:each|of|in)\W*pages\b/);
  });

  it.each(Object.entries(TYPED_BY))('of %s are typed by a test that is there, and reads it', (of, test) => {
    expect(PAGES.some((page) => page.startsWith(of))).toBe(true);
    expect(existsSync(join(ROOT, test))).toBe(true);
    expect(readFileSync(join(ROOT, test), 'utf8')).toContain(of.split('/').filter(Boolean).at(-1));
  });

  it.each(ELSEWHERE.map((each) => [each.page, String(each.line), each] as const))(
    '%s: %s is there, and so is the test that does the same',
    (page, _line, { line, why, test }) => {
      const lines = SHELL.filter((block) => block.page.startsWith(page)).flatMap(({ text }) => linesIn(text));
      expect(lines.some((each) => line.test(each))).toBe(true);
      expect([why.length > 10, test === '' || existsSync(join(ROOT, test))]).toEqual([true, true]);
    },
  );

  const held = SHELL.filter(({ info }) => info !== 'sh desk').flatMap(({ page, text }) =>
    linesIn(text).flatMap((line) =>
      line
        .split(' && ')
        .flatMap((part) =>
          commandsIn(withoutComment(part)).map((words) => [page, words.join(' '), line, words] as const),
        ),
    ),
  );

  it.each(held)('%s: %s is a call of what there is', (page, _command, line, words) => {
    expect(heldAgainst(page, line, words)).toEqual([]);
  });

  const alone = held.flatMap(([page, command, , words]) => {
    const lethe = letheWords(words);
    return lethe !== null && NEED_NOTHING.test(lethe.join(' ')) ? [[page, command, lethe] as const] : [];
  });

  it.each(alone)('%s: %s is done', (_page, _command, words) => {
    const folder = mkdtempSync(join(tmpdir(), 'lethe-alone-'));
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'cli/lethe.mjs'), ...words], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, HOME },
    });
    rmSync(folder, { recursive: true });
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
  });

  it('are told apart from other words', () => {
    const problems = (line: string) => heldAgainst('README.md', line, wordsOf(line));
    for (const line of ['lethe deid ./export --out ./clean', 'rm -rf .', 'ssh x.example', 'dcm2json a.dcm'])
      expect([line, problems(line)]).toEqual([line, null]);
    for (const line of [
      'lethe doctor --no-sintetic',
      'lethe audit --stack X',
      'npm run deplay',
      'aws s3 mw',
      'npx lethe docter --stack X',
    ])
      expect([line, (problems(line) ?? []).length > 0]).toEqual([line, true]);
    expect(problems('npx lethe doctor --no-synthetic')).toEqual([]);
  });
});

describe('what can be done at a desk', () => {
  const desk = SHELL.filter(({ info, page }) => info === 'sh desk' && typedBy(page) === undefined);
  const pages = [...new Set(desk.map(({ page }) => page))];

  it('has a desk for each page, and a page for each desk', () => {
    expect(pages.toSorted()).toEqual(Object.keys(DESKS).toSorted());
  });

  it.each(pages)('%s works as it stands there', (page) => {
    const folder = mkdtempSync(join(tmpdir(), 'lethe-desk-'));
    try {
      DESKS[page]?.prepare(folder);
      for (const block of desk.filter((each) => each.page === page)) type(block, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** Runs in which not all need come out. */
const MAY_LEAVE_SOME = /^lethe (?:deid|quarantine retry) /;

/** Types the lines of a block. A line may say which exit status it has; else it is 0, or 1 of a run in which not all was released. */
function type({ page, text }: PageBlock, folder: string): void {
  for (const line of linesIn(text)) {
    if (elsewhere(page, line) !== undefined) continue;
    const meant = Object.entries(DESKS[page]?.words ?? {}).reduce(
      (said, [word, is]) => (said.includes(word) ? said.replaceAll(word, is(folder)) : said),
      line,
    );
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', `lethe() { '${process.execPath}' '${join(ROOT, 'cli/lethe.mjs')}' "$@"; }\n${meant}`],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, HOME },
      },
    );
    const said = /# exit status (\d)/.exec(line)?.[1];
    const fits =
      said === undefined
        ? status === 0 || (status === 1 && MAY_LEAVE_SOME.test(line))
        : status === Number(said);
    expect([line, fits, fits ? '' : `${status} ${stdout}${stderr}`]).toEqual([line, true, '']);
  }
}
