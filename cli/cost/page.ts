import { dollars, quantity, sumOf } from './command.ts';
import { ASSUMED } from './duration.ts';
import { DEFAULT_QUESTION, type Estimate, estimate, monthly, type Question, tuning } from './estimate.ts';
import { MEASURED_REQUESTS, MEASURED_TIMES } from './measured.ts';
import { PRICE_NAMES, PRICES, type PriceList, type PriceSource } from './prices.ts';
import { EXAMPLE_PRICES } from './pricesFile.ts';

const MEASUREMENTS = { requests: MEASURED_REQUESTS, sizes: MEASURED_TIMES.sizes };
const HERE = PRICES['us-east-1'] as PriceList;

/** docs/cost.md: everything on it that is a number is computed. */
export function costPage(): string {
  return `${[
    '# What it costs',
    '',
    'A model, made of requests that were counted, processor time that was measured, list prices, and waits that are assumed. It is not a bill, and nothing on this page was',
    'measured in Lambda. `lethe cost` computes it for other numbers; this page is written by `npm run docs`, and a test holds it to the model.',
    '',
    '## A million instances of 0.5 MB',
    '',
    ...billTable(asked({})),
    '',
    '## A terabyte',
    '',
    ...table(
      ['instances of', 'instances in a TB', 'a TB', 'of it the function', 'of it ingest for 30 days'],
      [500_000, 10_000_000, 100_000_000, 1_000_000_000].map((sizeBytes) => {
        const result = asked({ sizeBytes, instances: 1e12 / sizeBytes });
        return [
          `${quantity(sizeBytes / 1e6)} MB`,
          quantity(1e12 / sizeBytes),
          dollars(result.dollars),
          dollars(partOf(result, /^Lambda/)),
          dollars(partOf(result, /ingest objects/)),
        ];
      }),
    ),
    '',
    'Two things are most of it: S3 requests for small instances, and the storage of ingest for large ones. `ingestExpiryDays` bounds the second; of the first, the tag',
    'by which the reconciler knows a released object, and the lifecycle what it may destroy, costs as much as the clean object itself.',
    '',
    '## An archive',
    '',
    `\`lethe backfill\` adds a copy of each object and a transition for each batch: ${dollars(asked({ backfillBatch: 25 }).dollars)} for a million instances of 0.5 MB in batches of 25,`,
    `${dollars(asked({ backfillBatch: 100 }).dollars)} in batches of 100.`,
    '',
    '## Before the first instance',
    '',
    ...table(
      ['service', 'what', 'a month'],
      [
        ...monthly(HERE).map(({ service, what, count, dollars: each }) => [
          service,
          `${quantity(count)} ${what}`,
          dollars(each),
        ]),
        ['', '**in all**', `**${dollars(sumOf(monthly(HERE)))}**`],
      ],
    ),
    '',
    '## Regions',
    '',
    ...table(
      ['region', 'a million of 0.5 MB', 'prices'],
      Object.values(PRICES).map((prices) => [
        prices.region,
        dollars(asked({}, prices).dollars),
        sourcesSummary(prices),
      ]),
    ),
    '',
    '## Prices',
    '',
    `In US dollars, by list, each with where it was read and when; those of other regions are ${sourceText((PRICES['eu-west-1'] ?? HERE).from.keyMonth)}.`,
    '',
    ...table(
      ['price', ...Object.keys(PRICES), 'us-east-1 from'],
      PRICE_NAMES.map((name) => [
        `\`${name}\``,
        ...Object.values(PRICES).map((prices) => String(prices[name])),
        sourceText(HERE.from[name]),
      ]),
    ),
    '',
    ...OWN_PRICES,
    '',
    '## What was counted',
    '',
    `An instance of ${quantity(MEASURED_REQUESTS.sourceBytes)} bytes of a warm function that is handed ${DEFAULT_QUESTION.batch} at a time, with the real clients of the function against services that only count`,
    "(`npm run bench:power`). `test/functions/requests.test.ts` holds the 1,000th instance to it, and `npm run test:cloud` the deployed function by the record of the emulator's IAM.",
    '',
    ...table(
      ['service', 'operation', 'an instance'],
      Object.entries(MEASURED_REQUESTS.requests).map(([name, count]) => [...name.split(' '), String(count)]),
    ),
    '',
    'No call of KMS, no read or write of the identity table under the Basic Profile (random UIDs and allocated numbers take one conditional write a new value), no look at the rules but once a minute.',
    `It reads ${quantity(MEASURED_REQUESTS.readBytes)} bytes and writes ${quantity(MEASURED_REQUESTS.writtenBytes)}; ${quantity(MEASURED_REQUESTS.auditBytes)} bytes of audit and ${quantity(MEASURED_REQUESTS.logBytes)} of its own log. SQS is asked by Lambda: one receive and one delete a batch.`,
    '',
    '## Memory and batch',
    '',
    `Processor time of the function with its clients, all threads, the least of ten, on ${MEASURED_TIMES.machine}, which others used too; without TLS:`,
    '',
    ...table(
      ['instance', 'bytes', 'header', 'through the function', 'ms of processor'],
      MEASURED_TIMES.sizes.map(({ name, sourceBytes, headerBytes, movedBytes, cpuMs }) => [
        name,
        quantity(sourceBytes),
        quantity(headerBytes),
        quantity(movedBytes),
        cpuMs.toFixed(1),
      ]),
    ),
    '',
    'From that, how long an invocation takes and what the function costs of a million instances (Lambda alone), in us-east-1:',
    '',
    ...[500_000, 10_000_000, 100_000_000].flatMap((sizeBytes) => [...tuningTable(sizeBytes), '']),
    chosen(),
    '',
    '## What is assumed',
    '',
    ...assumptions(),
  ].join('\n')}\n`;
}

function sourceText({ source, date }: PriceSource): string {
  return `${source}, ${date}`;
}

/** The sources of a region's prices, each once with how many are from there. */
function sourcesSummary({ from }: PriceList): string {
  const counts = new Map<string, number>();
  for (const name of PRICE_NAMES) {
    const said = sourceText(from[name]);
    counts.set(said, (counts.get(said) ?? 0) + 1);
  }
  return [...counts].map(([said, count]) => `${count} ${said}`).join('; ');
}

const OWN_PRICES: readonly string[] = [
  '## Your own prices',
  '',
  '`lethe cost --prices FILE` takes yours: of a contract, or of a region that is not here. What the file does not name',
  'stays as above; a region that is not above needs every price. What it says of source and date is printed with the',
  'estimate. A price may have its own source and date; the schema is [prices.schema.json](prices.schema.json), and what',
  'is wrong with a file is said by its line (`PRICES_WRONG`).',
  '',
  '```json',
  ...JSON.stringify(EXAMPLE_PRICES, null, 2).split('\n'),
  '```',
];

