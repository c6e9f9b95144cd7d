import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import type { Reason } from '../../layers/engine/reason.ts';
import type { FileQueue, Waiting } from './fileQueue.ts';
import type { InputFile } from './inputs.ts';
import type { Processor, ProcessorOptions, TakeRecord } from './processor.ts';
import { type Answer, WorkerProcess } from './workerProcess.ts';

/** Batches a process has: one it works on, and one so that it need not wait. */
const MOST_IN_HAND = 2;
/** A file that so many processes ended over is not given to another. */
const MOST_DEATHS = 2;
/** So many processes ended, and no file was done meanwhile: there is no use in starting more. */
const MOST_VAIN_STARTS = 4;

/** What a run does with what its processes answer. */
export interface Taken {
  readonly record: (record: AuditRecord, file: InputFile) => Promise<void>;
  /** So many more frames were looked at; what is looked at again, as its process ended, counts again. */
  readonly looked: (frames: number) => void;
  /** A file has all its records. */
  readonly done: (file: InputFile) => void;
}

/**
 * Spreads the files of a queue over `jobs` processes beside this one, which hands out and takes in and nothing else: measured, it gains nothing by a share of the files, and a file that ends
 * a process must not end this one. Threads would do with less memory, but the V8 heaps of one process wait for each other in the kernel (its memory map, its open files).
 * A process that ends loses nothing: what it had in hand goes to another, and what two of them ended over is refused by `here`.
 * Resolves when the queue is empty and nothing comes to it. Rejects with what `record` rejects with. No process is left behind.
 */
export async function runCrew(
  queue: FileQueue,
  jobs: number,
  options: ProcessorOptions,
  here: () => Promise<Processor>,
  { record, looked, done }: Taken,
): Promise<void> {
  const crew = new Set<WorkerProcess>();
  const all = Promise.withResolvers<void>();
  /** Files that were taken out of the queue and are not done. */
  let out = 0;
  let vainStarts = 0;
  /** What is heard of the processes, one after the other: a process is not missed before all that it answered is recorded. */
  let heard: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): void => {
    heard = heard.then(work);
    heard.catch(all.reject);
  };

  const isComing = (): boolean => queue.coming?.isOver() === false;
  const endIfDone = (): void => {
    if (out === 0 && queue.isEmpty() && !isComing()) all.resolve();
  };
  const batch = (): readonly Waiting[] => {
    const taken = queue.batch();
    out += taken.length;
    return taken;
  };
  const giveBack = (files: readonly Waiting[]): void => {
    out -= files.length;
    queue.giveBack(files);
  };
  const finish = (file: InputFile): void => {
    out -= 1;
    vainStarts = 0;
    done(file);
    endIfDone();
  };
  const give = (worker: WorkerProcess): void => {
    while (worker.batches < MOST_IN_HAND) {
      const files = batch();
      if (files.length === 0) break;
      worker.give(files);
    }
    if (worker.batches === 0 && !isComing()) worker.dismiss();
  };
  const take = async (worker: WorkerProcess, answers: readonly Answer[]): Promise<void> => {
    for (const { file, records, frames, isLast } of answers) {
      if (frames > 0) looked(frames);
      for (const one of records) await record(one, file);
      if (isLast) finish(file);
    }
    give(worker);
  };
  const start = (): void => {
    try {
      const worker = WorkerProcess.start(options, (from, answers) => inTurn(() => take(from, answers)));
      crew.add(worker);
      give(worker);
      void worker.ended.then((how) => inTurn(() => replace(worker, how)));
    } catch {
      vainStarts += 1;
    }
  };
  const replace = async (worker: WorkerProcess, how: string): Promise<void> => {
    crew.delete(worker);
    const { begun, untouched } = worker.legacy();
    if (begun.length === 0) return;
    vainStarts += 1;
    giveBack([...untouched, ...begun.filter(({ deaths }) => deaths < MOST_DEATHS)]);
    for (const { file, deaths } of begun) {
      if (deaths < MOST_DEATHS) continue;
      await (await here()).refuse(file, endedOver(how), (one) => record(one, file));
      finish(file);
    }
    await staff();
  };
  /** As many processes as the run is to have; without any, what is left is done here. */
  const staff = async (): Promise<void> => {
    while (crew.size < jobs && vainStarts < MOST_VAIN_STARTS && !queue.isEmpty()) start();
    while (crew.size === 0) {
      const files = batch();
      if (files.length === 0) break;
      for (const { file, deaths } of files) {
        const recorded: TakeRecord = (one) => record(one, file);
        if (deaths > 0) await (await here()).refuse(file, endedOver('none could be started'), recorded);
        else await (await here()).process(file, recorded);
        finish(file);
      }
    }
    endIfDone();
  };

  try {
    queue.coming?.onChange(() =>
      inTurn(async () => {
        for (const worker of crew) give(worker);
        await staff();
      }),
    );
    inTurn(staff);
    await all.promise;
  } finally {
    const ends = [...crew].map((worker) => worker.ended);
    for (const worker of crew) worker.dismiss();
    await Promise.all(ends);
  }
}

function endedOver(how: string): Reason {
  return {
    code: 'WORKER_ENDED',
    message: `The processes that had it in work ended (${how})`,
    hint: 'Process it alone, with more memory; report it if that run ends, too.',
  };
}
