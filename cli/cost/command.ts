import { Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../exit.ts';
import { readText } from '../readText.ts';
import { DEFAULT_QUESTION, type Estimate, estimate, monthly } from './estimate.ts';
import { MEASURED_REQUESTS, MEASURED_TIMES } from './measured.ts';
import { PRICE_NAMES, PRICES, type PriceList, sourcesText } from './prices.ts';
import { MOST_PRICES_BYTES, parsePrices } from './pricesFile.ts';

interface CostCall {
  readonly instances: number;
  readonly size: number;
  readonly memory: number;
  readonly batch: number;
  readonly writes: number;
  readonly ingestDays: number;
  readonly backfill: boolean;
  readonly lookedAt: number;
  readonly megapixels: number;
  readonly pictures: number;
  readonly mark: Estimate['question']['mark'];
  readonly events: Estimate['question']['events'];
  readonly region?: string;
  readonly prices?: string;
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
    .addOption(
      new Option('--mark <way>', 'how released objects are marked (setting ingestMark)')
        .choices(['marker', 'tag'])
        .default(DEFAULT_QUESTION.mark),
    )
    .addOption(
      new Option('--events <way>', 'how new objects are announced (setting ingestEvents)')
        .choices(['direct', 'eventbridge'])
        .default(DEFAULT_QUESTION.events),
    )
    .option(
      '--looked-at <percent>',
      'percent of the instances whose frames are looked at (setting pixels)',
      within(0, 100),
      DEFAULT_QUESTION.lookedPercent,
    )
    .option(
      '--megapixels <n>',
      'megapixels of such an instance, all frames',
      atLeast(0),
      DEFAULT_QUESTION.megapixels,
    )
    .option(
      '--pictures <n>',
      'pictures of such an instance that Rekognition is asked about (setting pixelsDetector)',
      atLeast(0),
      DEFAULT_QUESTION.pictures,
    )
    .option('--backfill', 'include copying from an archive with lethe backfill', false)
    .option(
      '--region <name>',
      `the Region for prices: ${Object.keys(PRICES).join(', ')}, or one in your file (default: us-east-1)`,
    )
    .option('--prices <file>', 'your own prices in JSON, which go before these (docs/cost.md)')
    .option('--json', 'print the estimate as JSON', false)
    .action((call: CostCall) => {
      const prices = pricesFor(call);
      const result = estimate(
        {
          instances: call.instances,
          sizeBytes: call.size,
          memoryMb: call.memory,
          batch: call.batch,
          writes: call.writes,
          ingestDays: call.ingestDays,
          backfillBatch: call.backfill ? 25 : 0,
          mark: call.mark,
          events: call.events,
          lookedPercent: call.lookedAt,
          megapixels: call.megapixels,
          pictures: call.pictures,
        },
        prices,
        { requests: MEASURED_REQUESTS, sizes: MEASURED_TIMES.sizes },
      );
      const months = monthly(prices);
      process.stdout.write(
        call.json
          ? `${JSON.stringify({ ...result, monthly: months, prices: pricesOf(prices) })}\n`
          : `${costText(result)}\nBefore the first instance: ${dollars(sumOf(months))} a month. Prices: ${sourcesText(prices)}\n`,
      );
    });
}

/** The prices of the region that is asked for; without one, of the only region of the user's file, or of Virginia. Throws `UsageError`. */
function pricesFor({ region, prices: file }: CostCall): PriceList {
  const lists =
    file === undefined
      ? PRICES
      : parsePrices(
          readText(
            file,
            MOST_PRICES_BYTES,
            `the prices ${JSON.stringify(file)}`,
            'Give a JSON file (docs/cost.md).',
          ),
          JSON.stringify(file),
          PRICES,
        );
  const own = Object.keys(lists).filter((name) => lists[name] !== PRICES[name]);
  const name = region ?? (own.length === 1 ? own[0] : undefined) ?? 'us-east-1';
  const prices = Object.hasOwn(lists, name) ? lists[name] : undefined;
  if (prices === undefined)
    throw new UsageError(
      `--region: there are no prices of ${JSON.stringify(name)}. There are those of ${Object.keys(lists).join(', ')}; give others by --prices.`,
    );
  return prices;
}

/** Each price with where it is from, for machines. */
function pricesOf(list: PriceList): object {
  return Object.fromEntries(PRICE_NAMES.map((name) => [name, { price: list[name], ...list.from[name] }]));
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

function within(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`);
  };
}
