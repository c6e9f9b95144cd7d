import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Whoever builds a commit gets the bytes that were released: two builds that differ in all that should not matter. */

const ROOT = join(import.meta.dirname, '../..');
/** On the disk of the repository, so that the dependencies can be linked and need not be copied. */
const FOLDER = join(ROOT, 'dist', 'again');
const FILES = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\0')
  .filter((name) => name !== '');

interface Surroundings {
  readonly folder: string;
  readonly umask: string;
  readonly env: Readonly<Record<string, string>>;
  /** In which order the files come to be, and so the entries of their folders. */
  readonly files: readonly string[];
}

/** Where a commit of these files was built, in these surroundings. */
async function builtIn({ folder, umask, env, files }: Surroundings): Promise<string> {
  const root = join(FOLDER, folder);
  for (const name of files) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    copyFileSync(join(ROOT, name), join(root, name));
  }
  execFileSync('cp', ['-al', join(ROOT, 'node_modules'), join(root, 'node_modules')]);
  const author = { NAME: 'a', EMAIL: 'a@example.org', DATE: '2026-01-02T03:04:05Z' };
  const ofGit = Object.fromEntries(
    Object.entries(author).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]),
  );
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: root, env: { ...process.env, ...ofGit }, stdio: 'pipe' });
  git('init', '--quiet');
  git('config', 'core.fileMode', 'false');
  appendFileSync(join(root, '.git/info/exclude'), 'node_modules\n');
  git('add', '--all');
  git('commit', '--quiet', '--no-verify', '--message', 'as it is');
  await new Promise<void>((resolve, reject) => {
    const build = spawn('sh', ['-c', `umask ${umask} && exec node cli/package/release.ts`], {
      cwd: root,
      env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}`, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    build.once('error', reject);
    build.once('exit', (status) =>
      status === 0 ? resolve() : reject(new Error(`the build ended in ${status}`)),
    );
  });
  return join(root, 'dist');
}

/** Every file below a folder, with its mode and its digest. */
function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((file) => {
      const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
      return `${relative(folder, file)} ${(statSync(file).mode & 0o777).toString(8)} ${digest}`;
    })
    .sort();
}

beforeAll(() => rmSync(FOLDER, { recursive: true, force: true }));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

it('a commit has the same bytes wherever, whenever and by whomever it is built', async () => {
  const [first, second] = await Promise.all([
    builtIn({ folder: 'a', umask: '022', env: { TZ: 'UTC', LC_ALL: 'C' }, files: FILES }),
    builtIn({
      folder: 'another/place of it',
      umask: '077',
      env: { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
      files: [...FILES].reverse(),
    }),
  ]);
  const files = filesOf(first);
  const others = filesOf(second);
  expect(others.filter((line) => !files.includes(line))).toEqual([]);
  expect(others).toHaveLength(files.length);
  expect(files.length).toBeGreaterThan(1000);
  // The commit and its time are part of it.
  const { commit } = JSON.parse(readFileSync(join(first, 'lethe/package.json'), 'utf8'));
  expect(commit).toMatch(/^[0-9a-f]{40}$/);
  const { metadata } = JSON.parse(readFileSync(join(first, 'lethe/sbom.cdx.json'), 'utf8'));
  expect(metadata.timestamp).toBe('2026-01-02T03:04:05.000Z');
  // What is in the archives has no modes of its own builder's, either.
  const [archive = ''] = readdirSync(join(first, 'release')).filter((name) => /^lethe-\d.*\.tgz$/.test(name));
  const listed = execFileSync('tar', ['-tvzf', join(first, 'release', archive)], {
    encoding: 'utf8',
    maxBuffer: 64e6,
  });
  expect(
    new Set(
      listed
        .trim()
        .split('\n')
        .map((line) => line.slice(0, 10)),
    ),
  ).toEqual(new Set(['-rw-r--r--', '-rwxr-xr-x']));
});
