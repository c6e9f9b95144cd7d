import type { VerifyReport } from './model.ts';

/** Kinds of findings that a terminal shows; the report has all. */
const MOST_LINES = 30;

/** The report in a few lines, for a terminal. */
export function reportText(report: VerifyReport): string {
  const { tally, counts, risk, notChecked, cohort } = report;
  const lines = [
    `${tally.outputs} instances, ${tally.sources === 0 ? 'no source' : `${tally.pairs} paired with their source`}`,
    report.verdict === 'nothing-found'
      ? 'Nothing was found in what was checked.'
      : `${counts.error} errors, ${counts.warning} warnings, in ${report.instancesWithFindings} instances`,
  ];
  const shown = report.byCode.filter(({ severity }) => severity !== 'note');
  for (const { severity, code, path, times } of shown.slice(0, MOST_LINES))
    lines.push(`  ${severity.padEnd(8)} ${code.padEnd(20)} ${String(times).padStart(6)}  ${path}`);
  if (shown.length > MOST_LINES) lines.push(`  and ${shown.length - MOST_LINES} more kinds: see --report`);
  if (counts.note > 0) lines.push(`  notes    ${counts.note}`);
  lines.push(
    `kept texts  ${cohort.distinctValues} distinct values, ${cohort.undecided} of those listed undecided`,
  );
  if (risk !== null && risk.patients > 0)
    lines.push(
      `risk        ${risk.patients} patients, k is ${risk.asItStands.k}, ${risk.asItStands.alone} alone in their class`,
    );
  lines.push('not checked');
  for (const { what, why } of notChecked) lines.push(`  ${what}: ${why}`);
  return `${lines.join('\n')}\n`;
}
