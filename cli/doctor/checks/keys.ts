import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KeyMetadata,
} from '@aws-sdk/client-kms';
import type { DoctorClients } from '../clients.ts';
import { type Deployment, isImportedIngest, resourcesOf } from '../deployment.ts';
import { type Finding, judged, ok, problem, REVERT, warning } from '../finding.ts';
import { look } from '../look.ts';

/** Every key of the stack, and those that it was given: that it can be used, is not about to go, and turns over where it can. */
export async function checkKeys(
  { kms }: Pick<DoctorClients, 'kms'>,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  const found = await Promise.all(
    [...resourcesOf(deployment, 'AWS::KMS::Key'), ...importedKeys(deployment)].map(
      ({ logicalId, physicalId: KeyId }) =>
        look(
          'keys',
          logicalId,
          'kms:DescribeKey',
          () => kms.send(new DescribeKeyCommand({ KeyId })),
          async ({ KeyMetadata: key }) => {
            const wrong = stateOf(logicalId, key);
            if (wrong !== null || key === undefined) return wrong === null ? [] : [wrong];
            // HMAC keys and those that sign cannot be rotated (KMS Developer Guide, "Rotate AWS KMS keys").
            if (key.KeySpec !== 'SYMMETRIC_DEFAULT')
              return [ok('keys', logicalId, `${key.KeyState}, ${key.KeySpec}`)];
            return rotationOf(kms, logicalId, KeyId);
          },
        ),
    ),
  );
  const { HmacKeyArn = '', NameKeyArn = '' } = deployment.outputs;
  const macs = await Promise.all([
    macsOf(kms, 'HmacKeyArn', HmacKeyArn),
    // A stack of before has none: its functions say so.
    ...(NameKeyArn === '' ? [] : [macsOf(kms, 'NameKeyArn', NameKeyArn)]),
  ]);
  return [...found.flat(), ...macs.flat()];
}

/** Keys that were there before the stack, by the outputs that name them. */
function importedKeys(
  deployment: Deployment,
): readonly { readonly logicalId: string; readonly physicalId: string }[] {
  const { outputs } = deployment;
  return [
    ...(outputs.StorageKeyPolicyStatements === undefined ? [] : ['StorageKeyArn']),
    ...(isImportedIngest(deployment) ? ['IngestKeyArn'] : []),
  ].map((logicalId) => ({ logicalId, physicalId: outputs[logicalId] ?? '' }));
}

function stateOf(subject: string, key: KeyMetadata | undefined): Finding | null {
  switch (key?.KeyState) {
    case 'Enabled':
      return null;
    case 'Disabled':
      return problem(
        'keys',
        subject,
        'KEY_DISABLED',
        'the key is disabled: what is encrypted with it cannot be read, and nothing comes out',
        `If that was not on purpose: aws kms enable-key --key-id ${key.KeyId}`,
      );
    case 'PendingDeletion':
      return problem(
        'keys',
        subject,
        'KEY_TO_BE_DELETED',
        `the key will be deleted on ${key.DeletionDate?.toISOString() ?? 'a day that KMS does not say'}, and what hangs on it is lost then`,
        `At once: aws kms cancel-key-deletion --key-id ${key.KeyId} and aws kms enable-key --key-id ${key.KeyId}`,
      );
    default:
      return problem(
        'keys',
        subject,
        'KEY_UNUSABLE',
        `its state is ${key?.KeyState}`,
        'Look at the key in KMS',
      );
  }
}

function rotationOf(kms: DoctorClients['kms'], subject: string, KeyId: string): Promise<readonly Finding[]> {
  return look(
    'keys',
    subject,
    'kms:GetKeyRotationStatus',
    () => kms.send(new GetKeyRotationStatusCommand({ KeyId })),
    ({ KeyRotationEnabled }) =>
      judged('keys', subject, 'Enabled, rotates', [
        KeyRotationEnabled !== true &&
          warning(
            'keys',
            subject,
            'KEY_DOES_NOT_ROTATE',
            'the key is not rotated',
            `aws kms enable-key-rotation --key-id ${KeyId}`,
          ),
      ]),
  );
}

/** What the stack puts into the policies of the HMAC keys: a MAC over a label is a subkey, so nobody but those who are named may make one. */
function namedBy(policy: string): readonly string[] | null {
  const { Statement } = JSON.parse(policy) as { readonly Statement?: unknown };
  for (const statement of [Statement ?? []].flat() as readonly PolicyStatement[]) {
    const { Effect, Action, Principal, Condition, ...rest } = statement;
    const actions = [Action ?? []].flat();
    const denies = actions.some((action) => /^kms:(GenerateMac|\*)$|^\*$/i.test(action));
    const isAll =
      Principal === '*' || [(Principal as { readonly AWS?: unknown })?.AWS ?? []].flat().includes('*');
    const [test = '', ...more] = Object.keys(Condition ?? {});
    const named = Condition?.[test]?.['aws:PrincipalArn'];
    if (Effect !== 'Deny' || !denies || !isAll || more.length > 0 || 'NotResource' in rest) continue;
    if (/^(Arn|String)Not(Equals|Like)$/.test(test) && Object.keys(Condition?.[test] ?? {}).length === 1)
      return [named ?? []].flat();
  }
  return null;
}

interface PolicyStatement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Who may make MACs with an HMAC key. It is not tried: a try is a call that somebody is woken for. */
function macsOf(kms: DoctorClients['kms'], subject: string, KeyId: string): Promise<readonly Finding[]> {
  return look(
    'keys',
    subject,
    'kms:GetKeyPolicy',
    () => kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
    ({ Policy = '{}' }) => {
      const named = namedBy(Policy);
      // The root of an account and a pattern are more than somebody.
      const isNarrow = named?.every((arn) => /:(role|user)\/[^*?]+$/.test(arn)) === true;
      if (named !== null && named.length > 0 && isNarrow)
        return [
          ok('keys', subject, `makes MACs for ${named.length} alone: ${named.map(shortOf).join(', ')}`),
        ];
      return [
        problem(
          'keys',
          subject,
          'KEY_OPEN',
          'its policy does not keep MACs to those who are named: whoever IAM allows it can take the subkeys',
          REVERT,
        ),
      ];
    },
    () => [],
  );
}

function shortOf(arn: string): string {
  return arn.slice(arn.indexOf('/') + 1);
}
