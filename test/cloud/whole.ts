/** What jest says of a run with `--json`, as much of it as is read here. */
export interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status?: string;
    /** Of a file that could not even be loaded. */
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/** Why the run was of a part of the tests only; null: every test of every file ran, and passed. */
export function partOf({ testResults }: JestReport, files: readonly string[]): string | null {
  const left = files.filter((file) => !testResults.some(({ name }) => name.endsWith(file)));
  if (left.length > 0) return `${left.length} of ${files.length} test files did not run`;
  const statuses = testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ status }) => status),
  );
  if (testResults.some(({ assertionResults }) => assertionResults.length === 0))
    return 'a test file ran no test';
  const missing = statuses.filter((status) => status !== 'passed').length;
  return missing === 0 ? null : `${missing} of ${statuses.length} tests did not pass or did not run`;
}
