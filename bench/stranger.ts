import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPackages } from '../cli/package/build.ts';
import { wrapped } from '../rules/markdown.ts';

/**
 * `npm run bench:stranger`: how long it takes somebody who has Node and the package from an empty folder to a clean instance: `npm install` with nothing
 * in npm's cache, `npx lethe example`, `npx lethe deid`. The best of three runs goes into the first tutorial. The package is built before, which does not
 * count.
 */
const RUNS = 3;
const PAGE = join(import.meta.dirname, '../docs/tutorials/desk.md');
const [BEGIN, END] = ['<!-- time: npm run bench:stranger -->', '<!-- end of time -->'];
const EXAMPLE = ['lethe', 'example', 'try'];
const DEID = ['lethe', 'deid', 'try/study', '--out', 'clean', '--key', 'lethe.key', '--audit', 'audit.jsonl'];

interface Path {
  readonly installSeconds: number;
  readonly deidSeconds: number;
}

const lengthOf = ({ installSeconds, deidSeconds }: Path) => installSeconds + deidSeconds;

function walk(work: string, tarball: string): Path {
  const folder = mkdtempSync(join(work, 'folder-'));
  const env = { ...process.env, npm_config_cache: mkdtempSync(join(work, 'cache-')) };
  const seconds = (endsIn: number, program: string, ...words: readonly string[]): number => {
    const started = performance.now();
    const { status, stderr } = spawnSync(program, words, { cwd: folder, env, encoding: 'utf8' });
    if (status !== endsIn) throw new Error(`${program} ${words.join(' ')} ended in ${status}: ${stderr}`);
    return (performance.now() - started) / 1000;
  };
  const installSeconds = seconds(0, 'npm', 'install', tarball);
  // Some files of the example are not to be released.
  const deidSeconds = seconds(0, 'npx', ...EXAMPLE) + seconds(1, 'npx', ...DEID);
  const written = readdirSync(join(folder, 'clean'), { recursive: true, encoding: 'utf8' });
  if (!written.some((name) => name.endsWith('.dcm'))) throw new Error('no clean instance came out');
  return { installSeconds, deidSeconds };
}

function sentence(path: Path): string {
  const { installSeconds, deidSeconds } = path;
  return `From the empty folder to the first clean instances it took ${lengthOf(path).toFixed(0)} seconds on a machine of ${availableParallelism()} cores: ${installSeconds.toFixed(0)} to install, with nothing in npm's cache, and ${deidSeconds.toFixed(0)} for the example and the run over it.`;
}

const work = mkdtempSync(join(tmpdir(), 'lethe-stranger-'));
try {
  const packed = join(work, 'packed');
  mkdirSync(packed);
  execFileSync('npm', ['pack', '--silent', '--pack-destination', packed, buildPackages().lethe]);
  const [tarball = ''] = readdirSync(packed);
  const paths = Array.from({ length: RUNS }, () => walk(work, join(packed, tarball)));
  for (const { installSeconds, deidSeconds } of paths)
    process.stdout.write(
      `${installSeconds.toFixed(1)} s to install, ${deidSeconds.toFixed(1)} s for the rest\n`,
    );
  const [best] = paths.toSorted((one, other) => lengthOf(one) - lengthOf(other)) as [Path];
  const said = sentence(best);
  process.stdout.write(`${said}\n`);
  const page = readFileSync(PAGE, 'utf8');
  const [before, behind] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (before < 0 || behind < 0) throw new Error(`${PAGE} has no place for it`);
  writeFileSync(PAGE, `${page.slice(0, before)}${BEGIN}\n\n${wrapped(`${said}\n`)}\n${page.slice(behind)}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
