import { counted } from '../counted.ts';
import type { VerifyReport } from './model.ts';

/** Kinds of findings that a terminal shows; the report has all. */
const MOST_LINES = 30;

/** The report in a few lines, for a terminal. */
export function reportText(report: VerifyReport): string {
  const { tally, counts, risk, notChecked, cohort } = report;
  const lines = [
    `${counted(tally.outputs, 'instance')}, ${tally.sources === 0 ? 'no source' : `${tally.pairs} paired with their source`}`,
    report.verdict === 'nothing-found'
      ? 'Nothing was found in what was checked.'
      : `${counted(counts.error, 'error')}, ${counted(counts.warning, 'warning')}, in ${counted(report.instancesWithFindings, 'instance')}`,
  ];
  const shown = report.byCode.filter(({ severity }) => severity !== 'note');
  for (const { severity, code, path, times } of shown.slice(0, MOST_LINES))
    lines.push(`  ${severity.padEnd(8)} ${code.padEnd(20)} ${String(times).padStart(6)}  ${path}`);
  if (shown.length > MOST_LINES)
    lines.push(`  and ${counted(shown.length - MOST_LINES, 'other kind')}: see --report`);
  if (counts.note > 0) lines.push(`  notes    ${counts.note}`);
  lines.push(
    `kept texts  ${counted(cohort.distinctValues, 'distinct value')}, ${cohort.undecided} of those listed undecided`,
  );
  if (risk !== null && risk.patients > 0)
    lines.push(
      `risk        ${counted(risk.patients, 'patient')}, k is ${risk.asItStands.k}, ${risk.asItStands.alone} alone in their class`,
    );
  lines.push('not checked');
  for (const { what, why } of notChecked) lines.push(`  ${what}: ${why}`);
  return `${lines.join('\n')}\n`;
}
