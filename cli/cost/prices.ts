/**
 * AWS's list prices in US dollars, beyond free tiers and before discounts. A price is what the service's pricing page says of the region; what was read there and
 * when, and what is from memory of those pages, is said of each price. Prices change: `lethe cost` is for comparing, the AWS Pricing Calculator for offers.
 */
export interface PriceList extends Prices {
  readonly region: string;
  /** Where each price is from. */
  readonly from: Readonly<Record<PriceName, PriceSource>>;
}

export type PriceName = keyof Prices;

export interface PriceSource {
  /** A page, a contract, or somebody's memory of one. */
  readonly source: string;
  /** When it was read there: YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly date: string;
}

/** In US dollars. */
interface Prices {
  /** Lambda, a million invocations, and a GB-second on ARM (first tier). */
  readonly invocationsMillion: number;
  readonly gbSecondArm: number;
  /** S3 Standard: a thousand PUT, COPY, POST or LIST requests; a thousand GET and all others; a GB for a month; ten thousand tags for a month. */
  readonly putsThousand: number;
  readonly getsThousand: number;
  readonly storageGbMonth: number;
  readonly tagsTenThousandMonth: number;
  /** SQS standard queues, a million requests; EventBridge, a million events of S3. */
  readonly queueRequestsMillion: number;
  readonly eventsMillion: number;
  /** KMS, ten thousand requests with symmetric and HMAC keys; a key for a month. */
  readonly keyRequestsTenThousand: number;
  readonly keyMonth: number;
  /** DynamoDB on demand, a million write and read request units. */
  readonly writesMillion: number;
  readonly readsMillion: number;
  /** CloudWatch: a GB of logs taken in, and kept for a month; a metric, an alarm and a dashboard for a month. */
  readonly logsGb: number;
  readonly logsGbMonth: number;
  readonly metricMonth: number;
  readonly alarmMonth: number;
  readonly dashboardMonth: number;
  /** Step Functions: a thousand transitions of a standard workflow; a million Express executions, and their GB-second. */
  readonly transitionsThousand: number;
  readonly expressMillion: number;
  readonly expressGbSecond: number;
  /** Rekognition, a thousand pictures that DetectText is asked about (first million of a month). */
  readonly detectTextThousand: number;
}

const PAGES: PriceSource = { source: 'published copies of the pricing page', date: '2026-11-22' };
const MEMORY: PriceSource = {
  source: 'from memory of the pricing page: compare before you rely on it',
  date: '2025',
};

const VIRGINIA_PRICES: Prices = {
  invocationsMillion: 0.2,
  gbSecondArm: 0.0000133334,
  putsThousand: 0.005,
  getsThousand: 0.0004,
  storageGbMonth: 0.023,
  tagsTenThousandMonth: 0.0065,
  queueRequestsMillion: 0.4,
  eventsMillion: 1,
  keyRequestsTenThousand: 0.03,
  keyMonth: 1,
  writesMillion: 0.625,
  readsMillion: 0.125,
  logsGb: 0.5,
  logsGbMonth: 0.03,
  metricMonth: 0.3,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  transitionsThousand: 0.025,
  expressMillion: 1,
  expressGbSecond: 0.00001667,
  detectTextThousand: 1,
};

export const PRICE_NAMES = Object.keys(VIRGINIA_PRICES) as readonly PriceName[];

/** Those of Virginia that were read on pages: of Lambda, CloudWatch and Step Functions. */
const READ: ReadonlySet<PriceName> = new Set([
  'invocationsMillion',
  'gbSecondArm',
  'logsGb',
  'logsGbMonth',
  'metricMonth',
  'alarmMonth',
  'dashboardMonth',
  'transitionsThousand',
  'expressMillion',
  'expressGbSecond',
] as const);

const sources = (sourceOf: (name: PriceName) => PriceSource) =>
  Object.fromEntries(PRICE_NAMES.map((name) => [name, sourceOf(name)])) as PriceList['from'];

const elsewhere = (region: string, different: Partial<Prices>): PriceList => ({
  ...VIRGINIA_PRICES,
  ...different,
  region,
  from: sources(() => MEMORY),
});

/** Regions by name. What differs from Virginia is said. */
export const PRICES: Readonly<Record<string, PriceList>> = {
  'us-east-1': {
    ...VIRGINIA_PRICES,
    region: 'us-east-1',
    from: sources((name) => (READ.has(name) ? PAGES : MEMORY)),
  },
  'eu-west-1': elsewhere('eu-west-1', { writesMillion: 0.7063, readsMillion: 0.1414, logsGb: 0.57 }),
  'eu-central-1': elsewhere('eu-central-1', {
    putsThousand: 0.0054,
    getsThousand: 0.00043,
    storageGbMonth: 0.0245,
    writesMillion: 0.7625,
    readsMillion: 0.1525,
    logsGb: 0.63,
    logsGbMonth: 0.0324,
  }),
};

/** Where the prices of a list are from, each source once with what is from there; one source for all stands alone. */
export function sourcesText({ from }: Pick<PriceList, 'from'>): string {
  const groups = new Map<string, PriceName[]>();
  for (const name of PRICE_NAMES) {
    const said = `${from[name].source} (${from[name].date})`;
    groups.set(said, [...(groups.get(said) ?? []), name]);
  }
  if (groups.size === 1) return [...groups.keys()].join();
  return [...groups].map(([said, names]) => `\n  ${names.join(', ')}: ${said}`).join('');
}
