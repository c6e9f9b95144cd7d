import { closeSync, fdatasync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import type { AuditRecord } from '../engine/audit/audit.ts';
import { FaultError } from '../engine/faults.ts';
import type { KeptRecord } from '../engine/kept.ts';
import type { ReidentificationRecord } from '../engine/originals/reidentify.ts';
import type { AuditTrail } from '../engine/ports.ts';
import type { ReviewRecord } from '../engine/review/record.ts';
import { errnoOf } from './systemErrors.ts';

const NEWLINE = 0x0a;

/**
 * Audit lines at the end of a file. Each is one appending write, so several processes may share the file. A line
 * that a crash or a full disk cut short stays as it is; the next one begins on a line of its own. Source paths
 * stand in it: the file is its owner's alone.
 */
export class FileAudit implements AuditTrail {
  #handle: number | null;
  #isTorn: boolean;

  private constructor(handle: number, isTorn: boolean) {
    this.#handle = handle;
    this.#isTorn = isTorn;
  }

  /** Throws `FaultError` AUDIT_UNAVAILABLE. */
  static open(path: string): FileAudit {
    try {
      const handle = openSync(path, 'a+', 0o600);
      return new FileAudit(handle, endsTorn(handle));
    } catch (error) {
      throw auditFault(error);
    }
  }

  async record(record: AuditRecord | ReidentificationRecord | KeptRecord | ReviewRecord): Promise<void> {
    if (this.#handle === null) throw closedFault();
    const line = Buffer.from(`${this.#isTorn ? '\n' : ''}${JSON.stringify(record)}\n`);
    let written = 0;
    try {
      while (written < line.length) written += writeSync(this.#handle, line, written);
      this.#isTorn = false;
    } catch (error) {
      this.#isTorn = this.#isTorn || written > 0;
      throw auditFault(error);
    }
  }

  /** Resolves once the lines so far outlive a power cut. Rejects with `FaultError` AUDIT_UNAVAILABLE. */
  sync(): Promise<void> {
    const handle = this.#handle;
    if (handle === null) return Promise.reject(closedFault());
    return new Promise((resolve, reject) => {
      fdatasync(handle, (error) => {
        // A pipe or a terminal has nothing to sync (fdatasync(2)).
        if (error === null || errnoOf(error) === 'EINVAL') resolve();
        else reject(auditFault(error));
      });
    });
  }

  async close(): Promise<void> {
    if (this.#handle !== null) closeSync(this.#handle);
    this.#handle = null;
  }
}

/** Audit lines on a stream that is someone else's, such as standard output: it is left open. */
export class StreamAudit implements AuditTrail {
  readonly #stream: Writable;
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(stream: Writable) {
    this.#stream = stream;
    // A pipe whose reader left says so by event as well as by callback; unheard, the event would end the process.
    stream.on('error', ignoreEvent);
  }

  record(record: AuditRecord): Promise<void> {
    if (this.#isClosed) return Promise.reject(closedFault());
    const line = `${JSON.stringify(record)}\n`;
    // One line at a time: the stream buffers no more than one, however fast records come.
    const written = this.#last.then(() => this.#write(line));
    this.#last = written.catch(() => {});
    return written;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
    this.#stream.off('error', ignoreEvent);
  }

  #write(line: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream.write(line, (error) =>
        error === null || error === undefined ? resolve() : reject(auditFault(error)),
      );
    });
  }
}

function ignoreEvent(): void {}

function endsTorn(handle: number): boolean {
  const size = fstatSync(handle).size;
  if (size === 0) return false;
  const last = new Uint8Array(1);
  return readSync(handle, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE;
}

function auditFault(error: unknown): FaultError {
  return new FaultError(
    'AUDIT_UNAVAILABLE',
    true,
    `The audit could not be written (${errnoOf(error)})`,
    'Check its file or pipe and the room on the disk, then run again',
  );
}

function closedFault(): FaultError {
  return new FaultError('AUDIT_UNAVAILABLE', false, 'The audit is closed', 'Record before closing it');
}
