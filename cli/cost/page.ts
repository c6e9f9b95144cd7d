import { wrapped } from '../../rules/markdown.ts';
import { dollars, quantity, sumOf } from './command.ts';
import { ASSUMED } from './duration.ts';
import {
  DEFAULT_QUESTION,
  type Estimate,
  estimate,
  type Line,
  monthly,
  PIXELS,
  type Question,
  tuning,
} from './estimate.ts';
import { MEASURED_REQUESTS, MEASURED_TIMES } from './measured.ts';
import { PRICE_NAMES, PRICES, type PriceList, type PriceSource } from './prices.ts';
import { EXAMPLE_PRICES } from './pricesFile.ts';

const MEASUREMENTS = { requests: MEASURED_REQUESTS, sizes: MEASURED_TIMES.sizes };
const HERE = PRICES['us-east-1'] as PriceList;

/** What looking at so many instances of so many megapixels adds. */
function lookedCost(instances: number, megapixels: number): number {
  const question = { instances, megapixels };
  return asked({ ...question, lookedPercent: 100 }).dollars - asked(question).dollars;
}

/** What Rekognition charges for so many instances that are looked at. */
function rekognitionCost(instances: number, pictures: number): number {
  return partOf(asked({ instances, lookedPercent: 100, pictures }), /^Rekognition/);
}

const POLLING_MONTH = monthly(HERE).find(({ service }) => service === 'SQS')?.dollars ?? 0;
const METRICS_MONTH = PIXELS.metricsEach * HERE.metricMonth;

