import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchBulk } from './bulk.ts';
import { benchCleaning } from './cleaning.ts';
import { benchCt } from './ct.ts';
import { benchJobs } from './jobs.ts';
import { benchLarge } from './large.ts';
import { benchLinear } from './linear.ts';
import { benchPackage } from './package.ts';
import { benchPeers } from './peers.ts';
import { pageOf, pageWith, type Section, tableOf } from './report.ts';
import { benchStart } from './start.ts';
import { benchWorklist } from './worklist.ts';

/** What can be asked for by name. */
const BENCHES: Readonly<Record<string, (work: string) => Section | Promise<Section>>> = {
  ct: benchCt,
  bulk: benchBulk,
  large: benchLarge,
  linear: benchLinear,
  cleaning: benchCleaning,
  start: benchStart,
  package: benchPackage,
  jobs: benchJobs,
  peers: benchPeers,
  worklist: benchWorklist,
};

/** `npm run bench [-- --only NAME,NAME] [--json] [--page FILE] [--into FILE] [--folder DIR]`: what Lethe costs. A figure never fails anything. `--page` writes a page, `--into` only what was measured. */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(BENCHES).join() },
    json: { type: 'boolean', default: false },
    page: { type: 'string' },
    into: { type: 'string' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const work = mkdtempSync(join(values.folder, 'lethe-bench-'));
try {
  const sections: Section[] = [];
  for (const name of values.only.split(',')) {
    const bench = BENCHES[name];
    if (bench === undefined) throw new Error(`no bench ${name}: ${Object.keys(BENCHES).join(', ')}`);
    if (process.stderr.isTTY) process.stderr.write(`${name} ...\n`);
    sections.push(await bench(work));
  }
  const machine = `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, load ${loadavg()[0]?.toFixed(1)}`;
  const report = { machine, sections };
  console.log(values.json ? JSON.stringify(report) : tableOf(report));
  if (values.page !== undefined) writeFileSync(values.page, pageOf(report));
  if (values.into !== undefined)
    writeFileSync(values.into, pageWith(readFileSync(values.into, 'utf8'), report));
} finally {
  rmSync(work, { recursive: true, force: true });
}
