/** What people decided of values of kept texts: a file of JSON that is read, added to, and read again with the next release. */

export type Decision = 'accept' | 'refuse' | 'undecided';

export interface DecidedValue {
  /** Element path without the numbers of items. */
  readonly path: string;
  readonly value: string;
  readonly decision: Decision;
  /** Who decided, and why: for the file, and nobody's to check. */
  readonly by?: string;
  readonly why?: string;
}

export interface DecisionFile {
  readonly format: 'lethe-verify-decisions/1';
  readonly values: readonly DecidedValue[];
}

export const DECISIONS_FORMAT = 'lethe-verify-decisions/1';

/** Null: the text is not such a file. */
export function parseDecisions(text: string): DecisionFile | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const { format, values } = (parsed ?? {}) as { readonly format?: unknown; readonly values?: unknown };
  if (format !== DECISIONS_FORMAT || !Array.isArray(values)) return null;
  const isDecided = (each: Partial<DecidedValue> | null): boolean =>
    typeof each?.path === 'string' &&
    typeof each.value === 'string' &&
    ['accept', 'refuse', 'undecided'].includes(String(each.decision));
  return values.every(isDecided) ? { format, values } : null;
}

export interface CountedValue {
  readonly path: string;
  readonly value: string;
  readonly instances: number;
  /** How many patients have it, up to three: then it is no longer anybody's. */
  readonly patients: number;
}

export interface DecidedCounts {
  readonly values: readonly (CountedValue & { readonly decision: Decision })[];
  readonly accepted: number;
  readonly refused: number;
  readonly undecided: number;
}

/** Values with their decisions, in the order that they came in. */
export function decidedCounts(values: readonly CountedValue[], file: DecisionFile | null): DecidedCounts {
  const known = new Map(
    file?.values.map(({ path, value, decision }) => [`${path}\n${value}`, decision]) ?? [],
  );
  const decided = values.map((each) => ({
    ...each,
    decision: known.get(`${each.path}\n${each.value}`) ?? ('undecided' as const),
  }));
  const count = (wanted: Decision) => decided.filter(({ decision }) => decision === wanted).length;
  return {
    values: decided,
    accepted: count('accept'),
    refused: count('refuse'),
    undecided: count('undecided'),
  };
}

/** The file with what this release has besides, undecided; what it had stays as it was, whether it occurs or not. */
export function withUndecided(file: DecisionFile | null, values: readonly CountedValue[]): DecisionFile {
  const before = file?.values ?? [];
  const known = new Set(before.map(({ path, value }) => `${path}\n${value}`));
  const added = values
    .filter(({ path, value }) => !known.has(`${path}\n${value}`))
    .map(({ path, value }): DecidedValue => ({ path, value, decision: 'undecided' }));
  return { format: DECISIONS_FORMAT, values: [...before, ...added] };
}
