import { setImmediate as turn } from 'node:timers/promises';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import type { Batch, Portion } from './portion.ts';
import { makeProcessor, type Processor, type ProcessorOptions } from './processor.ts';

/**
 * A process of `lethe deid` beside the first. It is told its options, then batches of files, and answers records in their order; it ends when its channel is closed.
 * Names of files are identifiers: they come by the channel, never by the command line or the environment.
 */
if (process.send === undefined) throw new Error('this file is started by lethe deid');

/** A message for each file would wake up both sides for each: records are kept back while their batch is in work, and no longer than this. */
const KEPT_BACK_MS = 100;
const MOST_KEPT_BACK = 200;
/** To look at the channel for each file took a tenth of its time. */
const TURN_MS = 10;

/** Works on batches in their order, and tells what became of their files. */
class Worker {
  readonly #processor: Processor;
  readonly #batches: Batch[] = [];
  #portions: Portion[] = [];
  #records: AuditRecord[] = [];
  #frames = 0;
  #toldAt = performance.now();
  #turnedAt = performance.now();
  #isWorking = false;

  constructor(options: ProcessorOptions) {
    this.#processor = makeProcessor(options, () => this.#countFrame());
  }

  get isWorking(): boolean {
    return this.#isWorking;
  }

  take(batch: Batch): void {
    this.#batches.push(batch);
    if (!this.#isWorking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let batch = this.#batches.shift(); batch !== undefined; batch = this.#batches.shift()) {
      const { files, isSuspect } = batch;
      for (const file of files) {
        await this.#processor.process(file, (record, isOwn) => this.#keep(record, isOwn, isSuspect));
        this.#endPortion(true);
        await this.#pause();
      }
      await this.#tell();
    }
    this.#isWorking = false;
  }

  /**
   * The file's own record is told with the file's end and never before it: heard of alone, a file that was done would go to another process when this one ends, and have a
   * second line.
   */
  async #keep(record: AuditRecord, isOwn: boolean, isSuspect: boolean): Promise<void> {
    this.#records.push(record);
    if (isOwn) return;
    if (isSuspect) await this.#tell();
    else await this.#pause();
  }

  /** A long cine is one instance: its frames are told while it is in work. */
  #countFrame(): void {
    this.#frames += 1;
    if (performance.now() - this.#toldAt > KEPT_BACK_MS) void this.#tell();
  }

  #endPortion(isLast: boolean): void {
    this.#portions.push({ records: this.#records, frames: this.#frames, isLast });
    [this.#records, this.#frames] = [[], 0];
  }

  /** Between two instances nothing is half-written: it is the place to see that the first process is gone. */
  async #pause(): Promise<void> {
    const now = performance.now();
    if (now - this.#turnedAt > TURN_MS) {
      await turn();
      if (!process.connected) process.exit();
      this.#turnedAt = now;
    }
    const isFull = this.#records.length + this.#portions.length >= MOST_KEPT_BACK;
    if (isFull || now - this.#toldAt > KEPT_BACK_MS) await this.#tell();
  }

  /** Resolves when the channel has it: no more than this is ever waiting for a first process that is busy. */
  async #tell(): Promise<void> {
    if (this.#records.length > 0 || this.#frames > 0) this.#endPortion(false);
    const told = this.#portions;
    [this.#portions, this.#toldAt] = [[], performance.now()];
    if (told.length > 0) await new Promise((resolve) => process.send?.(told, resolve));
  }
}

// Ctrl-C reaches every process of the terminal: the first one ends, and the channel with it.
process.on('SIGINT', () => {});
// Whoever stops a service may tell each of its processes.
process.on('SIGTERM', () => {});
process.on('SIGHUP', () => {});
// Of the console of Windows.
process.on('SIGBREAK', () => {});
process.once('message', (options) => {
  const worker = new Worker(options as ProcessorOptions);
  process.on('message', (batch) => worker.take(batch as Batch));
  process.on('disconnect', () => {
    if (!worker.isWorking) process.exit();
  });
});
