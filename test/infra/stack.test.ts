import { App } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { readSettings, SETTING_NAMES, SettingsError } from '../../infra/settings.ts';
import LOGICAL_IDS from './logicalIds.json' with { type: 'json' };
import { resourcesOf, synthesize, synthesizeStack } from './synthesized.ts';

/**
 * What the template says. An emulator drops properties in silence, and enforces few of the others; these tests are where they are held.
 */
describe('the stack', () => {
  it('is what it is made of, without custom resources', () => {
    const types: Record<string, number> = {};
    for (const { Type } of Object.values(resourcesOf(synthesize()))) types[Type] = (types[Type] ?? 0) + 1;
    expect(types).toEqual({
      'AWS::CloudWatch::Alarm': 23,
      'AWS::CloudWatch::Dashboard': 1,
      'AWS::DynamoDB::Table': 2,
      'AWS::Events::Rule': 6,
      'AWS::IAM::ManagedPolicy': 11,
      'AWS::IAM::Role': 4,
      'AWS::KMS::Key': 6,
      'AWS::Lambda::EventSourceMapping': 1,
      'AWS::Lambda::Function': 3,
      'AWS::Lambda::LayerVersion': 1,
      'AWS::Lambda::Permission': 3,
      'AWS::Logs::LogGroup': 4,
      'AWS::Logs::QueryDefinition': 3,
      'AWS::S3::Bucket': 6,
      'AWS::S3::BucketPolicy': 6,
      'AWS::SNS::Topic': 1,
      'AWS::SNS::TopicPolicy': 1,
      'AWS::SQS::Queue': 2,
      'AWS::SQS::QueuePolicy': 2,
      'AWS::StepFunctions::StateMachine': 1,
    });
  });

  // The ids as they were deployed before the stack became a shell around the pipeline: CloudFormation replaces what has another one, and what was stored in it stays behind.
  it('gives what stores, and what others are told the names of, the logical ids that it always had', () => {
    const wanted: Readonly<Record<string, readonly string[]>> = LOGICAL_IDS;
    const idsOf = (context: Readonly<Record<string, unknown>>) => {
      const ids: Record<string, string[]> = {};
      for (const [id, { Type }] of Object.entries(resourcesOf(synthesize(context))))
        if (wanted[Type] !== undefined) ids[Type] = [...(ids[Type] ?? []), id].sort();
      return ids;
    };
    expect(idsOf({ vpc: true, pixels: 'on', tracing: true })).toEqual(wanted);
    for (const [type, ids] of Object.entries(idsOf({})))
      expect(wanted[type]).toEqual(expect.arrayContaining(ids));
  });

  it('cannot be deleted by one command, outside the stage dev', () => {
    expect(synthesizeStack({}).stack.terminationProtection).toBe(true);
    expect(synthesizeStack({ stage: 'dev' }).stack.terminationProtection).toBe(false);
  });

  it('takes its numbers from the context', () => {
    const template = synthesize({
      stage: 'trial',
      keyScope: 'trial-7',
      archiveLimits: 'ratio=500',
      memoryMb: '3008',
      timeoutSeconds: '60',
      maxReceives: 3,
      reservedConcurrency: 20,
      maxConcurrency: 5,
      batchSize: 2,
      logRetentionDays: 30,
      auditRetentionDays: 3653,
      ingestExpiryDays: 7,
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 3008,
      Timeout: 60,
      ReservedConcurrentExecutions: 20,
      Environment: {
        Variables: Match.objectLike({ KEY_SCOPE: 'trial-7', ARCHIVE_LIMITS: 'ratio=500', STAGE: 'trial' }),
      },
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 360,
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 3 }),
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 2,
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      RetentionInDays: 3653,
      DeletionProtectionEnabled: true,
    });
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([Match.objectLike({ NoncurrentVersionExpiration: { NoncurrentDays: 7 } })]),
      },
    });
  });
});

describe('settings', () => {
  const read = (context: Readonly<Record<string, unknown>>) => readSettings(new App({ context }).node);
  const problemsOf = (context: Readonly<Record<string, unknown>>): readonly string[] => {
    try {
      read(context);
    } catch (error) {
      expect(error).toBeInstanceOf(SettingsError);
      return (error as SettingsError).problems.map((problem) => problem.split(' ')[0] ?? '');
    }
    return [];
  };
  const key = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';

  it('have names, all of them read', () => {
    expect(Object.keys(read({})).sort()).toEqual([...SETTING_NAMES].sort());
  });

  it('are told everything that is wrong with them at once', () => {
    expect(problemsOf({ stage: 'Prod!', memoryMb: 'much', maxConcurrency: 1, vpc: 'perhaps' })).toEqual([
      'stage',
      'memoryMb',
      'maxConcurrency',
      'vpc',
    ]);
  });

  it.each([
    [{ logRetentionDays: 31 }, ['logRetentionDays']],
    [{ auditRetentionDays: 2191 }, ['auditRetentionDays']],
    [{ lockMode: 'legal' }, ['lockMode']],
    [{ cleanBucketName: 'research-clean' }, ['cleanBucketName']],
    [{ quarantineKeyArn: key }, ['quarantineBucketName']],
    [{ cleanBucketName: 'research-clean', cleanKeyArn: 'alias/clean' }, ['cleanKeyArn', 'cleanBucketName']],
    [{ cleanBucketName: 'research-clean', cleanKeyArn: key, cleanLockDays: 5 }, ['cleanLockDays']],
    [
      { cleanBucketName: 'research-clean', cleanKeyArn: key, cleanHiddenExpiryDays: 5 },
      ['cleanHiddenExpiryDays'],
    ],
    [{ alarmEmail: 'not an address' }, ['alarmEmail']],
    [{ archiveLimits: 'ratio=500,members=200000' }, []],
    [
      { cleanBucketName: 'research-clean', cleanKeyArn: key, vpc: 'true', alarmEmail: 'on-call@example.org' },
      [],
    ],
  ])('are looked at: %j', (context, problems) => {
    expect(problemsOf(context)).toEqual(problems);
  });

  it.each(['ratio', 'ratio=0', 'depth=2', 'ratio=1,', ' ratio=1'])(
    'name bounds that there are: %j',
    (archiveLimits) => {
      expect(problemsOf({ archiveLimits })).toEqual(['archiveLimits']);
    },
  );
});
