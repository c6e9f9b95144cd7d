import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setDefaultCACertificates } from 'node:tls';
import { parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type AwsEnvironment, bootstrap, deploy, outputsOf } from '../cloud/deployment.ts';
import { EMULATOR, EMULATOR_TOOLS, startEmulator } from '../cloud/emulator.ts';
import {
  again,
  CannotRun,
  loopBackUp,
  ownNetwork,
  pythonEnvironment,
  timed,
  withoutIt,
} from '../cloud/machine.ts';
import type { Sandbox, SandboxClients } from './check.ts';
import { CHECKS } from './checks.ts';
import { askAll, isGood, nameOf, type Row, type SandboxReport, text, unlessAborted } from './report.ts';
import { type Remains, SANDBOX_STACK, tearDown } from './tearDown.ts';

/**
 * `npm run sandbox -- --profile P [--region R] [--json FILE]`: what no emulator shows, asked of AWS itself. A stack of its own name is deployed, each check of checks.ts gives its
 * answer, and the stack is deleted with everything in it, however the run ends; what AWS deletes later (keys) or not at all is listed. `--emulator` does the same against the
 * emulator of test:cloud, to see that it runs. `--tear-down STACK` deletes what a run left that was killed. `--only NAME` asks one check.
 */
const HELP =
  'npm run sandbox -- --profile P | --emulator [--region R] [--json FILE] [--only CHECK] [--tear-down STACK]';
const INSIDE = '--inside';

const OPTIONS = {
  profile: { type: 'string' },
  region: { type: 'string' },
  json: { type: 'string' },
  only: { type: 'string' },
  emulator: { type: 'boolean' },
  'tear-down': { type: 'string' },
} as const;

type Options = ReturnType<typeof optionsOf>;

function optionsOf(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS }).values;
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (args[0] === INSIDE) return inEmulator(args[1] ?? '', optionsOf(args.slice(2)));
  const options = optionsOf(args);
  if (options.emulator === true) {
    const [command = '', ...network] = await ownNetwork();
    const python = await pythonEnvironment(EMULATOR_TOOLS);
    return again(command, [...network, process.execPath, import.meta.filename, INSIDE, python, ...args]);
  }
  if (options.profile === undefined) throw new Error(`Name a profile of your AWS configuration: ${HELP}`);
  return inAccount(options, options.profile);
}

async function inEmulator(python: string, options: Options): Promise<number> {
  await loopBackUp(python);
  return inFolder(async (folder) => {
    const emulator = await startEmulator(python, folder);
    try {
      const { account, region, endpoint, accessKeyId, secretAccessKey } = EMULATOR;
      const environment = {
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CA_BUNDLE: emulator.certificate,
        NODE_EXTRA_CA_CERTS: emulator.certificate,
      };
      Object.assign(process.env, environment);
      // NODE_EXTRA_CA_CERTS is read when a process starts, which this one has.
      setDefaultCACertificates([readFileSync(emulator.certificate, 'utf8')]);
      await step('bootstrap', () => bootstrap({ account, region }, environment, folder));
      return await run(options, environment, folder, true);
    } finally {
      await emulator.stop();
    }
  });
}

async function inAccount(options: Options, profile: string): Promise<number> {
  const environment: AwsEnvironment = {
    AWS_PROFILE: profile,
    AWS_SDK_LOAD_CONFIG: '1',
    ...(options.region === undefined ? {} : { AWS_REGION: options.region }),
  };
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'])
    delete process.env[name];
  Object.assign(process.env, environment);
  const torn = options['tear-down'];
  if (torn !== undefined) {
    const remains = await tearDown(clientsOf(), torn, { pause: wait, say });
    process.stdout.write(text({ stack: torn, rows: [], stopped: null, remains }));
    return remains.left.length === 0 ? 0 : 1;
  }
  return inFolder((folder) => run(options, environment, folder, false));
}

async function run(
  options: Options,
  environment: AwsEnvironment,
  folder: string,
  isEmulator: boolean,
): Promise<number> {
  const checks = CHECKS.filter(({ name }) => options.only === undefined || options.only === name);
  if (checks.length === 0)
    throw new Error(`No check ${options.only}: ${CHECKS.map(({ name }) => name).join(', ')}`);
  const stage = `sandbox-${randomBytes(4).toString('hex')}`;
  const stack = `Lethe-${stage}`;
  if (!SANDBOX_STACK.test(stack)) throw new Error(`${stack} is no name of a sandbox`);
  const clients = clientsOf();
  const signal = stopOnSignals(stack, options.profile);
  let rows: readonly Row[] = [];
  let stopped: string | null = null;
  let remains: Remains = { scheduled: [], left: [] };
  say(`the stack is ${stack}`);
  try {
    await unlessAborted(isBootstrapped(clients), signal);
    await unlessAborted(
      step('deploy', () => deploy(folder, environment, stage)),
      signal,
    );
    const outputs = JSON.parse(readFileSync(outputsOf(folder), 'utf8'))[stack] as Sandbox['outputs'];
    const patienceMs = isEmulator ? 20_000 : 240_000;
    const sandbox = { stack, outputs, clients, isEmulator, patienceMs, pause: wait };
    rows = await askAll(checks, sandbox, signal, say);
    if (signal.aborted) stopped = 'by a signal';
  } catch (error) {
    stopped = nameOf(error);
  } finally {
    remains = await tearDown(clients, stack, { pause: wait, say }).catch((error: unknown) => ({
      scheduled: [],
      left: [`stack ${stack} (${nameOf(error)})`],
    }));
  }
  const report: SandboxReport = { stack, rows, stopped, remains };
  process.stdout.write(text(report));
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  return isGood(report) ? 0 : 1;
}

/** A first Ctrl-C stops the checks and leads to the end; a second ends this at once, and says what stays. */
function stopOnSignals(stack: string, profile: string | undefined): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => {
      if (controller.signal.aborted) {
        say(`${stack} stays: npm run sandbox -- --profile ${profile ?? 'P'} --tear-down ${stack}`);
        process.exit(130);
      }
      say('stopping: the stack is torn down first; once more leaves it');
      controller.abort();
    });
  return controller.signal;
}

/** The CDK's own stack is everybody's: it is not made here. */
async function isBootstrapped({ cloudFormation }: SandboxClients): Promise<void> {
  await cloudFormation.send(new DescribeStacksCommand({ StackName: 'CDKToolkit' })).catch((error: Error) => {
    throw new Error(
      error.name === 'ValidationError'
        ? 'The account has no CDKToolkit in this Region: npx cdk bootstrap'
        : nameOf(error),
    );
  });
}

function clientsOf(): SandboxClients {
  return {
    cloudFormation: new CloudFormationClient({}),
    cloudWatch: new CloudWatchClient({}),
    logs: new CloudWatchLogsClient({}),
    kms: new KMSClient({}),
    s3: new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined }),
    sfn: new SFNClient({}),
    sqs: new SQSClient({}),
  };
}

async function inFolder(use: (folder: string) => Promise<number>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'lethe-sandbox-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function wait(ms: number): Promise<void> {
  await pause(ms);
}

function step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  return timed(say, name, work);
}

function say(words: string): void {
  process.stderr.write(`sandbox ${words}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  process.exitCode = withoutIt(error);
}
