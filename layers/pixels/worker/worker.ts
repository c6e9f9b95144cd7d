import { readFileSync } from 'node:fs';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { decodeFrame, encodeFrame } from '../codecs/codec.ts';
import { Codecs } from '../codecs/wasm.ts';
import { compiled } from '../codecs/webAssembly.ts';
import { PixelsError } from '../errors.ts';
import type { TextFinder } from '../text/finder.ts';
import { type Answer, type Job, ownBytes, type Results, refusalOf, type WorkerData } from './jobs.ts';
import { openFinder } from './textFinder.ts';

/** The heavy part, in a thread that may die: `thread.ts` starts it and gives it one job at a time. */
function serve(port: MessagePort, { wasmFile }: WorkerData): void {
  // Each is loaded by the first job that needs it.
  let codecs: Codecs | null = null;
  let finder: Promise<TextFinder> | null = null;
  const loaded = () => {
    codecs ??= openCodecs(wasmFile);
    return codecs;
  };

  async function done(job: Job): Promise<Results[keyof Results]> {
    switch (job.kind) {
      case 'decode':
        return decodeFrame(job.frame, job.format, loaded());
      case 'encode':
        return encodeFrame(job.decoded, job.format, loaded());
      case 'findText':
        finder ??= openFinder().catch((error: unknown) => {
          // The next job tries again.
          finder = null;
          throw error;
        });
        return (await finder).find(job.raster, job.display);
    }
  }

  async function answerTo(job: Job): Promise<Answer> {
    try {
      return { kind: 'result', result: await done(job) };
    } catch (error) {
      return error instanceof PixelsError
        ? { kind: 'refused', refusal: refusalOf(error) }
        : { kind: 'broken' };
    }
  }

  port.on('message', async (job: Job) => give(port, await answerTo(job)));
}

/** Throws `PIXELS_WEIGHTS`: without codecs it is not the frame that is damaged. */
function openCodecs(wasmFile: string): Codecs {
  try {
    return new Codecs(compiled(readFileSync(wasmFile)));
  } catch {
    throw new PixelsError('PIXELS_WEIGHTS', 'The codecs are missing or were changed', 'Install Lethe again.');
  }
}

/** Bytes alone in their buffers, which are handed over: a part of a pool would drag all of it along. */
function give(port: MessagePort, answer: Answer): void {
  const result = answer.kind === 'result' ? answer.result : [];
  if (result instanceof Uint8Array) {
    const bytes = ownBytes(result);
    port.postMessage({ kind: 'result', result: bytes }, [bytes.buffer]);
  } else if ('raster' in result) {
    const bytes = ownBytes(result.raster.bytes);
    const raster = { ...result.raster, bytes };
    port.postMessage({ kind: 'result', result: { ...result, raster } }, [bytes.buffer]);
  } else port.postMessage(answer);
}

if (parentPort !== null) serve(parentPort, workerData as WorkerData);