/** docs/cost.md: everything on it that is a number is computed. */
export function costPage(): string {
  return wrapped(
    `${[
      '# What it costs',
      '',
      'This is a model, built from counted requests, measured processor time, list prices and assumed waits. It is not a bill, and nothing on this page was',
      'measured in Lambda. `lethe cost` computes it for other numbers. `npm run docs` writes this page, and a test compares it with the model.',
      '',
      '## A million instances of 0.5 MB',
      '',
      ...billTable(asked({})),
      '',
      '## Markers and tags, direct events and EventBridge',
      '',
      ...waysTable(),
      '',
      'The column "before" is the stack as it was until it had markers, with all of its requests counted: once EventBridge is switched on it charges for every event of the bucket, for',
      'tags, markers and deletions too, and the reconciler asks for the tags of each visible object after one hour, four and sixteen. [architecture.md](architecture.md) says why',
      'markers are as safe. A bucket that was there before the stack keeps tags and EventBridge unless you say otherwise (`ingestMark`, `ingestEvents`).',
      '',
      ...floor(),
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
      'Most of the cost is S3 requests for small instances, and the storage of ingest for large ones. `ingestExpiryDays` limits the second.',
      '',
      '## An archive',
      '',
      `\`lethe backfill\` adds a copy of each object and a transition for each batch: ${dollars(asked({ backfillBatch: 25 }).dollars)} for a million instances of 0.5 MB in batches of 25,`,
      `${dollars(asked({ backfillBatch: 100 }).dollars)} in batches of 100.`,
      '',
      '## Looking at pixels',
      '',
      `With the setting \`pixels\` instances whose frames must be read go through a second function. By default original CT and MR slices are not among them. A thousand megapixels that are looked at cost ${dollars(lookedCost(1000, 1))} in`,
      `instances of one megapixel, and ${dollars(lookedCost(10, 100))} in instances of a hundred: ${PIXELS.secondsPerMegapixel} s of processor a megapixel were measured ([pixels.md](pixels.md)), and ${ASSUMED.processorFactor} times as long is assumed on Lambda's, at ${quantity(PIXELS.memoryMb)} MB. A million instances of`,
      `0.5 MB of which one in ten is looked at, a megapixel each: ${dollars(asked({ lookedPercent: 10 }).dollars)}. Waiting costs nothing: the second function is not called where nothing is handed over, but its`,
      `queue is polled (${dollars(POLLING_MONTH)} a month), and it has ${PIXELS.alarms} alarms. Each of its ${PIXELS.kinds} kinds of call, and each modality that is looked at, has ${PIXELS.metricsEach} metrics: ${dollars(METRICS_MONTH)} a month. \`lethe cost --looked-at 10 --megapixels 4\` computes other shares.`,
      '',
      `Rekognition as well ([pixels.md](pixels.md#rekognition-as-well)) is asked about each frame under each of its windows, in pieces of up to four megapixels, and each picture is paid for: ${dollars(rekognitionCost(1_000_000, 1))} for a`,
      `million images of one frame and one window, ${dollars(rekognitionCost(1000, 100))} for a thousand loops of a hundred frames that move. \`lethe cost --looked-at 10 --pictures 2\` computes other shares.`,
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
      `List prices in US dollars, each with its source and date; those of other Regions are ${sourceText((PRICES['eu-west-1'] ?? HERE).from.keyMonth)}.`,
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
      `An instance of ${quantity(MEASURED_REQUESTS.sourceBytes)} bytes in a warm function that gets ${DEFAULT_QUESTION.batch} at a time, with the function's real clients against services that only count`,
      '(`npm run bench:power`). `test/functions/requests.test.ts` checks the 1,000th instance, and `npm run test:cloud` checks the deployed function with the IAM record of the emulator.',
      '',
      ...table(
        ['service', 'operation', 'an instance'],
        Object.entries(MEASURED_REQUESTS.requests).map(([name, count]) => [
          ...name.split(' '),
          String(count),
        ]),
      ),
      '',
      'There are no calls to KMS, no reads or writes of the identity table under the Basic Profile (random UIDs and allocated numbers take one conditional write per new value), and the rules are checked only once a minute.',
      `An instance reads ${quantity(MEASURED_REQUESTS.readBytes)} bytes and writes ${quantity(MEASURED_REQUESTS.writtenBytes)}; ${quantity(MEASURED_REQUESTS.auditBytes)} bytes of audit and ${quantity(MEASURED_REQUESTS.logBytes)} of its own log. Lambda polls SQS: one receive and one delete per batch.`,
      '',
      '## Memory and batch',
      '',
      `Processor time of the function with its clients, all threads, the least of ten, on ${MEASURED_TIMES.machine}, which had other users at the same time; without TLS:`,
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
      'From this follow the duration of an invocation and the cost of the function for a million instances (Lambda only), in us-east-1:',
      '',
      ...[500_000, 10_000_000, 100_000_000].flatMap((sizeBytes) => [...tuningTable(sizeBytes), '']),
      chosen(),
      '',
      '## What is assumed',
      '',
      ...assumptions(),
    ].join('\n')}\n`,
  );
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
  '`lethe cost --prices FILE` takes your own: from a contract, or for a Region that is not listed. Prices that the file does not name',
  'stay as above; a Region that is not listed needs every price. The source and date in the file are printed with the',
  'estimate. A price may have its own source and date; the schema is [prices.schema.json](prices.schema.json), and errors',
  'in a file are reported with their line (`PRICES_WRONG`).',
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

/** What each way costs, line by line. */
function waysTable(): readonly string[] {
  const ways = [
    asked({}),
    asked({ mark: 'tag', events: 'eventbridge' }),
    asked({ mark: 'tag' }),
    asked({ events: 'eventbridge' }),
  ];
  const names = [...new Set(ways.toReversed().flatMap(({ lines }) => lines.map(nameOf)))];
  const costs = (name: string) =>
    ways.map(({ lines }) => sumOf(lines.filter((each) => nameOf(each) === name)));
  const differing = names.filter((name) => new Set(costs(name).map(dollars)).size > 1);
  const same = names.filter((name) => !differing.includes(name));
  return table(
    [
      'a million of 0.5 MB',
      'now: marker, direct',
      'before: tag, EventBridge',
      'tag, direct',
      'marker, EventBridge',
    ],
    [
      ...differing.map((name) => [name, ...costs(name).map(dollars)]),
      [
        'all else, as above',
        ...ways.map(({ lines }) => dollars(sumOf(lines.filter((each) => same.includes(nameOf(each)))))),
      ],
      ['**in all**', ...ways.map((way) => `**${dollars(way.dollars)}**`)],
    ],
  );
}

function nameOf({ service, what }: Line): string {
  return `${service}: ${what}`;
}

/** What no way of marking or telling changes. */
function floor(): readonly string[] {
  const result = asked({});
  const [kept, put, get] = [/ingest objects/, /PUT, by/, /GET, by the function/].map((pattern) =>
    dollars(partOf(result, pattern)),
  );
  const days = [7, 14, 28, 30].map((ingestDays) => {
    const mark = ingestDays < 14 ? 'tag' : 'marker';
    return `${dollars(asked({ ingestDays, mark }).dollars)} for ${ingestDays} days`;
  });
  return [
    `Of what is left, ${kept} is the originals that are kept for 30 days, ${put} the put of the clean object and ${get} the read of the original. By \`ingestExpiryDays\` it is ${days.join(', ')} (below 14 days`,
    'with tags).',
  ];
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
    `The defaults are 1,769 MB and batches of 10. Ten instances share the waits: ${dollars(ten?.dollars ?? 0)} per million instead of ${dollars(one?.dollars ?? 0)}; for more than ten, SQS would have to wait`,
    'for them. More memory than one whole processor saves no time, because JavaScript uses one. Less memory is cheaper if an instance waits more than it works:',
    `${dollars(less?.dollars ?? 0)} at 1,024 MB, for ${less?.invocationMs.toFixed(0)} ms per batch instead of ${ten?.invocationMs.toFixed(0)} ms. Memory also limits the header of an instance (\`functions/ingest/instanceLimits.ts\`): ninety`,
    'thousand frames need the default. Without such instances, set `memoryMb` to 1024.',
  ].join('\n');
}

