import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { multiFrameHeader } from './objects.ts';
import type { Row } from './report.ts';

const FRAMES = 2_000;
const PIXEL_BYTES = FRAMES * 512 * 512 * 2;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * 1.05 GB of native pixels in 2,000 frames through `lethe deid` in a process of its own: the most memory that it had. The pixels are a
 * hole in the file, which costs no disk; what is read and written is the same.
 */
export function benchLarge(work: string): Row[] {
  const path = join(work, 'large.dcm');
  const header = multiFrameHeader(FRAMES, PIXEL_BYTES);
  const handle = openSync(path, 'w');
  writeSync(handle, header);
  ftruncateSync(handle, header.length + PIXEL_BYTES);
  closeSync(handle);

  const peakFile = join(work, 'peak');
  const out = join(work, 'large-out');
  const started = performance.now();
  const { status } = spawnSync(
    process.execPath,
    [
      '--import',
      join(ROOT, 'bench/peak.ts'),
      join(ROOT, 'cli/lethe.ts'),
      'deid',
      path,
      '--out',
      out,
      '--key',
      join(work, 'key'),
      '--quiet',
    ],
    { env: { ...process.env, LETHE_PEAK_FILE: peakFile }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`lethe deid ended with ${status}`);
  const peakBytes = Number(readFileSync(peakFile, 'utf8')) * 1024;
  return [
    { what: `multi-frame, ${FRAMES} frames, GB`, value: statSync(path).size / 1e9, goal: null },
    { what: 'multi-frame, header in MB', value: header.length / 1e6, goal: null },
    { what: 'multi-frame, whole process, s', value: seconds, goal: null },
    { what: 'multi-frame, most memory of the process, MB', value: peakBytes / 1e6, goal: 200 },
  ];
}
