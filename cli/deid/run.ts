import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { AuditRecord, Outcome } from '../../layers/engine/audit.ts';
import { FileAudit } from '../../layers/local/streamAudit.ts';
import type { InputFile } from './inputs.ts';
import { makeProcessor, type ProcessorOptions } from './processor.ts';
import { startProgress } from './progress.ts';

export interface RunOptions extends ProcessorOptions {
  readonly audit?: string;
  /** Absent: as many as the machine has cores, if there are files enough. */
  readonly jobs?: number;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** What became of a run. */
export interface Summary {
  readonly files: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** How many instances did not come out, by reason code. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly seconds: number;
  readonly plan: { readonly name: string; readonly digest: string } | null;
  readonly audit: string | null;
}

/** Fewer small files than this are done sooner on one thread than a second one takes to start: some half a second, and a millisecond a file. */
const FILES_WORTH_A_WORKER = 250;

function workersFor(files: number, jobs: number | undefined): number {
  return jobs === undefined
    ? Math.min(availableParallelism(), Math.ceil(files / FILES_WORTH_A_WORKER))
    : Math.min(jobs, files);
}

/** De-identifies files with up to `jobs` workers and writes the audit. */
export async function runDeid(files: readonly InputFile[], options: RunOptions): Promise<Summary> {
  const started = performance.now();
  const audit = options.audit === undefined ? null : FileAudit.open(options.audit);
  const progress = startProgress(files.length, !options.quiet && !options.json);
  const summary = {
    files: files.length,
    outcomes: { released: 0, held: 0, 'passed-through': 0, quarantined: 0, opened: 0 },
    reasons: {} as Record<string, number>,
    bytes: 0,
    plan: null as Summary['plan'],
  };
  const take = async (records: readonly AuditRecord[]): Promise<void> => {
    for (const record of records) {
      summary.outcomes[record.outcome] += 1;
      if (record.reason !== null)
        summary.reasons[record.reason.code] = (summary.reasons[record.reason.code] ?? 0) + 1;
      summary.bytes += record.source.sizeBytes ?? 0;
      summary.plan ??= record.plan;
      await audit?.record(record);
    }
    progress.advance();
  };
  try {
    const workers = workersFor(files.length, options.jobs);
    if (workers <= 1) {
      const processFile = makeProcessor(options);
      for (const file of files) await take(await processFile(file));
    } else await runWorkers(files, workers, options, take);
  } finally {
    progress.stop();
    await audit?.close();
  }
  return { ...summary, seconds: (performance.now() - started) / 1000, audit: options.audit ?? null };
}

/** Files a worker is given at a time: one it works on, and one so that it need not wait. */
const IN_HAND = 2;

/** Spreads files over threads. Rejects if a worker dies, which only a defect makes it do. */
async function runWorkers(
  files: readonly InputFile[],
  count: number,
  { out, key, overwrite, routes, identities, sealFor, archiveLimits }: ProcessorOptions,
  take: (records: readonly AuditRecord[]) => Promise<void>,
): Promise<void> {
  const queue = files.values();
  const workerData: ProcessorOptions = { out, key, overwrite, routes, identities, sealFor, archiveLimits };
  const runOne = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
      let inHand = 0;
      const give = (): void => {
        const next = queue.next();
        if (next.done !== true) {
          inHand += 1;
          worker.postMessage(next.value);
        } else if (inHand === 0) void worker.terminate().then(() => resolve(), reject);
      };
      worker.on('message', (records: readonly AuditRecord[]) => {
        inHand -= 1;
        take(records).then(give, reject);
      });
      worker.on('error', reject);
      for (let i = 0; i < IN_HAND; i++) give();
    });
  await Promise.all(Array.from({ length: count }, runOne));
}
