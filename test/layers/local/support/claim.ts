import { once } from 'node:events';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { SqliteIdentityMap } from '../../../../layers/local/sqliteIdentityMap.ts';
import { claimOf } from '../../../contracts/identityMapContract.ts';

/** What a claimant in another thread or process is told. */
export interface Order {
  readonly path: string;
  /** It says so before its first claim and after it, and goes on when it is told to, as all do together. */
  readonly meets: boolean;
  readonly worker: number;
  readonly originals: readonly string[];
  /** End as a crash would, after the answer and before anybody hears it. */
  readonly dies: boolean;
}

const order: Order = isMainThread ? JSON.parse(process.argv[2] ?? '') : workerData;
const say = (what: unknown) => (isMainThread ? process.send?.(what) : parentPort?.postMessage(what));
const meeting = async (): Promise<void> => {
  if (!order.meets) return;
  const told = parentPort === null ? once(process, 'message') : once(parentPort, 'message');
  say('here');
  await told;
};

const map = new SqliteIdentityMap(order.path);
const values: string[] = [];
await meeting();
for (const original of order.originals) {
  values.push(...(await map.claim([claimOf(original, `${original} by ${order.worker}`)])));
  // With fewer cores than claimants one could be done before the next begins: so each has had a turn before the second claim of any.
  if (values.length === 1) await meeting();
}
if (order.dies) process.kill(process.pid, 'SIGKILL');
say(values);
await map.close();
if (isMainThread) process.disconnect();
else parentPort?.close();
