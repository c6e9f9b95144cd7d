import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { DoctorClients } from '../clients.ts';
import { type Deployment, resourceOf } from '../deployment.ts';
import { type Finding, judged, problem, REVERT } from '../finding.ts';
import { look } from '../look.ts';

/** Something that a function cannot do without. */
interface Need {
  /** The function, as the logical id of it begins. */
  readonly owner: string;
  readonly action: string;
  readonly resource: string;
}

/**
 * What the functions' roles may do, asked of IAM: it looks at policies, boundaries and what the organisation denies. What the bucket's, the queue's or the key's own
 * policy denies shows with the synthetic instance.
 */
export async function checkPermissions(
  { iam, lambda }: Pick<DoctorClients, 'iam' | 'lambda'>,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  const byOwner = Object.groupBy(needsOf(deployment), ({ owner }) => owner);
  const found = Object.entries(byOwner).map(([owner, needs = []]) =>
    look(
      'permissions',
      owner,
      'lambda:GetFunctionConfiguration and iam:SimulatePrincipalPolicy',
      async () => {
        const FunctionName = resourceOf(deployment, 'AWS::Lambda::Function', owner)?.physicalId;
        const { Role } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
        return Promise.all(
          needs.map(async (need) => ({ need, mayDo: await mayDo(iam, Role, need, deployment) })),
        );
      },
      (answers) =>
        judged(
          'permissions',
          owner,
          `may do what it must (${needs.length} actions)`,
          answers
            .filter(({ mayDo }) => !mayDo)
            .map(({ need }) =>
              problem(
                'permissions',
                owner,
                'PERMISSION_MISSING',
                `its role may not ${need.action} on ${need.resource}`,
                `${REVERT}. If it stays so, look for a permissions boundary or a policy of the organisation`,
              ),
            ),
        ),
      () => [],
    ),
  );
  return (await Promise.all(found)).flat();
}

async function mayDo(
  iam: DoctorClients['iam'],
  role: string | undefined,
  { action, resource }: Need,
  { account, region }: Deployment,
): Promise<boolean> {
  const context = (ContextKeyName: string, value: string) => ({
    ContextKeyName,
    ContextKeyValues: [value],
    ContextKeyType: 'string' as const,
  });
  const { EvaluationResults: [result] = [] } = await iam.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: role,
      ActionNames: [action],
      ResourceArns: [resource],
      ContextEntries: [
        context('aws:RequestedRegion', region),
        context('aws:ResourceAccount', account),
        context('aws:SecureTransport', 'true'),
        context('kms:ViaService', `s3.${region}.amazonaws.com`),
        context('s3:if-match', '"any"'),
      ],
    }),
  );
  return result?.EvalDecision === 'allowed';
}

function needsOf({ outputs, partition, region, account, ...rest }: Deployment): readonly Need[] {
  const objects = (bucket: string) => `arn:${partition}:s3:::${outputs[bucket]}/lethe-doctor/any`;
  const bucket = (name: string) => `arn:${partition}:s3:::${outputs[name]}`;
  const arn = (service: string, of: string) => `arn:${partition}:${service}:${region}:${account}:${of}`;
  const queue = arn('sqs', (outputs.QueueUrl ?? '').split('/').at(-1) ?? '');
  const pixelsQueue = arn('sqs', (outputs.PixelsQueueUrl ?? '').split('/').at(-1) ?? '');
  const need = (owner: string, action: string, resource: string): Need => ({ owner, action, resource });
  // Buckets of other accounts want that account's number, which the stack does not tell.
  const isOwn = (prefix: string) =>
    rest.resources.some(({ type, logicalId }) => type === 'AWS::S3::Bucket' && logicalId.startsWith(prefix));
  const ofDeidentifying = (owner: string, ownQueue: string): readonly Need[] => [
    need(owner, 's3:GetObjectVersion', objects('IngestBucket')),
    need(owner, 's3:ListBucketVersions', bucket('IngestBucket')),
    ...(outputs.IngestMark === 'marker' ? [need(owner, 's3:DeleteObject', objects('IngestBucket'))] : []),
    ...(isOwn('StorageClean') ? [need(owner, 's3:PutObject', objects('CleanBucket'))] : []),
    ...(isOwn('StorageQuarantine') ? [need(owner, 's3:PutObject', objects('QuarantineBucket'))] : []),
    ...(outputs.IngestBucketMustHave === undefined
      ? []
      : [need(owner, 'kms:Decrypt', outputs.IngestKeyArn ?? '')]),
    need(owner, 's3:GetObject', objects('RulesBucket')),
    need(owner, 'dynamodb:PutItem', arn('dynamodb', `table/${outputs.IdentityTable}`)),
    need(owner, 'kms:GenerateMac', outputs.HmacKeyArn ?? ''),
    ...(outputs.NameKeyArn === undefined ? [] : [need(owner, 'kms:GenerateMac', outputs.NameKeyArn)]),
    need(owner, 'kms:GenerateDataKey', outputs.StorageKeyArn ?? ''),
    need(owner, 'sqs:ReceiveMessage', ownQueue),
    need(owner, 'sqs:ChangeMessageVisibility', ownQueue),
    need(owner, 'logs:PutLogEvents', `${arn('logs', `log-group:${outputs.AuditLog}`)}:log-stream:any`),
  ];
  return [
    ...ofDeidentifying('IngestionIngest', queue),
    ...(outputs.PixelsQueueUrl === undefined
      ? []
      : [
          ...ofDeidentifying('PixelsRead', pixelsQueue),
          need('IngestionIngest', 'sqs:SendMessage', pixelsQueue),
          need('ReconciliationReconcile', 'sqs:GetQueueAttributes', pixelsQueue),
          ...(outputs.PixelsDetector === 'rekognition'
            ? [need('PixelsRead', 'rekognition:DetectText', '*')]
            : []),
        ]),
    ...(outputs.NameKeyArn === undefined
      ? []
      : [need('ReconciliationReconcile', 'kms:GenerateMac', outputs.NameKeyArn)]),
    need('ReconciliationReconcile', 's3:ListBucket', bucket('IngestBucket')),
    need('ReconciliationReconcile', 's3:ListBucketVersions', bucket('IngestBucket')),
    need('ReconciliationReconcile', 'sqs:SendMessage', queue),
    need(
      'ManifestsSeal',
      'logs:FilterLogEvents',
      `${arn('logs', `log-group:${outputs.AuditLog}`)}:log-stream:any`,
    ),
    need('ManifestsSeal', 's3:PutObject', objects('ManifestBucket')),
    need('ManifestsSeal', 'kms:Sign', outputs.SigningKeyArn ?? ''),
  ];
}
