import { Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRICS, SWEEPS } from '../functions/environment.ts';
import { type Alarms, letheMetric } from './alarms.ts';
import type { Ingestion } from './ingestion.ts';
import type { PixelReading } from './pixelReading.ts';
import type { Settings } from './settings.ts';

const MINUTES = 5;

/** One page for whoever is called: what is wrong, what came in, what came out, what did not and why. */
export class Dashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    {
      settings,
      ingestion,
      pixels,
      alarms,
    }: {
      readonly settings: Settings;
      readonly ingestion: Ingestion;
      readonly pixels: PixelReading | null;
      readonly alarms: Alarms;
    },
  ) {
    super(scope, id);
    const {
      queue,
      deadLetters,
      function: { function: ingest },
    } = ingestion;
    const { stage } = settings;
    const metric = (
      name: string,
      statistic: string,
      label: string,
      dimensions: Readonly<Record<string, string>> = {},
    ) => letheMetric(stage, name, statistic, MINUTES, dimensions).with({ label });
    /** One line for each value of a dimension that has been seen lately. */
    const by = (dimension: string, name: string): IMetric =>
      new MathExpression({
        expression: `SEARCH('{${METRICS.namespace},Stage,${dimension}} Stage="${stage}" MetricName="${name}"', 'Sum', ${60 * MINUTES})`,
        label: `\${PROP('Dim.${dimension}')}`,
        period: Duration.minutes(MINUTES),
        usingMetrics: {},
      });
    const period = Duration.minutes(MINUTES);
    /** What waits for its frames to be read, and what was read of which kind in which time. */
    const ofPixels = (reading: PixelReading) => [
      new GraphWidget({
        title: 'Waiting for their frames to be read',
        left: [
          metric(METRICS.handedOver, 'Sum', 'handed over'),
          reading.queue.metricApproximateNumberOfMessagesVisible({ label: 'waiting', period }),
          reading.queue.metricApproximateNumberOfMessagesNotVisible({ label: 'being worked on', period }),
          reading.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'dead letters', period }),
        ],
        right: [
          metric(METRICS.pixelMessageAge, 'p95', 'to the end, p95, ms'),
          metric(METRICS.pixelInstanceTime, 'p95', 'an instance, p95, ms'),
        ],
        width: 8,
      }),
      new GraphWidget({
        title: 'Frames read, by kind',
        left: [by('Kind', METRICS.frames), by('Kind', METRICS.megapixels)],
        right: [by('Kind', METRICS.frameTime)],
        width: 8,
      }),
      new GraphWidget({
        title: 'Frames read, by modality',
        left: [by('Modality', METRICS.frames), by('Modality', METRICS.megapixels)],
        right: [by('Modality', METRICS.frameTime)],
        width: 8,
      }),
      new GraphWidget({
        title: 'The pixels function',
        left: [
          reading.function.function.metricInvocations({ period }),
          reading.function.function.metricErrors({ period }),
          reading.function.function.metricThrottles({ period }),
        ],
        right: [
          reading.function.function.metricDuration({ period, statistic: 'Maximum', label: 'longest, ms' }),
        ],
        width: 8,
      }),
    ];

    new CloudWatchDashboard(this, 'Page', {
      dashboardName: `${Stack.of(this).stackName}`,
      defaultInterval: Duration.hours(12),
      widgets: [
        [
          new TextWidget({
            markdown: `# Lethe, ${stage}\nObjects come into \`ingest\`, wait in the queue, and end as one outcome with one audit line. What an alarm means and what to do: docs/operations/monitoring.md.`,
            width: 24,
            height: 2,
          }),
        ],
        [
          new AlarmStatusWidget({ title: 'Alarms', alarms: alarms.all, width: 16, height: 4 }),
          new SingleValueWidget({
            title: 'Today',
            metrics: [
              letheMetric(stage, METRICS.instances, 'Sum', 24 * 60).with({ label: 'instances' }),
              letheMetric(stage, METRICS.bytes, 'Sum', 24 * 60).with({ label: 'bytes' }),
              letheMetric(stage, METRICS.missingOutcomes, 'Sum', 24 * 60).with({
                label: 'events sent again',
              }),
              ...SWEEPS.map((sweep) =>
                letheMetric(stage, METRICS.uncoveredAge, 'Maximum', 24 * 60, { Sweep: sweep }).with({
                  label: `not looked at, ${sweep}, s`,
                }),
              ),
            ],
            width: 8,
            height: 4,
          }),
        ],
        [
          new GraphWidget({
            title: 'Instances by outcome',
            left: [by('Outcome', METRICS.instances)],
            stacked: true,
            width: 8,
          }),
          new GraphWidget({
            title: 'Waiting',
            left: [
              queue.metricApproximateNumberOfMessagesVisible({ label: 'waiting', period }),
              queue.metricApproximateNumberOfMessagesNotVisible({ label: 'being worked on', period }),
              deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'dead letters', period }),
            ],
            right: [queue.metricApproximateAgeOfOldestMessage({ label: 'oldest, s', period })],
            width: 8,
          }),
          new GraphWidget({
            title: 'Not released, and messages returned, by code',
            left: [by('Code', METRICS.errors)],
            width: 8,
          }),
        ],
        [
          new GraphWidget({
            title: 'Time of an instance, ms',
            left: ['p50', 'p95', 'p99'].map((statistic) =>
              metric(METRICS.instanceTime, statistic, statistic),
            ),
            width: 8,
          }),
          new GraphWidget({
            title: 'From the event to the end, ms',
            left: ['p50', 'p95', 'Maximum'].map((statistic) =>
              metric(METRICS.messageAge, statistic, statistic),
            ),
            width: 8,
          }),
          new GraphWidget({
            title: 'Elements changed, by action',
            left: [by('Action', METRICS.elements)],
            stacked: true,
            width: 8,
          }),
        ],
        [
          new GraphWidget({
            title: 'Bytes of sources',
            left: [metric(METRICS.bytes, 'Sum', 'bytes')],
            width: 8,
          }),
          new GraphWidget({
            title: 'The function',
            left: [
              ingest.metricInvocations({ period }),
              ingest.metricErrors({ period }),
              ingest.metricThrottles({ period }),
            ],
            right: [ingest.metricDuration({ period, statistic: 'Maximum', label: 'longest, ms' })],
            width: 8,
          }),
          new GraphWidget({
            title: 'Executions at a time',
            left: [
              ingest.metric('ConcurrentExecutions', { statistic: 'Maximum', period, label: 'executions' }),
            ],
            width: 8,
          }),
        ],
        ...(pixels === null ? [] : [ofPixels(pixels)]),
        [
          new GraphWidget({
            title: 'How far the seal of the audit is behind, ms',
            left: [metric(METRICS.sealLag, 'Maximum', 'behind')],
            width: 8,
          }),
        ],
      ],
    });
  }
}
