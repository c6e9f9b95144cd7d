import { writeFileSync } from 'node:fs';

/** A jest reporter: what the runner of mutants asks, in the file that it names. Jest's own JSON is not written where it stops at the first failure. */
// biome-ignore lint/style/noDefaultExport: jest loads a reporter by its default export.
export default class Answer {
  onRunComplete(_contexts, { numFailedTests, numRuntimeErrorTestSuites, numTotalTests }) {
    const answer = { numFailedTests, numRuntimeErrorTestSuites, numTotalTests };
    writeFileSync(process.env.LETHE_MUTANT_ANSWER, JSON.stringify(answer));
  }
}
