import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AwsEnvironment, bootstrap, deploy, STACK, synthesize, test } from './deployment.ts';
import {
  CannotRun,
  EMULATOR,
  type Emulator,
  loopBackUp,
  ownNetwork,
  pythonEnvironment,
  startEmulator,
} from './emulator.ts';
import { offerRuntimeClient } from './runtimeClient.ts';

/**
 * `npm run test:cloud`: the stack, deployed by the real CDK, and the tests of test/cloud against it.
 *
 * By itself it starts MiniStack in a network name space of its own: nothing in the run can dial out. With
 * LETHE_CLOUD_ENDPOINT it uses what answers there (LETHE_CLOUD_ACCOUNT names its account), with the credentials of the
 * environment. What follows `--` goes to jest. Where a machine cannot do it: `skipped: <why>`, and exit code 0.
 */
const INSIDE = '--inside';

async function main(): Promise<number> {
  const given = process.env.LETHE_CLOUD_ENDPOINT;
  const [first, environment = '', ...rest] = process.argv.slice(2);
  // By `exit`, so that the emulator ends too.
  if (first === INSIDE) process.once('SIGTERM', () => process.exit(143));
  if (first === INSIDE) return inFolder((folder) => againstEmulator(environment, folder, rest));
  const options = process.argv.slice(2);
  await timed('runtime client from npm', () => offerRuntimeClient(say));
  if (given !== undefined) return inFolder((folder) => againstEndpoint(given, folder, options));
  const [command = '', ...network] = await ownNetwork();
  const python = await timed('emulator from PyPI', () => pythonEnvironment());
  return again(command, [...network, process.execPath, import.meta.filename, INSIDE, python, ...options]);
}

async function againstEmulator(python: string, folder: string, options: readonly string[]): Promise<number> {
  await loopBackUp(python);
  const emulator = await timed('start', () => startEmulator(python, folder));
  try {
    const { account, region, endpoint, accessKeyId, secretAccessKey } = EMULATOR;
    const environment = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
      // The one is read by the CDK, the other by Node.
      AWS_CA_BUNDLE: emulator.certificate,
      NODE_EXTRA_CA_CERTS: emulator.certificate,
      // What roles have called so far.
      LETHE_CLOUD_RECORD: emulator.calls,
    };
    const code = await deployAndTest({ account, region }, environment, folder, options);
    // Part of the tests uses part of the permissions: then they are compared only if that is asked for.
    if (code !== 0 || (options.length > 0 && !options.includes('permissions'))) return code;
    return await timed('permissions', () =>
      test(join(folder, 'outputs.json'), { ...environment, ...recorded(folder, emulator) }, [
        'permissions.cloud',
      ]),
    );
  } finally {
    await emulator.stop();
  }
}

/** Where the template is, and what was called. */
function recorded(folder: string, { calls }: Emulator): AwsEnvironment {
  return {
    LETHE_CLOUD_CALLS: calls,
    LETHE_CLOUD_TEMPLATE: join(folder, 'assembly', `${STACK}.template.json`),
  };
}

async function againstEndpoint(
  endpoint: string,
  folder: string,
  options: readonly string[],
): Promise<number> {
  const { AWS_REGION = EMULATOR.region, LETHE_CLOUD_ACCOUNT: account = EMULATOR.account } = process.env;
  const ambient = Object.entries(process.env).filter(
    (variable): variable is [string, string] =>
      variable[1] !== undefined && /^(AWS_|NODE_EXTRA_CA_CERTS$)/.test(variable[0]),
  );
  const environment = {
    AWS_ACCESS_KEY_ID: EMULATOR.accessKeyId,
    AWS_SECRET_ACCESS_KEY: EMULATOR.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...Object.fromEntries(ambient),
    AWS_REGION,
    AWS_ENDPOINT_URL: endpoint,
  };
  return deployAndTest({ account, region: AWS_REGION }, environment, folder, options);
}

async function deployAndTest(
  target: { readonly account: string; readonly region: string },
  environment: AwsEnvironment,
  folder: string,
  options: readonly string[],
): Promise<number> {
  const assembly = join(folder, 'assembly');
  const outputs = join(folder, 'outputs.json');
  await Promise.all([
    timed('bootstrap', () => bootstrap(target, environment, folder)),
    timed('bundle and synthesize', () => synthesize(assembly, environment)),
  ]);
  await timed('deploy', () => deploy(assembly, outputs, environment));
  return timed('tests', () => test(outputs, environment, options));
}

async function inFolder(use: (folder: string) => Promise<number>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'lethe-cloud-'));
  const keep = process.env.LETHE_CLOUD_KEEP !== undefined;
  try {
    return await use(folder);
  } finally {
    if (keep) say(`kept ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
}

/** Runs this program again, elsewhere. */
function again(command: string, options: readonly string[]): Promise<number> {
  const child = spawn(command, options, { stdio: 'inherit' });
  // A Ctrl-C reaches the whole group; this process stays to answer with the child's exit code.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
}

async function timed<Result>(step: string, work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  const result = await work();
  say(`${step}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}

function say(text: string): void {
  process.stderr.write(`test:cloud ${text}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  process.stdout.write(`skipped: ${error.message}\n`);
}
