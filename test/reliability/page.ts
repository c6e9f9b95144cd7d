import { wrapped } from '../../rules/markdown.ts';
import type { Burst } from './burst.ts';

/** Rows of one subject: fault, how it is made, what held. */
export interface Section {
  readonly subject: string;
  readonly rows: readonly (readonly string[])[];
}

/** `docs/reliability.md`, of what the tests have shown. */
export function reliabilityPage(sections: readonly Section[], burst: Burst): string {
  return wrapped(`${[HEAD, ...sections.map(sectionText), burstText(burst), TAIL].join('\n\n')}\n`);
}

const HEAD = `# Reliability

What happens to objects when something around Lethe fails. Each row is a test that passed when this page was written:
\`npm run docs:reliability\` runs the tests and writes the page from their results, and a test compares the page with them.

The real handler runs on AWS's own SDK with its own retries, against in-memory services that speak AWS's protocols over
HTTP (test/reliability/cloud). Faults are injected on the wire, and time is a
clock that the tests move: deadlines, retries and delays have the stated length on any machine. After each fault everything is delivered once more, and
then the results are checked. Every row means all of the following (the row about an older version's event checks which
of two versions is there at the end):

* **nothing lost**: each object has its clean instance, or its quarantined bytes with the reason, and its audit line;
  until then its message came back or is a dead letter;
* **nothing twice**: each object has one clean instance with the same bytes in every version that was ever visible, and
  each original has one identity; allocated numbers have no gaps;
* **nothing half-written**: everything that was ever visible in a bucket was complete; no multipart upload is left open,
  unless the row says so;
* **nothing leaked**: no planted identifier is in logs, audit lines, keys, metadata, tags, notes, the identity table or
  clean instances.

At a desk the whole command runs over folders, is stopped at each possible moment or meets a full disk, and then runs again without the fault. Every audit line must be true, even right after the stop. After the second run each file has its line,
and its clean instance or its original with the reason, and there is nothing else in the output folder.

A gateway is run as the whole command, too, or as its spool over a file system in memory, where the test decides what outlives a power cut: bytes only once they are synced, names only once their folder is.`;

const TAIL = `## What is left to others

* An upload whose worker was killed, or whose id never arrived, is invisible, and the bucket's lifecycle rule removes it.
* An audit line is written at least once: after a lost answer or a killed worker the same outcome may be recorded twice.
* A message in one batch with a message that uses up the function's memory comes back with it, and may become a
  dead letter although its instance is released: \`lethe redrive\` sends it again, and it gives the same bytes.
* The services are not AWS; they were written from AWS's documentation. \`npm run test:cloud\` runs the stack against an
  emulator.
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
  postponed,
  longestWaitSeconds,
  calls,
  faults,
  deadLetters,
  seconds,
  verdict,
}: Burst): string {
  const { lost, twice, gaps, halfWritten, openUploads, leaks } = verdict;
  const number = (value: number) => value.toLocaleString('en');
  return `## A burst of ${number(objects)} objects

\`npm run burst\`: ${number(events)} events of ${number(objects)} objects, 2 % of them poison, 5 % of events delivered twice, out of order, 8 execution environments at a time, faults in 3 % of all calls (${number(faults)} of ${number(calls)}). ${number(deliveries)} deliveries, ${deadLetters} dead letters; a message whose attempt failed was seen again after ${longestWaitSeconds} s at most, and ${postponed} had too little time; ${seconds} s of wall time on the machine that wrote this page, which also did other work, with services and functions in one process.

Lost: ${lost}. Twice: ${twice}. Gaps: ${gaps}. Half-written: ${halfWritten}. Uploads left open: ${openUploads}. Identifiers leaked: ${leaks.length}.`;
}
