import { Command, InvalidArgumentError } from 'commander';
import type { AuditTotal } from '../../layers/engine/audit/auditSource.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { pause } from '../../layers/engine/pause.ts';
import { UsageError } from '../exit.ts';
import { dryRunText, survey } from './dryRun.ts';
import { isUnfinished, progressText, reportOf, reportText } from './report.ts';
import type { Archives, BackfillInput, Backfills, Place } from './service.ts';

/** Some objects were not brought. */
const EXIT_SOME_LEFT = 1;
const POLL_MS = 10_000;

interface BackfillCall {
  readonly machine?: string;
  readonly inventory?: Place;
  readonly into: string;
  readonly concurrency: number;
  readonly batch: number;
  readonly tolerate: number;
  readonly id?: string;
  readonly dryRun: boolean;
  readonly status?: string;
  readonly resume?: string;
  readonly wait: boolean;
  readonly logGroup?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What the command works with; made when it is known what is asked. */
export interface BackfillServices {
  backfills(machineArn: string): Promise<Backfills>;
  archives(): Promise<Archives>;
  /** Instances by outcome between two times, of the audit in this log group. */
  totals(logGroup: string, fromMs: number, toMs: number): Promise<readonly AuditTotal[]>;
  now(): number;
  write(text: string): void;
  /** For people who wait. */
  say(text: string): void;
}

/** `lethe backfill s3://BUCKET/PREFIX`. */
export function backfillCommand(services: BackfillServices = inCloud): Command {
  return new Command('backfill')
    .description(
      'Bring an archive into the ingest bucket: a whole bucket, a prefix, or an S3 Inventory report.',
    )
    .argument('[place]', 's3://BUCKET/PREFIX')
    .option('--machine <arn>', 'the state machine that copies (stack output BackfillMachineArn)')
    .option(
      '--inventory <place>',
      'manifest.json of an S3 Inventory report in CSV, instead of a listing',
      s3Place,
    )
    .option('--into <prefix>', 'a prefix for the keys in the ingest bucket; routes use it', '')
    .option('--concurrency <n>', 'batches copied at a time', wholeUpTo(1_000), 10)
    .option(
      '--batch <n>',
      'objects per batch, which has five minutes: fewer if they are gigabytes in size',
      wholeUpTo(200),
      25,
    )
    .option(
      '--tolerate <percent>',
      'continue while at most this many percent failed; failed objects then cannot be resumed',
      percent,
      0,
    )
    .option('--id <name>', 'the name of the run; default: the time', runName)
    .option('--dry-run', 'count the objects and estimate the cost, without starting anything', false)
    .option('--status <id>', 'show the progress or the result of a run')
    .option('--resume <id>', 'continue a run that failed or was stopped')
    .option('--wait', 'show progress until the run ends', false)
    .option('-g, --log-group <name>', 'also count the outcomes since the run began (stack output AuditLog)')
    .option('--json', 'print the answer as JSON', false)
    .option('-q, --quiet', 'no progress', false)
    .addHelpText('after', HELP)
    .action(async (place: string | undefined, call: BackfillCall) => {
      try {
        await run(place, call, services);
      } catch (error) {
        if (error instanceof FaultError) throw new UsageError(error.message, error.code);
        throw error;
      }
    });
}

const HELP = `
Objects are copied into the ingest bucket under their own keys, and are processed like every other object: the same
rules, retries, dead letters and audit. The archive is only read. Its bucket and key must be named in the settings
backfillSources and backfillKeyArns. Objects that are already in the ingest bucket are copied onto themselves, and get
today's rules. Like everything in ingest, the copies are deleted ingestExpiryDays after their release.

Copying does not reveal patients' names: metadata and tags are not copied, and only counts and codes are printed here.

Exit status: 0 started, running, or all copied; 1 something was not copied; 2 the call is wrong or the state machine
cannot be used.

Examples:
  lethe backfill s3://pacs-archive/2019/ --dry-run
  lethe backfill s3://pacs-archive/2019/ --machine arn:aws:states:… --into archive/ --wait
  lethe backfill --status 20261122T023000Z --machine arn:aws:states:… --log-group Lethe-prod-AuditLines…`;

async function run(place: string | undefined, call: BackfillCall, services: BackfillServices): Promise<void> {
  const asked = [place, call.status, call.resume].filter((each) => each !== undefined);
  if (asked.length !== 1)
    throw new UsageError(
      'nothing to do was named. Give one of s3://BUCKET/PREFIX, --status ID and --resume ID.',
    );
  if (place !== undefined && call.dryRun) {
    const { bucket, key: prefix } = s3Place(place);
    const found = await survey(await services.archives(), bucket, prefix, call.inventory ?? null);
    services.write(call.json ? `${JSON.stringify(found)}\n` : dryRunText(found));
    return;
  }
  if (call.machine === undefined)
    throw new UsageError('--machine is missing. It is stack output BackfillMachineArn.');
  const backfills = await services.backfills(machineArn(call.machine));
  const id = call.status ?? call.resume ?? call.id ?? idOf(services.now());
  if (place !== undefined) await backfills.start(id, await inputOf(place, call, services));
  if (call.resume !== undefined) await backfills.resume(id);
  await follow(backfills, id, call, services);
}

async function inputOf(
  place: string,
  call: BackfillCall,
  services: BackfillServices,
): Promise<BackfillInput> {
  const { bucket, key: prefix } = s3Place(place);
  const { into, concurrency, batch, tolerate, inventory } = call;
  if (inventory !== undefined) await survey(await services.archives(), bucket, prefix, inventory);
  return {
    ...{ bucket, prefix, into, concurrency, batch, tolerate },
    ...(inventory === undefined ? {} : { inventory }),
  };
}

async function follow(
  backfills: Backfills,
  id: string,
  { status, wait, logGroup, json, quiet }: BackfillCall,
  services: BackfillServices,
): Promise<void> {
  let found = await backfills.find(id);
  while (wait && found.stoppedMs === null) {
    if (!quiet) services.say(`${progressText(found)}\n`);
    await pause(POLL_MS);
    found = await backfills.find(id);
  }
  const totals =
    logGroup === undefined || (status === undefined && !wait)
      ? null
      : await services.totals(logGroup, found.startedMs, services.now());
  const report = await reportOf(found, backfills.results(found), totals);
  services.write(json ? `${JSON.stringify(report)}\n` : reportText(report));
  if (isUnfinished(report)) process.exitCode = EXIT_SOME_LEFT;
}

const inCloud: BackfillServices = {
  // Other commands do without the SDK, which takes longer to load than they.
  backfills: async (arn) => {
    const [{ awsClients }, { CloudBackfills, statesClient }] = await Promise.all([
      import('../../layers/aws/clients.ts'),
      import('./cloud.ts'),
    ]);
    return new CloudBackfills(statesClient(), awsClients().s3, arn);
  },
  archives: async () => {
    const [{ awsClients }, { CloudArchives }] = await Promise.all([
      import('../../layers/aws/clients.ts'),
      import('./cloud.ts'),
    ]);
    return new CloudArchives(awsClients().s3);
  },
  totals: async (logGroup, fromMs, toMs) => {
    const [{ awsClients }, { LogInsights }] = await Promise.all([
      import('../../layers/aws/clients.ts'),
      import('../../layers/aws/auditInsights.ts'),
    ]);
    return new LogInsights(awsClients().logs, logGroup).totals(fromMs, toMs);
  },
  now: Date.now,
  write: (text) => process.stdout.write(text),
  say: (text) => process.stderr.write(text),
};

/** Of the time it is started, to the second: two in one second would be one. */
function idOf(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
}

function s3Place(text: string): Place {
  const [, bucket, key = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(text) ?? [];
  if (bucket === undefined)
    throw new UsageError('this is not the place of an archive. Write it as s3://BUCKET/PREFIX.');
  return { bucket, key };
}

function machineArn(text: string): string {
  if (/^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[A-Za-z0-9_-]+$/.test(text)) return text;
  throw new UsageError('--machine is not the ARN of a state machine. It is stack output BackfillMachineArn.');
}

/** StartExecution takes 80 characters (Step Functions API reference). */
function runName(text: string): string {
  if (/^[A-Za-z0-9_-]{1,80}$/.test(text)) return text;
  throw new InvalidArgumentError('Give letters, digits, - and _, at most 80.');
}

function wholeUpTo(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from 1 to ${most}.`);
  };
}

function percent(text: string): number {
  const value = Number(text);
  if (text !== '' && value >= 0 && value <= 100) return value;
  throw new InvalidArgumentError('Give a number from 0 to 100.');
}
