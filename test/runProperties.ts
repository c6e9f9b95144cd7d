import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reportOf } from './support/finds.ts';
import { type Find, VARIABLES } from './support/properties.ts';
import { filesWithProperties } from './support/propertyFiles.ts';

/**
 * `npm run test:properties -- --runs N`: N cases of every property that nobody has drawn before (1000 unless it is said), in the test files that have any,
 * or in those whose paths hold one of the words given. Prints what to keep of each find; exit status 1 if there is one.
 * `-- --seed S --path P FILE` shows a find again.
 */
const { values, positionals } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' } },
  allowPositionals: true,
});
const files = filesWithProperties().filter(
  (file) => positionals.length === 0 || positionals.some((word) => file.includes(word)),
);
const runs = Number(values.runs ?? 1000);
if (files.length === 0 || !Number.isInteger(runs) || runs < 1) {
  process.stderr.write('npm run test:properties -- [--runs N] [--seed S --path P] [FILE ...]\n');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'lethe-properties-'));
try {
  const finds = join(folder, 'finds.jsonl');
  writeFileSync(finds, '');
  const jest = [
    '--no-compilation-cache',
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
  ];
  const child = spawn(process.execPath, [...jest, '--runTestsByPath', ...files], {
    stdio: 'inherit',
    env: {
      ...process.env,
      [VARIABLES.finds]: finds,
      ...(values.seed === undefined || values.runs !== undefined ? { [VARIABLES.runs]: String(runs) } : {}),
      ...(values.seed === undefined ? {} : { [VARIABLES.seed]: values.seed }),
      ...(values.path === undefined ? {} : { [VARIABLES.path]: values.path }),
    },
  });
  const [status] = await once(child, 'exit');
  const found = readFileSync(finds, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Find);
  process.stdout.write(reportOf(found, files.length, status === 0));
  process.exitCode = status === 0 && found.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
