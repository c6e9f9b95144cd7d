import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Other people's programs of the network, where they are installed: `.ci/run` installs them all. */

export interface Program {
  readonly name: string;
  /** What a machine without it is told. */
  readonly install: string;
  isInstalled(): boolean;
}

/** By its path: pynetdicom has commands of the same names. */
export function debian(command: string, packageName: string, path = `/usr/bin/${command}`): Program {
  return { name: command, install: `apt-get install ${packageName}`, isInstalled: () => existsSync(path) };
}

export function python(module: string): Program {
  return {
    name: module,
    install: `pip install ${module}`,
    isInstalled: () => spawnSync('python3', ['-c', `import ${module}`]).status === 0,
  };
}

/** Set where every program must be there: a test that is skipped then fails. */
const ALL_MUST_BE_THERE = 'LETHE_PEERS';

/** Tests that need a program: skipped, with a word, where it is not installed. */
export function describeWith(program: Program, tests: () => void): void {
  if (program.isInstalled()) describe(`with ${program.name}`, tests);
  else if (process.env[ALL_MUST_BE_THERE] === 'all')
    test(`${program.name} is installed`, () => {
      throw new Error(`${program.name} is missing: ${program.install}`);
    });
  else {
    const { skip } = describe;
    skip(`${program.name} is not installed: ${program.install}`, tests);
  }
}

const scratch: string[] = [];
const clean = (): void => {
  for (const folder of scratch.splice(0)) rmSync(folder, { recursive: true, force: true });
};
if (typeof afterAll === 'function') afterAll(clean);
else process.once('exit', clean);

/** A folder for a peer, until the tests of the file, or the process, come to their end. */
export function scratchFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `lethe-${name}-`));
  scratch.push(folder);
  return folder;
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return address.port;
}

export interface Running {
  readonly port: number;
  readonly process: ChildProcess;
  /** What it said so far. */
  said(): string;
  stop(): Promise<void>;
}

/** Starts a program that listens on a port, and waits until it does. */
export async function listeningProgram(
  command: string,
  argumentsOf: (port: number) => readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const port = await freePort();
  const child = spawn(command, argumentsOf(port), {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('latin1')).slice(-20_000);
    });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${command} ended: ${said}`);
    await new Promise(setImmediate);
  }
  return {
    port,
    process: child,
    said: () => said,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** A program that comes to its end; rejects with what it said. */
export const ran = promisify(execFile);
