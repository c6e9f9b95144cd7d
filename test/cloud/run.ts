import { glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type AwsEnvironment, assemblyOf, bootstrap, deploy, reportOf, STACK, test } from './deployment.ts';
import { EMULATOR, EMULATOR_TOOLS, type Emulator, startEmulator } from './emulator.ts';
import {
  again,
  CannotRun,
  loopBackUp,
  ownNetwork,
  pythonBinary,
  pythonEnvironment,
  timed,
  withoutIt,
} from './machine.ts';
import { offerRuntimeClient } from './runtimeClient.ts';
import { partOf } from './whole.ts';

/**
 * `npm run test:cloud`: the stack, deployed by the real CDK, and the tests of test/cloud against it.
 *
 * By itself it starts MiniStack in a network name space of its own: nothing in the run can dial out. With
 * LETHE_CLOUD_ENDPOINT it uses what answers there (LETHE_CLOUD_ACCOUNT names its account), with the credentials of the
 * environment. What follows `--` goes to jest. Where a machine cannot do it: `skipped: <why>`
 * and exit code 0, or `not run: <why>` and 1 where CI=true.
 */
const INSIDE = '--inside';

async function main(): Promise<number> {
  const given = process.env.LETHE_CLOUD_ENDPOINT;
  const [first, environment = '', ...rest] = process.argv.slice(2);
  // By `exit`, so that the emulator ends too.
  if (first === INSIDE) process.once('SIGTERM', () => process.exit(143));
  if (first === INSIDE) return inFolder((folder) => againstEmulator(environment, folder, rest));
  const options = process.argv.slice(2);
  await step('runtime client from npm', () => offerRuntimeClient(say));
  if (given !== undefined) return inFolder((folder) => againstEndpoint(given, folder, options));
  const [command = '', ...network] = await ownNetwork();
  const python = await step('emulator from PyPI', () => pythonEnvironment(EMULATOR_TOOLS));
  return again(command, [...network, process.execPath, import.meta.filename, INSIDE, python, ...options]);
}

async function againstEmulator(python: string, folder: string, options: readonly string[]): Promise<number> {
  await loopBackUp(python);
  const emulator = await step('start', () => startEmulator(python, folder));
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
      // Where AWS's own command is.
      LETHE_CLOUD_TOOLS: dirname(pythonBinary(python, 'python')),
    };
    const code = await deployAndTest({ account, region }, environment, folder, options);
    const part = await partThatRan(folder);
    if (part !== null) say(`permissions: compared one way, as ${part}: what was called, not what never was`);
    const agreed = await step('permissions', () =>
      test(
        folder,
        {
          ...environment,
          ...recorded(folder, emulator),
          ...(part === null ? {} : { LETHE_CLOUD_PART: part }),
        },
        ['permissions.cloud'],
      ),
    );
    return code === 0 ? agreed : code;
  } finally {
    await emulator.stop();
  }
}

/** Why this run was of a part of the tests; null: it was of all. */
async function partThatRan(folder: string): Promise<string | null> {
  const files: string[] = [];
  for await (const file of glob('**/*.cloud.test.ts', { cwd: import.meta.dirname }))
    if (file !== 'permissions.cloud.test.ts') files.push(file);
  const report = await readFile(reportOf(folder), 'utf8').catch(() => null);
  return report === null ? 'the tests did not come to an end' : partOf(JSON.parse(report), files);
}

/** Where the template is, and what was called. */
function recorded(folder: string, { calls }: Emulator): AwsEnvironment {
  return {
    LETHE_CLOUD_CALLS: calls,
    LETHE_CLOUD_TEMPLATE: join(assemblyOf(folder), `${STACK}.template.json`),
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
  say('permissions: not compared, for nobody records what roles call at an endpoint that was named');
  return deployAndTest({ account, region: AWS_REGION }, environment, folder, options);
}

async function deployAndTest(
  target: { readonly account: string; readonly region: string },
  environment: AwsEnvironment,
  folder: string,
  options: readonly string[],
): Promise<number> {
  await step('bootstrap', () => bootstrap(target, environment, folder));
  await step('deploy', () => deploy(folder, environment));
  return step('tests', () => test(folder, environment, options));
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

function step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  return timed(say, name, work);
}

function say(text: string): void {
  process.stderr.write(`test:cloud ${text}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  process.exitCode = withoutIt(error);
}
