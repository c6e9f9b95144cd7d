import { Match, type Template } from 'aws-cdk-lib/assertions';
import { arn, idOf, resource, synthesize } from './synthesized.ts';

let template: Template;
beforeAll(() => {
  template = synthesize();
});

describe('the seal of the audit', () => {
  it('may read the audit, add manifests and sign them, and nothing else', () => {
    const bucket = idOf(template, 'AWS::S3::Bucket', 'ManifestsBucket');
    const owned = { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } };
    const statements: readonly { Sid: string }[] = resource(
      template,
      'AWS::IAM::ManagedPolicy',
      'ManifestsSealPolicy',
    ).Properties.PolicyDocument.Statement;
    expect(statements).toEqual([
      expect.objectContaining({ Sid: 'WriteLogs' }),
      {
        Sid: 'ReadAudit',
        Effect: 'Allow',
        Action: 'logs:FilterLogEvents',
        Resource: arn(idOf(template, 'AWS::Logs::LogGroup', 'AuditLines')),
      },
      {
        Sid: 'ListManifests',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: arn(bucket),
        Condition: owned,
      },
      {
        Sid: 'AddManifests',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: { 'Fn::Join': ['', [arn(bucket), '/*']] },
        Condition: owned,
      },
      {
        Sid: 'SignManifests',
        Effect: 'Allow',
        Action: 'kms:Sign',
        Resource: arn(idOf(template, 'AWS::KMS::Key', 'ManifestsSigningKey')),
      },
      expect.objectContaining({
        Sid: 'UseStorage',
        Resource: arn(idOf(template, 'AWS::KMS::Key', 'AuditKey')),
      }),
    ]);
  });

  it('is set as often as a run may last, by its schedule alone', () => {
    const seal = arn(idOf(template, 'AWS::Lambda::Function', 'ManifestsSealFunction'));
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(15 minutes)',
      State: 'ENABLED',
      Targets: [Match.objectLike({ Arn: seal })],
    });
    expect(resource(template, 'AWS::Lambda::Function', 'ManifestsSealFunction').Properties).toMatchObject({
      Timeout: 60 * 15,
      Environment: { Variables: { STAGE: 'prod' } },
    });
    const rule = arn(idOf(template, 'AWS::Events::Rule', 'ManifestsOften'));
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: seal,
      Principal: 'events.amazonaws.com',
      SourceArn: rule,
    });
  });

  it('is missed: an alarm goes off where it fails, where nobody calls it, and where it does not keep up', () => {
    expect(resource(template, 'AWS::CloudWatch::Alarm', 'AlarmsSealMissing').Properties).toMatchObject({
      MetricName: 'Invocations',
      Period: 6 * 3600,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    });
    expect(resource(template, 'AWS::CloudWatch::Alarm', 'AlarmsSealErrors').Properties).toMatchObject({
      MetricName: 'Errors',
    });
    expect(resource(template, 'AWS::CloudWatch::Alarm', 'AlarmsSealLag').Properties).toMatchObject({
      Namespace: 'Lethe',
      MetricName: 'SealLag',
      Statistic: 'Maximum',
      Period: 15 * 60,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 6 * 3_600_000,
    });
  });
});
