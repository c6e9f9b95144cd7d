import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { paceOf, RECONCILIATION, SEALING, SWEEPS, type Sweep } from '../../../functions/environment.ts';
import type { DoctorClients } from '../clients.ts';
import { type Deployment, resourceOf } from '../deployment.ts';
import { type Finding, ok, problem, warning } from '../finding.ts';
import { look } from '../look.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A function that a schedule calls, by the log lines with which its runs end. */
interface Job {
  /** As the logical id of its log group begins. */
  readonly logs: string;
  readonly everyMinutes: number;
  readonly done: string;
  readonly failed: string;
  readonly whatIfNot: string;
}

const JOBS: readonly Job[] = [
  {
    logs: 'ReconciliationReconcileLogs',
    everyMinutes: RECONCILIATION.everyMinutes,
    done: 'reconciled',
    failed: 'not-reconciled',
    whatIfNot: 'objects whose event was lost are not found',
  },
  {
    logs: 'ManifestsSealLogs',
    everyMinutes: SEALING.everyMinutes,
    done: 'sealed',
    failed: 'not-sealed',
    whatIfNot: 'the audit is not sealed',
  },
];

type Line = Readonly<Record<string, unknown>>;

/** The last runs of what runs by a schedule. */
export async function checkRuns(
  { logs }: Pick<DoctorClients, 'logs'>,
  deployment: Deployment,
  nowMs: number,
): Promise<readonly Finding[]> {
  const found = JOBS.map((job) => {
    const logGroupName = resourceOf(deployment, 'AWS::Logs::LogGroup', job.logs)?.physicalId;
    // One run may be late, or have been missed.
    const sinceMs = nowMs - 2.5 * job.everyMinutes * MINUTE_MS;
    return look(
      'runs',
      job.logs,
      'logs:FilterLogEvents',
      async () => {
        const lines: Line[] = [];
        for await (const page of paginateFilterLogEvents(
          { client: logs },
          { logGroupName, startTime: sinceMs },
        ))
          for (const { message = '' } of page.events ?? []) lines.push(...ownLines(message));
        return lines.filter(({ event }) => event === job.done || event === job.failed);
      },
      (lines) => judgeJob(job, lines, deployment.changedMs > sinceMs, nowMs),
      () => [],
    );
  });
  return (await Promise.all(found)).flat();
}

function judgeJob(job: Job, lines: readonly Line[], isNew: boolean, nowMs: number): readonly Finding[] {
  const last = lines.at(-1);
  // Each listing has a line of its own: what one of them missed is told, whichever came last.
  const telling =
    last?.event === job.done ? (lines.findLast(({ missing }) => Number(missing ?? 0) > 0) ?? last) : last;
  return [
    judgeLast(job, telling, isNew, nowMs),
    ...SWEEPS.flatMap((sweep) => uncoveredBy(job, sweep, lines)),
  ];
}

/** A listing that has not been gone over for too long, as its last run says. */
function uncoveredBy(job: Job, sweep: Sweep, lines: readonly Line[]): readonly Finding[] {
  const last = lines.findLast((line) => line.event === job.done && line.sweep === sweep);
  // How soon what is hidden is destroyed is not known here: the longest time, then.
  const mostMs = paceOf(sweep, 0).alarmHours * 60 * MINUTE_MS;
  const ms = Number(last?.uncoveredMs ?? 0);
  if (!(ms > mostMs)) return [];
  return [
    problem(
      'runs',
      job.logs,
      'NOT_COVERED',
      `the listing ${sweep} was not gone over for ${Math.round(ms / MINUTE_MS / 60)} hours: a lost event would not be found`,
      'docs/operations/monitoring.md, "UncoveredObjects"',
    ),
  ];
}

function judgeLast(job: Job, last: Line | undefined, isNew: boolean, nowMs: number): Finding {
  if (last === undefined)
    return isNew
      ? ok('runs', job.logs, 'has not run since the deployment, and need not have')
      : problem(
          'runs',
          job.logs,
          'RUN_MISSED',
          `it has not run for ${2.5 * job.everyMinutes} minutes: ${job.whatIfNot}`,
          'Look at its rule in EventBridge and at the function’s errors',
        );
  if (last.event === job.failed)
    return problem(
      'runs',
      job.logs,
      'RUN_FAILED',
      `its last run failed with ${String(last.code)}: ${job.whatIfNot}`,
      `${String(last.message ?? 'Look at its log')}`,
    );
  if (Number(last.missing ?? 0) > 0)
    return warning(
      'runs',
      job.logs,
      'OUTCOMES_MISSING',
      `${String(last.missing)} objects had no outcome; ${String(last.sentAgain)} events were sent again`,
      'If it says so again in an hour: docs/operations/monitoring.md, "MissingOutcomes"',
    );
  const behindHours = Math.floor((nowMs - Date.parse(String(last.until ?? ''))) / HOUR_MS);
  if (behindHours >= SEALING.lagAlarmHours)
    return warning(
      'runs',
      job.logs,
      'SEAL_LAGS',
      `the audit is sealed until ${String(last.until)}, ${behindHours} hours ago`,
      'If it says so again in an hour: docs/operations/monitoring.md, "SealLag"',
    );
  return ok('runs', job.logs, `last run ${String(last.time)}`);
}

/** Lines that the function wrote itself. */
function ownLines(message: string): readonly Line[] {
  return message.split('\n').flatMap((text) => {
    try {
      return text.startsWith('{') ? [JSON.parse(text) as Line] : [];
    } catch {
      return [];
    }
  });
}
