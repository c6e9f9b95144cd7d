import { paceOf, SEALING } from '../../functions/environment.ts';
import { ASSUMED, invocationMs, timeOf } from './duration.ts';
import type { MeasuredRequests, MeasuredTime } from './measured.ts';
import type { PriceList } from './prices.ts';

/** What is asked. */
export interface Question {
  readonly instances: number;
  /** Of one instance. */
  readonly sizeBytes: number;
  readonly memoryMb: number;
  readonly batch: number;
  /** Random UIDs and allocated numbers want a conditional write of each new value: how many an instance brings. */
  readonly writes: number;
  /** How long an ingest object is kept after its release; 0: for ever, which is counted as a month. */
  readonly ingestDays: number;
  /** Whether the instances come out of an archive by `lethe backfill`, in batches of so many; 0: they do not. */
  readonly backfillBatch: number;
  /** How released ingest objects are marked (setting ingestMark), and how the queue hears of new ones (setting ingestEvents). */
  readonly mark: 'marker' | 'tag';
  readonly events: 'direct' | 'eventbridge';
  /** Of a hundred instances, those whose frames are looked at, and the megapixels of each: all frames together. */
  readonly lookedPercent: number;
  readonly megapixels: number;
  /** Pictures of such an instance that Rekognition is asked about as well: its frames, times their windows, times their pieces; 0: it is not asked. */
  readonly pictures: number;
}

export const DEFAULT_QUESTION: Question = {
  instances: 1_000_000,
  sizeBytes: 500_000,
  memoryMb: 1769,
  batch: 10,
  writes: 0,
  ingestDays: 30,
  backfillBatch: 0,
  mark: 'marker',
  events: 'direct',
  lookedPercent: 0,
  megapixels: 1,
  pictures: 0,
};

/** One row of a bill. */
export interface Line {
  readonly service: string;
  readonly what: string;
  /** How many of the unit. */
  readonly count: number;
  readonly unit: string;
  readonly dollars: number;
}

export interface Estimate {
  readonly question: Question;
  readonly region: string;
  readonly invocationMs: number;
  readonly lines: readonly Line[];
  readonly dollars: number;
}

export interface Measurements {
  readonly requests: MeasuredRequests;
  readonly sizes: readonly MeasuredTime[];
}

/** Operations that S3 bills as PUT (S3 pricing, "Requests & data retrievals"); the rest are billed as GET. */
const PUTS = /^s3 (Put|Copy|Create|Upload|Complete|List)/;
/** And those that it does not bill. */
const FREE = /^s3 Delete/;
/** CreateMultipartUpload, two parts, CompleteMultipartUpload; a HEAD and one GET more: what `npm run bench:power` counts of an object of 100 MB. */
const LARGE = { puts: 4, gets: 3, fromBytes: 64 * 1024 * 1024 };
/** CloudWatch adds so many bytes to each event (CloudWatch pricing). */
const EVENT_OVERHEAD_BYTES = 26;
/** Of an Express child that copies a batch: one copy at a time of ten, 100 ms each; billed by 64 MB. */
const EXPRESS = { copyMs: 100, atATime: 10, gb: 64 / 1024 };
/** EventBridge charges for every event of a bucket, whether a rule wants it or not: it is created, marked, hidden by the lifecycle rule of tags, destroyed. */
const BUCKET_EVENTS = { marker: 3, tag: 4 } as const;
/** A page of a listing has so many entries; a version and its marker are two. */
const PAGE = 1000;
const GB = 1e9;

