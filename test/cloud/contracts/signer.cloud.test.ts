import { verify } from 'node:crypto';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { KmsSigner, publicKeyOf } from '../../../layers/aws/kmsSigner.ts';
import { faultOf } from '../../contracts/faults.ts';
import { forgetKeys, kms } from './live.ts';

const TEXT = 'x'.repeat(5000);
let arn = '';

beforeAll(async () => {
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
  );
  arn = KeyMetadata?.Arn ?? '';
});
afterAll(() => forgetKeys([arn]));

describe('live KMS as a signer', () => {
  it('signs a text of any length, which anyone with the public key can verify', async () => {
    const { key, algorithm, signature } = await new KmsSigner(kms, arn).sign(TEXT);
    expect([key, algorithm]).toEqual([arn, 'ECDSA_SHA_256']);
    const publicKey = await publicKeyOf(kms, arn);
    const holds = (text: string) =>
      verify('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
    expect([holds(TEXT), holds(`${TEXT}.`)]).toEqual([true, false]);
  });

  it('says of a missing key that it will not pass', async () => {
    const missing = new KmsSigner(kms, '11111111-2222-3333-4444-555555555555');
    expect(await faultOf(missing.sign(TEXT))).toEqual({ code: 'KEY_UNAVAILABLE', transient: false });
  });
});
