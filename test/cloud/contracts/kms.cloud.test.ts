import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DisableKeyCommand,
} from '@aws-sdk/client-kms';
import { awsClients } from '../../../layers/aws/clients.ts';
import { KmsKeyRing } from '../../../layers/aws/kmsKeyRing.ts';
import { faultOf } from '../../contracts/faults.ts';
import { describeKeyRingContract } from '../../contracts/keyRingContract.ts';
import { makeKmsRig } from '../../contracts/kmsRig.ts';
import { forgetKeys, freshName, kms } from './live.ts';
import { loseAnswers } from './lostAnswers.ts';

const made: string[] = [];
afterAll(() => forgetKeys(made));

async function hmacKey(): Promise<string> {
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
  );
  made.push(KeyMetadata?.KeyId ?? '');
  return KeyMetadata?.Arn ?? '';
}

describeKeyRingContract('live KMS', async () => makeKmsRig(kms, await hmacKey(), await hmacKey()));

describe('KMS behind the real SDK', () => {
  it('names the ARN behind an alias', async () => {
    const [arn, AliasName] = [await hmacKey(), `alias/${freshName('hmac')}`];
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: arn }));
    const ring = new KmsKeyRing(kms, AliasName);
    const [byAlias, byArn] = await Promise.all([
      ring.subkeys(['lethe/v1/uid']),
      new KmsKeyRing(kms, arn).subkeys(['lethe/v1/uid']),
    ]);
    expect(ring.keyId).toBe(arn);
    expect(byAlias.get('lethe/v1/uid')?.equals(byArn.get('lethe/v1/uid') as never)).toBe(true);
    await kms.send(new DeleteAliasCommand({ AliasName }));
  });

  it('lives through a lost answer', async () => {
    const { kms: client } = awsClients();
    const lost = loseAnswers(client, 'GenerateMacCommand', (nth) => nth === 1);
    expect((await new KmsKeyRing(client, await hmacKey()).subkeys(['lethe/v1/uid'])).size).toBe(1);
    expect(lost()).toBe(1);
    client.destroy();
  });

  it('says of a missing, a disabled and a wrong key that it will not pass', async () => {
    const disabled = await hmacKey();
    await kms.send(new DisableKeyCommand({ KeyId: disabled }));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    made.push(KeyMetadata?.KeyId ?? '');
    for (const id of ['11111111-2222-3333-4444-555555555555', disabled, KeyMetadata?.Arn ?? ''])
      expect(await faultOf(new KmsKeyRing(kms, id).subkeys(['lethe/v1/uid']))).toEqual({
        code: 'KEY_UNAVAILABLE',
        transient: false,
      });
  });
});
