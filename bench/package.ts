import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackages } from '../cli/package/build.ts';
import { npm } from '../cli/package/npm.ts';
import { packRelease } from '../cli/package/release.ts';
import { emptyProject } from '../test/package/packed.ts';
import { anyProcess } from './processes.ts';
import { median, type Row, type Section, type Skipped } from './report.ts';

const INSTALLS = 3;
const STARTS = 20;
/** USER_HZ of Linux: the unit of times in /proc. */
const TICK_MS = 10;

/** What it costs to have the package: its size as npm installs it, how long that takes, and how long it takes to say its version. */
export function benchPackage(work: string): Section {
  const { lethe } = packRelease(buildPackages());
  const installs = Array.from({ length: INSTALLS }, (_, index) => {
    const folder = join(work, `installed-${index}`);
    emptyProject(folder);
    const started = performance.now();
    npm(folder, 'install', '--no-audit', '--no-fund', lethe);
    return (performance.now() - started) / 1000;
  });
  const installed = join(work, 'installed-0', 'node_modules');
  const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return {
    title: 'The package',
    rows: [
      { what: 'the archive, MB', value: statSync(lethe).size / 1e6, goal: null },
      { what: 'installed, with all that npm brings, MB', value: bytes / 1e6, goal: 30 },
      { what: 'files', value: files.length, goal: null },
      {
        what: `npm install, npm's cache warm, least of ${INSTALLS}, s`,
        value: Math.min(...installs),
        goal: null,
      },
      ...starts(join(installed, 'lethe/cli/lethe.mjs')),
    ],
  };
}

/** Lethe beside Node with nothing to do, in turns: what the machine does meanwhile meets both. */
function starts(lethe: string): readonly (Row | Skipped)[] {
  const calls = {
    '`lethe --version`': [lethe, '--version'],
    '`lethe --version --json`': [lethe, '--version', '--json'],
    'Node with nothing to do': ['--eval', '0'],
  };
  const costs = Object.entries(calls).map(([what, args]) => ({
    what,
    args,
    wallMs: [] as number[],
    cpuMs: 0,
  }));
  // The first fills the compile cache.
  for (let run = 0; run <= STARTS; run += 1)
    for (const cost of costs) {
      const before = childrenCpuMs();
      const { seconds } = anyProcess(process.execPath, cost.args);
      if (run === 0) continue;
      cost.wallMs.push(seconds * 1000);
      cost.cpuMs += (childrenCpuMs() ?? 0) - (before ?? 0);
    }
  return costs.flatMap(({ what, wallMs, cpuMs }): readonly (Row | Skipped)[] => {
    const goal = what.startsWith('`') ? 80 : null;
    return [
      { what: `${what}, least of ${STARTS}, ms`, value: Math.min(...wallMs), goal: null },
      { what: `${what}, median, ms`, value: median(wallMs), goal },
      childrenCpuMs() === null
        ? { what: `${what}, processor time`, skipped: 'only Linux says what processes took' }
        : { what: `${what}, processor time, ms`, value: cpuMs / STARTS, goal: null },
    ];
  });
}

/** What processes took that this one started and that have ended; null where there is no /proc (proc_pid_stat(5), cutime and cstime). */
function childrenCpuMs(): number | null {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
  } catch {
    return null;
  }
}
