import { Match, type Template } from 'aws-cdk-lib/assertions';
import { ALARMS } from '../../cli/cost/estimate.ts';
import { METRICS } from '../../functions/environment.ts';
import { metricLines } from '../../functions/metrics.ts';
import { auditRecord } from '../contracts/samples.ts';
import { idOf, type Resource, resource, synthesize } from './synthesized.ts';

let template: Template;
beforeAll(() => {
  template = synthesize();
});

const alarms = (of: Template = template): readonly (readonly [string, Resource['Properties']])[] =>
  Object.entries(of.findResources('AWS::CloudWatch::Alarm')).map(([id, { Properties }]) => [id, Properties]);

/** Every metric of our namespace that the stack names, with its dimensions. */
function watched(): readonly { readonly name: string; readonly dimensions: readonly string[] }[] {
  return alarms().flatMap(([, properties]) =>
    [
      properties,
      ...(properties.Metrics ?? []).map((each: Resource['Properties']) => each.MetricStat?.Metric ?? {}),
    ]
      .filter(({ Namespace }) => Namespace === METRICS.namespace)
      .map(({ MetricName, Dimensions }) => ({
        name: MetricName,
        dimensions: Dimensions.map(({ Name }: { Name: string }) => Name),
      })),
  );
}

describe('alarms', () => {
  it('go to one encrypted topic, when they go off and when they are over', () => {
    const topic = { Ref: idOf(template, 'AWS::SNS::Topic', 'AlarmsTopic') };
    expect(alarms().length).toBeGreaterThan(8);
    for (const [id, { AlarmActions, OKActions, AlarmDescription, TreatMissingData }] of alarms()) {
      expect([id, AlarmActions, OKActions]).toEqual([id, [topic], [topic]]);
      expect(AlarmDescription).toMatch(/\.$/);
      expect(TreatMissingData).toMatch(/^(notBreaching|breaching)$/);
    }
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
    template.resourceCountIs('AWS::SNS::Subscription', 0);
  });

  it('are sent to an address, if one is given', () => {
    synthesize({ alarmEmail: 'on-call@example.org' }).hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'on-call@example.org',
    });
  });

  it('go off at the first dead letter and the first output that is not what the rules promise', () => {
    expect(resource(template, 'AWS::CloudWatch::Alarm', 'AlarmsDeadLetters').Properties).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [
        {
          Name: 'QueueName',
          Value: { 'Fn::GetAtt': [idOf(template, 'AWS::SQS::Queue', 'IngestionDeadLetters'), 'QueueName'] },
        },
      ],
      Statistic: 'Maximum',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      EvaluationPeriods: 1,
    });
    expect(
      resource(template, 'AWS::CloudWatch::Alarm', 'AlarmsVerificationFailures').Properties,
    ).toMatchObject({
      Namespace: 'Lethe',
      MetricName: 'VerificationFailures',
      Statistic: 'Sum',
      Threshold: 1,
      EvaluationPeriods: 1,
    });
  });

  it('go off when too many are quarantined or one waits too long, as it was set', () => {
    const set = synthesize({ quarantineAlarmPercent: 12, ageAlarmMinutes: 15 });
    expect(resource(set, 'AWS::CloudWatch::Alarm', 'AlarmsQuarantineRate').Properties).toMatchObject({
      Threshold: 12,
      ComparisonOperator: 'GreaterThanThreshold',
      Metrics: expect.arrayContaining([
        expect.objectContaining({
          Expression: 'IF(FILL(all, 0) >= 20, 100 * FILL(quarantined, 0) / all, 0)',
        }),
      ]),
    });
    expect(resource(set, 'AWS::CloudWatch::Alarm', 'AlarmsOldestMessage').Properties).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Threshold: 900,
    });
  });

  it('are as many as the costs of a month say', () => {
    expect(alarms()).toHaveLength(ALARMS);
  });

  it('go off where the reconciler has not looked at everything in time, or is not called', () => {
    const uncovered = (name: string, of = template) =>
      resource(of, 'AWS::CloudWatch::Alarm', `AlarmsUncovered${name}`).Properties;
    expect(uncovered('Objects')).toMatchObject({
      MetricName: 'UncoveredAge',
      Statistic: 'Maximum',
      Period: 3600,
      Threshold: 24 * 3600,
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: [
        { Name: 'Stage', Value: 'prod' },
        { Name: 'Sweep', Value: 'current' },
      ],
    });
    expect(uncovered('Versions')).toMatchObject({ Threshold: 14 * 24 * 3600 });
    expect(uncovered('Versions', synthesize({ ingestExpiryDays: 14 })).Threshold).toBe(7 * 24 * 3600);
    expect(resource(template, 'AWS::CloudWatch::Alarm', 'AlarmsReconcileMissing').Properties).toMatchObject({
      TreatMissingData: 'breaching',
    });
  });

  it('watch metrics that the functions make, with the dimensions that they have', () => {
    const made = metricLines(
      { records: [auditRecord('hash')], returned: ['DEADLINE'], postponed: 1, handedOver: 1, sentMs: [0] },
      'prod',
      Date.now(),
    ).flatMap(({ _aws }) =>
      _aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
        Metrics.flatMap(({ Name }) =>
          Dimensions.map((dimensions) => `${Name} ${[...dimensions].sort().join()}`),
        ),
      ),
    );
    const all = [
      ...made,
      `${METRICS.unmarked} Stage`,
      `${METRICS.missingOutcomes} Stage`,
      `${METRICS.uncoveredAge} Stage,Sweep`,
      `${METRICS.sealLag} Stage`,
    ];
    expect(watched().length).toBeGreaterThan(3);
    for (const { name, dimensions } of watched())
      expect(all).toContain(`${name} ${[...dimensions].sort().join()}`);
  });
});

