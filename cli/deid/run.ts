import { availableParallelism } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import type { AuditRecord, Outcome } from '../../layers/engine/audit/audit.ts';
import { FileAudit } from '../../layers/local/streamAudit.ts';
import { isEmptyPlan } from '../../rules/plan.ts';
import { runCrew } from './crew.ts';
import { fileQueue } from './fileQueue.ts';
import type { InputFile } from './inputs.ts';
import type { Processor, ProcessorOptions } from './processor.ts';
import { startProgress } from './progress.ts';

export interface RunOptions extends ProcessorOptions {
  readonly audit?: string;
  /** Absent: as many as the machine has cores, if there are files enough. */
  readonly jobs?: number;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Two sources with one SOP Instance UID and other bytes, as the audit names them. */
export interface Conflict {
  readonly source: string;
  /** What stands there was made of this; null: nobody knows. */
  readonly other: string | null;
  /** The clean key of both. */
  readonly output: string;
}

/** Conflicts that are named in the summary; the audit has them all. */
const MOST_CONFLICTS = 10;

/** Small files are worked on without a wait: so often a signal is heard between two of them. */
const TURN_MS = 100;

/** Reasons that whoever runs Lethe can end by installing something: their texts are of Lethe alone. */
const NOT_INSTALLED: ReadonlySet<string> = new Set(['PACKAGE_MISSING', 'PIXELS_WEIGHTS']);

/** What became of a run. */
export interface Summary {
  readonly files: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** How many instances did not come out, by reason code. */
  readonly reasons: Readonly<Record<string, number>>;
  /** What is not installed and was needed, with what to do. */
  readonly lacking?: readonly string[];
  /** The first conflicts: who wanted the place of whom. */
  readonly conflicts: readonly Conflict[];
  /** Instances that came out though they may show text that nobody looked for (`PIXELS_NOT_LOOKED_AT`). */
  readonly unseenPixels: number;
  /** Clean instances of earlier runs that were removed, since this run does not release them (`--overwrite`). */
  readonly withdrawn: number;
  /** Those that are there still, of files that this run had not, or that ended in a fault; absent: nobody looked. */
  readonly ofEarlierRuns?: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly plan: { readonly name: string; readonly digest: string } | null;
  readonly audit: string | null;
}

/** With fewer small files than this for each, one process is done sooner than others have started: some 0.4 s, and half a millisecond a file. */
const FILES_WORTH_A_PROCESS = 1000;

function jobsFor(files: number, jobs: number | undefined): number {
  return jobs === undefined
    ? Math.min(availableParallelism(), Math.ceil(files / FILES_WORTH_A_PROCESS))
    : Math.min(jobs, files);
}

/** De-identifies files in `jobs` processes at a time and writes the audit. */
export async function runDeid(files: readonly InputFile[], options: RunOptions): Promise<Summary> {
  const started = performance.now();
  const audit = options.audit === undefined ? null : FileAudit.open(options.audit);
  const progress = startProgress(files.length, !options.quiet && !options.json);
  const summary = {
    files: files.length,
    outcomes: {
      released: 0,
      duplicate: 0,
      held: 0,
      'passed-through': 0,
      quarantined: 0,
      opened: 0,
      fault: 0,
    },
    reasons: {} as Record<string, number>,
    conflicts: [] as Conflict[],
    unseenPixels: 0,
    withdrawn: 0,
    bytes: 0,
    plan: onlyPlanOf(options),
  };
  const lacking = new Set<string>();
  const record = async (taken: AuditRecord): Promise<void> => {
    summary.outcomes[taken.outcome] += 1;
    if (taken.reason !== null)
      summary.reasons[taken.reason.code] = (summary.reasons[taken.reason.code] ?? 0) + 1;
    if (taken.reason !== null && NOT_INSTALLED.has(taken.reason.code))
      lacking.add(`${taken.reason.message}. ${taken.reason.hint}`);
    const other = taken.reason?.other;
    if (other !== undefined && summary.conflicts.length < MOST_CONFLICTS)
      summary.conflicts.push({ source: taken.source.key, other: other.source, output: other.output });
    if (taken.outcome === 'released' && taken.findings.some(({ code }) => code === 'PIXELS_NOT_LOOKED_AT'))
      summary.unseenPixels += 1;
    summary.withdrawn += taken.withdrawn?.length ?? 0;
    summary.bytes += taken.source.sizeBytes ?? 0;
    if (summary.plan === null && !isEmptyPlan(taken.plan)) summary.plan = taken.plan;
    await audit?.record(taken);
  };
  const done = () => progress.advance();
  const looked = (frames: number) => progress.looked(frames);
  try {
    const jobs = jobsFor(files.length, options.jobs);
    // Loading the engine takes longer than starting others that do: it is loaded here only if it is to work here.
    let loaded: Promise<Processor> | undefined;
    const here = () => {
      loaded ??= import('./processor.ts').then(({ makeProcessor }) =>
        makeProcessor(options, () => looked(1)),
      );
      return loaded;
    };
    if (jobs > 1)
      await runCrew(fileQueue(files, jobs), jobs, plainOptions(options), here, { record, looked, done });
    else
      for (let turnedAt = 0, at = 0; at < files.length; at += 1) {
        await (await here()).process(files[at] as InputFile, record);
        done();
        if (performance.now() - turnedAt < TURN_MS) continue;
        await turn();
        turnedAt = performance.now();
      }
  } finally {
    progress.stop();
    await audit?.close();
  }
  return {
    ...summary,
    ...(lacking.size === 0 ? {} : { lacking: [...lacking] }),
    seconds: (performance.now() - started) / 1000,
    audit: options.audit ?? null,
  };
}

/** The rules of a run that has one route, whether or not a file came to them. */
function onlyPlanOf({ routes }: RunOptions): Summary['plan'] {
  const [only, another] = routes;
  if (only === undefined || another !== undefined) return null;
  return { name: only.plan.name, digest: only.plan.digest };
}

/** What another process is told: nothing but this. */
function plainOptions(options: ProcessorOptions): ProcessorOptions {
  const { out, kept, run, key, overwrite, routes, identities, sealFor, archiveLimits, auditNames } = options;
  const told = { out, kept, run, key, overwrite, routes, identities, sealFor, archiveLimits };
  return auditNames === undefined ? told : { ...told, auditNames };
}
