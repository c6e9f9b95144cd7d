import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { CODECS } from '../../layers/pixels/shipped.ts';
import { WEIGHTS_PACKAGE } from '../../layers/pixels/text/weights.ts';
import { accountedOf, writeAccount } from './account.ts';
import { letheManifest, type Repository, weightsManifest } from './manifest.ts';
import type { PackageManifest } from './sbom.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** What lies in the package where it lies in the repository. */
const AS_THEY_ARE = [
  'LICENSE',
  'NOTICE',
  'README.md',
  'SECURITY.md',
  'CHANGELOG.md',
  // What messages and the README lead to.
  'docs',
  'cli/lethe.mjs',
  'cli/example/identifiers.txt',
  'cli/example/study',
  'layers/dicom/standard/generated/COPYRIGHT-dicom3tools.txt',
  'layers/pixels/codecs/CODECS-NOTICES.txt',
  'rules/examples',
  'rules/pixels/NOTICE.md',
  'rules/tcia/NOTICE.md',
  'web/built',
];

/** The file that is run. */
const COMMAND = join('cli', 'lethe.mjs');

/** What programs import, with types. */
const TYPED = ['layers/library/lethe.d.ts', 'infra/constructs.d.ts'];

/** Folders of the packages that were built, each for `npm pack`. */
export interface Built {
  readonly lethe: string;
  readonly weights: string;
}

/**
 * Builds the packages into `dist`: JavaScript as the sources lie, with maps that hold the sources, and the types of the library. Nothing is bundled, since code finds workers and files by
 * their places, but the code of the functions, which is deployed from there as it is.
 */
export function buildPackages(): Built {
  const built = { lethe: join(ROOT, 'dist', 'lethe'), weights: join(ROOT, 'dist', WEIGHTS_PACKAGE) };
  const repository = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Repository;
  rmSync(built.lethe, { recursive: true, force: true });
  rmSync(built.weights, { recursive: true, force: true });
  for (const project of ['tsconfig.json', 'types.json'])
    compileTypeScript(join(import.meta.dirname, project));
  for (const file of filesOf(built.lethe)) settle(file);
  keepTypesOf(
    TYPED.map((entry) => join(built.lethe, entry)),
    built.lethe,
  );
  bundleFunctions(join(built.lethe, 'infra/code.json.zz'));
  for (const each of AS_THEY_ARE) copy(join(ROOT, each), join(built.lethe, each));
  copy(
    createRequire(import.meta.url).resolve(CODECS.from),
    join(built.lethe, 'layers/pixels/codecs', CODECS.name),
  );
  const commit = commitOf();
  const manifests = {
    lethe: letheManifest(repository, commit?.name ?? null) as PackageManifest,
    weights: weightsManifest(repository) as PackageManifest,
  };
  writeJson(join(built.lethe, 'package.json'), manifests.lethe);
  copy(join(ROOT, 'layers/pixels/text/weights'), join(built.weights, 'weights'));
  copy(join(ROOT, 'LICENSE'), join(built.weights, 'LICENSE'));
  writeJson(join(built.weights, 'package.json'), manifests.weights);
  const accounted = accountedOf(ROOT, manifests);
  for (const each of ['lethe', 'weights'] as const)
    writeAccount(ROOT, built[each], manifests[each], accounted[each], commit?.time ?? null);
  // Whatever the umask of whoever builds: what is packed is the same everywhere.
  for (const folder of [built.lethe, built.weights])
    for (const file of filesOf(folder)) chmodSync(file, file.endsWith(COMMAND) ? 0o755 : 0o644);
  return built;
}

function compileTypeScript(project: string): void {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', project], { cwd: ROOT, stdio: 'inherit' });
}

/** The code of the functions, as one file that `infra/packagedCode.ts` unpacks. */
function bundleFunctions(file: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-code-'));
  try {
    execFileSync(process.execPath, [join(ROOT, 'infra/bundle.ts'), folder, file], { stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the compiler leaves as it was: the suffix in places that are opened by URL, and in types; and paths in maps, which say how the repository lay. */
function settle(file: string): void {
  // Tables that were generated are nobody's to step through, and their maps would be as large as they are.
  if (file.endsWith('.generated.js.map')) rmSync(file);
  else if (file.endsWith('.generated.js'))
    writeFileSync(file, readFileSync(file, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'));
  else if (file.endsWith('.js')) {
    const text = readFileSync(file, 'utf8');
    // The same length: positions in the map stay right.
    const settled = text.replace(/(new URL\('\.[^']*\.)ts(', import\.meta\.url\))/g, '$1js$2');
    if (settled !== text) writeFileSync(file, settled);
  } else if (file.endsWith('.d.ts'))
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/((?:from |import\()['"]\.[^'"]*\.)ts(['"])/g, '$1js$2'),
    );
  else if (file.endsWith('.js.map')) {
    const map = JSON.parse(readFileSync(file, 'utf8')) as { sources: string[] };
    writeFileSync(file, JSON.stringify({ ...map, sources: map.sources.map((source) => basename(source)) }));
  }
}

/** Of the types those that these entry points lead to: the compiler writes all that it has read. */
function keepTypesOf(entries: readonly string[], folder: string): void {
  const kept = new Set<string>();
  const follow = (file: string): void => {
    if (kept.has(file)) return;
    kept.add(file);
    for (const [, to = ''] of readFileSync(file, 'utf8').matchAll(
      /(?:from |import\()['"](\.[^'"]*)\.js['"]/g,
    ))
      follow(join(dirname(file), `${to}.d.ts`));
  };
  for (const entry of entries) follow(entry);
  for (const file of filesOf(folder)) if (file.endsWith('.d.ts') && !kept.has(file)) rmSync(file);
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}

function writeJson(file: string, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** Its name, and its time in seconds since 1970. Null where the sources are not those of a repository, or differ from its commit. */
function commitOf(): { readonly name: string; readonly time: number } | null {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    if (git('status', '--porcelain') !== '') return null;
    const [name = '', time] = git('log', '-1', '--format=%H %ct').split(' ');
    return { name, time: Number(time) };
  } catch {
    return null;
  }
}

if (import.meta.main) {
  const { lethe, weights } = buildPackages();
  process.stdout.write(`${lethe}\n${weights}\n`);
}
