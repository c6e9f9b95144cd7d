import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sectionOf } from '../../../cli/package/changelog.ts';
import { CHECKSUMS, checksumsOf } from '../../../cli/package/checksums.ts';
import { type Candidate, releaseProblems } from '../../../cli/package/ready.ts';

const ROOT = join(import.meta.dirname, '../../..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'lethe-release-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Blocks of a page, by their language. */
const blocks = (page: string, language: string) =>
  [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );
const [CHECK = ''] = blocks('SECURITY.md', 'sh');

describe('a download', () => {
  const NAMES = ['lethe-1.2.3.cdx.json', 'lethe-1.2.3.tgz', 'lethe-weights-1.2.3.tgz'];
  /** A key of nobody's. */
  function keyIn(home: string): string {
    const key = join(mkdtempSync(join(home, 'key-')), 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', key]);
    return key;
  }

  /** A release that is signed with a key, and the file that names another, or the same. */
  function downloaded(options: { readonly namespace?: string; readonly isStrange?: boolean } = {}): string {
    const home = mkdtempSync(join(folder, 'download-'));
    for (const name of NAMES) writeFileSync(join(home, name), `what is in ${name}`.repeat(100));
    writeFileSync(join(home, CHECKSUMS), checksumsOf(home, NAMES));
    const key = keyIn(home);
    const sign = [
      '-q',
      '-Y',
      'sign',
      '-f',
      key,
      '-n',
      options.namespace ?? 'lethe-release',
      join(home, CHECKSUMS),
    ];
    execFileSync('ssh-keygen', sign, { stdio: 'pipe' });
    const signer = readFileSync(`${options.isStrange ? keyIn(home) : key}.pub`, 'utf8').trim();
    const written = read('.github/release-signers');
    writeFileSync(
      join(home, 'release-signers'),
      `${written}releases@lethe namespaces="lethe-release" ${signer}\n`,
    );
    return home;
  }

  function changeByte(file: string): void {
    const bytes = readFileSync(file);
    bytes[40] = (bytes[40] as number) ^ 1;
    writeFileSync(file, bytes);
  }

  function checked(home: string) {
    const { status, stdout } = spawnSync('bash', ['-e', '-c', CHECK], { cwd: home, encoding: 'utf8' });
    return { isGood: status === 0, stdout };
  }

  it('is checked by the two commands of SECURITY.md, which are those of docs/supply-chain.md', () => {
    expect(blocks('docs/supply-chain.md', 'sh')[0]).toBe(CHECK);
    const { isGood, stdout } = checked(downloaded());
    expect([isGood, stdout.match(/^Good "lethe-release" signature for releases@lethe/m)?.length]).toEqual([
      true,
      1,
    ]);
    for (const name of NAMES) expect(stdout).toContain(`${name}: OK`);
  });

  it('may be of some of its files', () => {
    const home = downloaded();
    rmSync(join(home, NAMES[2] as string));
    expect(checked(home).isGood).toBe(true);
  });

  it.each([NAMES[0], NAMES[1], CHECKSUMS, `${CHECKSUMS}.sig`])(
    'with one changed byte in %s is refused',
    (name) => {
      const home = downloaded();
      changeByte(join(home, name as string));
      expect(checked(home).isGood).toBe(false);
    },
  );

  it('whose digests were made anew for other bytes, or are those of another release, is refused', () => {
    const home = downloaded();
    changeByte(join(home, NAMES[1] as string));
    writeFileSync(join(home, CHECKSUMS), checksumsOf(home, NAMES));
    expect(checked(home).isGood).toBe(false);
  });

  it('that another key signed, or that was signed for something else, is refused', () => {
    expect(checked(downloaded({ isStrange: true })).isGood).toBe(false);
    expect(checked(downloaded({ namespace: 'file' })).isGood).toBe(false);
  });

  it('cannot be checked by the file of the repository as long as it has no key', () => {
    const home = downloaded();
    copyFileSync(join(ROOT, '.github/release-signers'), join(home, 'release-signers'));
    expect(checked(home).isGood).toBe(/^[^#\s]/m.test(read('.github/release-signers')));
  });

  it('is read for what is in it by the call of docs/supply-chain.md', () => {
    const [, , call = ''] = blocks('docs/supply-chain.md', 'sh');
    const home = join(folder, 'bill');
    mkdirSync(home);
    writeFileSync(
      join(home, 'lethe-1.2.3.cdx.json'),
      '{"components":[{"name":"commander","version":"15.1.0"},{"name":"word lists"}]}',
    );
    const said = execFileSync('bash', ['-e', '-c', call.replace('X.Y.Z', '1.2.3')], {
      cwd: home,
      encoding: 'utf8',
    });
    expect(said).toBe('commander 15.1.0\nword lists \n');
  });
});

describe('the changelog', () => {
  const CHANGELOG =
    '# Changelog\n\nWords.\n\n## [Unreleased]\n\n## [1.2.0] - 2026-12-01\n\n### Added\n\n* A [link](a.md).\n\n## 1.1.0 (unreleased)\n\nFirst.\n\n[1.2.0]: https://example.org/1.2.0\n';

  it.each([
    ['1.2.0', { date: '2026-12-01', text: '### Added\n\n* A [link](a.md).' }],
    ['1.1.0', { date: null, text: 'First.' }],
    ['Unreleased', { date: null, text: '' }],
    ['1.2', null],
    ['2.0.0', null],
  ])('says of %s', (version, section) => {
    expect(sectionOf(CHANGELOG, version)).toEqual(section);
  });

  it('of Lethe has sections that are found', () => {
    const headings = [...read('CHANGELOG.md').matchAll(/^## \[?([^\]\s]+)/gm)].map(([, name = '']) => name);
    expect(headings.length).toBeGreaterThan(0);
    for (const name of headings) expect(sectionOf(read('CHANGELOG.md'), name)).not.toBeNull();
  });
});

describe('a release', () => {
  const READY: Candidate = {
    tag: 'v1.2.0',
    repository: 'https://github.com/some/lethe',
    manifest: { version: '1.2.0', repository: { url: 'git+https://github.com/some/lethe.git' } },
    changelog: '## [1.2.0] - 2026-12-01\n\nAll.\n',
    signers: 'releases@lethe namespaces="lethe-release" ssh-ed25519 AAAA\n',
  };

  it('is made when everything belongs together', () => {
    expect(releaseProblems(READY)).toEqual([]);
  });

  it.each<[string, Partial<Candidate>, RegExp]>([
    ['another tag', { tag: 'v1.2.1' }, /one version/],
    ['a tag without v', { tag: '1.2.0' }, /one version/],
    ['no section', { changelog: '## [1.1.0] - 2026-01-01\n\nAll.\n' }, /no section 1\.2\.0/],
    ['no date', { changelog: '## [1.2.0]\n\nAll.\n' }, /when 1\.2\.0/],
    ['no word', { changelog: '## [1.2.0] - 2026-12-01\n\n## [1.1.0]\n' }, /nothing of 1\.2\.0/],
    ['another repository', { repository: 'https://github.com/fork/lethe' }, /fork\/lethe/],
    ['no address', { manifest: { version: '1.2.0' } }, /no repository/],
    ['no key', { signers: '# releases@lethe ssh-ed25519 AAAA\n' }, /no key/],
  ])('is not made with %s', (_what, wrong, problem) => {
    expect(releaseProblems({ ...READY, ...wrong })).toEqual([expect.stringMatching(problem)]);
  });
});

test('every page that shows the check has the same commands', () => {
  const pages = ['SECURITY.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter(
    (name) => name.endsWith('.md'),
  );
  const shown = pages.flatMap((page) =>
    blocks(page, 'sh').filter((text) => text.includes('ssh-keygen -Y verify')),
  );
  expect(shown.length).toBeGreaterThan(1);
  expect(new Set(shown)).toEqual(new Set([CHECK]));
});
