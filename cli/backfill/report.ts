import type { AuditTotal } from '../../layers/engine/audit/auditSource.ts';
import type { BatchResult, Run } from './service.ts';

/** What is known of a run. Counts and codes, and no key: keys are in the results, which the stack's key encrypts. */
export interface BackfillReport extends Run {
  /** Objects in batches that ended; null: it has not ended. */
  readonly copied: number | null;
  /** Objects that can never be copied as they are, by code. */
  readonly left: Readonly<Record<string, number>>;
  /** Batches that failed, by error. */
  readonly failures: Readonly<Record<string, number>>;
  /** Instances by outcome since it began, whatever brought them; null: the audit was not asked. */
  readonly outcomes: Readonly<Record<string, number>> | null;
}

/** What an object is left for, and what helps. */
export const LEFT: Readonly<Record<string, string>> = {
  TOO_LARGE: 'over 1 GiB, which a batch has no time for: bring them with `aws s3 cp`, which copies in parts',
  ARCHIVED: 'in an archive storage class: restore them, and run it again',
  GONE: 'were there when the bucket was listed, and not when they were to be copied',
};

export async function reportOf(
  run: Run,
  results: AsyncIterable<BatchResult>,
  totals: readonly AuditTotal[] | null,
): Promise<BackfillReport> {
  const [left, failures, outcomes]: Record<string, number>[] = [{}, {}, {}];
  const count = (into: Record<string, number> | undefined, name: string, by = 1) => {
    if (into !== undefined) into[name] = (into[name] ?? 0) + by;
  };
  let copied = 0;
  for await (const result of results) {
    if ('error' in result) count(failures, result.error);
    else {
      copied += result.copied;
      for (const { code } of result.left) count(left, code);
    }
  }
  for (const { outcome, instances } of totals ?? []) count(outcomes, outcome, instances);
  return {
    ...run,
    copied: run.stoppedMs === null ? null : copied,
    left: left ?? {},
    failures: failures ?? {},
    outcomes: totals === null ? null : (outcomes ?? {}),
  };
}

/** Whether a person has something left to do. */
export function isUnfinished({ status, left, failures }: BackfillReport): boolean {
  return (
    !['RUNNING', 'SUCCEEDED'].includes(status) ||
    Object.keys(left).length > 0 ||
    Object.keys(failures).length > 0
  );
}

export function progressText({ id, status, items }: Run): string {
  if (items === null) return `${id}  ${status}  reading what there is`;
  const done = items.succeeded + items.failed;
  const percent = items.total === 0 ? 100 : Math.floor((100 * done) / items.total);
  return `${id}  ${status}  ${done} of ${items.total} objects (${percent} %), ${items.running} under way, ${items.failed} failed`;
}

export function reportText(report: BackfillReport): string {
  const { copied, left, failures, outcomes, resumed, results } = report;
  return [
    progressText(report),
    ...(resumed > 0 ? [`resumed      ${resumed} times`] : []),
    ...(copied === null ? [] : [`copied       ${copied}`]),
    ...Object.entries(left).map(([code, count]) => `left         ${count} ${code}: ${LEFT[code] ?? ''}`),
    ...Object.entries(failures).map(([error, count]) => `failed       ${count} batches: ${error}`),
    ...(results === null || copied === null ? [] : [`results      s3://${results.bucket}/${results.key}`]),
    ...(outcomes === null
      ? []
      : Object.entries(outcomes).map(
          ([outcome, count]) => `audit        ${count} ${outcome} since it began`,
        )),
    '',
  ].join('\n');
}
