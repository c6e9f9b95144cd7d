import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import { KmsSigner, publicKeyOf } from '../../../layers/aws/kmsSigner.ts';
import { faultOf } from '../../contracts/faults.ts';
import { brokenConnection, faultyClient } from '../../contracts/faultyClient.ts';
import { kmsError } from './fakes/kms.ts';
import type { Input } from './fakes/s3.ts';

const ARN = 'arn:aws:kms:eu-central-1:111122223333:key/1';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const asked: Input[] = [];
const client = {
  send: async (command: { readonly input: Input }) => {
    asked.push(command.input);
    if (command.constructor.name === 'GetPublicKeyCommand')
      return { KeyId: ARN, PublicKey: publicKey.export({ type: 'spki', format: 'der' }) };
    // KMS signs the digest it is given; null: as it is.
    return { KeyId: ARN, Signature: signDigest(command.input.Message) };
  },
} as unknown as KMSClient;

/** Node signs messages only: the one of this test, whose digest it must be. */
const TEXT = 'x'.repeat(5000);
function signDigest(digest: Uint8Array): Buffer {
  expect(digest).toHaveLength(32);
  return sign('sha256', Buffer.from(TEXT), privateKey);
}

describe('KmsSigner', () => {
  it('has KMS sign a digest, so that a text may be of any length', async () => {
    const signed = await new KmsSigner(client, 'alias/audit').sign(TEXT);
    expect(signed).toMatchObject({ algorithm: 'ECDSA_SHA_256', key: ARN });
    const key = await publicKeyOf(client, ARN);
    expect(verify('sha256', Buffer.from(TEXT), key, Buffer.from(signed.signature, 'base64'))).toBe(true);
    expect(asked[0]).toMatchObject({ MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' });
    expect(key.export({ type: 'spki', format: 'pem' })).toEqual(
      createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).export({
        type: 'spki',
        format: 'pem',
      }),
    );
  });

  it.each([
    [kmsError('AccessDeniedException', 400), 'KEY_FORBIDDEN', false],
    [kmsError('DisabledException', 400), 'KEY_UNAVAILABLE', false],
    [kmsError('ThrottlingException', 400), 'KEY_UNAVAILABLE', true],
    [brokenConnection(), 'KEY_UNAVAILABLE', true],
  ])('says of a refusal whether it passes: %s', async (error, code, transient) => {
    const refusing = faultyClient(client, {
      before: () => {
        throw error;
      },
    });
    expect(await faultOf(new KmsSigner(refusing, ARN).sign(TEXT))).toEqual({ code, transient });
    expect(await faultOf(publicKeyOf(refusing, ARN))).toEqual({ code, transient });
  });
});
