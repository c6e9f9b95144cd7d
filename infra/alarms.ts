import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { METRICS, paceOf, SEALING, SWEEPS } from '../functions/environment.ts';
import type { Ingestion } from './ingestion.ts';
import { alarmsMayUse, rulesMayTell } from './keyStatements.ts';
import type { PixelReading } from './pixelReading.ts';
import type { Settings } from './settings.ts';
import type { StackFunction } from './stackFunction.ts';
import type { Storage } from './storage.ts';

/** Fewer instances than this in half an hour say nothing of a rate: one odd object at night is not an emergency. */
const LEAST_INSTANCES = 20;

/** What makes somebody look: every alarm goes to one topic, when it goes off and when it is over. docs/operations/monitoring.md says what to do. */
export class Alarms extends Construct {
  readonly topic: ITopic;
  /** Whether the topic was there before the stack: then who subscribes to it is its owner's. */
  readonly topicIsImported: boolean;
  readonly all: Alarm[] = [];
  readonly #leftToOwner: PolicyStatement[] = [];

  constructor(
    scope: Construct,
    id: string,
    {
      settings,
      existingTopic,
      storage,
      ingestion,
      pixels,
    }: {
      readonly settings: Settings;
      /** Null: the stack makes one. */
      readonly existingTopic: ITopic | null;
      readonly storage: Storage;
      readonly ingestion: Ingestion;
      readonly pixels: PixelReading | null;
    },
  ) {
    super(scope, id);
    this.topicIsImported = existingTopic !== null;
    // CDK's own classes and interfaces do not agree under exactOptionalPropertyTypes.
    this.topic = existingTopic ?? (this.openTopic(settings, storage) as ITopic);
    this.allowAlarms(storage);
    const { queue, deadLetters, events, function: ingest } = ingestion;
    const count = (metricName: string, minutes: number, dimensions: Readonly<Record<string, string>> = {}) =>
      letheMetric(settings.stage, metricName, 'Sum', minutes, dimensions);

    this.watchQueue('', { queue, deadLetters }, settings);
    this.alarm('VerificationFailures', {
      alarmDescription:
        'The output of instances was not what the rules promise. They were quarantined; the rules or Lethe are wrong.',
      metric: count(METRICS.verificationFailures, 5),
      threshold: 1,
    });
    this.alarm('QuarantineRate', {
      alarmDescription: `More than ${settings.quarantineAlarmPercent} % of the instances of half an hour were quarantined.`,
      metric: new MathExpression({
        expression: `IF(FILL(all, 0) >= ${LEAST_INSTANCES}, 100 * FILL(quarantined, 0) / all, 0)`,
        label: 'quarantined, %',
        period: Duration.minutes(30),
        usingMetrics: {
          all: count(METRICS.instances, 30),
          quarantined: count(METRICS.instances, 30, { Outcome: 'quarantined' }),
        },
      }),
      threshold: settings.quarantineAlarmPercent,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    });
    this.alarm('MessagesReturned', {
      alarmDescription:
        'Messages have been returned to the queue for a quarter of an hour: something that the function needs fails.',
      metric: count(METRICS.returned, 5),
      threshold: 1,
      evaluationPeriods: 3,
    });
    this.alarm('Postponed', {
      alarmDescription:
        'Messages have been put behind the others for an hour, for there was too little time for them: all get done, but late.',
      metric: count(METRICS.postponed, 5),
      threshold: 1,
      evaluationPeriods: 12,
    });
    if (events !== null)
      this.alarm('EventsLost', {
        alarmDescription: 'EventBridge could not hand events of the ingest bucket to the queue.',
        metric: new Metric({
          namespace: 'AWS/Events',
          metricName: 'FailedInvocations',
          dimensionsMap: { RuleName: events.ruleName },
          statistic: 'Sum',
          period: Duration.minutes(5),
        }),
        threshold: 1,
      });
    this.alarm('IdentityTableThrottled', {
      alarmDescription: 'DynamoDB turned reads or writes of identities away.',
      metric: new MathExpression({
        expression: 'FILL(reads, 0) + FILL(writes, 0)',
        label: 'throttled',
        period: Duration.minutes(5),
        usingMetrics: {
          reads: storage.identities.metric('ReadThrottleEvents', {
            statistic: 'Sum',
            period: Duration.minutes(5),
          }),
          writes: storage.identities.metric('WriteThrottleEvents', {
            statistic: 'Sum',
            period: Duration.minutes(5),
          }),
        },
      }),
      threshold: 1,
      evaluationPeriods: 3,
    });
    this.alarm('Unmarked', {
      alarmDescription:
        'Released ingest objects could not be marked: they stay for ever, and look as if they had no outcome.',
      metric: count(METRICS.unmarked, 60),
      threshold: 1,
    });
    this.alarm('MissingOutcomes', {
      alarmDescription: 'The reconciler found ingest objects without outcome, and sent their events again.',
      metric: count(METRICS.missingOutcomes, 60),
      threshold: 1,
    });
    this.alarm('SealLag', {
      alarmDescription: `The seal of the audit is more than ${SEALING.lagAlarmHours} hours behind: what is written faster than it is sealed is not protected yet.`,
      metric: letheMetric(settings.stage, METRICS.sealLag, 'Maximum', SEALING.everyMinutes),
      threshold: Duration.hours(SEALING.lagAlarmHours).toMilliseconds(),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    });
    this.watch('Ingest', ingest);
    if (pixels !== null) {
      this.watchQueue('Pixels', pixels, settings);
      this.watch('Pixels', pixels.function);
    }
  }

