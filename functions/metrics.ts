import type { AuditRecord } from '../layers/engine/audit/audit.ts';
import { METRICS } from './environment.ts';

/**
 * A log line that CloudWatch makes metrics of: its embedded metric format (CloudWatch User Guide, "Embedded metric format
 * specification"). No call, no wait; and the line itself stays to be queried.
 */
export interface MetricLine {
  readonly _aws: {
    /** Milliseconds since the epoch. */
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly MetricDirective[];
  };
  /** Each metric's value or values, and each dimension's. */
  readonly [member: string]: unknown;
}

interface MetricDirective {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: Unit }[];
}

type Unit = 'None' | 'Count' | 'Bytes' | 'Milliseconds' | 'Seconds';

/** What a batch came to, as far as metrics want to know. */
export interface BatchFigures {
  readonly records: readonly AuditRecord[];
  /** The code of each message that went back. */
  readonly returned: readonly string[];
  /** Messages that there was too little time for, and that were put behind the others. */
  readonly postponed: number;
  /** Instances that went to the queue of those whose frames must be read. */
  readonly handedOver: number;
  /** When each message was first sent, in milliseconds since the epoch. */
  readonly sentMs: readonly number[];
}

/** The certificate's refusals: the output was made, and is not what the rules promise. */
const VERIFICATION_CODES: ReadonlySet<string> = new Set([
  'RULE_NOT_HELD',
  'OUTPUT_UNREADABLE',
  'RESIDUE_FOUND',
]);

/** What the times of instances and the ages of messages are called. */
interface TimeMetrics {
  readonly instance: string;
  readonly message: string;
}

const HEADER_TIMES: TimeMetrics = { instance: METRICS.instanceTime, message: METRICS.messageAge };
/** Of the function that reads frames. */
export const PIXEL_TIMES: TimeMetrics = {
  instance: METRICS.pixelInstanceTime,
  message: METRICS.pixelMessageAge,
};

/** The lines of a batch. Dimensions are the stage, outcomes, kinds of actions and codes: bounded, and never about a patient. */
export function metricLines(
  figures: BatchFigures,
  stage: string,
  nowMs: number,
  times: TimeMetrics = HEADER_TIMES,
): readonly MetricLine[] {
  const { records, returned, postponed, handedOver, sentMs } = figures;
  const reasons = records.flatMap(({ reason }) => (reason === null ? [] : [reason.code]));
  const line = (dimensions: Dimensions, metrics: readonly Metric[]) =>
    metricLine({ Stage: stage, ...dimensions }, metrics, nowMs);
  const counted = (dimension: string, metric: string, counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([name, count]) => line({ [dimension]: name }, [[metric, 'Count', count]]));

  return [
    line({}, [
      [METRICS.instances, 'Count', records.length],
      [METRICS.bytes, 'Bytes', records.reduce((sum, { source }) => sum + (source.sizeBytes ?? 0), 0)],
      [METRICS.returned, 'Count', returned.length],
      [METRICS.postponed, 'Count', postponed],
      ...(handedOver === 0 ? [] : [[METRICS.handedOver, 'Count', handedOver] as const]),
      [METRICS.verificationFailures, 'Count', reasons.filter((code) => VERIFICATION_CODES.has(code)).length],
    ]),
    ...distributed(
      times.instance,
      records.map(({ durationMs }) => durationMs),
    ).map((metric) => line({}, [metric])),
    ...distributed(
      times.message,
      sentMs.map((sent) => Math.max(0, nowMs - sent)),
    ).map((metric) => line({}, [metric])),
    ...counted('Outcome', METRICS.instances, tally(records.map(({ outcome }) => outcome))),
    ...counted('Action', METRICS.elements, sum(records.map(({ actions }) => actions))),
    ...counted('Code', METRICS.errors, tally([...reasons, ...returned].map(asCode))),
  ];
}

/** One line that says that something happened so often. */
export function countLine(metric: string, count: number, stage: string, nowMs: number): MetricLine {
  return metricLine({ Stage: stage }, [[metric, 'Count', count]], nowMs);
}

