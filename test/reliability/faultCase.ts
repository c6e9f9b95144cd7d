/** One row of the matrix: a fault, how it is made, and what holds all the same. */
export interface FaultCase {
  readonly fault: string;
  readonly injected: string;
  readonly held: string;
  run(): Promise<void>;
}

export interface FaultGroup {
  readonly subject: string;
  readonly cases: readonly FaultCase[];
}

/** Between the columns of a row in a test's name: so the matrix is made of the results that jest reports. */
const BETWEEN = ' | ';

export function titleOf({ fault, injected, held }: FaultCase): string {
  return [fault, injected, held].join(BETWEEN);
}

export function columnsOf(title: string): readonly string[] {
  return title.split(BETWEEN);
}

/** Makes tests of the cases. */
export function hold({ subject, cases }: FaultGroup): void {
  describe(subject, () => {
    for (const each of cases) it(titleOf(each), () => each.run());
  });
}
