import { Match, type Template } from 'aws-cdk-lib/assertions';
import { LARGEST_COPY_BYTES } from '../../cli/backfill/dryRun.ts';
import { arn, idOf, resource, synthesize } from './synthesized.ts';

/** The state machine of `lethe backfill`: what it may do, and that what it holds is as closed as everything else. What it does: test/cloud. */

let template: Template;
let ids: Readonly<Record<'ingest' | 'reports' | 'key', string>>;
beforeAll(() => {
  template = synthesize();
  ids = {
    ingest: idOf(template, 'AWS::S3::Bucket', 'StorageIngest'),
    reports: idOf(template, 'AWS::S3::Bucket', 'BackfillReports'),
    key: idOf(template, 'AWS::KMS::Key', 'StorageStorageKey'),
  };
});

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const allowed = (of: Template) =>
  Object.fromEntries(
    (
      resource(of, 'AWS::IAM::ManagedPolicy', 'BackfillPolicy').Properties.PolicyDocument
        .Statement as readonly Statement[]
    ).map((each) => [each.Sid, each]),
  );
const actionsOf = (statements: Readonly<Record<string, Statement>>) =>
  Object.fromEntries(Object.entries(statements).map(([sid, { Action }]) => [sid, [Action].flat()]));
const states = (resource: string, name: string) => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':states:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      `:${resource}:${name}`,
    ],
  ],
});
const MACHINE = 'Lethe-test-Backfill';

/** In Amazon States Language; references to other resources are their ids. */
function definitionOf(of: Template) {
  const { DefinitionString } = resource(of, 'AWS::StepFunctions::StateMachine', 'BackfillMachine').Properties;
  const parts: readonly (string | { readonly Ref: string })[] = DefinitionString['Fn::Join'][1];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : part.Ref)).join(''));
}

describe('a backfill', () => {
  it('is a named standard machine whose history the stack’s key encrypts', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: MACHINE,
      StateMachineType: 'STANDARD',
      EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: arn(ids.key) },
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'states.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
              ArnLike: { 'aws:SourceArn': states('stateMachine', MACHINE) },
            },
          }),
        ],
      },
    });
  });

  it('may copy within ingest, write its reports and follow its children, and nothing else', () => {
    const statements = allowed(template);
    expect(actionsOf(statements)).toEqual({
      ListIngest: ['s3:ListBucket'],
      CopyIngest: ['s3:GetObject', 's3:PutObject'],
      WriteReports: [
        's3:PutObject',
        's3:GetObject',
        's3:ListMultipartUploadParts',
        's3:AbortMultipartUpload',
      ],
      UseStorage: ['kms:Decrypt', 'kms:GenerateDataKey'],
      UseHistory: ['kms:Decrypt', 'kms:GenerateDataKey'],
      StartChildren: ['states:StartExecution'],
      FollowChildren: ['states:DescribeExecution', 'states:StopExecution'],
      RedriveChildren: ['states:RedriveExecution'],
    });
    expect(statements.CopyIngest?.Resource).toEqual({ 'Fn::Join': ['', [arn(ids.ingest), '/*']] });
    expect(statements.WriteReports?.Resource).toEqual({ 'Fn::Join': ['', [arn(ids.reports), '/runs/*']] });
    expect(statements.UseHistory?.Condition).toEqual({
      StringLike: {
        'kms:EncryptionContext:aws:states:stateMachineArn': [
          MACHINE,
          `${MACHINE}/Listing*`,
          `${MACHINE}/Inventory*`,
        ].map((name) => states('stateMachine', name)),
      },
    });
    expect(statements.StartChildren?.Resource).toEqual(states('stateMachine', MACHINE));
    expect(statements.FollowChildren?.Resource).toEqual(states('execution', `${MACHINE}:*`));
    expect(statements.RedriveChildren?.Resource).toEqual(
      ['Listing', 'Inventory'].map((label) => states('execution', `${MACHINE}/${label}:*`)),
    );
  });

  it('may read the archives that the settings name, and use their keys through S3', () => {
    const key = 'arn:aws:kms:eu-west-1:111122223333:key/1';
    const more = allowed(synthesize({ backfillSources: 'pacs-a,pacs-b', backfillKeyArns: key }));
    const added = Object.fromEntries(
      Object.entries(more).filter(([sid]) => !Object.hasOwn(allowed(template), sid)),
    );
    expect(actionsOf(added)).toEqual({
      ListSources: ['s3:ListBucket'],
      ReadSources: ['s3:GetObject'],
      UseSourceKeys: ['kms:Decrypt'],
    });
    const bucket = (name: string) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${name}`]],
    });
    expect(added.ListSources?.Resource).toEqual(['pacs-a', 'pacs-b'].map(bucket));
    expect(added.ReadSources?.Resource).toEqual(['pacs-a/*', 'pacs-b/*'].map(bucket));
    expect(added.UseSourceKeys).toMatchObject({
      Resource: key,
      Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } },
    });
    expect(() => synthesize({ backfillSources: 'pacs-a,,PACS' })).toThrow('backfillSources');
    expect(() => synthesize({ backfillKeyArns: 'pacs' })).toThrow('backfillKeyArns');
  });

  it('keeps its reports closed, and no longer than logs', () => {
    expect(resource(template, 'AWS::S3::Bucket', 'BackfillReports')).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        LifecycleConfiguration: {
          Rules: expect.arrayContaining([
            expect.objectContaining({ Id: 'destroy-old', ExpirationInDays: 365 }),
          ]),
        },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true },
      },
    });
  });

  it('reads a listing or an inventory, and does the same with each', () => {
    const { States } = definitionOf(template);
    expect(States.Source.Default).toBe('Listing');
    expect(States.Listing.ItemReader.Resource).toBe('arn:aws:states:::s3:listObjectsV2');
    expect(States.Inventory.ItemReader).toMatchObject({
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'MANIFEST' },
    });
    const copyOf = (map: string) => States[map].ItemProcessor.States.Objects.ItemProcessor.States;
    expect(copyOf('Listing')).toEqual(copyOf('Inventory'));
    for (const map of ['Listing', 'Inventory']) {
      expect(States[map]).toMatchObject({
        Label: map,
        MaxConcurrencyPath: '$.concurrency',
        ToleratedFailurePercentagePath: '$.tolerate',
        ItemBatcher: { MaxItemsPerBatchPath: '$.batch' },
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } },
        ResultWriter: { Parameters: { Bucket: ids.reports, Prefix: 'runs' } },
      });
      expect(copyOf(map).Fits.Choices[0].Condition).toContain(`> ${LARGEST_COPY_BYTES} %`);
      // An error that comes by another name than the API reference has is told by its cause.
      expect(copyOf(map).Copy.Catch.at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], Next: 'Sort' });
      expect(copyOf(map).Sort).toMatchObject({
        Choices: [
          { Condition: expect.stringContaining("'NoSuchKey'"), Next: 'Gone' },
          { Condition: expect.stringContaining("'InvalidObjectState'"), Next: 'Archived' },
        ],
        Default: 'Failed',
      });
      expect(copyOf(map).Copy.Arguments).toMatchObject({
        Bucket: ids.ingest,
        // What a sender wrote beside an object can be a name.
        MetadataDirective: 'REPLACE',
        TaggingDirective: 'REPLACE',
      });
    }
  });
});
