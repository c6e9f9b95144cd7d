import { closeSync, fdatasyncSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { syncFolder } from '../../../layers/local/durable.ts';
import { FileSource } from '../../../layers/local/fileSource.ts';
import { PartNames, publishNew, sweepParts } from '../../../layers/local/partFile.ts';
import { haveSameBytes } from '../../../layers/local/sameBytes.ts';
import { SegmentWriter } from '../../../layers/local/segmentWriter.ts';
import { storeFault } from '../../../layers/local/systemErrors.ts';
import type { Delivery, OutgoingInstance } from '../outbox/outgoing.ts';
import { conflict, storeError } from './faults.ts';
import { cleanName } from './names.ts';
import { withSource } from './sender.ts';

/**
 * Delivers into a folder: written beside, forced to the disk, then named, so that nobody sees half a file, and a power cut loses none. What stands there with the same
 * bytes is the instance; with others it stays, and the instance is held.
 */
export function folderDelivery(name: string, path: string): Delivery {
  const folder = resolve(path);
  const parts = new PartNames();
  let isSwept = false;
  return {
    name,
    atOnce: 1,
    isInOrder: true,
    deliver: async (instance, signal) => {
      signal.throwIfAborted();
      try {
        madeDurable(folder);
        if (!isSwept) sweepParts(folder);
        isSwept = true;
      } catch (error) {
        throw storeError(storeFault(error));
      }
      await write(instance, join(folder, parts.next()), join(folder, cleanName(instance)));
    },
    close: async () => {},
  };
}

async function write(instance: OutgoingInstance, part: string, target: string): Promise<void> {
  await withSource(instance.path, async (source) => {
    try {
      await copyTo(part, source);
      madeDurable(dirname(target));
      if (!publishNew(part, target) && !(await isSame(source, target))) throw conflict();
      syncFolder(dirname(target));
    } catch (error) {
      throw storeError(systemError(error));
    } finally {
      rmSync(part, { force: true });
    }
  });
}

async function copyTo(part: string, source: FileSource): Promise<void> {
  const handle = openSync(part, 'wx');
  try {
    await new SegmentWriter().write(handle, source, [{ kind: 'span', start: 0, end: source.size }]);
    fdatasyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

async function isSame(source: FileSource, target: string): Promise<boolean> {
  const standing = FileSource.open(target);
  try {
    return await haveSameBytes(source, standing);
  } finally {
    await standing.close();
  }
}

/** Makes a folder with those above it, and forces to the disk that they are there. */
function madeDurable(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let each = folder; each.length >= dirname(first).length; each = dirname(each)) {
    syncFolder(each);
    if (each === dirname(each)) break;
  }
}

/** An error of the file system is a fault of the store; others come back as they are. */
function systemError(error: unknown): unknown {
  return typeof (error as { readonly errno?: unknown } | null)?.errno === 'number'
    ? storeFault(error)
    : error;
}
