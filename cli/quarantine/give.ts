import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Kept, KeptRecord, KeptShelf } from '../../layers/engine/kept.ts';
import type { Clock } from '../../layers/engine/ports.ts';
import { storeFault } from '../../layers/local/systemErrors.ts';

const CHUNK_BYTES = 8 * 1024 * 1024;

export interface Giving {
  readonly shelf: KeptShelf;
  readonly clock: Clock;
  readonly by: string;
  readonly reason: string | null;
  record(record: KeptRecord): Promise<void>;
}

/**
 * Gives the original bytes to a folder, under the kept name, for its owner alone. The audit line comes first: what was given without one
 * could not be found again. Rejects with `FaultError`; a file that is there is whole.
 */
export async function give({ name, sizeBytes }: Kept, folder: string, giving: Giving): Promise<string> {
  const { shelf, clock, by, reason } = giving;
  const source = await shelf.open(name);
  try {
    const time = new Date(clock.now()).toISOString();
    await giving.record({ time, event: 'quarantine-release', outcome: 'given', name, sizeBytes, by, reason });
    const path = join(folder, `${name.replaceAll('/', '-')}.dcm`);
    const part = `${path}.part`;
    let handle: number | null = null;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // A part that a killed run left is ours to replace; a link in its place is not followed.
      rmSync(part, { force: true });
      handle = openSync(part, 'wx', 0o600);
      for (let at = 0; at < source.size; at += CHUNK_BYTES) {
        const bytes = await source.read(at, Math.min(source.size, at + CHUNK_BYTES));
        for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
      }
      closeSync(handle);
      handle = null;
      renameSync(part, path);
    } catch (error) {
      if (handle !== null) closeSync(handle);
      rmSync(part, { force: true });
      throw storeFault(error);
    }
    return path;
  } finally {
    await source.close();
  }
}
