import { Worker } from 'node:worker_threads';
import { PixelsError } from '../errors.ts';
import { type Answer, errorOf, type Job, type Results, type WorkerData } from './jobs.ts';

export interface ThreadSettings {
  readonly workerFile: URL;
  readonly wasmFile: string;
  /**
   * Most memory of the thread's own heap, in mebibytes; that of the codecs has a bound of its own. A full heap mostly ends the thread alone, but V8 may end the whole process over it: so
   * codecs keep frames in typed arrays and in WASM, which do not lie there.
   */
  readonly heapMebibytes: number;
}

/** Why a frame has no answer: the thread ended over it, or answered by an error that is not a `PixelsError`. */
function lost(what: string): PixelsError {
  return new PixelsError('PIXELS_DAMAGED', what, 'Export the object again from where it came.');
}

/**
 * A thread of `worker.ts`, one job at a time. Whatever it dies of, or a job that does not end, is a refusal of that job alone: the next one gets another thread.
 */
export class Thread {
  readonly #settings: ThreadSettings;
  #worker: Worker | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(settings: ThreadSettings) {
    this.#settings = settings;
  }

  /** `handedOver`: buffers within the job that nobody needs any more. Rejects with `PixelsError`. */
  run<Kind extends Job['kind']>(
    job: Extract<Job, { readonly kind: Kind }>,
    handedOver: readonly ArrayBuffer[],
    mostMs: number,
  ): Promise<Results[Kind]> {
    const result = this.#last.then(() => this.#answer(job, handedOver, mostMs));
    this.#last = result.catch(() => {});
    return result as Promise<Results[Kind]>;
  }

  /** A job in work is not waited for. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end();
  }

  async #answer(
    job: Job,
    handedOver: readonly ArrayBuffer[],
    mostMs: number,
  ): Promise<Results[keyof Results]> {
    if (this.#isClosed) throw new Error('the reader of pixels is closed');
    const worker = this.#started();
    // A job keeps the process alive; a thread that waits does not.
    worker.ref();
    const answer = await answerOf(worker, () => worker.postMessage(job, [...handedOver]), mostMs);
    worker.unref();
    switch (answer.kind) {
      case 'result':
        return answer.result;
      case 'refused':
        throw errorOf(answer.refusal);
      case 'broken':
        await this.#end();
        throw lost('A frame broke its codec');
      case 'dead':
        this.#worker = null;
        throw lost('A frame ended the thread that read it');
      case 'late':
        await this.#end();
        throw lost('A frame took longer than its size allows');
    }
  }

  #started(): Worker {
    if (this.#worker !== null) return this.#worker;
    const { workerFile, wasmFile, heapMebibytes } = this.#settings;
    const worker = new Worker(workerFile, {
      workerData: { wasmFile } satisfies WorkerData,
      resourceLimits: { maxOldGenerationSizeMb: heapMebibytes },
      // What Node or a codec says there may quote a value.
      stdout: true,
      stderr: true,
    });
    worker.unref();
    // The job that waits hears of it by the exit; an error that nobody listens to would end the process.
    worker.on('error', () => {});
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    this.#worker = worker;
    return worker;
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

type Outcome = Answer | { readonly kind: 'dead' } | { readonly kind: 'late' };

function answerOf(worker: Worker, send: () => void, mostMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const settle = (outcome: Outcome) => {
      clearTimeout(timer);
      worker.off('message', settle);
      worker.off('exit', died);
      resolve(outcome);
    };
    const died = () => settle({ kind: 'dead' });
    const timer = setTimeout(() => settle({ kind: 'late' }), mostMs);
    worker.on('message', settle);
    worker.on('exit', died);
    send();
  });
}
