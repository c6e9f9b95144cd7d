import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchCt } from './ct.ts';
import { benchLarge } from './large.ts';
import { tableOf } from './report.ts';

/** `npm run bench [-- --json] [--only ct|large] [--folder DIR]`: what Lethe costs. A figure never fails anything. */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const work = mkdtempSync(join(values.folder, 'lethe-bench-'));
try {
  const rows = [
    ...(values.only === 'large' ? [] : await benchCt(work)),
    ...(values.only === 'ct' ? [] : benchLarge(work)),
  ];
  const machine = `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, load ${loadavg()[0]?.toFixed(1)}`;
  if (values.json) console.log(JSON.stringify({ machine, rows }));
  else console.log(`${machine}\n\n${tableOf(rows)}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
