import { Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../exit.ts';
import { DEFAULT_QUESTION, type Estimate, estimate, monthly } from './estimate.ts';
import { MEASURED_REQUESTS, MEASURED_TIMES } from './measured.ts';
import { PRICES } from './prices.ts';

interface CostCall {
  readonly instances: number;
  readonly size: number;
  readonly memory: number;
  readonly batch: number;
  readonly writes: number;
  readonly ingestDays: number;
  readonly backfill: boolean;
  readonly region: string;
  readonly json: boolean;
}

/** `lethe cost`: what if. */
export function costCommand(): Command {
  const { instances, sizeBytes, memoryMb, batch, writes, ingestDays } = DEFAULT_QUESTION;
  return new Command('cost')
    .description('Estimate what a number of instances would cost in AWS. docs/cost.md explains the model.')
    .option('--instances <n>', 'number of instances', atLeast(1), instances)
    .option('--size <bytes>', 'bytes per instance', atLeast(1), sizeBytes)
    .option('--memory <mb>', 'memory of the function (setting memoryMb)', atLeast(128), memoryMb)
    .option('--batch <n>', 'messages per invocation (setting batchSize)', atLeast(1), batch)
    .option('--writes <n>', 'new random UIDs and allocated numbers per instance', atLeast(0), writes)
    .option(
      '--ingest-days <n>',
      'days that ingest objects are kept (setting ingestExpiryDays)',
      atLeast(0),
      ingestDays,
    )
    .option('--backfill', 'include copying from an archive with lethe backfill', false)
    .addOption(
      new Option('--region <name>', 'the Region for prices')
        .choices(Object.keys(PRICES))
        .default('us-east-1'),
    )
    .option('--json', 'print the estimate as JSON', false)
    .action((call: CostCall) => {
      const prices = PRICES[call.region];
      if (prices === undefined)
        throw new UsageError(
          'there are no prices for this --region. lethe cost --help lists the Regions with prices.',
        );
      const result = estimate(
        {
          instances: call.instances,
          sizeBytes: call.size,
          memoryMb: call.memory,
          batch: call.batch,
          writes: call.writes,
          ingestDays: call.ingestDays,
          backfillBatch: call.backfill ? 25 : 0,
        },
        prices,
        { requests: MEASURED_REQUESTS, sizes: MEASURED_TIMES.sizes },
      );
      const months = monthly(prices);
      process.stdout.write(
        call.json
          ? `${JSON.stringify({ ...result, monthly: months, source: prices.source })}\n`
          : `${costText(result)}\nBefore the first instance: ${dollars(sumOf(months))} a month. Prices: ${prices.source}.\n`,
      );
    });
}

/** As a table. */
export function costText({ lines, dollars: total, question, region, invocationMs }: Estimate): string {
  const rows = lines.map(({ service, what, count, unit, dollars: each }) =>
    [
      service.padEnd(15),
      what.padEnd(54),
      `${quantity(count)} ${unit}`.padStart(22),
      dollars(each).padStart(12),
    ].join(' '),
  );
  const megabytes = (question.instances * question.sizeBytes) / 1e6;
  return [
    `${quantity(question.instances)} instances of ${quantity(question.sizeBytes)} bytes in ${region}, ${invocationMs.toFixed(0)} ms an invocation`,
    '',
    ...rows,
    '',
    `${dollars(total)} in all; ${dollars((total / question.instances) * 1e6)} a million, ${dollars((total / megabytes) * 1e6)} a TB`,
  ].join('\n');
}

export function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

/** At most three digits behind the point, thousands apart. */
export function quantity(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 3 : 0 });
}

export function sumOf(lines: readonly { readonly dollars: number }[]): number {
  return lines.reduce((sum, line) => sum + line.dollars, 0);
}

function atLeast(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text !== '' && Number.isFinite(value) && value >= least) return value;
    throw new InvalidArgumentError(`Give a number from ${least}.`);
  };
}
