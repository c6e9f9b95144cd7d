/** One figure. `goal`: at most this; null: no goal. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly goal: number | null;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** A table for people. A goal that is missed is said, and fails nothing: the machine may have been busy. */
export function tableOf(rows: readonly Row[]): string {
  return rows
    .map(({ what, value, goal }) => {
      const verdict = goal === null ? '' : value <= goal ? `at most ${goal}: met` : `at most ${goal}: missed`;
      return `  ${what.padEnd(48)}${format(value).padStart(10)}   ${verdict}`.trimEnd();
    })
    .join('\n');
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}
