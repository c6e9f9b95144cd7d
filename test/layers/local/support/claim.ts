import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { SqliteIdentityMap } from '../../../../layers/local/sqliteIdentityMap.ts';
import { claimOf } from '../../../contracts/identityMapContract.ts';

/** What a claimant in another thread or process is told. */
export interface Order {
  readonly path: string;
  /** All begin when this file appears; each says by one of its own, with its number behind, that it is there. Null: at once. */
  readonly gate: string | null;
  readonly worker: number;
  readonly originals: readonly string[];
  /** End as a crash would, after the answer and before anybody hears it. */
  readonly dies: boolean;
}

const order: Order = isMainThread ? JSON.parse(process.argv[2] ?? '') : workerData;
if (order.gate !== null) {
  writeFileSync(`${order.gate}.${order.worker}`, '');
  while (!existsSync(order.gate)) await sleep(1);
}
const map = new SqliteIdentityMap(order.path);
const values: string[] = [];
for (const original of order.originals) {
  values.push(...(await map.claim([claimOf(original, `${original} by ${order.worker}`)])));
  // The others get a turn: with fewer cores than claimants one could be done before the next begins.
  await sleep(1);
}
if (order.dies) process.kill(process.pid, 'SIGKILL');
if (isMainThread) process.stdout.write(JSON.stringify(values));
else parentPort?.postMessage(values);
await map.close();
