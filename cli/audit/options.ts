import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AuditSource } from '../../layers/engine/audit/auditSource.ts';
import type { AuditReader } from '../../layers/engine/audit/manifest/ports.ts';
import { UsageError } from '../exit.ts';

/** Where the audit is. */
export interface PlaceOptions {
  readonly file?: readonly string[];
  readonly logGroup?: string;
}

/** Days in UTC, both included. */
export interface RangeOptions {
  readonly from?: string;
  readonly to?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Queries over CloudWatch cost by what they look through. */
const DEFAULT_DAYS = 90;

export function withPlace(command: Command): Command {
  return command
    .addOption(
      new Option('-f, --file <file...>', 'audit files, as lethe deid --audit writes them').conflicts(
        'logGroup',
      ),
    )
    .option('-g, --log-group <name>', 'the audit in CloudWatch (stack output AuditLog)');
}

export function withRange(command: Command): Command {
  return command
    .option('--from <day>', `first day, in UTC (YYYY-MM-DD); without it ${DEFAULT_DAYS} days ago`, asDay)
    .option('--to <day>', 'last day; without it today', asDay);
}

/** A day as a command line gives it. */
export function asDay(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text);
  if (!isDay) throw new InvalidArgumentError('Give a day as YYYY-MM-DD.');
  return text;
}

/** From the beginning of the first day to the end of the last, in milliseconds since the epoch. */
export function rangeOf(
  { from, to }: RangeOptions,
  nowMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const fromMs = from === undefined ? today - DEFAULT_DAYS * DAY_MS : Date.parse(from);
  const toMs = (to === undefined ? today : Date.parse(to)) + DAY_MS;
  if (fromMs >= toMs) throw new UsageError('the first day is after the last. Give --from before --to.');
  return { fromMs, toMs };
}

/** The audit, to be asked and to be read line by line. Other commands do without the SDK, which takes long to load. */
export async function openAudit({
  file,
  logGroup,
}: PlaceOptions): Promise<AuditSource & Pick<AuditReader, 'lines' | 'name'>> {
  if (file !== undefined) {
    const { AuditFiles } = await import('../../layers/local/auditFiles.ts');
    const files = await AuditFiles.open(file);
    if (files.unreadable > 0) process.stderr.write(`${files.unreadable} lines are not audit records\n`);
    return files;
  }
  if (logGroup === undefined)
    throw new UsageError(
      'say where the audit is: --file or --log-group. lethe audit --help says what they are.',
    );
  const [{ logReader }, { LogInsights }, { LogGroupReader }] = await Promise.all([
    import('../../layers/aws/clients.ts'),
    import('../../layers/aws/auditInsights.ts'),
    import('../../layers/aws/auditLog.ts'),
  ]);
  const logs = logReader();
  const [insights, reader] = [new LogInsights(logs, logGroup), new LogGroupReader(logs, logGroup)];
  return {
    name: reader.name,
    records: (question) => insights.records(question),
    totals: (fromMs, toMs) => insights.totals(fromMs, toMs),
    lines: (fromMs, toMs) => reader.lines(fromMs, toMs),
  };
}
