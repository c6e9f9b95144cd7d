import { join } from 'node:path';
import { SYSTEM_FILES } from '../../cli/listen/spool/files.ts';
import { DEFAULT_BOUNDS } from '../../cli/listen/spool/room.ts';
import { Spool } from '../../cli/listen/spool/spool.ts';
import { store } from '../../cli/listen/store.ts';
import { accept } from '../../layers/dimse/acceptor.ts';
import { SYSTEM_TIMERS } from '../../layers/dimse/timers.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';

/**
 * `node bench/network/spooling.ts PORT FOLDER [BYTES_A_SECOND | nothing]`: the receiving half of `lethe listen`, our acceptor onto the spool, which answers success
 * only when an instance outlives a power cut. With a number it reads no faster than that: a slow disk. With `nothing` it writes nothing:
 * what the network alone takes.
 */
const [port = '0', folder = '.', pace] = process.argv.slice(2);
const writesNothing = pace === 'nothing';
const mostPerSecond = pace === undefined || writesNothing ? null : Number(pace);

const bounds = { ...DEFAULT_BOUNDS, leastFreeBytes: 0, mostInstanceBytes: 2e9 };
const keys = new KeyFile(join(folder, 'key'));
const clock = { now: () => Date.now() };
const spool = await Spool.open({ folder, files: SYSTEM_FILES, bounds, keys, clock, timers: SYSTEM_TIMERS });

await accept({
  host: '127.0.0.1',
  port: Number(port),
  admit: () => ({ accepts: ({ transferSyntaxes }) => transferSyntaxes[0] ?? null }),
  async *serve(request, { callingAeTitle, calledAeTitle }) {
    if (writesNothing) {
      for await (const _piece of request.data ?? []);
      yield { status: 0 };
      return;
    }
    const data =
      request.data === null || mostPerSecond === null ? request.data : slowed(request.data, mostPerSecond);
    const { command, context } = request;
    const asked = { command, context, data, isCancelled: () => false, cancelled: request.cancelled };
    yield await store(asked, { callingAeTitle, calledAeTitle }, spool, () => {});
  },
});

async function* slowed(data: AsyncIterable<Uint8Array>, bytesPerSecond: number): AsyncGenerator<Uint8Array> {
  const started = performance.now();
  let taken = 0;
  for await (const piece of data) {
    yield piece;
    taken += piece.length;
    const wait = started + (taken / bytesPerSecond) * 1000 - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
