import type { Burst } from './burst.ts';

/** Rows of one subject: fault, how it is made, what held. */
export interface Section {
  readonly subject: string;
  readonly rows: readonly (readonly string[])[];
}

/** `docs/reliability.md`, of what the tests have shown. */
export function reliabilityPage(sections: readonly Section[], burst: Burst): string {
  return `${[HEAD, ...sections.map(sectionText), burstText(burst), TAIL].join('\n\n')}\n`;
}

const HEAD = `# Reliability

What happens to objects when something round Lethe fails. Each row is a test that passed when this page was written: \`npm run docs:reliability\` runs them and writes
the page from their results, and a test holds the page to the suite.

The real handler runs over AWS's own SDK with its own retries, against services in memory that speak AWS's protocols over HTTP (test/reliability/cloud). Faults are made on the
wire, and time is a clock that the tests move: deadlines, retries and delays are as long as is said here on any machine. After each fault everything is delivered once more, and then it is counted; every row stands for all of this (that of an older version's event
for which of two versions stands at the end):

* **nothing lost**: each object has its clean instance or its quarantined bytes with the reason, and its audit line; until then its message came back or is a dead letter;
* **nothing twice**: one clean instance for each object with the same bytes in every version that was ever to be seen, one identity for each original, allocated numbers without gaps;
* **nothing half-written**: whatever was to be seen in a bucket, ever, was whole; no upload in parts is left open, but where the row says so;
* **nothing told**: no planted identifier in logs, audit lines, keys, metadata, tags, notes, the identity table, clean instances.

At a desk the whole command runs over folders, is ended at each moment or has a full disk, and runs again without: every audit line must have been true, also after the
stop, and after the second run each file has its line, its clean instance or its original with the reason, and nothing else lies in the output folder.`;

const TAIL = `## What is left to others

* An upload whose worker was killed, or whose id never arrived, is seen by nobody and is ended by the lifecycle rule of the bucket.
* An audit line is written at least once: after a lost answer or a killed worker the same outcome may stand there twice.
* A message that shares its batch with one that takes the function's memory or time comes back with it, and may become a dead letter though its instance is released: \`lethe redrive\` sends it again, and it leaves the same bytes.
* The services are not AWS: what they do was written after AWS's documentation. \`npm run test:cloud\` runs the stack against an emulator.
`.trimEnd();

function sectionText({ subject, rows }: Section): string {
  const lines = rows.map((columns) => `| ${columns.join(' | ')} |`);
  return [`## ${subject}`, '', '| fault | injected | held |', '| --- | --- | --- |', ...lines].join('\n');
}

/** The sections of a page, read back. */
export function sectionsOf(page: string): readonly Section[] {
  return page
    .split(/^## /m)
    .map((text) => ({
      subject: text.split('\n')[0] ?? '',
      rows: [...text.matchAll(/^\| (?!fault |---)(.*) \|$/gm)].map(([, row = '']) => row.split(' | ')),
    }))
    .filter(({ rows }) => rows.length > 0);
}

function burstText({
  objects,
  events,
  deliveries,
  calls,
  faults,
  deadLetters,
  seconds,
  verdict,
}: Burst): string {
  const { lost, twice, gaps, halfWritten, openUploads, leaks } = verdict;
  const number = (value: number) => value.toLocaleString('en');
  return `## A burst of ${number(objects)} objects

\`npm run burst\`: ${number(events)} events of ${number(objects)} objects, 2 % of them poison, 5 % of events twice, out of order, 8 execution environments at a time, faults in 3 % of all calls
(${number(faults)} of ${number(calls)}). ${number(deliveries)} deliveries, ${deadLetters} dead letters, ${seconds} s of wall time on the machine that wrote this page, whatever else it did, with services and functions in one process.
Lost: ${lost}. Twice: ${twice}. Gaps: ${gaps}. Half-written: ${halfWritten}. Uploads left open: ${openUploads}. Identifiers told: ${leaks.length}.`;
}
