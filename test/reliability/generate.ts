import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { runtimeClient } from '../cloud/runtimeClient.ts';
import type { Burst } from './burst.ts';
import { columnsOf } from './faultCase.ts';
import { reliabilityPage, type Section } from './page.ts';

/**
 * `npm run docs:reliability`: runs the matrix, the bundle under Lambda's own runtime client and the burst, and writes `docs/reliability.md` from what they gave. It
 * fails, and writes nothing, if one of them fails. With a file of the burst's figures it runs no other.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const JEST = [
  '--no-compilation-cache',
  '--experimental-vm-modules',
  '--no-warnings',
  join(ROOT, 'node_modules/jest/bin/jest.js'),
];
const SUBJECTS = [
  'events',
  'sources',
  'stores',
  'longObjects',
  'services',
  'sealing',
  'workers',
  'pixels',
  'desk',
  'gateway',
];
const run = promisify(execFile);

interface Results {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

async function jest(
  folder: string,
  options: readonly string[],
  more: NodeJS.ProcessEnv = {},
): Promise<Results> {
  const file = join(folder, 'results.json');
  await run(process.execPath, [...JEST, ...options, '--json', `--outputFile=${file}`], {
    cwd: ROOT,
    env: { ...process.env, ...more },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(await readFile(file, 'utf8')) as Results;
}

function sectionsOfResults({ testResults }: Results): readonly Section[] {
  const assertions = testResults.flatMap(({ assertionResults }) => assertionResults);
  const bySubject = Map.groupBy(assertions, ({ ancestorTitles }) => ancestorTitles[0] ?? '');
  return [...bySubject].map(([subject, tests]) => ({
    subject,
    rows: tests.map(({ title, status }) => {
      if (status !== 'passed') throw new Error(`not passed: ${title}`);
      return columnsOf(title);
    }),
  }));
}

/** The figures of `npm run burst`, as it printed them into the file named, or fresh ones. */
async function burstText(): Promise<string> {
  const [, , file] = process.argv;
  if (file !== undefined) return readFile(file, 'utf8');
  const { stdout } = await run(process.execPath, ['--no-warnings', join(import.meta.dirname, 'runBurst.ts')]);
  return stdout;
}

const folder = await mkdtemp(join(tmpdir(), 'lethe-reliability-'));
try {
  const sections: Section[] = [];
  for (const subject of SUBJECTS)
    sections.push(...sectionsOfResults(await jest(folder, [`test/reliability/${subject}.test.ts`])));
  const cloud = ['--config', 'test/cloud/jest.config.mjs', 'runtime.cloud'];
  sections.push(
    ...sectionsOfResults(await jest(folder, cloud, { LETHE_RUNTIME_CLIENT: await runtimeClient() })),
  );
  const burst = JSON.parse(await burstText()) as Burst;
  await writeFile(join(ROOT, 'docs/reliability.md'), reliabilityPage(sections, burst));
} finally {
  await rm(folder, { recursive: true });
}
