import { setImmediate as turn } from 'node:timers/promises';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import type { InputFile } from './inputs.ts';
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

const batches: Batch[] = [];
let processor: Processor | undefined;
let portions: Portion[] = [];
let records: AuditRecord[] = [];
let toldAt = performance.now();
let turnedAt = toldAt;
let isWorking = false;

// Ctrl-C reaches every process of the terminal: the first one ends, and the channel with it.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('disconnect', () => {
  if (!isWorking) process.exit();
});
process.on('message', (message) => {
  if (processor === undefined) processor = makeProcessor(message as ProcessorOptions);
  else {
    batches.push(message as Batch);
    if (!isWorking) void work(processor);
  }
});

async function work({ process: take }: Processor): Promise<void> {
  isWorking = true;
  for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
    const { files, isSuspect } = batch;
    for (const file of files) {
      await take(file, (record) => keep(record, file, isSuspect));
      portions.push({ records, isLast: true });
      records = [];
      await pause();
    }
    await tell();
  }
  isWorking = false;
}

/**
 * The file's own record is told with the file's end and never before it: heard of alone, a file that was done would go to another process when this one ends, and have a
 * second line.
 */
async function keep(record: AuditRecord, file: InputFile, isSuspect: boolean): Promise<void> {
  records.push(record);
  if (record.source.key === file.path) return;
  if (isSuspect) await tell();
  else await pause();
}

/** Between two instances nothing is half-written: it is the place to see that the first process is gone. */
async function pause(): Promise<void> {
  const now = performance.now();
  if (now - turnedAt > TURN_MS) {
    await turn();
    if (!process.connected) process.exit();
    turnedAt = now;
  }
  if (records.length + portions.length >= MOST_KEPT_BACK || now - toldAt > KEPT_BACK_MS) await tell();
}

/** Resolves when the channel has it: no more than this is ever waiting for a first process that is busy. */
async function tell(): Promise<void> {
  if (records.length > 0) portions.push({ records, isLast: false });
  const told = portions;
  [portions, records, toldAt] = [[], [], performance.now()];
  if (told.length > 0) await new Promise((resolve) => process.send?.(told, resolve));
}