  /** Messages that all attempts failed at, and such as wait for too long. */
  watchQueue(
    name: '' | 'Pixels',
    { queue, deadLetters }: Pick<Ingestion, 'queue' | 'deadLetters'>,
    { ageAlarmMinutes }: Settings,
  ): void {
    const about = name === '' ? '' : ' whose frames must be read';
    this.alarm(`${name}DeadLetters`, {
      alarmDescription: `All attempts at some messages failed, and they wait as dead letters: their objects${about} were not released.`,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      threshold: 1,
    });
    this.alarm(`${name}OldestMessage`, {
      alarmDescription: `A message has waited for more than ${ageAlarmMinutes} minutes: new objects${about} are not released.`,
      metric: queue.metricApproximateAgeOfOldestMessage({
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      threshold: 60 * ageAlarmMinutes,
      evaluationPeriods: 5,
    });
  }

  /** A function's own failures: it ran out of time or memory, or could not start; and Lambda would not run it. */
  watch(name: string, { function: watched }: StackFunction): void {
    this.alarm(`${name}Errors`, {
      alarmDescription: `The function ${name} was ended by a timeout, for lack of memory, or by an error that it did not expect.`,
      metric: watched.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
    });
    this.alarm(`${name}Throttles`, {
      alarmDescription: `Lambda has turned calls of the function ${name} away for a quarter of an hour: the account has no executions left for it.`,
      metric: watched.metricThrottles({ period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: 3,
    });
  }

  /** A function that was not called for so long, or whose schedule somebody turned off. It goes off before the first call, too. */
  expectWithin(name: string, { function: watched }: StackFunction, hours: number): void {
    this.alarm(`${name}Missing`, {
      alarmDescription: `The function ${name} was not called for ${hours} hours. Right after the first deployment that is so until its first call.`,
      metric: watched.metricInvocations({ period: Duration.hours(hours) }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  /** The reconciler has not looked at everything for too long: a lost event would not be found. */
  expectCover({ stage, ingestExpiryDays }: Settings): void {
    for (const sweep of SWEEPS) {
      const { alarmHours } = paceOf(sweep, ingestExpiryDays);
      this.alarm(sweep === 'current' ? 'UncoveredObjects' : 'UncoveredVersions', {
        alarmDescription: `The reconciler has not gone over all ${sweep === 'current' ? 'objects' : 'versions that were replaced'} of the ingest bucket for ${Math.round(alarmHours)} hours: a lost event of one would not be found.`,
        metric: letheMetric(stage, METRICS.uncoveredAge, 'Maximum', 60, { Sweep: sweep }),
        threshold: Math.round(3600 * alarmHours),
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      });
    }
  }

  /** At or above the threshold in one period, unless said otherwise; where nothing is measured nothing is wrong. */
  alarm(
    name: string,
    props: Omit<AlarmProps, 'evaluationPeriods' | 'metric'> & {
      readonly metric: IMetric;
      readonly evaluationPeriods?: number;
    },
  ): void {
    const alarm = new Alarm(this, name, {
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      evaluationPeriods: 1,
      ...props,
    });
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    this.all.push(alarm);
  }

  /** Lets a service publish to the topic. The policy of a topic of another stack is left as it is: the two stacks would wait for each other. */
  allowToPublish(statement: PolicyStatement): void {
    const isOurs = Stack.of(this.topic) === Stack.of(this);
    if (!isOurs || !this.topic.addToResourcePolicy(statement).statementAdded)
      this.#leftToOwner.push(statement);
  }

  /** What the owner of the topic must allow in its policy, as IAM writes it; empty: nothing. */
  get leftToOwner(): readonly object[] {
    return this.#leftToOwner.map((statement) => statement.toStatementJson());
  }

  /** Says nothing of a patient; encrypted all the same, and by TLS only. */
  private openTopic({ alarmEmail }: Settings, { storageKey }: Storage): Topic {
    const topic = new Topic(this, 'Topic', {
      displayName: 'Lethe',
      masterKey: storageKey,
      enforceSSL: true,
    });
    if (alarmEmail !== '') topic.addSubscription(new EmailSubscription(alarmEmail));
    return topic;
  }

  private allowAlarms({ storageKey }: Storage): void {
    const { account } = Stack.of(this);
    this.allowToPublish(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
    const key = this.topicIsImported ? this.topic.masterKey : storageKey;
    for (const statement of [alarmsMayUse(account), rulesMayTell(account)])
      key?.addToResourcePolicy(statement);
  }
}

/** A metric that the functions make. */
export function letheMetric(
  stage: string,
  metricName: string,
  statistic: string,
  minutes: number,
  dimensions: Readonly<Record<string, string>> = {},
): Metric {
  return new Metric({
    namespace: METRICS.namespace,
    metricName,
    dimensionsMap: { Stage: stage, ...dimensions },
    statistic,
    period: Duration.minutes(minutes),
  });
}