function assumptions(): readonly string[] {
  const {
    vcpuMb,
    getMs,
    putMs,
    markMs,
    auditMs,
    transferMbPerSecond,
    invocationMs,
    processorFactor,
    tlsMsPerMb,
    atATime,
  } = ASSUMED;
  return [
    `* Lambda gives one processor for ${quantity(vcpuMb)} MB, and a fraction of one for less (Lambda Developer Guide, "Configure Lambda function memory"). Processor time takes longer in proportion.`,
    `* A processor of Lambda's on ARM takes ${processorFactor} times as long as the measured machine. TLS adds ${tlsMsPerMb} ms per megabyte.`,
    `* Waits within a region over warm connections: GET ${getMs} ms, PUT ${putMs} ms, marker or tag ${markMs} ms, audit line ${auditMs} ms; ${atATime} instances of a batch wait together. An invocation itself takes ${invocationMs} ms.`,
    `* One function transfers ${transferMbPerSecond} MB per second, at every memory size.`,
    '* Batches are full: there is a steady stream of instances. Cold starts, retries and quarantined instances are left out.',
    '* A million instances come in a steady stream. With markers a listing shows nothing but what is unfinished, which is left out; with tags each object can be seen for 36 hours. All versions are listed once a week, or four times in the days of `ingestExpiryDays`.',
    '* The seal of the audit is left out of the first table: a million lines take it about a minute, 100 PUTs and 0.15 GB of segments, together less than a cent.',
    '* KMS: one call per thousand instances, because of bucket keys and the data keys of the queue.',
    '* Ingest, function, clean bucket and keys are in one Region, and no data leaves it. Storage of the clean copies, which is the archive you want, is left out, and so are free tiers, discounts and taxes.',
  ];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row)];
}
