import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { openSync } from 'node:fs';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** This machine cannot run the emulator, which is nobody's fault: the run is skipped and says why. */
export class CannotRun extends Error {}

/** Where the emulator answers, and how to come in. Nothing else is in its network name space, so the port is free. */
export const EMULATOR = {
  endpoint: 'https://127.0.0.1:4566',
  port: '4566',
  account: '000000000000',
  region: 'us-east-1',
  /** Its root user. Everybody else is held to IAM policies. */
  accessKeyId: 'test',
  secretAccessKey: 'test',
} as const;

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const READY_WITHIN_MS = 30_000;

/**
 * The folder of a Python environment with the emulator, made on first use and kept in the user's cache, by the versions
 * it holds. Rejects with `CannotRun` if there is no Python or no registry.
 */
export async function pythonEnvironment(): Promise<string> {
  const python = await firstOf(['python3', 'python']);
  if (python === null) throw new CannotRun('no Python 3.10 or later was found');
  const requirements = await readFile(REQUIREMENTS, 'utf8');
  const digest = createHash('sha256').update(python.version).update(requirements).digest('hex').slice(0, 12);
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'lethe', `emulator-${digest}`);
  const finished = join(folder, 'finished');
  if (await exists(finished)) return folder;
  await mkdir(folder, { recursive: true });
  try {
    await run(python.command, ['-m', 'venv', '--clear', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
    await run(binary(folder, 'python'), [...pip, '--retries', '1', '--requirement', REQUIREMENTS]);
  } catch (error) {
    throw new CannotRun(`the emulator could not be installed from PyPI: ${lastLine(error)}`);
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
  await run(binary(environment, 'python'), ['-c', program]);
}

export interface Emulator {
  /** PEM file of the certificate that it shows. */
  readonly certificate: string;
  /** File of the calls that roles have made: see `permissions.ts`. */
  readonly calls: string;
  stop(): Promise<void>;
}

/**
 * Starts MiniStack in `folder`, over TLS and with IAM: only so does a run show that the stack's policies let the function
 * do its work (its buckets and queues refuse plain HTTP). Its log is `emulator.log`. Rejects with `CannotRun` without openssl.
 */
export async function startEmulator(environment: string, folder: string): Promise<Emulator> {
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  const [home, temporary, calls] = [join(folder, 'home'), join(folder, 'tmp'), join(folder, 'calls.jsonl')];
  await Promise.all([mkdir(home), mkdir(temporary), makeCertificate(certificate, key)]);
  const log = openSync(join(folder, 'emulator.log'), 'w');
  // Nothing of this process's environment: the emulator hands its own to the function.
  const emulator = spawn(binary(environment, 'python'), [join(import.meta.dirname, 'emulator.py')], {
    stdio: ['ignore', log, log],
    env: {
      // Node first: it is what the function runs on.
      PATH: [join(process.execPath, '..'), process.env.PATH].join(delimiter),
      HOME: home,
      TMPDIR: temporary,
      AUTH: 'true',
      USE_SSL: '1',
      MINISTACK_SSL_CERT: certificate,
      MINISTACK_SSL_KEY: key,
      MINISTACK_HOST: '127.0.0.1',
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: EMULATOR.port,
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      LETHE_CALLS: calls,
      // It imports a file of this folder, which stays as it is.
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  process.once('exit', () => emulator.kill());
  const ended = new Promise<void>((resolve) => void emulator.once('exit', () => resolve()));
  await healthy(emulator, await readFile(certificate, 'utf8'));
  return {
    certificate,
    calls,
    stop: async () => {
      emulator.kill();
      await ended;
    },
  };
}

async function healthy(emulator: ChildProcess, ca: string): Promise<void> {
  const giveUp = performance.now() + READY_WITHIN_MS;
  while (performance.now() < giveUp) {
    if (emulator.exitCode !== null) throw new Error('The emulator ended at once: see its log');
    const status = await new Promise<number>((resolve) => {
      get(`${EMULATOR.endpoint}/_ministack/health`, { ca, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      }).once('error', () => resolve(0));
    });
    if (status === 200) return;
    await pause(50);
  }
  emulator.kill();
  throw new Error(`The emulator was not ready within ${READY_WITHIN_MS} ms: see its log`);
}

/** A certificate of one day for 127.0.0.1. */
async function makeCertificate(certificate: string, key: string): Promise<void> {
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-addext'];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  try {
    await run('openssl', [
      ...['req', '-x509', ...newKey, ...subject, 'basicConstraints=critical,CA:FALSE'],
      ...['-keyout', key, '-out', certificate],
    ]);
  } catch (error) {
    throw new CannotRun(`openssl could not make a certificate: ${lastLine(error)}`);
  }
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

function binary(environment: string, name: string): string {
  return join(environment, 'bin', name);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function lastLine(error: unknown): string {
  const text = (error as { stderr?: string }).stderr?.trim() || String(error);
  return text.split('\n').at(-1) ?? '';
}
