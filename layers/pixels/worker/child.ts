import { type ChildProcess, fork } from 'node:child_process';
import { PixelsError } from '../errors.ts';
import { isNativeInstalled } from '../text/nativeRuntime.ts';
import { type Answer, errorOf, type Job, type Results, type Said, TIME_IS_UP } from './jobs.ts';

export interface ChildSettings {
  readonly workerFile: URL;
  readonly watchFile: URL;
  readonly wasmFile: string;
  /** Most memory of the process's JavaScript heap, in mebibytes; that of the codecs has a bound of its own. Frames lie in neither. */
  readonly heapMebibytes: number;
  /** So many times its processor time a job is waited for: one that has not had it by then is not at work, but hangs on a disk, or the machine is. */
  readonly patience: number;
}

/** Timers go no further than 31 bits. */
const MOST_MS = 2 ** 31 - 1;

/**
 * A process of `worker.ts`, one job at a time. Whatever it dies of is a refusal of that job alone, and the next one gets another process: hostile bytes may fill a heap, and
 * V8 ends a process over that. It starts with the first job, holds no credentials, and keeps no other process alive.
 */
export class Child {
  readonly #settings: ChildSettings;
  #process: ChildProcess | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(settings: ChildSettings) {
    this.#settings = settings;
  }

  /** `mostMs`: of processor time, so that a machine that is busy damages nothing. Rejects with `PixelsError`. */
  run<Kind extends Job['kind']>(
    job: Extract<Job, { readonly kind: Kind }>,
    mostMs: number,
  ): Promise<Results[Kind]> {
    const result = this.#last.then(() => this.#answer(job, Math.min(MOST_MS, mostMs)));
    this.#last = result.catch(() => {});
    return result as Promise<Results[Kind]>;
  }

  /** A job in work is not waited for. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end();
  }

  async #answer(job: Job, mostMs: number): Promise<Results[keyof Results]> {
    const outcome = await this.#ask(job, mostMs);
    // A machine that is short of memory ends processes too: a frame is damaged if it ends two of them.
    return settled(outcome.kind === 'dead' ? await this.#ask(job, mostMs) : outcome);
  }

  async #ask(job: Job, mostMs: number): Promise<Outcome> {
    if (this.#isClosed) throw new Error('the reader of pixels is closed');
    const child = this.#started();
    const waitedMs = Math.min(MOST_MS, mostMs * this.#settings.patience);
    const outcome = await outcomeOf(child, job, mostMs, waitedMs);
    if (outcome.kind === 'broken' || outcome.kind === 'silent') await this.#end();
    return outcome;
  }

  #started(): ChildProcess {
    if (this.#process !== null) return this.#process;
    const { workerFile, watchFile, wasmFile, heapMebibytes } = this.#settings;
    const child = fork(workerFile, [watchFile.href, String(process.pid), wasmFile], {
      // It reads its weights, and writes no file and starts no process.
      execArgv: [
        `--max-old-space-size=${heapMebibytes}`,
        '--permission',
        '--allow-fs-read=*',
        '--allow-worker',
        // Node forbids native code with the rest; a user who installs some beside Lethe wants it to run.
        ...(isNativeInstalled() ? ['--allow-addons'] : []),
      ],
      env: variables(),
      serialization: 'advanced',
      // What Node or a codec says there may quote a value.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    hold(child, false);
    // Whoever waits hears of it by its end.
    child.on('error', () => {});
    child.once('exit', () => {
      if (this.#process === child) this.#process = null;
    });
    this.#process = child;
    return child;
  }

  async #end(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    child.once('exit', () => resolve());
    child.ref();
    child.kill('SIGKILL');
    await promise;
  }
}

/** What a process needs to start, and no credentials. */
function variables(): Record<string, string> {
  return Object.fromEntries(
    ['LD_LIBRARY_PATH', 'SystemRoot'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Whether a process that is waited for keeps this one alive. */
function hold(child: ChildProcess, isHeld: boolean): void {
  if (isHeld) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

type Outcome =
  | Answer
  /** Its process ended; or took more processor time than it may; or never began; or says nothing and does nothing. */
  | { readonly kind: 'dead' | 'late' | 'unstarted' | 'silent' };

function outcomeOf(child: ChildProcess, job: Job, mostMs: number, waitedMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    // Before it is ready it has not seen the job.
    let isReady = READY.has(child);
    const settle = (outcome: Outcome) => {
      clearTimeout(timer);
      child.off('message', said);
      child.off('exit', ended);
      child.off('error', failed);
      hold(child, false);
      resolve(outcome);
    };
    const said = (message: Said) => {
      if (message.kind !== 'ready') settle(message);
      else {
        isReady = true;
        READY.add(child);
      }
    };
    const ended = (_code: number | null, signal: NodeJS.Signals | null) =>
      settle({ kind: !isReady ? 'unstarted' : signal === TIME_IS_UP ? 'late' : 'dead' });
    const failed = () => settle({ kind: 'unstarted' });
    const timer = setTimeout(() => settle({ kind: 'silent' }), waitedMs);
    hold(child, true);
    child.on('message', said);
    child.on('exit', ended);
    child.on('error', failed);
    // An error of sending is followed by an end.
    child.send({ ...job, mostMs }, () => {});
  });
}

/** Processes that said that they began. */
const READY = new WeakSet<ChildProcess>();

/** Throws `PixelsError`: why a frame has no answer. */
function settled(outcome: Outcome): Results[keyof Results] {
  switch (outcome.kind) {
    case 'result':
      return outcome.result;
    case 'refused':
      throw errorOf(outcome.refusal);
    case 'broken':
      throw lost('A frame broke its codec');
    case 'dead':
      throw lost('A frame ended the process that read it, twice');
    case 'late':
      throw lost('A frame took more processor time than its size allows');
    case 'unstarted':
      throw unavailable('The process that reads frames does not start');
    case 'silent':
      throw unavailable('The process that reads frames does not answer, and does nothing');
  }
}

function lost(what: string): PixelsError {
  return new PixelsError('PIXELS_DAMAGED', what, 'Export the object again from where it came.');
}

/** A fault of the surroundings: the frame may be sound. */
function unavailable(what: string): PixelsError {
  return new PixelsError('PIXELS_WEIGHTS', what, 'Install Lethe again, and look how much memory is free.');
}
