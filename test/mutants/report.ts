import type { Mutant } from './mutant.ts';
import { isWrong, type Verdict } from './verdict.ts';

/** What became of one mutant. */
export interface Outcome {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

/** Where a file belongs in the table: `layers/engine`, `functions`. */
function areaOf({ file }: Mutant): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'layers' ? `${first}/${second}` : first;
}

/** The table, and what is to be done about those that are not as they should be. */
export function reportOf(outcomes: readonly Outcome[]): string {
  const areas = [...new Set(outcomes.map(({ mutant }) => areaOf(mutant)))];
  const row = (name: string, some: readonly Outcome[]) => {
    const count = (...verdicts: readonly Verdict[]) =>
      some.filter(({ verdict }) => verdicts.includes(verdict)).length;
    const killed = count('killed', 'timeout');
    const share = some.length === 0 ? 0 : Math.floor((1000 * killed) / some.length) / 10;
    return `| ${name} | ${some.length} | ${killed} | ${share} % | ${count('excused')} | ${some.filter(({ verdict }) => isWrong(verdict)).length} |`;
  };
  const lines = [
    '| of | mutants | killed | share | excused | wrong |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...areas.map((area) =>
      row(
        area,
        outcomes.filter(({ mutant }) => areaOf(mutant) === area),
      ),
    ),
    row('all', outcomes),
    ...outcomes.filter(({ verdict }) => verdict === 'excused').map(excuseLine),
    ...outcomes.filter(({ verdict }) => isWrong(verdict)).map(wrongLine),
  ];
  return `${lines.join('\n')}\n`;
}

function excuseLine({ mutant: { name, file, excused } }: Outcome): string {
  return `excused ${name} (${file}): ${excused}`;
}

function wrongLine({ mutant: { name, file, why, tests, replace }, verdict }: Outcome): string {
  const [line = ''] = replace.split('\n');
  const what = verdict === 'lost' ? `not once there: ${line}` : why;
  return `${verdict.toUpperCase()} ${name} (${file}): ${what} [${tests.join(' ')}]`;
}

/** For machines: one object a mutant. */
export function jsonOf(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ mutant: { name, file, why, tests, excused }, verdict }) => ({
    name,
    file,
    verdict,
    why,
    tests,
    ...(excused === undefined ? {} : { excused }),
  }));
  return `${JSON.stringify(rows, null, 1)}\n`;
}
