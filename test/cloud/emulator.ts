import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { get } from 'node:https';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CannotRun, lastLine, type PythonTools, pythonBinary } from './machine.ts';

const run = promisify(execFile);

/** MiniStack, and what it brings. */
export const EMULATOR_TOOLS: PythonTools = {
  name: 'emulator',
  requirements: join(import.meta.dirname, 'requirements.txt'),
};

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

const READY_WITHIN_MS = 30_000;

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
  const emulator = spawn(pythonBinary(environment, 'python'), [join(import.meta.dirname, 'emulator.py')], {
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
