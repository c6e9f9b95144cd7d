import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const BIN = join(ROOT, 'node_modules', '.bin');

/** What a command is run with: AWS's own variables, and nothing that could lead it to an account of the user's. */
export type AwsEnvironment = Readonly<Record<string, string>>;

/** The name of the stack that the tests deploy. */
export const STACK = 'Lethe-dev';

/** No configuration of the user's. Messages are tried twice, so that dead letters come soon. With all that can be switched on. */
const CONTEXT = [
  'config=',
  'maxReceives=2',
  'timeoutSeconds=30',
  'pixels=on',
  'pixelsTimeoutSeconds=120',
].flatMap((setting) => ['--context', setting]);

/**
 * Bootstraps the account. From an empty folder: beside a cdk.json, `cdk bootstrap` synthesizes the app and so
 * would deploy-by-folder find the output of the wrong synthesis.
 */
export async function bootstrap(
  { account, region }: { account: string; region: string },
  environment: AwsEnvironment,
  folder: string,
): Promise<void> {
  const empty = join(folder, 'bootstrap');
  await mkdir(empty);
  await cdk(['bootstrap', `aws://${account}/${region}`], environment, empty);
}

/** Bundles and synthesizes into `assembly`; another stage is another stack. */
export async function synthesize(
  assembly: string,
  environment: AwsEnvironment,
  stage = 'dev',
): Promise<void> {
  const context = [...CONTEXT, '--context', `stage=${stage}`];
  await cdk(['synth', '--quiet', '--output', assembly, ...context], environment, ROOT);
}

/** Deploys what was synthesized; writes the stack's outputs, by name of the stack, to the file `outputs`. */
export async function deploy(assembly: string, outputs: string, environment: AwsEnvironment): Promise<void> {
  await cdk(
    ['deploy', '--all', '--app', assembly, '--require-approval', 'never', '--outputs-file', outputs],
    environment,
    ROOT,
  );
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

/** Runs the CDK's command line; what it says is shown only if it fails. */
async function cdk(options: readonly string[], environment: AwsEnvironment, folder: string): Promise<void> {
  const said: Buffer[] = [];
  const child = spawn(process.execPath, [join(BIN, 'cdk'), ...options, '--no-notices'], {
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
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await finish(child);
  if (code === 0) return;
  process.stderr.write(Buffer.concat(said));
  throw new Error(`cdk ${options[0]} failed with exit code ${code}`);
}

function finish(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
}
