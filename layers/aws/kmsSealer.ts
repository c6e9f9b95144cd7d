import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { FaultError } from '../engine/faults.ts';
import type { Opener, Sealer } from '../engine/ports.ts';
import { describeFailure, sdkFailure } from './sdkErrors.ts';

/**
 * Seals under a symmetric KMS key. The role that de-identifies may kms:Encrypt with it and not kms:Decrypt; the context is bound in and stands
 * in CloudTrail with every use.
 */
export class KmsSealer implements Sealer {
  readonly #client: KMSClient;
  readonly #keyId: string;

  /** `keyId`: id, ARN or alias. */
  constructor(client: KMSClient, keyId: string) {
    this.#client = client;
    this.#keyId = keyId;
  }

  async seal(secret: Uint8Array, context: string): Promise<Uint8Array> {
    const { CiphertextBlob } = await this.#client
      .send(
        new EncryptCommand({ KeyId: this.#keyId, Plaintext: secret, EncryptionContext: contextOf(context) }),
      )
      .catch((error: unknown) => {
        throw sealingFault(error, 'kms:Encrypt');
      });
    if (CiphertextBlob === undefined) throw silent();
    return CiphertextBlob;
  }
}

/** Opens what a `KmsSealer` sealed, for another role. */
export class KmsOpener implements Opener {
  readonly #client: KMSClient;
  readonly #keyId: string;

  constructor(client: KMSClient, keyId: string) {
    this.#client = client;
    this.#keyId = keyId;
  }

  async open(sealed: Uint8Array, context: string): Promise<Uint8Array> {
    const { Plaintext } = await this.#client
      .send(
        // The key is named, so that a ciphertext cannot choose another.
        new DecryptCommand({
          KeyId: this.#keyId,
          CiphertextBlob: sealed,
          EncryptionContext: contextOf(context),
        }),
      )
      .catch((error: unknown) => {
        throw sealingFault(error, 'kms:Decrypt');
      });
    if (Plaintext === undefined) throw silent();
    return Plaintext;
  }
}

function contextOf(context: string): Record<string, string> {
  return { lethe: context };
}

/** KMS's own names: the caller may not, or this is not what was sealed. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'UnrecognizedClientException',
  'InvalidCiphertextException',
  'IncorrectKeyException',
]);

function sealingFault(error: unknown, action: string): FaultError {
  const failure = sdkFailure(error);
  const said = describeFailure(failure);
  if (FORBIDDEN.has(failure.name))
    return new FaultError(
      'KEY_FORBIDDEN',
      false,
      `The sealing key refuses its use (${said})`,
      `Allow this role ${action} in the policy of the key, and name the key that the originals were sealed with`,
    );
  return new FaultError(
    'KEY_UNAVAILABLE',
    failure.passes,
    `The sealing key could not be used (${said})`,
    failure.passes ? 'It will be tried again' : 'Check that the key exists, is enabled and is symmetric',
  );
}

function silent(): FaultError {
  return new FaultError('KEY_UNAVAILABLE', true, 'KMS answered with nothing', 'It will be tried again');
}
