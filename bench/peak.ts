import { readFileSync, writeFileSync } from 'node:fs';

/** Imported before a program: says at its end how much memory the process had at most, in KiB; one that it started says so beside it. */
const path = process.env.LETHE_PEAK_FILE;
if (path !== undefined)
  process.on('exit', () =>
    writeFileSync(process.send === undefined ? path : `${path}-worker`, String(peakKib())),
  );

/** Linux counts what the parent had when it started this process into `maxRSS`; VmHWM is the process's own (proc(5)). */
function peakKib(): number {
  try {
    const [, own] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (own !== undefined) return Number(own);
  } catch {
    // No Linux: the other figure is what there is.
  }
  return process.resourceUsage().maxRSS;
}
