import { type ChildProcess, fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import type { Waiting } from './fileQueue.ts';
import type { InputFile } from './inputs.ts';
import type { Batch, Portion } from './portion.ts';
import type { ProcessorOptions } from './processor.ts';

/** What a process that ended had in hand. */
export interface Legacy {
  /** The batch that was in work: the process may have ended over any file of it. */
  readonly begun: readonly Waiting[];
  readonly untouched: readonly Waiting[];
}

/** A portion, and the file that it is of. */
export type Answer = Portion & { readonly file: InputFile };

/** A process of `worker.ts`, and what it has in hand. */
export class WorkerProcess {
  /** The signal or the status that it ended with. All that it answered was told before. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  /** In the order given; the first one is in work. */
  readonly #batches: (readonly Waiting[])[] = [];
  /** Records of the first file in hand that came from this process. */
  #answered = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.ended = endOf(child);
  }

  /** Throws the system's error where no process can be started, or the process ends at once. */
  static start(
    options: ProcessorOptions,
    answered: (worker: WorkerProcess, answers: readonly Answer[]) => void,
  ): WorkerProcess {
    const cache = getCompileCacheDir();
    const child = fork(new URL('./worker.ts', import.meta.url), {
      // Plans have maps, which JSON has not.
      serialization: 'advanced',
      // The young generation of a gateway is too small for the engine.
      execArgv: process.execArgv.filter((flag) => !flag.startsWith('--max-semi-space-size')),
      // What Node says of a process that it ends may quote a value.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // The folder in it is of this Node version, and Node makes its name.
      ...(cache === undefined ? {} : { env: { ...process.env, NODE_COMPILE_CACHE: dirname(cache) } }),
    });
    const worker = new WorkerProcess(child);
    child.on('message', (portions) => answered(worker, worker.#match(portions as readonly Portion[])));
    worker.#send(options);
    return worker;
  }

  get batches(): number {
    return this.#batches.length;
  }

  give(batch: readonly Waiting[]): void {
    this.#batches.push(batch);
    this.#send({ files: batch.map(({ file }) => file), isSuspect: batch.some(({ deaths }) => deaths > 0) });
  }

  /** It ends when the instance in work is whole; at once if there is none. */
  dismiss(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  /** Takes everything out of its hand, once it has ended. */
  legacy(): Legacy {
    const [begun = [], ...untouched] = this.#batches.splice(0);
    const told = Math.max(begun[0]?.told ?? 0, this.#answered);
    return {
      begun: begun.map((waiting, at) => ({
        ...waiting,
        deaths: waiting.deaths + 1,
        told: at === 0 ? told : waiting.told,
      })),
      untouched: untouched.flat(),
    };
  }

  /** A channel that is closed needs no answer here: the process is about to be missed. */
  #send(message: ProcessorOptions | Batch): void {
    this.#child.send(message, () => {});
  }

  /** Leaves out what another process told before it ended: the same archive again has the same members in the same order. */
  #match(portions: readonly Portion[]): Answer[] {
    return portions.map(({ records, frames, isLast }) => {
      const [waiting, ...others] = this.#batches[0] ?? [];
      if (waiting === undefined) throw new Error('an answer to nothing');
      const fresh = records.slice(Math.max(0, waiting.told - this.#answered));
      this.#answered += records.length;
      if (isLast) {
        this.#answered = 0;
        if (others.length > 0) this.#batches[0] = others;
        else this.#batches.shift();
      }
      return { file: waiting.file, records: fresh, frames, isLast };
    });
  }
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', () => {
      if (child.pid === undefined) resolve('not started');
    });
    child.on('exit', (status, signal) => {
      const how = signal ?? `exit status ${status}`;
      // What it said last may still be in the channel.
      if (child.connected) child.once('disconnect', () => resolve(how));
      else resolve(how);
    });
  });
}
