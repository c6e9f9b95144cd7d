import type { AuditRecord } from '../engine/audit.ts';
import { FaultError } from '../engine/faults.ts';
import type { AuditTrail, Finding } from '../engine/ports.ts';

/** Lambda cuts a log line at 256 KiB; this leaves room for what a JSON log format wraps round it. */
const MAX_LINE_BYTES = 240 * 1024;

/** Writes a line, and calls back when the system has it. */
export type LineWriter = (line: string, done: (error?: Error | null) => void) => unknown;

/**
 * Audit lines in the function's own log. A record whose findings would burst a log line names the first of them and how many more there
 * are; all of them lie beside the held object.
 */
export class LogAudit implements AuditTrail {
  readonly #write: LineWriter;
  #last: Promise<void> = Promise.resolve();

  constructor(write: LineWriter = (line, done) => process.stdout.write(line, done)) {
    this.#write = write;
  }

  record(record: AuditRecord): Promise<void> {
    const line = `${lineOf(record)}\n`;
    const written = this.#last.then(() => this.#writeLine(line));
    this.#last = written.catch(() => {});
    return written;
  }

  async close(): Promise<void> {
    await this.#last;
  }

  #writeLine(line: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#write(line, (error) => {
        if (error === null || error === undefined) resolve();
        else
          reject(
            new FaultError(
              'AUDIT_UNAVAILABLE',
              true,
              'The audit line could not be written to the log',
              'It will be tried again',
            ),
          );
      });
    });
  }
}

function lineOf(record: AuditRecord): string {
  const line = JSON.stringify(record);
  if (Buffer.byteLength(line) <= MAX_LINE_BYTES) return line;
  const room = MAX_LINE_BYTES - Buffer.byteLength(JSON.stringify({ ...record, findings: [] })) - 1024;
  const findings: Finding[] = [];
  let used = 0;
  for (const finding of record.findings) {
    used += Buffer.byteLength(JSON.stringify(finding)) + 1;
    if (used > room) break;
    findings.push(finding);
  }
  const more = record.findings.length - findings.length;
  findings.push({
    severity: 'note',
    path: '',
    code: 'MORE_FINDINGS',
    message: `${more} more findings are beside the held object`,
  });
  return JSON.stringify({ ...record, findings });
}
