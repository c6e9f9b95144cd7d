import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LoggedRecord } from '../engine/audit/audit.ts';
import {
  type AuditQuestion,
  type AuditSource,
  type AuditTotal,
  answers,
} from '../engine/audit/auditSource.ts';
import { recordOf } from '../engine/audit/manifest/format.ts';
import { FaultError } from '../engine/faults.ts';
import { pause } from '../engine/pause.ts';
import { auditReadFault } from './auditLog.ts';
import { pauseBeforeRetry, sdkFailure } from './sdkErrors.ts';

/** One query answers no more rows than these (API reference, StartQuery). */
const MAX_ROWS = 10_000;
const SECOND_MS = 1000;
const MAX_START_ATTEMPTS = 8;
const START_PAUSE_MS = 500;

export interface InsightsOptions {
  /** Between two looks at whether a query is done. */
  readonly pollMs?: number;
  /** How many rows a query answers. */
  readonly maxRows?: number;
}

/**
 * The audit's log group, asked by Logs Insights. Its queries cost by the bytes that they look through, which are those of the time asked for. Where one
 * answer is full its time is halved, so that nothing is left out.
 */
export class LogInsights implements AuditSource {
  readonly #client: CloudWatchLogsClient;
  readonly #logGroup: string;
  readonly #pollMs: number;
  readonly #maxRows: number;

  constructor(
    client: CloudWatchLogsClient,
    logGroup: string,
    { pollMs = 500, maxRows = MAX_ROWS }: InsightsOptions = {},
  ) {
    this.#client = client;
    this.#logGroup = logGroup;
    this.#pollMs = pollMs;
    this.#maxRows = maxRows;
  }

  async *records(question: AuditQuestion): AsyncIterable<LoggedRecord> {
    const conditions = [
      ...(question.key === undefined
        ? []
        : [`source.key = ${literal(question.key)} or output.key = ${literal(question.key)}`]),
      ...(question.released === undefined ? [] : ['outcome in ["released", "passed-through"]']),
    ];
    const stages = [
      'fields @timestamp, @message',
      ...conditions.map((condition) => `filter ${condition}`),
      'sort @timestamp asc',
      `limit ${this.#maxRows}`,
    ];
    yield* this.#recordsBetween(
      seconds(question.fromMs),
      seconds(question.toMs - 1),
      stages.join('\n| '),
      question,
    );
  }

  async totals(fromMs: number, toMs: number): Promise<readonly AuditTotal[]> {
    const query = [
      // Lines of what people did are of no plan.
      'filter ispresent(plan.digest)',
      '| stats count(*) as instances, sum(source.sizeBytes) as bytes, min(toMillis(@timestamp)) as first, max(toMillis(@timestamp)) as last',
      '    by plan.name, plan.digest, engine.version, engine.keyId, outcome',
      `| limit ${this.#maxRows}`,
    ].join('\n');
    const rows = await this.#rows(seconds(fromMs), seconds(toMs - 1), query);
    return rows.flatMap((row) => {
      const outcome = row.get('outcome');
      if (outcome === undefined) return [];
      return [
        {
          plan: { name: row.get('plan.name') ?? '', digest: row.get('plan.digest') ?? '' },
          engine: { version: row.get('engine.version') ?? '', keyId: row.get('engine.keyId') ?? '' },
          outcome,
          instances: Number(row.get('instances')),
          bytes: Number(row.get('bytes') ?? 0),
          firstMs: Number(row.get('first')),
          lastMs: Number(row.get('last')),
        },
      ];
    });
  }

  /** Both ends are seconds, and included. */
  async *#recordsBetween(
    from: number,
    to: number,
    query: string,
    question: AuditQuestion,
  ): AsyncIterable<LoggedRecord> {
    const rows = await this.#rows(from, to, query);
    if (rows.length >= this.#maxRows) {
      if (from >= to) throw tooMany();
      const middle = Math.floor((from + to) / 2);
      yield* this.#recordsBetween(from, middle, query, question);
      yield* this.#recordsBetween(middle + 1, to, query, question);
      return;
    }
    for (const row of rows) {
      const record = recordOf(row.get('@message') ?? '');
      if (record !== null && answers(record, question)) yield record;
    }
  }

  async #rows(
    startTime: number,
    endTime: number,
    queryString: string,
  ): Promise<readonly ReadonlyMap<string, string>[]> {
    const queryId = await this.#start(startTime, endTime, queryString);
    for (;;) {
      const { status, results = [] } = await this.#results(queryId);
      if (status === 'Complete')
        return results.map((row) => new Map(row.map(({ field = '', value = '' }) => [field, value])));
      if (status !== 'Running' && status !== 'Scheduled')
        throw new FaultError(
          'AUDIT_UNAVAILABLE',
          true,
          `Logs Insights gave a query up (${status ?? 'it gave no status'})`,
          'Ask again, or for a shorter time',
        );
      await pause(this.#pollMs);
    }
  }

  /** There may be 30 queries at a time in an account; the SDK does not wait for one to end. */
  async #start(startTime: number, endTime: number, queryString: string): Promise<string> {
    for (let attempt = 1; ; attempt += 1)
      try {
        const { queryId = '' } = await this.#client.send(
          new StartQueryCommand({ logGroupName: this.#logGroup, startTime, endTime, queryString }),
        );
        return queryId;
      } catch (error) {
        const isFull = sdkFailure(error).name === 'LimitExceededException';
        if (!isFull || attempt === MAX_START_ATTEMPTS) throw auditReadFault(error);
        await pauseBeforeRetry(attempt, START_PAUSE_MS);
      }
  }

  async #results(queryId: string): Promise<GetQueryResultsCommandOutput> {
    return this.#client.send(new GetQueryResultsCommand({ queryId })).catch((error: unknown) => {
      throw auditReadFault(error);
    });
  }
}

/** Keys of the audit are hashes, UIDs and paths of them; nothing else gets into a query. */
function literal(key: string): string {
  if (!/^[\w./-]{1,1024}$/.test(key))
    throw new FaultError(
      'AUDIT_UNAVAILABLE',
      false,
      'The audit in the cloud has no keys of other characters than letters, digits, ".", "_", "/" and "-"',
      'Name the source by its keyed hash, or by its bucket and key, or the output by its key',
    );
  return `"${key}"`;
}

function seconds(timeMs: number): number {
  return Math.floor(timeMs / SECOND_MS);
}

function tooMany(): FaultError {
  return new FaultError(
    'AUDIT_UNAVAILABLE',
    false,
    'One second of the audit has more records than a query answers',
    'Export the log group to S3 and ask its files',
  );
}
