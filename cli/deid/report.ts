import { styleText } from 'node:util';
import type { Places } from '../places.ts';
import type { Conflict, Summary } from './run.ts';

/** The closing table of outcomes. */
export function reportOf(summary: Summary, { out, kept }: Places): string {
  const { files, outcomes, reasons, conflicts, bytes, seconds } = summary;
  const style = (format: 'green' | 'yellow' | 'bold', text: string) =>
    styleText(format, text, { stream: process.stdout });
  const rows = (Object.entries(outcomes) as [keyof typeof outcomes, number][])
    .filter(([outcome, count]) => count > 0 || outcome === 'released')
    .map(
      ([outcome, count]) =>
        `  ${style(outcome === 'released' ? 'green' : 'yellow', outcome.padEnd(16))}${String(count).padStart(8)}`,
    );
  const why = Object.entries(reasons)
    // Of several processes any may be the first to say a code: its name settles the order, not its time.
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .map(([code, count]) => `    ${code.padEnd(30)}${String(count).padStart(6)}`);
  return [
    style(
      'bold',
      `${files} ${files === 1 ? 'file' : 'files'}, ${(bytes / 1e6).toFixed(1)} MB, ${seconds.toFixed(1)} s`,
    ),
    ...rows,
    ...(why.length > 0 ? ['  not released because', ...why] : []),
    ...(summary.unseenPixels > 0
      ? [
          `  ${style('yellow', 'pixels unseen')}   ${String(summary.unseenPixels).padStart(8)}   released, of kinds that often show text: nobody looked for it`,
        ]
      : []),
    ...(summary.withdrawn > 0
      ? [
          `  ${style('yellow', 'withdrawn')}       ${String(summary.withdrawn).padStart(8)}   released by earlier runs, not by this one: removed from the clean folder`,
        ]
      : []),
    ...((summary.ofEarlierRuns ?? 0) > 0
      ? [
          `  ${style('yellow', 'of earlier runs')} ${String(summary.ofEarlierRuns).padStart(8)}   in the clean folder still: this run did not have their files, or could not finish with them`,
        ]
      : []),
    ...(conflicts.length > 0 ? ['  in conflict', ...conflicts.map(conflictText)] : []),
    `  clean instances  ${out}`,
    ...(outcomes.quarantined > 0 ? [`  quarantine       ${kept}/quarantine`] : []),
    ...(outcomes.held > 0 ? [`  held             ${kept}/held`] : []),
    ...(outcomes.fault > 0
      ? ['  what ended in a fault was neither released nor kept: run again over it']
      : []),
    ...(summary.lacking ?? []).map((what) => `  ${what}`),
    ...(summary.audit === null ? [] : [`  audit            ${summary.audit}`]),
    ...(summary.plan === null
      ? []
      : [`  plan             ${summary.plan.name}, ${summary.plan.digest.slice(0, 12)}`]),
    '',
  ].join('\n');
}

function conflictText({ source, other, output }: Conflict): string {
  const who = other === null ? 'what an earlier run released' : JSON.stringify(other);
  return `    ${JSON.stringify(source)} with ${who}, as ${output}`;
}
