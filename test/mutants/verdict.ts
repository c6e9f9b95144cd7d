import type { Mutant } from './mutant.ts';

/** What jest says of the named test files (`answer.mjs`). */
export interface JestAnswer {
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numTotalTests: number;
}

export type Verdict =
  /** A test saw it. */
  | 'killed'
  /** The tests did not come to their end: it is seen, too. */
  | 'timeout'
  /** All tests stayed green. */
  | 'survived'
  /** As above, and somebody has said why that is right. */
  | 'excused'
  /** What it replaces is not in its file any more, or not once. */
  | 'lost'
  /** The file does not even load, or no test ran: this tells nothing of the tests. */
  | 'broken'
  /** An excuse that is not needed: a test sees it. */
  | 'needless excuse';

/** Answers that fail the run: a list that is not true tells nothing. */
const WRONG: ReadonlySet<Verdict> = new Set(['survived', 'lost', 'broken', 'needless excuse']);

export function isWrong(verdict: Verdict): boolean {
  return WRONG.has(verdict);
}

/** `answer`: null where the tests did not come to their end in time. */
export function verdictOf({ excused }: Pick<Mutant, 'excused'>, answer: JestAnswer | null): Verdict {
  if (answer !== null && answer.numFailedTests === 0) {
    if (answer.numRuntimeErrorTestSuites > 0 || answer.numTotalTests === 0) return 'broken';
    return excused === undefined ? 'survived' : 'excused';
  }
  if (excused !== undefined) return 'needless excuse';
  return answer === null ? 'timeout' : 'killed';
}