/** What the instances cost: a model of measured requests and times, list prices, and what docs/cost.md says is assumed. Neither free tiers nor the clean copies' storage are in it. */
export function estimate(question: Question, prices: PriceList, { requests, sizes }: Measurements): Estimate {
  const { instances, sizeBytes, memoryMb, batch, writes, ingestDays } = question;
  const ms = invocationMs(timeOf(sizeBytes, sizes), memoryMb, batch);
  const invocations = instances / batch;
  const gbSeconds = (invocations * ms * memoryMb) / 1024 / 1000;
  const large = sizeBytes >= LARGE.fromBytes;
  const ofSmall = (isPut: boolean) =>
    Object.entries(requests.requests).reduce(
      (sum, [name, count]) =>
        sum + (name.startsWith('s3 ') && !FREE.test(name) && PUTS.test(name) === isPut ? count : 0),
      0,
    );
  const { mark, events } = question;
  const marks = requests.requests['s3 DeleteObject'] ?? 0;
  const tags = mark === 'tag' ? marks : 0;
  const puts = instances * (large ? LARGE.puts : ofSmall(true));
  const gets = instances * (large ? LARGE.gets : ofSmall(false));
  const logGb = (instances * (requests.auditBytes + requests.logBytes + 2 * EVENT_OVERHEAD_BYTES)) / GB;
  const keptMonths = (ingestDays === 0 ? 30 : ingestDays) / 30;
  const line = (service: string, what: string, count: number, unit: string, price: number, per: number) => ({
    ...{ service, what, count, unit },
    dollars: (count / per) * price,
  });
  const lines: readonly Line[] = [
    line('Lambda', `invocations of ${batch}`, invocations, 'requests', prices.invocationsMillion, 1e6),
    line('Lambda', `${memoryMb} MB, ARM`, gbSeconds, 'GB-s', prices.gbSecondArm, 1),
    line('S3', 'PUT, by the function', puts, 'requests', prices.putsThousand, 1e3),
    line('S3', 'PUT of tags, by the function', instances * tags, 'requests', prices.putsThousand, 1e3),
    line('S3', 'DELETE, which sets a marker', instances * (marks - tags), 'requests', 0, 1),
    line('S3', 'GET, by the function', gets, 'requests', prices.getsThousand, 1e3),
    line(
      'S3',
      'ingest objects until they expire',
      ((instances * sizeBytes) / GB) * keptMonths,
      'GB-months',
      prices.storageGbMonth,
      1,
    ),
    line(
      'S3',
      'tags of released objects',
      instances * tags * keptMonths,
      'tag-months',
      prices.tagsTenThousandMonth,
      1e4,
    ),
    line(
      'EventBridge',
      'events of S3, all that the bucket has',
      events === 'eventbridge' ? instances * BUCKET_EVENTS[mark] : 0,
      'events',
      prices.eventsMillion,
      1e6,
    ),
    ...reconciliationLines(question, prices, line),
    line(
      'SQS',
      'sent one by one, received and deleted by batch',
      instances + 2 * invocations,
      'requests',
      prices.queueRequestsMillion,
      1e6,
    ),
    line('DynamoDB', 'conditional writes', instances * writes, 'writes', prices.writesMillion, 1e6),
    line(
      'KMS',
      'requests of bucket keys, data keys of the queue, subkeys',
      keyRequests(instances),
      'requests',
      prices.keyRequestsTenThousand,
      1e4,
    ),
    line('CloudWatch', 'audit lines and the function’s log', logGb, 'GB', prices.logsGb, 1),
    ...pixelLines(question, prices, line),
    ...backfillLines(question, prices, line),
  ];
  return {
    question,
    region: prices.region,
    invocationMs: ms,
    lines: lines.filter(({ count }) => count > 0),
    dollars: lines.reduce((sum, { dollars }) => sum + dollars, 0),
  };
}

/** How the reconciler finds what was lost: a listing an hour of what is to be seen, another of all versions now and then, and a look at what has a tag and no marker. */
function reconciliationLines(
  { instances, ingestDays, mark }: Question,
  prices: PriceList,
  line: MakeLine,
): readonly Line[] {
  const seenHours = mark === 'marker' ? 0 : ingestDays === 0 ? MONTH_HOURS : TAGGED_HOURS;
  const keptHours = ingestDays === 0 ? MONTH_HOURS : 24 * ingestDays;
  const passes = keptHours / paceOf('replaced', ingestDays).restHours;
  const pages = (instances * (seenHours + 2 * passes)) / PAGE;
  // After one hour, four, sixteen and so on.
  const looks = seenHours === 0 ? 0 : 1 + Math.floor(Math.log(seenHours) / Math.log(4));
  return [
    line('S3', 'LIST, by the reconciler', pages, 'requests', prices.putsThousand, 1e3),
    line('S3', 'GET of tags, by the reconciler', instances * looks, 'requests', prices.getsThousand, 1e3),
  ];
}
const MONTH_HOURS = 30 * 24;
/** A lifecycle rule of a day acts at the midnight after it. */
const TAGGED_HOURS = 36;

type MakeLine = (
  service: string,
  what: string,
  count: number,
  unit: string,
  price: number,
  per: number,
) => Line;

/** What frames cost that are looked at: processor time above all. The instance goes through the second function from the header on. */
function pixelLines(
  { instances, lookedPercent, megapixels, pictures }: Question,
  prices: PriceList,
  line: MakeLine,
): readonly Line[] {
  const looked = (instances * lookedPercent) / 100;
  if (looked === 0) return [];
  const seconds = PIXELS.instanceSeconds + megapixels * PIXELS.secondsPerMegapixel * ASSUMED.processorFactor;
  const gbSeconds = (looked * seconds * PIXELS.memoryMb) / 1024;
  return [
    line('Lambda', 'invocations, to look at pixels', looked, 'requests', prices.invocationsMillion, 1e6),
    line('Lambda', `${PIXELS.memoryMb} MB, ARM, to look at pixels`, gbSeconds, 'GB-s', prices.gbSecondArm, 1),
    line(
      'SQS',
      'handed over, received and deleted',
      3 * looked,
      'requests',
      prices.queueRequestsMillion,
      1e6,
    ),
    line('S3', 'PUT of the tag while it waits', looked, 'requests', prices.putsThousand, 1e3),
    line('S3', 'GET, by the second function', looked, 'requests', prices.getsThousand, 1e3),
    line(
      'Rekognition',
      'DetectText, beside the built-in detector',
      looked * pictures,
      'pictures',
      prices.detectTextThousand,
      1e3,
    ),
  ];
}

