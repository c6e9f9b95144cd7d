import {
  type CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LoggedRecord } from '../engine/audit/audit.ts';
import { FaultError } from '../engine/faults.ts';
import type { AuditTrail } from '../engine/ports.ts';
import type { Finding } from '../engine/reason.ts';
import type { ReviewRecord } from '../engine/review/record.ts';
import { describeFailure, sdkFailure } from './sdkErrors.ts';

/** A log event holds 1 MiB; below 256 KiB every reader of CloudWatch shows it whole. */
const MAX_LINE_BYTES = 240 * 1024;
/** What one PutLogEvents takes (API reference): UTF-8 bytes with 26 for each event, and events. */
const MAX_BATCH_BYTES = 1_048_576;
const EVENT_OVERHEAD_BYTES = 26;
const MAX_BATCH_EVENTS = 10_000;

export interface LogAuditOptions {
  readonly logGroup: string;
  /** Made if it is not there. Nobody else writes to it, so its lines are in the order of the calls. */
  readonly logStream: string;
}

interface AuditEvent {
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

interface Waiting {
  readonly event: AuditEvent;
  readonly bytes: number;
  readonly settle: (error: unknown) => void;
}

/**
 * Audit lines in a log group of their own: a line that standard output takes may still be lost, one that CloudWatch has acknowledged is
 * not. Records that come while a call is under way share the next one. A record whose findings would burst a line names the first of
 * them and how many more there are; all of them lie beside the held object.
 */
export class LogAudit implements AuditTrail {
  readonly #client: CloudWatchLogsClient;
  readonly #place: { readonly logGroupName: string; readonly logStreamName: string };
  #waiting: Waiting[] = [];
  #sending: Promise<void> | null = null;
  #hasStream = false;

  constructor(client: CloudWatchLogsClient, { logGroup, logStream }: LogAuditOptions) {
    this.#client = client;
    this.#place = { logGroupName: logGroup, logStreamName: logStream };
  }

  record(record: LoggedRecord | ReviewRecord): Promise<void> {
    const message = lineOf(record);
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        event: { message, timestamp: Date.parse(record.time) },
        bytes: Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES,
        settle: (error) => (error === null ? resolve() : reject(error)),
      });
      this.#sending ??= this.#sendAll();
    });
  }

  async close(): Promise<void> {
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, batchLength(this.#waiting));
      const error = await this.#send(batch.map(({ event }) => event)).then(() => null, rejectionOf);
      for (const { settle } of batch) settle(error);
    }
    this.#sending = null;
  }

  /** CloudWatch wants the events of a call in the order of their time; a clock may have been set back. */
  async #send(events: readonly AuditEvent[]): Promise<void> {
    const logEvents = events.toSorted((one, other) => one.timestamp - other.timestamp);
    if (!this.#hasStream) await this.#makeStream();
    const { rejectedLogEventsInfo: rejected } = await this.#client
      .send(new PutLogEventsCommand({ ...this.#place, logEvents }))
      .catch((error: unknown) => {
        // Somebody deleted the stream: the next call makes it anew.
        this.#hasStream = false;
        throw error;
      });
    if (rejected !== undefined)
      throw unavailable(
        'CloudWatch refused the time of an audit line',
        'Check the clock of the function',
        true,
      );
  }

  async #makeStream(): Promise<void> {
    try {
      await this.#client.send(new CreateLogStreamCommand(this.#place));
    } catch (error) {
      if (sdkFailure(error).name !== 'ResourceAlreadyExistsException') throw error;
    }
    this.#hasStream = true;
  }
}

/** How many of those that wait one call takes. */
function batchLength(waiting: readonly Waiting[]): number {
  let total = 0;
  const end = waiting.findIndex(({ bytes }, index) => {
    total += bytes;
    return total > MAX_BATCH_BYTES || index === MAX_BATCH_EVENTS;
  });
  return end === -1 ? waiting.length : end;
}

/** CloudWatch Logs' own names of a refusal; everything else goes by its status. */
const FORBIDDEN: ReadonlySet<string> = new Set(['AccessDeniedException', 'UnrecognizedClientException']);

/** A fault; a programming mistake stays what it is. */
function rejectionOf(error: unknown): unknown {
  try {
    return error instanceof FaultError ? error : auditFault(error);
  } catch (mistake) {
    return mistake;
  }
}

function auditFault(error: unknown): FaultError {
  const failure = sdkFailure(error);
  const message = `The audit line could not be written (${describeFailure(failure)})`;
  if (FORBIDDEN.has(failure.name))
    return unavailable(message, 'Allow this role logs:CreateLogStream and logs:PutLogEvents there', false);
  if (failure.name === 'ResourceNotFoundException')
    return unavailable(message, 'It will be tried again; check that the log group exists', true);
  return failure.passes
    ? unavailable(message, 'It will be tried again', true)
    : unavailable(message, 'Check the log group and its key', false);
}

function unavailable(message: string, hint: string, transient: boolean): FaultError {
  return new FaultError('AUDIT_UNAVAILABLE', transient, message, hint);
}

/** Findings come last: Logs Insights reads no more than the first 200 fields of a line. */
function lineOf(record: LoggedRecord | ReviewRecord): string {
  if ('event' in record) return JSON.stringify(record);
  const { findings, ...rest } = record;
  const line = JSON.stringify({ ...rest, findings });
  if (Buffer.byteLength(line) <= MAX_LINE_BYTES) return line;
  const room = MAX_LINE_BYTES - Buffer.byteLength(JSON.stringify({ ...rest, findings: [] })) - 1024;
  const kept: Finding[] = [];
  let used = 0;
  for (const finding of findings) {
    used += Buffer.byteLength(JSON.stringify(finding)) + 1;
    if (used > room) break;
    kept.push(finding);
  }
  kept.push({
    severity: 'note',
    path: '',
    code: 'MORE_FINDINGS',
    message: `${findings.length - kept.length} more findings are beside the held object`,
  });
  return JSON.stringify({ ...rest, findings: kept });
}
