import { parentPort, workerData } from 'node:worker_threads';
import type { InputFile } from './inputs.ts';
import { makeProcessor, type ProcessorOptions } from './processor.ts';

/** A worker of `lethe deid`: takes files, answers audit records. */
const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
const processFile = makeProcessor(workerData as ProcessorOptions);
port.on('message', async (file: InputFile) => {
  port.postMessage(await processFile(file));
});
