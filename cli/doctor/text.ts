import type { Finding } from './finding.ts';
import type { Examination } from './run.ts';

/** One line per subject, with what to do below it if anything is to be done. */
export function examinationText({ stack, account, region, findings }: Examination): string {
  const lines = asOne(findings).flatMap(({ check, subject, status, code, message, todo }) => [
    `${status.padEnd(12)}${check.padEnd(12)}${subject}: ${message}${code === '' ? '' : ` [${code}]`}`,
    ...(todo === '' ? [] : [`${' '.repeat(24)}-> ${todo}`]),
  ]);
  const counts = (['ok', 'warning', 'problem', 'not-checked'] as const)
    .map((status) => [status, findings.filter((each) => each.status === status).length] as const)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`);
  return [`${stack}, account ${account}, ${region}`, '', ...lines, '', counts.join(', '), ''].join('\n');
}

/** All that is well of one thing in one line. */
function asOne(findings: readonly Finding[]): readonly Finding[] {
  const lines: Finding[] = [];
  for (const each of findings) {
    const last = lines.at(-1);
    if (
      each.status === 'ok' &&
      last?.status === 'ok' &&
      last.check === each.check &&
      last.subject === each.subject
    )
      lines.splice(-1, 1, { ...last, message: `${last.message}; ${each.message}` });
    else lines.push(each);
  }
  return lines;
}
