import type { Template } from 'aws-cdk-lib/assertions';
import { readEnvironment } from '../../functions/environment.ts';
import { arn, idOf, resource, synthesize } from './synthesized.ts';

let off: Template;
let on: Template;
beforeAll(() => {
  off = synthesize();
  on = synthesize({ pixels: 'on' });
});

interface Statement {
  readonly Sid: string;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, unknown>> };
}
const statements = (of: Template, prefix: string): Record<string, Statement> =>
  Object.fromEntries(
    resource(of, 'AWS::IAM::ManagedPolicy', prefix).Properties.PolicyDocument.Statement.map(
      (each: Statement) => [each.Sid, each],
    ),
  );
const variables = (of: Template, prefix: string) =>
  resource(of, 'AWS::Lambda::Function', prefix).Properties.Environment.Variables;
const queue = () => idOf(on, 'AWS::SQS::Queue', 'PixelsQueue');
const deadLetters = () => idOf(on, 'AWS::SQS::Queue', 'PixelsDeadLetters');

describe('reading frames', () => {
  it('is not in a stack that does not ask for it', () => {
    expect(Object.keys(off.toJSON().Resources).filter((id) => id.startsWith('Pixels'))).toEqual([]);
    expect(variables(off, 'IngestionIngestFunction')).not.toHaveProperty('PIXELS_QUEUE_URL');
    expect(statements(off, 'IngestionIngestPolicy')).not.toHaveProperty('HandOver');
    expect(Object.keys(off.toJSON().Outputs).filter((name) => name.startsWith('Pixels'))).toEqual([]);
  });

  it('has a queue as the ingest queue is: encrypted, hidden six timeouts long, with dead letters', () => {
    const storageKey = idOf(on, 'AWS::KMS::Key', 'StorageStorageKey');
    const common = { KmsMasterKeyId: arn(storageKey), MessageRetentionPeriod: 14 * 86_400 };
    const queues = on.findResources('AWS::SQS::Queue');
    expect(queues[queue()]?.Properties).toMatchObject({
      ...common,
      VisibilityTimeout: 6 * 900,
      RedrivePolicy: { deadLetterTargetArn: arn(deadLetters()), maxReceiveCount: 10 },
    });
    expect(queues[deadLetters()]?.Properties).toMatchObject(common);
    on.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arn(queue()),
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 4 },
    });
  });

  it('is done by a function on ARM with more memory, which knows what the ingest function knows and its own queue', () => {
    expect(resource(on, 'AWS::Lambda::Function', 'PixelsReadFunction').Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 3008,
      Timeout: 900,
    });
    const { QUEUE_URL: own, ...pixels } = variables(on, 'PixelsReadFunction');
    const {
      QUEUE_URL: ingests,
      PIXELS_QUEUE_URL: handsTo,
      ...ingest
    } = variables(on, 'IngestionIngestFunction');
    expect(pixels).toEqual(ingest);
    expect([own, handsTo]).toEqual([{ Ref: queue() }, { Ref: queue() }]);
    expect(ingests).not.toEqual(own);
    const names = Object.keys({ ...pixels, QUEUE_URL: own });
    expect(() => readEnvironment(Object.fromEntries(names.map((name) => [name, 'x'])))).not.toThrow();
  });

  it('may do what ingest may, on its own queue and log; it takes no archive and hands nothing over', () => {
    const { WriteMembers, HandOver, ...ingest } = statements(on, 'IngestionIngestPolicy');
    const pixels = statements(on, 'PixelsReadPolicy');
    expect(Object.keys(pixels).sort()).toEqual(Object.keys(ingest).sort());
    expect(HandOver).toMatchObject({ Action: 'sqs:SendMessage', Resource: arn(queue()) });
    expect(WriteMembers).toBeDefined();
    const own = ['WriteLogs', 'TakeMessages', 'RequeueMessages', 'MarkReleased'];
    for (const sid of Object.keys(ingest)) if (!own.includes(sid)) expect(pixels[sid]).toEqual(ingest[sid]);
    for (const sid of ['TakeMessages', 'RequeueMessages'])
      expect(pixels[sid]).toMatchObject({ Resource: arn(queue()) });
    const marks = (of: Statement | undefined) => of?.Condition?.StringEquals['s3:RequestObjectTag/lethe'];
    expect(marks(ingest.MarkReleased)).toEqual(['released', 'quarantined', 'held', 'pixels']);
    expect(marks(pixels.MarkReleased)).toEqual(['released', 'quarantined', 'held']);
  });

  it('is one of the roles that may make MACs with both keys, and no other came to that', () => {
    const roles = ['IngestionIngestRole', 'PixelsReadRole'].map((id) => arn(idOf(on, 'AWS::IAM::Role', id)));
    for (const [key, principals] of [
      ['StorageHmacKey', roles],
      ['StorageNameKey', [...roles, arn(idOf(on, 'AWS::IAM::Role', 'ReconciliationReconcileRole'))]],
    ] as const) {
      const denied = resource(on, 'AWS::KMS::Key', key).Properties.KeyPolicy.Statement.find(
        ({ Sid }: Statement) => Sid === 'MacsOnlyForNamed',
      );
      expect(denied.Condition).toEqual({ ArnNotEquals: { 'aws:PrincipalArn': principals } });
    }
  });

  it('is seen by the reconciler, which may ask whether something waits and nothing else', () => {
    expect(statements(on, 'ReconciliationReconcilePolicy').SeeWaiting).toMatchObject({
      Action: 'sqs:GetQueueAttributes',
      Resource: [arn(queue()), arn(deadLetters())],
    });
    expect(variables(on, 'ReconciliationReconcileFunction')).toMatchObject({
      PIXELS_QUEUE_URL: { Ref: queue() },
      PIXELS_DEAD_LETTERS_URL: { Ref: deadLetters() },
    });
    expect(statements(off, 'ReconciliationReconcilePolicy')).not.toHaveProperty('SeeWaiting');
  });

  it('has alarms of its own, as ingest has them', () => {
    const added = ['DeadLetters', 'OldestMessage', 'Errors', 'Throttles'];
    for (const name of added) resource(on, 'AWS::CloudWatch::Alarm', `AlarmsPixels${name}`);
    const count = (of: Template) => Object.keys(of.findResources('AWS::CloudWatch::Alarm')).length;
    expect(count(on)).toBe(count(off) + added.length);
    expect(resource(on, 'AWS::CloudWatch::Alarm', 'AlarmsPixelsOldestMessage').Properties).toMatchObject({
      Threshold: 3600,
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue(), 'QueueName'] } }],
    });
  });

  it('takes the memory, time and concurrency that it is given, and not less memory than its reader takes', () => {
    const set = synthesize({
      ...{ pixels: 'on', pixelsMemoryMb: 4096, pixelsTimeoutSeconds: 600, pixelsMaxConcurrency: 20 },
    });
    expect(resource(set, 'AWS::Lambda::Function', 'PixelsReadFunction').Properties).toMatchObject({
      ...{ MemorySize: 4096, Timeout: 600 },
    });
    expect(() => synthesize({ pixels: 'on', pixelsMemoryMb: 1024 })).toThrow('pixelsMemoryMb');
    expect(() => synthesize({ pixels: 'yes' })).toThrow('pixels must match');
  });
});
