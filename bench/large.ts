import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { encapsulatedHeader, fragmentHeader, multiFrameHeader, SEQUENCE_END } from './objects.ts';
import { letheDeid } from './processes.ts';
import type { Section } from './report.ts';

const ONE_GB = 2_000 * 512 * 512 * 2;
/** A fragment's length is 32 bits wide: two of them make 8 GB. */
const FRAGMENT_BYTES = 0xfffffffe;
/** Frames whose functional groups make a header of some 32 MB. */
const HEADER_FRAMES = 105_000;

/**
 * Objects far larger than the memory they may take, through `lethe deid` in a process of its own. Pixels are holes in the files, which cost
 * no disk; what is read is the same.
 */
export function benchLarge(work: string): Section {
  const cost = (pieces: readonly (Uint8Array | number)[]) => {
    const path = join(work, 'large.dcm');
    const out = join(work, 'large-out');
    const sizeBytes = writeWithHoles(path, pieces);
    const { seconds, peakBytes } = letheDeid([path], out, work);
    for (const each of [path, out]) rmSync(each, { recursive: true });
    return { sizeBytes, seconds, peakMb: (peakBytes ?? Number.NaN) / 1e6 };
  };
  const multiFrame = cost([multiFrameHeader(2_000, ONE_GB), ONE_GB]);
  const sparse = cost([
    encapsulatedHeader(),
    fragmentHeader(FRAGMENT_BYTES),
    FRAGMENT_BYTES,
    fragmentHeader(FRAGMENT_BYTES),
    FRAGMENT_BYTES,
    SEQUENCE_END,
  ]);
  const header = cost([multiFrameHeader(HEADER_FRAMES, 0)]);
  return {
    title: 'Memory of the whole process, large objects',
    rows: [
      { what: 'native, 2,000 frames, GB', value: multiFrame.sizeBytes / 1e9, goal: null },
      { what: 'native, most memory, MB', value: multiFrame.peakMb, goal: 150 },
      { what: 'native, s', value: multiFrame.seconds, goal: null },
      { what: 'sparse, two fragments, GB', value: sparse.sizeBytes / 1e9, goal: null },
      { what: 'sparse, most memory, MB', value: sparse.peakMb, goal: 200 },
      { what: 'sparse, s', value: sparse.seconds, goal: null },
      {
        what: `header of ${HEADER_FRAMES.toLocaleString('en')} frames, MB`,
        value: header.sizeBytes / 1e6,
        goal: null,
      },
      { what: 'header, most memory, MB', value: header.peakMb, goal: 200 },
      { what: 'header, s', value: header.seconds, goal: null },
    ],
  };
}

/** A file of bytes and of holes, which are given by their length; answers how long it is. */
function writeWithHoles(path: string, pieces: readonly (Uint8Array | number)[]): number {
  const handle = openSync(path, 'w');
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece !== 'number') writeSync(handle, piece, 0, piece.length, at);
    at += typeof piece === 'number' ? piece : piece.length;
  }
  ftruncateSync(handle, at);
  closeSync(handle);
  return at;
}
