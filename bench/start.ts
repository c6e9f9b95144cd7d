import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../infra/bundle.ts';
import type { Bundle } from '../infra/code.ts';
import { FUNCTIONS } from '../infra/functions.ts';
import { anyProcess } from './processes.ts';
import { median, type Section } from './report.ts';

const RUNS = 11;
const CLI = fileURLToPath(new URL('../cli/lethe.mjs', import.meta.url));

/** What it costs to begin: the code as it is deployed, imported by a process that has nothing yet, and the desk command's `--version`. */
export async function benchStart(work: string): Promise<Section> {
  const code = await bundle(FUNCTIONS, join(work, 'bundle'));
  const engineAlone = await bundle({ engine: 'bench/engine.ts' }, join(work, 'engine'));
  const modules = modulesOf(code);
  const engine = join(modulesOf(engineAlone), 'lethe-engine', 'engine.mjs');
  const handler = join(code.functionFolders.ingest ?? '', 'index.mjs');
  const importMs = (path: string) =>
    median(
      Array.from({ length: RUNS }, () =>
        Number(
          execFileSync(
            process.execPath,
            [
              '--input-type=module',
              '--eval',
              `const t = performance.now(); await import(${JSON.stringify(path)}); console.log(performance.now() - t);`,
            ],
            { encoding: 'utf8', env: { ...process.env, NODE_PATH: modules, AWS_REGION: 'us-east-1' } },
          ),
        ),
      ),
    );
  const cli = median(
    Array.from({ length: RUNS }, () => anyProcess(process.execPath, [CLI, '--version']).seconds),
  );
  return {
    title: 'Starting',
    rows: [
      { what: 'cold import of the engine, ms', value: importMs(engine), goal: 10 },
      {
        what: 'cold import of the ingest function with all it needs, ms',
        value: importMs(handler),
        goal: 150,
      },
      {
        what: 'layer and function, MB, not minified',
        value: (bytesUnder(code.layerFolder) + bytesUnder(code.functionFolders.ingest ?? '')) / 1e6,
        goal: null,
      },
      { what: '`lethe --version` from its sources, whole process, s', value: cli, goal: null },
    ],
  };
}

/** Where the layer's packages are. */
function modulesOf({ layerFolder }: Bundle): string {
  return join(layerFolder, 'nodejs', 'node_modules');
}

function bytesUnder(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((total, { parentPath, name }) => total + statSync(join(parentPath, name)).size, 0);
}
