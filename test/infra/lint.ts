import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CannotRun, pythonBinary, pythonEnvironment, withoutIt } from '../cloud/machine.ts';

/**
 * `npm run lint:templates`: cfn-lint over what the CDK makes of different settings. It knows the schema of each resource and Region, and what cdk-nag and CloudFormation's own rules do not look
 * at. Nothing is deployed. Where it cannot be had from PyPI: as `npm run test:cloud`.
 */
const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
const TOOLS = { name: 'cfn-lint', requirements: join(import.meta.dirname, 'cfn-lint-requirements.txt') };

/** Resources are looked up in these: the oldest, one of Europe, and one that gets services late. */
const REGIONS = ['us-east-1', 'eu-central-1', 'ap-southeast-4'];

/** Rules that are not asked, and why not. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  W3005: 'CDK makes each function wait for its role by DependsOn as well as by reference',
};

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555';

/** Settings under which different resources come about. */
const STACKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  prod: {},
  dev: { stage: 'dev' },
  network: {
    vpc: 'true',
    // Its queue and function come about in the network too.
    pixels: 'on',
    tracing: 'true',
    reservedConcurrency: '20',
    cleanBucketName: 'research-clean',
    cleanKeyArn: KEY,
    backfillSources: 'pacs-archive',
    backfillKeyArns: KEY,
    region: 'eu-central-1',
  },
  imported: {
    ingestBucketName: 'pacs-ingest',
    ingestKeyArn: KEY,
    storageKeyArn: KEY,
    cleanHiddenExpiryDays: '90',
    cleanLockDays: '30',
    lockMode: 'compliance',
    alarmEmail: 'oncall@example.org',
    region: 'eu-central-1',
  },
};

async function main(): Promise<number> {
  const python = await pythonEnvironment(TOOLS);
  const folder = await mkdtemp(join(tmpdir(), 'lethe-lint-'));
  try {
    for (const [name, settings] of Object.entries(STACKS)) await synthesize(join(folder, name), settings);
    await synthesizeOwn(join(folder, 'own'));
    await run(pythonBinary(python, 'cfn-lint'), [
      ...['--format', 'parseable', '--ignore-checks', ...Object.keys(LEFT_OUT)],
      ...['--regions', ...REGIONS],
      ...['--template', join(folder, '*', '*.template.json')],
    ]);
    process.stdout.write(`cfn-lint finds nothing in ${Object.keys(STACKS).length + 1} templates\n`);
    return 0;
  } catch (error) {
    // cfn-lint says what it found, and exits with the kinds of what it was; whatever else failed has no such code.
    const { code, stdout } = error as { readonly code?: unknown; readonly stdout?: string };
    if (typeof code !== 'number' || stdout === undefined || stdout === '') throw error;
    process.stdout.write(stdout.replaceAll(`${folder}/`, ''));
    return 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function synthesize(assembly: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const context = Object.entries({ config: '', ...settings }).flatMap(([name, value]) => [
    '--context',
    `${name}=${value}`,
  ]);
  const cdk = join(ROOT, 'node_modules', '.bin', 'cdk');
  await run(process.execPath, [cdk, 'synth', '--quiet', '--no-notices', '--output', assembly, ...context], {
    cwd: ROOT,
    env: {
      PATH: `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`,
      HOME: process.env.HOME ?? assembly,
      CI: '1',
      CDK_DISABLE_CLI_TELEMETRY: '1',
    },
  });
}

/** A pipeline in a stack of somebody's own. */
async function synthesizeOwn(assembly: string): Promise<void> {
  await run(process.execPath, [join(import.meta.dirname, 'ownApp.ts')], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? assembly, CDK_OUTDIR: assembly },
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  process.exitCode = withoutIt(error);
}
