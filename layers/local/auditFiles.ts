import type { LoggedRecord } from '../engine/audit/audit.ts';
import {
  type AuditQuestion,
  type AuditSource,
  type AuditTotal,
  answers,
  totalsOf,
} from '../engine/audit/auditSource.ts';
import { eventOf, recordOf } from '../engine/audit/manifest/format.ts';
import type { AuditLine, AuditReader } from '../engine/audit/manifest/ports.ts';
import { FaultError } from '../engine/faults.ts';
import { readBounded } from './boundedRead.ts';
import { errnoOf } from './systemErrors.ts';

/** An audit in files, one JSON object per line: those of `lethe deid --audit`, or what was exported from CloudWatch. */
export class AuditFiles implements AuditSource, AuditReader {
  readonly name: string;
  /** Lines that are not audit records: a crash may have cut one short. */
  readonly unreadable: number;
  readonly #lines: readonly {
    readonly timeMs: number;
    readonly text: string;
    /** Null: it says what a person did. */
    readonly record: LoggedRecord | null;
  }[];

  private constructor(name: string, lines: readonly string[]) {
    const read = lines.flatMap((text) => {
      const record = recordOf(text);
      const timeMs = Date.parse((record ?? eventOf(text))?.time ?? '');
      return Number.isNaN(timeMs) ? [] : [{ timeMs, text, record }];
    });
    this.name = name;
    this.unreadable = lines.length - read.length;
    this.#lines = read.sort((one, other) => one.timeMs - other.timeMs);
  }

  /** Rejects with `FaultError` AUDIT_UNAVAILABLE. */
  static async open(paths: readonly string[]): Promise<AuditFiles> {
    const texts = paths.map(textOf);
    const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
    return new AuditFiles(paths.join(', '), lines);
  }

  async *records(question: AuditQuestion): AsyncIterable<LoggedRecord> {
    for (const { record } of this.#lines) if (record !== null && answers(record, question)) yield record;
  }

  async totals(fromMs: number, toMs: number): Promise<readonly AuditTotal[]> {
    return totalsOf(this.#between(fromMs, toMs).flatMap(({ record }) => record ?? []));
  }

  async *lines(fromMs: number, toMs: number): AsyncIterable<readonly AuditLine[]> {
    yield this.#between(fromMs, toMs).map(({ timeMs, text }) => ({ timeMs, text }));
  }

  /** Where the lines of this time begin: a busy hour is asked for in hundreds of parts. */
  #firstFrom(timeMs: number): number {
    let low = 0;
    let high = this.#lines.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#lines[middle]?.timeMs ?? Number.POSITIVE_INFINITY) < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #between(fromMs: number, toMs: number) {
    return this.#lines.slice(this.#firstFrom(fromMs), this.#firstFrom(toMs));
  }
}

/** V8 has no text of more than 512 MiB. */
const MOST_BYTES = 500 * 1024 * 1024;

function textOf(path: string): string {
  try {
    return readBounded(path, MOST_BYTES).toString('utf8');
  } catch (error) {
    const errno = errnoOf(error);
    throw new FaultError(
      'AUDIT_UNAVAILABLE',
      false,
      `An audit file could not be read (${errno})`,
      errno === 'EFBIG'
        ? 'It is larger than 500 MiB: give it in parts (split -l), all behind --file'
        : 'Check the path and its permissions',
    );
  }
}