/** The lines of what a reader was asked: how many frames of each kind and modality, how large they were, and how long each took. */
export function frameLines(calls: readonly FrameCall[], stage: string, nowMs: number): readonly MetricLine[] {
  const by = (dimension: 'Kind' | 'Modality', name: string, of: readonly FrameCall[]) => {
    const dimensions = { Stage: stage, [dimension]: name };
    const pixels = of.reduce((sum, call) => sum + call.pixels, 0);
    return [
      metricLine(
        dimensions,
        [
          [METRICS.frames, 'Count', of.length],
          [METRICS.megapixels, 'None', pixels / 1e6],
        ],
        nowMs,
      ),
      ...distributed(
        METRICS.frameTime,
        of.map(({ ms }) => ms),
      ).map((metric) => metricLine(dimensions, [metric], nowMs)),
    ];
  };
  return [
    ...FRAME_KINDS.flatMap((kind) => {
      const ofKind = calls.filter((call) => call.kind === kind);
      return ofKind.length === 0 ? [] : by('Kind', kind, ofKind);
    }),
    ...[...Map.groupBy(calls, ({ modality }) => modality)].flatMap(([modality, of]) =>
      by('Modality', modality, of),
    ),
  ];
}

/** What is done with a frame, and what it shows, and the pictures that Rekognition is asked about: bounded, and never about a patient. */
export const FRAME_KINDS = ['decoded', 'encoded', 'looked-grey', 'looked-colour', 'rekognition'] as const;

/** One call of a reader of frames. */
export interface FrameCall {
  readonly kind: (typeof FRAME_KINDS)[number];
  /** Of a closed list. */
  readonly modality: string;
  readonly pixels: number;
  readonly ms: number;
}

/** One line that says how old something is. */
export function ageLine(
  metric: string,
  ageMs: number,
  dimensions: Dimensions,
  stage: string,
  nowMs: number,
): MetricLine {
  return metricLine({ Stage: stage, ...dimensions }, [[metric, 'Seconds', Math.round(ageMs / 1000)]], nowMs);
}

/** One line that says how long something took, or how long ago it was. */
export function durationLine(metric: string, durationMs: number, stage: string, nowMs: number): MetricLine {
  return metricLine({ Stage: stage }, [[metric, 'Milliseconds', durationMs]], nowMs);
}

type Dimensions = Readonly<Record<string, string>>;
type Metric = readonly [name: string, unit: Unit, value: number | readonly number[]];

function metricLine(dimensions: Dimensions, metrics: readonly Metric[], nowMs: number): MetricLine {
  return {
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [
        {
          Namespace: METRICS.namespace,
          Dimensions: [Object.keys(dimensions)],
          Metrics: metrics.map(([Name, Unit]) => ({ Name, Unit })),
        },
      ],
    },
    ...dimensions,
    ...Object.fromEntries(metrics.map(([name, , value]) => [name, value])),
  };
}

/** A metric may have this many values in one line (the specification's "Target members"). */
const MAX_VALUES = 100;

/** Times as they are, so that percentiles can be had. */
function distributed(name: string, valuesMs: readonly number[]): readonly Metric[] {
  const parts = Math.ceil(valuesMs.length / MAX_VALUES);
  return Array.from({ length: parts }, (_, part) => [
    name,
    'Milliseconds',
    valuesMs.slice(part * MAX_VALUES, (part + 1) * MAX_VALUES),
  ]);
}

/** Codes are words of ours. Were one not, it would be a metric of its own for each value, and might say more than it may. */
function asCode(code: string): string {
  return /^[A-Z][A-Z0-9_]{0,63}$/.test(code) ? code : 'OTHER';
}

function tally(names: readonly string[]): Record<string, number> {
  return sum(names.map((name) => ({ [name]: 1 })));
}

function sum(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const each of counts)
    for (const [name, count] of Object.entries(each)) total[name] = (total[name] ?? 0) + count;
  return total;
}
