/**
 * AWS's list prices in US dollars, beyond free tiers and before discounts. A price is what the service's pricing page says of the region; what was read there and
 * when, and what is from memory of those pages, is said of each region. Prices change: `lethe cost` is for comparing, the AWS Pricing Calculator for offers.
 */
export interface PriceList {
  readonly region: string;
  /** When and where the prices are from. */
  readonly source: string;
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
}

const VIRGINIA: PriceList = {
  region: 'us-east-1',
  source:
    'Lambda (ARM), CloudWatch and Step Functions from published copies of their pricing pages, read 2026-11-22; the others from memory of their pages of 2025',
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
};

const FROM_MEMORY = 'from memory of the pricing pages of 2025: compare before you rely on it';

/** Regions by name. What differs from Virginia is said. */
export const PRICES: Readonly<Record<string, PriceList>> = {
  'us-east-1': VIRGINIA,
  'eu-west-1': {
    ...VIRGINIA,
    region: 'eu-west-1',
    source: FROM_MEMORY,
    writesMillion: 0.7063,
    readsMillion: 0.1414,
    logsGb: 0.57,
  },
  'eu-central-1': {
    ...VIRGINIA,
    region: 'eu-central-1',
    source: FROM_MEMORY,
    putsThousand: 0.0054,
    getsThousand: 0.00043,
    storageGbMonth: 0.0245,
    writesMillion: 0.7625,
    readsMillion: 0.1525,
    logsGb: 0.63,
    logsGbMonth: 0.0324,
  },
};
