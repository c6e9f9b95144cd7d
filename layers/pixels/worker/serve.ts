import { Worker } from 'node:worker_threads';
import { PixelsError } from '../errors.ts';
import {
  type Answer,
  type Asked,
  type Job,
  type Results,
  refusalOf,
  type Said,
  type Watched,
} from './jobs.ts';

/** The end of a `Child` that works: it answers one job after the other, and ends with whoever asks. */
export function serve(done: (job: Job) => Promise<Results[keyof Results]>): void {
  const [watchFile = '', parent] = process.argv.slice(2);
  const deadlineMs = new Int32Array(new SharedArrayBuffer(4));
  const watched: Watched = { deadlineMs, parent: Number(parent) };
  new Worker(new URL(watchFile), { workerData: watched, execArgv: [] }).unref();

  async function answerTo(job: Job): Promise<Answer> {
    try {
      return { kind: 'result', result: await done(job) };
    } catch (error) {
      return error instanceof PixelsError
        ? { kind: 'refused', refusal: refusalOf(error) }
        : { kind: 'broken' };
    }
  }

  const until = (most: number) => {
    Atomics.store(deadlineMs, 0, Math.min(2 ** 31 - 1, most));
    Atomics.notify(deadlineMs, 0);
  };

  process.on('message', async (job: Asked) => {
    until(processorMs() + job.mostMs);
    const answer = await answerTo(job);
    until(0);
    say(answer);
  });
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // A terminal tells them to all that it started; who asks decides what becomes of a frame under way.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) process.on(signal, () => {});
  say({ kind: 'ready' });
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return Math.ceil((user + system) / 1000);
}

function say(said: Said): void {
  // Whoever cannot hear it any more is gone.
  process.send?.(said, undefined, undefined, () => {});
}
