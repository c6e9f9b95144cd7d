import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Why a tool cannot be run on this machine. */
export class NotHere extends Error {}

/**
 * The Python of a virtual environment with these packages of PyPI, in the user's cache, made on first use. `minor`: of a Python 3 of this
 * number, where the packages want one. Throws `NotHere`.
 */
export function pythonWith(packages: readonly string[], minor: number | null = null): string {
  const digest = createHash('sha256').update(packages.join()).digest('hex').slice(0, 12);
  const folder = join(homedir(), '.cache', 'lethe', `peers-${digest}`);
  const done = join(folder, 'done');
  const python = join(folder, 'bin', 'python');
  if (existsSync(done)) return python;
  const base = minor === null ? 'python3' : pythonOf(minor);
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    execFileSync(base, ['-m', 'venv', folder], { stdio: 'ignore' });
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], { stdio: 'ignore' });
    writeFileSync(done, '');
    return python;
  } catch {
    throw new NotHere(`${packages[0]} could not be installed from PyPI`);
  }
}

/** On the path, or where pyenv keeps its versions. */
function pythonOf(minor: number): string {
  const versions = join(homedir(), '.pyenv', 'versions');
  const kept = existsSync(versions)
    ? readdirSync(versions).filter((name) => name.startsWith(`3.${minor}.`))
    : [];
  const found = [...kept.map((name) => join(versions, name, 'bin', 'python3')), `python3.${minor}`].find(
    (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0,
  );
  if (found === undefined) throw new NotHere(`it wants Python 3.${minor}`);
  return found;
}
