import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Why a tool cannot be run on this machine. */
export class NotHere extends Error {}

/** The Python of a virtual environment with these packages of PyPI, in the user's cache, made on first use. Throws `NotHere`. */
export function pythonWith(packages: readonly string[]): string {
  const digest = createHash('sha256').update(packages.join()).digest('hex').slice(0, 12);
  const folder = join(homedir(), '.cache', 'lethe', `peers-${digest}`);
  const done = join(folder, 'done');
  const python = join(folder, 'bin', 'python');
  if (existsSync(done)) return python;
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'ignore' });
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], { stdio: 'ignore' });
    writeFileSync(done, '');
    return python;
  } catch {
    throw new NotHere('Python with its packages could not be installed');
  }
}
