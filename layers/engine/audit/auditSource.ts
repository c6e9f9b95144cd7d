import type { AuditRecord, LoggedRecord } from './audit.ts';

/** Which records of an audit are asked for. Times are those of the records, in milliseconds since the epoch. */
export interface AuditQuestion {
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
  /** Those whose source or output has this key. */
  readonly key?: string;
  /** Those that went to the clean side. */
  readonly released?: true;
}

/** What came to one outcome under the same rules and engine. */
export interface AuditTotal {
  readonly plan: AuditRecord['plan'];
  readonly engine: AuditRecord['engine'];
  readonly outcome: string;
  readonly instances: number;
  /** Of the sources. */
  readonly bytes: number;
  /** Times of the first and the last record, in milliseconds since the epoch. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/**
 * An audit that can be asked.
 * Duties: `records` gives the records in the order of their times; `totals` counts a record as often as it is stored, in any order. Both reject with
 * `FaultError`.
 */
export interface AuditSource {
  records(question: AuditQuestion): AsyncIterable<LoggedRecord>;
  totals(fromMs: number, toMs: number): Promise<readonly AuditTotal[]>;
}

export function answers(record: LoggedRecord, { fromMs, toMs, key, released }: AuditQuestion): boolean {
  const timeMs = Date.parse(record.time);
  return (
    fromMs <= timeMs &&
    timeMs < toMs &&
    (key === undefined || record.source.key === key || record.output.key === key) &&
    (released === undefined || isReleased(record.outcome))
  );
}

export function isReleased(outcome: string): boolean {
  return outcome === 'released' || outcome === 'passed-through';
}

/** The totals of these records. */
export function totalsOf(records: Iterable<LoggedRecord>): readonly AuditTotal[] {
  const totals = new Map<string, AuditTotal>();
  for (const { time, outcome, source, plan, engine } of records) {
    const timeMs = Date.parse(time);
    const name = [plan.name, plan.digest, engine.version, engine.keyId, outcome].join('\x1f');
    const { instances = 0, bytes = 0, firstMs = timeMs, lastMs = timeMs } = totals.get(name) ?? {};
    totals.set(name, {
      plan,
      engine,
      outcome,
      instances: instances + 1,
      bytes: bytes + (source.sizeBytes ?? 0),
      firstMs: Math.min(firstMs, timeMs),
      lastMs: Math.max(lastMs, timeMs),
    });
  }
  return [...totals.values()];
}
