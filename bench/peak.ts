import { writeFileSync } from 'node:fs';

/** Imported before a program: says at its end how much memory the process had at most, in KiB. */
const path = process.env.LETHE_PEAK_FILE;
if (path !== undefined) process.on('exit', () => writeFileSync(path, String(process.resourceUsage().maxRSS)));
