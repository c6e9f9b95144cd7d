import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { KmsOpener, KmsSealer } from '../../../layers/aws/kmsSealer.ts';
import { describeSealerContract } from '../../contracts/sealerContract.ts';
import { forgetKeys, kms } from './live.ts';

const made: string[] = [];
afterAll(() => forgetKeys(made));

async function symmetricKey(): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  made.push(KeyMetadata?.KeyId ?? '');
  return KeyMetadata?.Arn ?? '';
}

describeSealerContract('live KMS', async () => {
  const [own, other] = [await symmetricKey(), await symmetricKey()];
  const missing = '11111111-2222-3333-4444-555555555555';
  return {
    sealer: () => new KmsSealer(kms, own),
    opener: () => new KmsOpener(kms, own),
    otherOpener: () => new KmsOpener(kms, other),
    broken: () => ({ sealer: new KmsSealer(kms, missing), opener: new KmsOpener(kms, missing) }),
    // So is the emulator that run.ts starts (MiniStack 1.5.33); an endpoint that is named is not.
    isLenient: process.env.LETHE_CLOUD_ENDPOINT === undefined,
    dispose: async () => {},
  };
});
