import { type Entry, readLine, sumTotals, type Totals } from './format.ts';
import type { AuditReader } from './ports.ts';

/** The lines of a stretch of time. */
export interface Slice {
  /** Not included. It may be before what was asked for. */
  readonly toMs: number;
  readonly totals: Totals;
  /** By time. */
  readonly entries: readonly Entry[];
}

/** Rejects where what is under way must stop. */
export type MayGoOn = () => void;

/**
 * The lines from `fromMs` on, to `toMs` or as far as `mostLines` go: one slice lies in memory, never more. Pages may come in any order, so where there are too many lines
 * the time is cut where half of those seen are, and read again. Lines of one millisecond stay together: all functions of an account at once do not write
 * as many in one as fit.
 */
export async function readSlice(
  audit: AuditReader,
  fromMs: number,
  toMs: number,
  mostLines: number,
  mayGoOn: MayGoOn,
): Promise<Slice> {
  for (let endMs = toMs; ; ) {
    const read = await readWithin(audit, fromMs, endMs, mostLines, mayGoOn);
    if (typeof read !== 'number') return read;
    endMs = read;
  }
}

/** Everything in this time; or, where that is too much, where to cut it. */
export async function readWithin(
  audit: AuditReader,
  fromMs: number,
  toMs: number,
  mostLines: number,
  mayGoOn: MayGoOn,
): Promise<Slice | number> {
  const canBeCut = toMs - fromMs > 1;
  const entries: Entry[] = [];
  let totals = sumTotals([]);
  for await (const lines of audit.lines(fromMs, toMs)) {
    mayGoOn();
    const read = lines.map(({ text, timeMs }) => readLine(text, timeMs));
    for (const { entry } of read) entries.push(entry);
    totals = sumTotals([totals, ...read.map((each) => each.totals)]);
    if (canBeCut && entries.length > mostLines) return Math.max(fromMs + 1, middleOf(entries));
  }
  // One order, whatever that of the pages.
  entries.sort((one, other) => compare(one.time, other.time) || compare(one.line, other.line));
  return { toMs, totals, entries };
}

function middleOf(entries: readonly Entry[]): number {
  const times = entries.map(({ time }) => time).sort(compare);
  return Date.parse(times[Math.floor(times.length / 2)] ?? '');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
