import type { JestReport } from '../cloud/whole.ts';
import type { Difference } from './differences.ts';

export interface Verdict {
  readonly passed: number;
  /** Tests that fail as the list says. */
  readonly differing: number;
  /** What is not as the list says, in words; empty: all of it is. */
  readonly wrong: readonly string[];
}

/** Holds a run against one implementation to the list: what fails is named there, and what is named there fails. */
export function verdictOf(
  implementation: string,
  { testResults }: JestReport,
  differences: readonly Difference[],
): Verdict {
  const named = new Set(
    differences.filter((each) => each.implementation === implementation).map(({ test }) => test),
  );
  const seen = new Set<string>();
  const wrong: string[] = [];
  let [passed, differing] = [0, 0];
  for (const { name, status, message, assertionResults } of testResults) {
    const hasFailed = assertionResults.some((each) => each.status === 'failed');
    if (assertionResults.length === 0) wrong.push(`${name} ran no test: ${firstLine(message)}`);
    else if (status === 'failed' && !hasFailed)
      wrong.push(`${name} fails beside its tests: ${firstLine(message)}`);
    for (const { fullName, status: outcome, failureMessages } of assertionResults) {
      seen.add(fullName);
      if (outcome === 'passed' && named.has(fullName))
        wrong.push(`"${fullName}" passes: take it off the list of differences`);
      else if (outcome === 'passed') passed += 1;
      else if (outcome !== 'failed') wrong.push(`"${fullName}" was not run (${outcome})`);
      else if (named.has(fullName)) differing += 1;
      else wrong.push(`"${fullName}" fails: ${firstLine(failureMessages?.[0])}`);
    }
  }
  for (const test of named) if (!seen.has(test)) wrong.push(`there is no test "${test}", which is listed`);
  if (passed === 0) wrong.push('no test passed');
  return { passed, differing, wrong };
}

function firstLine(text: string | undefined): string {
  return (text ?? '').trim().split('\n')[0] ?? '';
}
