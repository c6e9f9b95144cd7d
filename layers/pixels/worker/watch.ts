import { workerData } from 'node:worker_threads';
import { TIME_IS_UP, type Watched } from './jobs.ts';

/** How often a job is looked at. */
const EVERY_MS = 100;

/**
 * A thread beside the one that reads frames, which hears nothing while a codec is at work: it ends the process once a job has taken all of its processor time, or whoever asked is gone.
 * While no job is under way it sleeps.
 */
function watch({ deadlineMs, parent }: Watched): never {
  for (;;) {
    const most = Atomics.load(deadlineMs, 0);
    Atomics.wait(deadlineMs, 0, most, most === 0 ? undefined : EVERY_MS);
    if (most === 0 || Atomics.load(deadlineMs, 0) !== most) continue;
    const { user, system } = process.cpuUsage();
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
    if ((user + system) / 1000 >= most) process.kill(process.pid, TIME_IS_UP);
  }
}

watch(workerData as Watched);
