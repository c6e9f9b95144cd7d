import { KmsOpener, KmsSealer } from '../../../layers/aws/kmsSealer.ts';
import { faultOf } from '../../contracts/faults.ts';
import { brokenConnection, faultyClient } from '../../contracts/faultyClient.ts';
import { describeSealerContract } from '../../contracts/sealerContract.ts';
import { kmsError } from './fakes/kms.ts';
import { FakeSealingKms } from './fakes/sealingKms.ts';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/seal';
const OTHER = 'arn:aws:kms:eu-central-1:111122223333:key/other';

describeSealerContract('KMS', async () => {
  const { client } = new FakeSealingKms([KEY, OTHER]);
  return {
    sealer: () => new KmsSealer(client, KEY),
    opener: () => new KmsOpener(client, KEY),
    otherOpener: () => new KmsOpener(client, OTHER),
    broken: () => ({ sealer: new KmsSealer(client, 'none'), opener: new KmsOpener(client, 'none') }),
    dispose: async () => {},
  };
});

describe('KmsSealer and KmsOpener', () => {
  it('name the key and the context to KMS, for its policy and for CloudTrail', async () => {
    const kms = new FakeSealingKms([KEY]);
    const sealed = await new KmsSealer(kms.client, KEY).seal(Buffer.from('secret'), 'lethe/v1/patient/ab');
    await new KmsOpener(kms.client, KEY).open(sealed, 'lethe/v1/patient/ab');
    expect(kms.calls).toMatchObject([
      { name: 'Encrypt', input: { KeyId: KEY, EncryptionContext: { lethe: 'lethe/v1/patient/ab' } } },
      { name: 'Decrypt', input: { KeyId: KEY, EncryptionContext: { lethe: 'lethe/v1/patient/ab' } } },
    ]);
  });

  it.each([
    ['AccessDeniedException', kmsError('AccessDeniedException', 400), 'KEY_FORBIDDEN', false],
    ['DisabledException', kmsError('DisabledException', 400), 'KEY_UNAVAILABLE', false],
    ['KMSInternalException', kmsError('KMSInternalException', 500), 'KEY_UNAVAILABLE', true],
    ['a broken connection', brokenConnection(), 'KEY_UNAVAILABLE', true],
  ] as const)('make of %s a fault', async (_what, error, code, transient) => {
    const client = faultyClient(new FakeSealingKms([KEY]).client, {
      before: () => {
        throw error;
      },
    });
    const calls = [
      new KmsSealer(client, KEY).seal(Buffer.from('secret'), ''),
      new KmsOpener(client, KEY).open(Buffer.from('sealed'), ''),
    ];
    for (const call of calls) expect(await faultOf(call)).toEqual({ code, transient });
  });
});
