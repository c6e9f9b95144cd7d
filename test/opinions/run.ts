import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  again,
  CannotRun,
  loopBackUp,
  ownNetwork,
  pythonEnvironment,
  timed,
  withoutIt,
} from '../cloud/machine.ts';
import type { JestReport } from '../cloud/whole.ts';
import { DIFFERENCES } from './differences.ts';
import { goProgram } from './goProgram.ts';
import {
  CREDENTIALS,
  IMPLEMENTATIONS,
  type Implementation,
  LOCAL_KMS,
  REGION,
  type Tools,
  VERSITYGW,
} from './implementations.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/**
 * `npm run test:opinions`: the contract suites of test/cloud/contracts against a second implementation of each service, so that what they hold is not what
 * one emulator believes. `differences.ts` names what an implementation cannot pass; whatever else fails, and whatever of it passes, fails the run. All of it happens
 * in a network name space of its own. `-- moto` runs one of them. Where a machine cannot do it: as `npm run test:cloud`.
 */
const INSIDE = '--inside';
const ROOT = resolve(import.meta.dirname, '../..');
const READY_WITHIN_MS = 60_000;

async function main(): Promise<number> {
  const [first, tools = '{}', ...rest] = process.argv.slice(2);
  if (first === INSIDE) {
    process.once('SIGTERM', () => process.exit(143));
    return inside(JSON.parse(tools) as Tools, rest);
  }
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !IMPLEMENTATIONS.some((each) => each.name === name));
  if (unknown !== undefined)
    throw new Error(`no ${unknown} here: ${IMPLEMENTATIONS.map(({ name }) => name).join(', ')}`);
  const [command = '', ...network] = await ownNetwork();
  const brought = await bring();
  const ours = [process.execPath, import.meta.filename, INSIDE, JSON.stringify(brought)];
  return again(command, [...network, ...ours, ...names]);
}

async function bring(): Promise<Tools> {
  const requirements = join(import.meta.dirname, 'requirements.txt');
  const python = await step('moto from PyPI', () => pythonEnvironment({ name: 'moto', requirements }));
  const versitygw = await step('versitygw from the Go module proxy', () => goProgram(VERSITYGW, say));
  const localKms = await step('local-kms from the Go module proxy', () => goProgram(LOCAL_KMS, say));
  return { python, versitygw, localKms };
}

async function inside(tools: Tools, names: readonly string[]): Promise<number> {
  await loopBackUp(tools.python);
  const folder = await mkdtemp(join(tmpdir(), 'lethe-opinions-'));
  try {
    const chosen = IMPLEMENTATIONS.filter(({ name }) => names.length === 0 || names.includes(name));
    const verdicts = await Promise.all(
      chosen.map(async (each) => [each, await ask(each, tools, join(folder, each.name))] as const),
    );
    for (const [{ name }, { passed, differing, wrong }] of verdicts) {
      say(`${name}: ${passed} passed, ${differing} differ as listed, ${wrong.length} wrong`);
      for (const sentence of wrong) process.stdout.write(`${name}: ${sentence}\n`);
    }
    return verdicts.every(([, { wrong }]) => wrong.length === 0) ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts an implementation, runs its suites against it, and ends it. */
async function ask(implementation: Implementation, tools: Tools, folder: string): Promise<Verdict> {
  const { name, port, suites } = implementation;
  const { command, options, environment = {}, folders = [] } = implementation.start(tools, folder);
  await mkdir(folder, { recursive: true });
  for (const each of folders) await mkdir(join(folder, each));
  const log = openSync(join(folder, 'log'), 'w');
  const server = spawn(command, options, {
    cwd: folder,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: folder, ...environment },
  });
  process.once('exit', () => server.kill());
  const ended = new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.once('exit', () => done());
  });
  try {
    await answering(port, () => server.exitCode !== null, join(folder, 'log'));
    return await step(name, async () =>
      verdictOf(name, await suitesAgainst(port, suites, folder), DIFFERENCES),
    );
  } finally {
    server.kill();
    await ended;
  }
}

async function suitesAgainst(port: number, suites: readonly string[], folder: string): Promise<JestReport> {
  const report = join(folder, 'report.json');
  const endpoint = `http://127.0.0.1:${port}`;
  const ambient = Object.fromEntries(
    Object.entries(process.env).filter(([each]) => !each.startsWith('AWS_')),
  );
  const said: Buffer[] = [];
  const jest = spawn(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--no-warnings', join(ROOT, 'node_modules/jest/bin/jest.js')],
      ...['--config', join(ROOT, 'test/cloud/jest.config.mjs'), '--runInBand'],
      ...['--json', '--outputFile', report, `contracts/(${suites.join('|')})\\.cloud`],
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...ambient,
        AWS_REGION: REGION,
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
        AWS_EC2_METADATA_DISABLED: 'true',
        // What the suites forgive the emulator of test:cloud they forgive nobody else.
        LETHE_CLOUD_ENDPOINT: endpoint,
      },
    },
  );
  for (const stream of [jest.stdout, jest.stderr])
    stream.on('data', (chunk: Buffer) => void said.push(chunk));
  await new Promise<void>((done, fail) => {
    jest.once('error', fail);
    jest.once('close', () => done());
  });
  const text = await readFile(report, 'utf8').catch(() => null);
  if (text === null) throw new Error(`jest ended without a report: ${Buffer.concat(said)}`);
  return JSON.parse(text) as JestReport;
}

/** Resolves once somebody listens. */
async function answering(port: number, hasEnded: () => boolean, log: string): Promise<void> {
  const giveUp = performance.now() + READY_WITHIN_MS;
  while (performance.now() < giveUp && !hasEnded()) {
    const isOpen = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => done(true)).once('error', () => done(false));
      socket.once('close', () => socket.destroy());
      socket.once('connect', () => socket.end());
    });
    if (isOpen) return;
    await pause(50);
  }
  throw new Error(`nobody listens on port ${port}: ${await readFile(log, 'utf8')}`);
}

function step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  return timed(say, name, work);
}

function say(text: string): void {
  process.stderr.write(`test:opinions ${text}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  process.exitCode = withoutIt(error);
}
