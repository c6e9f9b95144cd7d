import {
  DescribeKeyCommand,
  GenerateMacCommand,
  GetKeyRotationStatusCommand,
  type KeyMetadata,
} from '@aws-sdk/client-kms';
import { sdkFailure } from '../../../layers/aws/sdkErrors.ts';
import type { DoctorClients } from '../clients.ts';
import { type Deployment, isImportedIngest, resourcesOf } from '../deployment.ts';
import { type Finding, judged, ok, problem, warning } from '../finding.ts';
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
  return [...found.flat(), ...(await macOf(kms, deployment.outputs.HmacKeyArn ?? ''))];
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

/** Whether the root key makes MACs: asked as a dry run, and none of the doctor's business for whoever may not. */
function macOf(kms: DoctorClients['kms'], KeyId: string): Promise<readonly Finding[]> {
  return look(
    'keys',
    'HmacKeyArn',
    'kms:GenerateMac (it is wanted for `lethe audit object` and `lethe reidentify` alone)',
    async () => {
      try {
        const Message = new TextEncoder().encode('lethe doctor');
        await kms.send(
          new GenerateMacCommand({ KeyId, Message, MacAlgorithm: 'HMAC_SHA_256', DryRun: true }),
        );
        return true;
      } catch (error) {
        const { name } = sdkFailure(error);
        // Of a key that is off it was said above.
        if (/^(DisabledException|KMSInvalidStateException)$/.test(name)) return false;
        // What KMS calls a call that would have succeeded.
        if (name === 'DryRunOperationException') return true;
        throw error;
      }
    },
    (works) => (works ? [ok('keys', 'HmacKeyArn', 'makes MACs')] : []),
    () => [],
  );
}
