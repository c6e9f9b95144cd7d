import type { Template } from 'aws-cdk-lib/assertions';
import { readFacts } from '../../functions/environment.ts';
import { BOOKMARK_PREFIX } from '../../layers/aws/s3Bookmarks.ts';
import { arn, idOf, resource, synthesize } from './synthesized.ts';

let template: Template;
beforeAll(() => {
  template = synthesize();
});

const HERE = { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } };
const under = (id: string, path: string) => ({ 'Fn::Join': ['', [arn(id), path]] });

describe('the reconcile function', () => {
  it('may do this, to these, and nothing else: it reads no object but its own notes', () => {
    const ingest = idOf(template, 'AWS::S3::Bucket', 'StorageIngest');
    const reports = idOf(template, 'AWS::S3::Bucket', 'BackfillReports');
    const { Statement } = resource(template, 'AWS::IAM::ManagedPolicy', 'ReconciliationReconcilePolicy')
      .Properties.PolicyDocument;
    const allowed = Object.fromEntries(
      Statement.map(({ Sid, Effect, ...rest }: { Sid: string; Effect: string }) => {
        expect(Effect).toBe('Allow');
        return [Sid, rest];
      }),
    );
    expect(allowed).toMatchObject({
      ListIngest: {
        Action: ['s3:ListBucket', 's3:ListBucketVersions'],
        Resource: arn(ingest),
        Condition: HERE,
      },
      ReadTags: {
        Action: ['s3:GetObjectTagging', 's3:GetObjectVersionTagging'],
        Resource: under(ingest, '/*'),
        Condition: HERE,
      },
      KeepBookmarks: {
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: under(reports, `/${BOOKMARK_PREFIX}*`),
        Condition: HERE,
      },
      FindBookmarks: {
        Action: 's3:ListBucket',
        Resource: arn(reports),
        Condition: { ...HERE, StringLike: { 's3:prefix': [`${BOOKMARK_PREFIX}*`] } },
      },
    });
    expect(Object.keys(allowed).sort()).toEqual([
      'FindBookmarks',
      'KeepBookmarks',
      'ListIngest',
      'ListQuarantine',
      'NameObjects',
      'ReadTags',
      'SendAgain',
      'UseStorage',
      'WriteLogs',
    ]);
  });

  it('is called once an hour for each listing, and told how long the second rests', () => {
    const target = (prefix: string) =>
      resource(template, 'AWS::Events::Rule', prefix).Properties.Targets[0].InputTransformer;
    expect(resource(template, 'AWS::Events::Rule', 'ReconciliationHourly').Properties).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      State: 'ENABLED',
    });
    expect(resource(template, 'AWS::Events::Rule', 'ReconciliationReplaced').Properties).toMatchObject({
      ScheduleExpression: 'cron(30 * * * ? *)',
      State: 'ENABLED',
    });
    expect(target('ReconciliationHourly')).toEqual({
      InputPathsMap: { time: '$.time' },
      InputTemplate: '{"time":<time>,"sweep":"current","restHours":0}',
    });
    expect(target('ReconciliationReplaced').InputTemplate).toBe(
      '{"time":<time>,"sweep":"replaced","restHours":168}',
    );
    const soon = synthesize({ ingestExpiryDays: 14 });
    expect(
      resource(soon, 'AWS::Events::Rule', 'ReconciliationReplaced').Properties.Targets[0].InputTransformer
        .InputTemplate,
    ).toContain('"restHours":84');
  });

  it('knows all that it asks its surroundings', () => {
    const { Variables } = resource(template, 'AWS::Lambda::Function', 'ReconciliationReconcileFunction')
      .Properties.Environment;
    const given = Object.fromEntries(Object.keys(Variables).map((name) => [name, 'x']));
    const facts = ['ingestBucket', 'quarantineBucket', 'reportBucket', 'queueUrl', 'nameKeyId'] as const;
    expect(() => readFacts(facts, given)).not.toThrow();
  });
});
