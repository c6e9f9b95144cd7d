import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { ManifestSignature } from '../engine/audit/manifest/format.ts';
import type { ManifestSigner } from '../engine/audit/manifest/ports.ts';
import { FaultError } from '../engine/faults.ts';
import { describeFailure, sdkFailure } from './sdkErrors.ts';

/** Signs with an ECC_NIST_P256 key that never leaves KMS: anyone with the public key can verify, and only KMS can sign. */
export class KmsSigner implements ManifestSigner {
  readonly #client: KMSClient;
  readonly #keyId: string;

  constructor(client: KMSClient, keyId: string) {
    this.#client = client;
    this.#keyId = keyId;
  }

  async sign(text: string): Promise<ManifestSignature> {
    const { Signature, KeyId } = await this.#client
      .send(
        new SignCommand({
          KeyId: this.#keyId,
          // KMS takes no message of more than 4,096 bytes.
          MessageType: 'DIGEST',
          Message: createHash('sha256').update(text, 'utf8').digest(),
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      )
      .catch((error: unknown) => {
        throw keyFault(error);
      });
    if (Signature === undefined || KeyId === undefined)
      throw new FaultError(
        'KEY_UNAVAILABLE',
        true,
        'KMS answered with no signature',
        'It will be tried again',
      );
    return { algorithm: 'ECDSA_SHA_256', key: KeyId, signature: Buffer.from(Signature).toString('base64') };
  }
}

/** The public key of a signing key pair. Rejects with `FaultError`. */
export async function publicKeyOf(client: KMSClient, keyId: string): Promise<KeyObject> {
  const { PublicKey } = await client
    .send(new GetPublicKeyCommand({ KeyId: keyId }))
    .catch((error: unknown) => {
      throw keyFault(error);
    });
  return createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
}

function keyFault(error: unknown): FaultError {
  const failure = sdkFailure(error);
  const said = describeFailure(failure);
  return failure.name === 'AccessDeniedException'
    ? new FaultError(
        'KEY_FORBIDDEN',
        false,
        `The signing key refuses its use (${said})`,
        'Allow this role kms:Sign to sign, or kms:GetPublicKey to verify',
      )
    : new FaultError(
        'KEY_UNAVAILABLE',
        failure.passes,
        `The signing key could not be used (${said})`,
        failure.passes
          ? 'It will be tried again'
          : 'Check that the key exists, is enabled and is an ECC_NIST_P256 key for SIGN_VERIFY',
      );
}
