/**
 * One small thing that a hand could do wrong. If all tests stay green with it, nothing guards the line: it survives. The lists are read by people,
 * so each mutant says what would happen to whom.
 */
export interface Mutant {
  /** Said in the table, and to `--only`. */
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly replace: string;
  readonly by: string;
  /** What would go wrong unseen. */
  readonly why: string;
  /** The test files that should see it. */
  readonly tests: readonly string[];
  /** Why it may survive: mostly that no test could see a difference. */
  readonly excused?: string;
}

/** A mutant as a list has it, below the file and the tests of its neighbours. */
export type Entry = Omit<Mutant, 'file' | 'tests'> & { readonly tests?: readonly string[] };

/** The mutants of one file; `tests`: of those that name none of their own. */
export function mutantsOf(
  file: string,
  tests: readonly string[],
  entries: readonly Entry[],
): readonly Mutant[] {
  return entries.map((entry) => ({ tests, ...entry, file }));
}

/** The file's text with the mutant in it; null: what it replaces is not there, or not once. */
export function mutated(text: string, { replace, by }: Pick<Mutant, 'replace' | 'by'>): string | null {
  const at = text.indexOf(replace);
  if (at < 0 || text.includes(replace, at + 1)) return null;
  return text.slice(0, at) + by + text.slice(at + replace.length);
}