/**
 * Processor time of a megapixel that is looked at, by the detector and the recogniser in WASM, as docs/pixels.md has it of x64; assumed: what an instance takes beside. Memory as the
 * setting pixelsMemoryMb. Three metrics for each kind of call, and for each modality.
 */
export const PIXELS = {
  ...{ secondsPerMegapixel: 2.5, instanceSeconds: 0.2, memoryMb: 3008, alarms: 4 },
  ...{ metricsEach: 3, kinds: 5 },
} as const;

function backfillLines(
  { instances, backfillBatch }: Question,
  prices: PriceList,
  line: MakeLine,
): readonly Line[] {
  if (backfillBatch === 0) return [];
  const children = instances / backfillBatch;
  const childMs = Math.max(100, (backfillBatch / EXPRESS.atATime) * EXPRESS.copyMs);
  return [
    line('S3', 'COPY into ingest, by the backfill', instances, 'requests', prices.putsThousand, 1e3),
    line('S3', 'LIST, 1,000 objects each', instances / 1000, 'requests', prices.putsThousand, 1e3),
    line(
      'Step Functions',
      `transitions, batches of ${backfillBatch}`,
      children,
      'transitions',
      prices.transitionsThousand,
      1e3,
    ),
    line('Step Functions', 'Express executions', children, 'requests', prices.expressMillion, 1e6),
    line(
      'Step Functions',
      'Express duration',
      (children * childMs * EXPRESS.gb) / 1000,
      'GB-s',
      prices.expressGbSecond,
      1,
    ),
  ];
}

/** No call an instance: S3 asks once for many objects under one bucket key, SQS once an hour. One in a thousand is assumed. */
function keyRequests(instances: number): number {
  return instances / 1000;
}

/** Of the stack, with markers and without EventBridge: a test counts them. */
export const ALARMS = 23;

/** What a month costs before the first instance comes, by list price. */
export function monthly(prices: PriceList): readonly Line[] {
  const line = (service: string, what: string, count: number, unit: string, price: number) => ({
    ...{ service, what, count, unit },
    dollars: count * price,
  });
  // Five pollers of Lambda's ask the queue every 20 seconds (Lambda Developer Guide, "SQS event source mapping"), four queries a batch of silence.
  const polls = (5 * 30 * 24 * 3600) / 20;
  return [
    line('KMS', 'keys of the stack', 6, 'keys', prices.keyMonth),
    line('CloudWatch', 'alarms, the dashboard aside', ALARMS, 'alarms', prices.alarmMonth),
    line('CloudWatch', 'metrics by outcome, action and code, about', 30, 'metrics', prices.metricMonth),
    line('CloudWatch', 'dashboard', 1, 'dashboards', prices.dashboardMonth),
    line('SQS', 'polling of an empty queue', polls, 'requests', prices.queueRequestsMillion / 1e6),
    line('Lambda', 'the seal, every quarter of an hour', sealGbSeconds(), 'GB-s', prices.gbSecondArm),
  ];
}

/** Of runs that find little to seal: some pages, most of them empty, and a manifest a day. */
const SEAL = { memoryMb: 1769, runSeconds: 2 } as const;

function sealGbSeconds(): number {
  const runs = (30 * 24 * 60) / SEALING.everyMinutes;
  return (runs * SEAL.runSeconds * SEAL.memoryMb) / 1024;
}

/** Memory sizes and batches that are tried. */
export const MEMORIES = [256, 512, 1024, 1769, 3008] as const;
export const BATCHES = [1, 5, 10] as const;

/** What the function itself costs of a million instances, by memory and batch. */
export function tuning(
  sizeBytes: number,
  prices: PriceList,
  { sizes }: Measurements,
): readonly {
  readonly memoryMb: number;
  readonly batch: number;
  readonly invocationMs: number;
  readonly dollars: number;
}[] {
  const time = timeOf(sizeBytes, sizes);
  return MEMORIES.flatMap((memoryMb) =>
    BATCHES.map((batch) => {
      const ms = invocationMs(time, memoryMb, batch);
      const invocations = 1e6 / batch;
      const dollars =
        ((invocations * ms * memoryMb) / 1024 / 1000) * prices.gbSecondArm +
        (invocations / 1e6) * prices.invocationsMillion;
      return { memoryMb, batch, invocationMs: ms, dollars };
    }),
  );
}