describe('the dashboard', () => {
  it('shows every alarm and every metric', () => {
    const withPixels = synthesize({ pixels: 'on' });
    const { DashboardBody } = resource(withPixels, 'AWS::CloudWatch::Dashboard', 'DashboardPage').Properties;
    const body = JSON.stringify(DashboardBody);
    for (const [id] of alarms(withPixels)) expect(body).toContain(id);
    const { namespace, returned, postponed, verificationFailures, unmarked, ...metrics } = METRICS;
    for (const name of Object.values(metrics)) expect(body).toContain(name);
  });
});

describe('saved queries', () => {
  it('ask the audit the three questions', () => {
    const lines = { Ref: idOf(template, 'AWS::Logs::LogGroup', 'AuditLines') };
    const queries = Object.values(template.findResources('AWS::Logs::QueryDefinition')).map(
      ({ Properties }) => Properties,
    );
    expect(queries.map(({ Name }) => JSON.stringify(Name)).sort()).toEqual([
      expect.stringContaining('what happened to this object'),
      expect.stringContaining('what left under which rules on this day'),
      expect.stringContaining('which rules changed'),
    ]);
    for (const { LogGroupNames, QueryString } of queries) {
      expect(LogGroupNames).toEqual([lines]);
      expect(QueryString).toMatch(/^(fields|filter|stats) /);
    }
  });

  it('name no field that an audit line does not have', () => {
    const record: Readonly<Record<string, unknown>> = { ...auditRecord('hash') };
    const has = (path: string): boolean =>
      path.split('.').reduce<unknown>((of, name) => (of as Record<string, unknown>)?.[name], record) !==
      undefined;
    const named = Object.values(template.findResources('AWS::Logs::QueryDefinition')).flatMap(
      ({ Properties }) => [
        ...String(Properties.QueryString).matchAll(
          /(?<![\w.@])(?:outcome|durationMs|(?:source|output|reason|plan|engine)\.\w+)/g,
        ),
      ],
    );
    expect(named.length).toBeGreaterThan(15);
    for (const [path] of named)
      if (path !== 'source.versionId') expect([path, has(path)]).toEqual([path, true]);
  });
});