function asked(change: Partial<Question>, prices: PriceList = HERE): Estimate {
  return estimate({ ...DEFAULT_QUESTION, ...change }, prices, MEASUREMENTS);
}

function partOf({ lines }: Estimate, pattern: RegExp): number {
  return sumOf(lines.filter(({ service, what }) => pattern.test(`${service} ${what}`)));
}

function billTable({ lines, dollars: total }: Estimate): readonly string[] {
  return table(
    ['service', 'what', 'how much', 'us-east-1'],
    [
      ...lines.map(({ service, what, count, unit, dollars: each }) => [
        service,
        what,
        `${quantity(count)} ${unit}`,
        dollars(each),
      ]),
      ['', '**in all**', '', `**${dollars(total)}**`],
    ],
  );
}

function tuningTable(sizeBytes: number): readonly string[] {
  const rows = tuning(sizeBytes, HERE, MEASUREMENTS);
  const memories = [...new Set(rows.map(({ memoryMb }) => memoryMb))];
  const batches = [...new Set(rows.map(({ batch }) => batch))];
  return table(
    [`${quantity(sizeBytes / 1e6)} MB`, ...batches.map((batch) => `batch of ${batch}`)],
    memories.map((memoryMb) => [
      `${quantity(memoryMb)} MB`,
      ...batches.map((batch) => {
        const row = rows.find((each) => each.memoryMb === memoryMb && each.batch === batch);
        return row === undefined ? '' : `${row.invocationMs.toFixed(0)} ms, ${dollars(row.dollars)}`;
      }),
    ]),
  );
}

/** Why the defaults are what they are. */
function chosen(): string {
  const at = (memoryMb: number, batch: number) =>
    tuning(DEFAULT_QUESTION.sizeBytes, HERE, MEASUREMENTS).find(
      (each) => each.memoryMb === memoryMb && each.batch === batch,
    );
  const [one, ten, less] = [at(1769, 1), at(1769, 10), at(1024, 10)];
  return [
    `The defaults are 1,769 MB and batches of 10. Ten instances share the waits: ${dollars(ten?.dollars ?? 0)} a million and not ${dollars(one?.dollars ?? 0)}; more than ten would want SQS to wait`,
    'for them. More memory than one whole processor buys no time, for JavaScript uses one. Less memory is cheaper where an instance waits more than it works:',
    `${dollars(less?.dollars ?? 0)} at 1,024 MB, for ${less?.invocationMs.toFixed(0)} ms a batch and not ${ten?.invocationMs.toFixed(0)} ms. It also bounds the header that an instance may have (\`functions/ingest/instanceLimits.ts\`): ninety`,
    'thousand frames want what the default has. Without such instances, set `memoryMb` to 1024.',
  ].join('\n');
}

function assumptions(): readonly string[] {
  const {
    vcpuMb,
    getMs,
    putMs,
    tagMs,
    auditMs,
    transferMbPerSecond,
    invocationMs,
    processorFactor,
    tlsMsPerMb,
    atATime,
  } = ASSUMED;
  return [
    `* Lambda gives one processor for ${quantity(vcpuMb)} MB, and a part of it for less (Lambda Developer Guide, "Configure Lambda function memory"). Processor time takes longer by that part.`,
    `* A processor of Lambda's on ARM takes ${processorFactor} times what the measured machine took. TLS takes ${tlsMsPerMb} ms a megabyte more.`,
    `* Waits within a region over warm connections: GET ${getMs} ms, PUT ${putMs} ms, tag ${tagMs} ms, audit line ${auditMs} ms; ${atATime} instances of a batch wait together. An invocation itself takes ${invocationMs} ms.`,
    `* ${transferMbPerSecond} MB a second go through one function, at every memory.`,
    '* Batches are full: a stream of instances, not one now and then. Cold starts are left out, as are retries, and instances that are quarantined.',
    '* KMS: a call for a thousand instances, by bucket keys and the data keys of the queue.',
    "* Ingest and function, clean bucket and keys are in one region, and no byte leaves it. The clean copies' storage, which is the archive that you want, is left out, and so are free tiers, discounts and taxes.",
  ];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row)];
}
