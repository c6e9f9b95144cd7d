import { createRequire } from 'node:module';
import type { JestAnswer } from './verdict.ts';

/**
 * A process that runs test files when it is told to, one list after the other: to start jest takes ten times as long as most tests do. It says what they came
 * to, file by file, up to the first that fails. Whoever started it ends it.
 */

interface Jest {
  readonly runCLI: (
    argv: Readonly<Record<string, unknown>>,
    projects: readonly string[],
  ) => Promise<{ readonly results: JestAnswer }>;
}

// Jest's own entry is CommonJS.
const jest = createRequire(import.meta.url)('jest') as Jest;
const [root = '', cacheDirectory = ''] = process.argv.slice(2);

process.on('message', (files: readonly string[]) => {
  run(files).then(
    (answer) => process.send?.(answer),
    () => process.exit(1),
  );
});

async function run(files: readonly string[]): Promise<JestAnswer> {
  let all: JestAnswer = { numFailedTests: 0, numRuntimeErrorTestSuites: 0, numTotalTests: 0 };
  for (const file of files) {
    const { results } = await jest.runCLI(
      {
        _: [file],
        $0: '',
        runTestsByPath: true,
        runInBand: true,
        silent: true,
        reporters: [],
        cacheDirectory,
      },
      [root],
    );
    all = {
      numFailedTests: all.numFailedTests + results.numFailedTests,
      numRuntimeErrorTestSuites: all.numRuntimeErrorTestSuites + results.numRuntimeErrorTestSuites,
      numTotalTests: all.numTotalTests + results.numTotalTests,
    };
    if (all.numFailedTests > 0) break;
  }
  return all;
}
