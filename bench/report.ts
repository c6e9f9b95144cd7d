/** One figure. `goal`: at most this, or at least where `wants` says so; null: no goal. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly goal: number | null;
  readonly wants?: 'at least';
}

/** What was not measured, and why. */
export interface Skipped {
  readonly what: string;
  readonly skipped: string;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly (Row | Skipped)[];
}

/** All that one run measured. */
export interface Report {
  readonly machine: string;
  readonly sections: readonly Section[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** A table for people. A goal that is missed is said, and fails nothing: the machine may have been busy. */
export function tableOf({ machine, sections }: Report): string {
  const tables = sections.map(({ title, rows }) => {
    const lines = rows.map((row) =>
      'skipped' in row
        ? `  ${row.what.padEnd(WIDTH)}   skipped: ${row.skipped}`
        : `  ${row.what.padEnd(WIDTH)}${format(row.value).padStart(10)}   ${verdictOn(row)}`.trimEnd(),
    );
    return `${title}\n\n${lines.join('\n')}`;
  });
  return [machine, ...tables].join('\n\n');
}

/** The same as a page of documentation. `preface`: its title, and how it is written. */
export function pageOf({ machine, sections }: Report, preface = PREFACE): string {
  const tables = sections.map((section) => `## ${section.title}\n\n${pageTable(section)}`);
  return `${[preface, `Measured on: ${machine}.`, ...tables].join('\n\n')}\n`;
}

/** A page of before with the sections of this run in place of its own, or at its end; each says by which machine it was measured. */
export function pageWith(page: string, { machine, sections }: Report): string {
  const parts = page.trimEnd().split(/\n(?=## )/);
  for (const section of sections) {
    const heading = `## ${section.title}\n`;
    const text = `${heading}\nMeasured by itself, on: ${machine}.\n\n${pageTable(section)}\n`;
    const index = parts.findIndex((part) => part.startsWith(heading));
    if (index < 0) parts.push(text);
    else parts[index] = text;
  }
  return `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`;
}

function pageTable({ rows }: Section): string {
  const lines = rows.map((row) =>
    'skipped' in row
      ? `| ${row.what} | | skipped: ${row.skipped} |`
      : `| ${row.what} | ${format(row.value)} | ${verdictOn(row)} |`,
  );
  return ['| what | measured | goal |', '| --- | ---: | --- |', ...lines].join('\n');
}

const WIDTH = 64;

const PREFACE = `# Performance

\`npm run bench -- --page docs/performance.md\` writes this page: change the bench, not the page. Ratios are medians of
pairs that were measured side by side in one run; a time depends on the machine as much as on Lethe. A figure never
fails a test.`;

function verdictOn({ value, goal, wants }: Row): string {
  if (goal === null) return '';
  const isMet = wants === 'at least' ? value >= goal : value <= goal;
  return `${wants ?? 'at most'} ${goal.toLocaleString('en')}: ${isMet ? 'met' : 'missed'}`;
}

function format(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}
