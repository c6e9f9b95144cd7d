import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  GenerateMacCommand,
  GetKeyPolicyCommand,
  KMSClient,
  PutKeyPolicyCommand,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import { eventually, outputs } from './deployed.ts';

/**
 * The HMAC keys, to somebody whom IAM allows everything in KMS. That the functions may make MACs is shown by all that they release; the emulator holds
 * its root to no policy, so that root is denied is held by the template (test/infra/keyUse.test.ts).
 */
async function administrator(): Promise<KMSClient> {
  const iam = new IAMClient({});
  const UserName = 'key-administrator';
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName,
      PolicyName: 'everything',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }],
      }),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const kms = new KMSClient({
    credentials: {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    },
  });
  await eventually('the rights of the administrator', () =>
    kms.send(new DescribeKeyCommand({ KeyId: outputs.StorageKeyArn })).then(
      () => true,
      () => null,
    ),
  );
  return kms;
}

it('an administrator of KMS can make no MAC with the HMAC keys, and can manage them', async () => {
  const kms = await administrator();
  for (const KeyId of [outputs.HmacKeyArn, outputs.NameKeyArn]) {
    const MacAlgorithm = 'HMAC_SHA_256';
    const Message = Buffer.from('lethe/v1/uid');
    await expect(kms.send(new GenerateMacCommand({ KeyId, MacAlgorithm, Message }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(
      kms.send(new VerifyMacCommand({ KeyId, MacAlgorithm, Message, Mac: Buffer.alloc(32) })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({ KeyState: 'Enabled', KeySpec: 'HMAC_256' });
    const { Policy = '' } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    expect(Policy).toContain('MacsOnlyForNamed');
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }));
  }
});
