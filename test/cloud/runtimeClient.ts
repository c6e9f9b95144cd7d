import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CannotRun, isGate } from './machine.ts';

const run = promisify(execFile);

const PACKAGE = 'aws-lambda-ric';
const VERSION = '4.0.2';

/**
 * The file of Lambda's own runtime client, which compiles C++ when it is installed: so it is not a dependency of the package, but made on first use (about a
 * minute) and kept in the user's cache. Rejects with `CannotRun` where it cannot be had.
 */
export async function runtimeClient(): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const major = process.versions.node.split('.')[0];
  const folder = join(cache, 'lethe', `${PACKAGE}-${VERSION}-node${major}`);
  const client = join(folder, 'node_modules', PACKAGE, 'index.mjs');
  const finished = join(folder, 'finished');
  const isThere = await access(finished).then(
    () => true,
    () => false,
  );
  if (isThere) return client;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  try {
    const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel', 'error'];
    await run('npm', ['install', ...quiet, `${PACKAGE}@${VERSION}`], { cwd: folder });
  } catch (error) {
    const said = (error as { readonly stderr?: string }).stderr?.trim().split('\n').at(-1);
    throw new CannotRun(
      `${PACKAGE} could not be built (it wants npm, cmake, make, a C++ compiler and the headers of Node, which npm finds by its setting nodedir): ${said ?? error}`,
    );
  }
  await writeFile(finished, '');
  return client;
}

/** Says to the tests of this run where it is; or why they are skipped, which a gate does not allow. */
export async function offerRuntimeClient(say: (text: string) => void): Promise<void> {
  try {
    process.env.LETHE_RUNTIME_CLIENT = await runtimeClient();
  } catch (error) {
    if (!(error instanceof CannotRun) || isGate()) throw error;
    say(`skipped under Lambda's runtime client: ${error.message}`);
  }
}
