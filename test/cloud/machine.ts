import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What the commands ask of the machine that they run on: tools from registries, and a network of their own. */
const run = promisify(execFile);

/** This machine lacks what a run needs, which is nobody's fault: `withoutIt` says what comes of that. */
export class CannotRun extends Error {}

/**
 * The exit code of a run that this machine cannot do, after saying why: 0 where a person looks on, and 1 where the
 * run is a gate (CI=true), for there nobody would see that nothing was tested.
 */
export function withoutIt(
  { message }: CannotRun,
  { CI }: { readonly CI?: string | undefined } = process.env,
): 0 | 1 {
  if (!isGate({ CI })) {
    process.stdout.write(`skipped: ${message}\n`);
    return 0;
  }
  process.stdout.write(
    `not run: ${message}. Where CI=true that fails; install it, or leave the command out.\n`,
  );
  return 1;
}

export function isGate({ CI }: { readonly CI?: string | undefined } = process.env): boolean {
  return CI === 'true' || CI === '1';
}

/** Where tools are kept from run to run. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lethe');
}

export interface PythonTools {
  /** Of the folder in the cache. */
  readonly name: string;
  /** File of the packages, each by its version. */
  readonly requirements: string;
}

/**
 * The folder of a Python environment with these packages, made on first use and kept in the user's cache, by the
 * versions it holds. Rejects with `CannotRun` if there is no Python or no registry.
 */
export async function pythonEnvironment({ name, requirements: file }: PythonTools): Promise<string> {
  const python = await firstOf(['python3', 'python']);
  if (python === null) throw new CannotRun('no Python 3.10 or later was found');
  const requirements = await readFile(file, 'utf8');
  const digest = createHash('sha256').update(python.version).update(requirements).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), `${name}-${digest}`);
  const finished = join(folder, 'finished');
  if (await exists(finished)) return folder;
  await mkdir(folder, { recursive: true });
  try {
    await run(python.command, ['-m', 'venv', '--clear', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
    await run(pythonBinary(folder, 'python'), [...pip, '--retries', '1', '--requirement', file]);
  } catch (error) {
    throw new CannotRun(`${name} could not be installed from PyPI: ${lastLine(error)}`);
  }
  await writeFile(finished, '');
  return folder;
}

/** Command and arguments that run a command in a network name space of its own. Rejects with `CannotRun`. */
export async function ownNetwork(): Promise<readonly string[]> {
  const candidates = [
    ['unshare', '--net'],
    ['unshare', '--map-root-user', '--net'],
  ] as const;
  for (const [command, ...options] of candidates)
    if (
      await run(command, [...options, 'true']).then(
        () => true,
        () => false,
      )
    )
      return [command, ...options];
  throw new CannotRun(
    'unshare may not make a network name space here (Linux, as root or with user name spaces)',
  );
}

/** Brings the loop-back device of a fresh network name space up: ioctl SIOCSIFFLAGS with IFF_UP | IFF_RUNNING (netdevice(7)). */
export async function loopBackUp(environment: string): Promise<void> {
  const program =
    "import fcntl,socket,struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh14x', b'lo', 0x41))";
  await run(pythonBinary(environment, 'python'), ['-c', program]);
}

/** Runs a program elsewhere, and answers its exit code. */
export function again(command: string, options: readonly string[]): Promise<number> {
  const child = spawn(command, options, { stdio: 'inherit' });
  // A Ctrl-C reaches the whole group; this process stays to answer with the child's exit code.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
}

/** Says by `say` how long a step took. */
export async function timed<Result>(
  say: (text: string) => void,
  step: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const started = performance.now();
  const result = await work();
  say(`${step}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}

async function firstOf(commands: readonly string[]): Promise<{ command: string; version: string } | null> {
  const program =
    'import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print(sys.version, sys.prefix)';
  for (const command of commands) {
    const version = await run(command, ['-c', program]).then(
      ({ stdout }) => stdout,
      () => null,
    );
    if (version !== null) return { command, version };
  }
  return null;
}

export function pythonBinary(environment: string, name: string): string {
  return join(environment, 'bin', name);
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The last line of what a command complained. */
export function lastLine(error: unknown): string {
  const text = (error as { stderr?: string }).stderr?.trim() || String(error);
  return text.split('\n').at(-1) ?? '';
}
