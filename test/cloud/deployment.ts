import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const BIN = join(ROOT, 'node_modules', '.bin');
const CDK = join(BIN, 'cdk');
const LETHE = join(ROOT, 'cli', 'lethe.mjs');

/** What a command is run with: AWS's own variables, and nothing that could lead it to an account of the user's. */
export type AwsEnvironment = Readonly<Record<string, string>>;

/** The name of the stack that the tests deploy. */
export const STACK = 'Lethe-dev';

/** Messages are tried twice, so that dead letters come soon. With all that can be switched on. */
const SETTINGS = ['maxReceives=2', 'timeoutSeconds=30', 'pixels=on', 'pixelsTimeoutSeconds=120'];

/** Bootstraps the account. From an empty folder: beside a cdk.json, `cdk bootstrap` synthesizes the app. */
export async function bootstrap(
  { account, region }: { account: string; region: string },
  environment: AwsEnvironment,
  folder: string,
): Promise<void> {
  const empty = join(folder, 'bootstrap');
  await mkdir(empty);
  await run([CDK, 'bootstrap', `aws://${account}/${region}`, '--no-notices'], environment, empty);
}

/**
 * Deploys as a user does, by `lethe deploy`, from a folder without a configuration; another stage is another stack. What was deployed stays in the run's folder, and so do the
 * stack's outputs, by the name of the stack.
 */
export async function deploy(folder: string, environment: AwsEnvironment, stage = 'dev'): Promise<void> {
  const empty = join(folder, 'deploying');
  await mkdir(empty);
  const settings = [...SETTINGS, `stage=${stage}`].flatMap((setting) => ['--set', setting]);
  const said = await run(
    [LETHE, 'deploy', '--yes', '--json', '--out', assemblyOf(folder), ...settings],
    environment,
    empty,
  );
  const { stack, outputs } = JSON.parse(said) as { readonly stack: string; readonly outputs: object };
  await writeFile(outputsOf(folder), JSON.stringify({ [stack]: outputs }));
}

/** Where a run's folder has what was deployed. */
export function assemblyOf(folder: string): string {
  return join(folder, 'assembly');
}

/** Where a run's folder has the outputs of the stack, and what jest says of the tests. */
export function outputsOf(folder: string): string {
  return join(folder, 'outputs.json');
}
export function reportOf(folder: string): string {
  return join(folder, 'tests.json');
}

/** Runs the tests against the deployment of a run's folder; answers jest's exit code. */
export async function test(
  folder: string,
  environment: AwsEnvironment,
  options: readonly string[],
): Promise<number> {
  return finish(
    spawn(
      process.execPath,
      [
        ...['--experimental-vm-modules', '--no-warnings', join(ROOT, 'node_modules/jest/bin/jest.js')],
        ...['--config', join(import.meta.dirname, 'jest.config.mjs'), '--runInBand'],
        ...['--json', '--outputFile', reportOf(folder), ...options],
      ],
      {
        cwd: ROOT,
        stdio: 'inherit',
        env: { ...process.env, ...environment, LETHE_CLOUD_OUTPUTS: outputsOf(folder) },
      },
    ),
  );
}

/** Runs a command of Node; answers its standard output. What it says is shown only if it fails. */
async function run(command: readonly string[], environment: AwsEnvironment, folder: string): Promise<string> {
  const child = spawn(process.execPath, [...command], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: `${BIN}:${process.env.PATH ?? ''}`,
      HOME: process.env.HOME ?? folder,
      CI: '1',
      CDK_DISABLE_CLI_TELEMETRY: '1',
      ...environment,
    },
  });
  const out: Buffer[] = [];
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await finish(child);
  if (code === 0) return Buffer.concat(out).toString('utf8');
  process.stderr.write(Buffer.concat(said));
  throw new Error(`${command[1]} failed with exit code ${code}`);
}

function finish(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
}
