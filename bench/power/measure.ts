import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import type { MeasuredRequests, MeasuredTime } from '../../cli/cost/measured.ts';
import type { Counts } from '../../test/support/countingAws.ts';
import { KINDS, type Kind, made } from './instances.ts';
import { warmFunction } from './warmFunction.ts';

export interface Measured {
  readonly requests: MeasuredRequests;
  readonly times: { readonly machine: string; readonly sizes: readonly MeasuredTime[] };
}

/** What the function is handed at a time: the largest that the queue gives. */
const BATCH = 10;
/** Small instances before any is counted: what is cached is cached, and the code is compiled. */
const WARM_UP = 900;
const COUNTED = 100;
/** Batches of which the least is taken: what else the machine does only adds. */
const ROUNDS = 10;

/** Drives the function, with its own clients, against an AWS that only counts. Processor time is this process's, all threads; TLS is not in it. */
export async function measure(): Promise<Measured> {
  const server = fork(new URL('./server.ts', import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [url] = await once(server, 'message');
  const counts = async (): Promise<Counts> => {
    server.send('counts');
    return (await once(server, 'message'))[0] as Counts;
  };
  const log = silenced();
  try {
    const process = await warmFunction(String(url));
    let number = 0;
    const batchOf = (kind: Kind, size: number) =>
      process(Array.from({ length: size }, () => `${kind}/${number++}`));
    const small: Kind = 'CT of 0.5 MB';
    for (let done = 0; done < WARM_UP; done += BATCH) await batchOf(small, BATCH);
    await counts();
    log.take();
    for (let done = 0; done < COUNTED; done += BATCH) await batchOf(small, BATCH);
    const requests = perInstance(await counts(), log.take());
    const sizes: MeasuredTime[] = [];
    for (const kind of Object.keys(KINDS) as Kind[]) {
      const size = KINDS[kind].pixelBytes > 1_000_000 ? 1 : BATCH;
      await batchOf(kind, size);
      await counts();
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const before = globalThis.process.cpuUsage();
        await batchOf(kind, size);
        const { user, system } = globalThis.process.cpuUsage(before);
        times.push((user + system) / 1000 / size);
      }
      const { given, taken } = await counts();
      const moved = sum(Object.values(given)) + sum(Object.values(taken));
      const { head, sizeBytes } = made(kind, 0);
      sizes.push({
        name: kind,
        sourceBytes: sizeBytes,
        headerBytes: head.length,
        movedBytes: Math.round(moved / (ROUNDS * size)),
        cpuMs: rounded(Math.min(...times)),
      });
    }
    const machine = `Node ${globalThis.process.version}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}`;
    return { requests, times: { machine, sizes } };
  } finally {
    log.restore();
    server.disconnect();
  }
}

function perInstance({ requests, given, taken }: Counts, logBytes: number): MeasuredRequests {
  return {
    instances: COUNTED,
    sourceBytes: made('CT of 0.5 MB', 0).sizeBytes,
    requests: Object.fromEntries(
      Object.entries(requests)
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, count]) => [name, count / COUNTED]),
    ),
    readBytes: Math.round((given['s3 GetObject'] ?? 0) / COUNTED),
    writtenBytes: Math.round((taken['s3 PutObject'] ?? 0) / COUNTED),
    auditBytes: Math.round((taken['logs PutLogEvents'] ?? 0) / COUNTED),
    logBytes: Math.round(logBytes / COUNTED),
  };
}

/** Takes what the function logs, and counts it. */
function silenced(): { take(): number; restore(): void } {
  const { stdout } = process;
  const write = stdout.write;
  let bytes = 0;
  stdout.write = (text: string | Uint8Array) => {
    bytes += text.length;
    return true;
  };
  return {
    take: () => {
      const taken = bytes;
      bytes = 0;
      return taken;
    },
    restore: () => {
      stdout.write = write;
    },
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const rounded = (value: number) => Math.round(value * 100) / 100;
