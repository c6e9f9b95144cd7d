import type { Tally } from '../page/scorecard.ts';
import { type Judged, valueAt } from './checks.ts';

const DAY_MS = 86_400_000;

/** Of the dates of each patient that the key wants shifted: how many moved by as many days as most of the patient's did. What a tool emptied or removed kept no interval. */
export function intervalsKept(judged: readonly Judged[]): Tally {
  const patients = Map.groupBy(judged, ({ key }) => key.patientId);
  let [passed, all] = [0, 0];
  for (const instances of patients.values()) {
    const moves = instances.flatMap(({ key, output }) =>
      key.checks.flatMap(({ action, path, value }) =>
        action === 'date_shifted' ? [output === null ? null : daysBetween(value, valueAt(output, path))] : [],
      ),
    );
    const counts = Map.groupBy(
      moves.filter((days) => days !== null),
      (days) => days,
    );
    passed += Math.max(0, ...[...counts.values()].map(({ length }) => length));
    all += moves.length;
  }
  return { passed, all };
}

/** Whole days from one DA or DT to another; null: one of them is not a date. */
function daysBetween(before: string, after: string): number | null {
  const [from, to] = [before, after].map((text) => {
    const parts = /^(\d{4})(\d{2})(\d{2})/.exec(text);
    return parts === null ? Number.NaN : Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  });
  const days = ((to as number) - (from as number)) / DAY_MS;
  return Number.isInteger(days) ? days : null;
}
