import { createSecretKey, type KeyObject } from 'node:crypto';
import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import { FaultError } from '../engine/faults.ts';
import type { KeyRing } from '../engine/ports.ts';
import { describeFailure, sdkFailure } from './sdkErrors.ts';

const SUBKEY_BYTES = 32;

/**
 * Subkeys made by an HMAC_256 key that never leaves KMS: one GenerateMac a label and process, over the UTF-8
 * label. Callers that ask at the same time share the call; a failed one is forgotten, so that the next caller asks
 * again.
 */
export class KmsKeyRing implements KeyRing {
  readonly #client: KMSClient;
  readonly #configured: string;
  readonly #subkeys = new Map<string, Promise<KeyObject>>();
  #arn: string | null = null;

  /** `keyId`: id, ARN or alias of the root key. */
  constructor(client: KMSClient, keyId: string) {
    this.#client = client;
    this.#configured = keyId;
  }

  /** The key's ARN as KMS gave it; before the first subkey, the id that was configured. */
  get keyId(): string {
    return this.#arn ?? this.#configured;
  }

  async subkeys(labels: readonly string[]): Promise<ReadonlyMap<string, KeyObject>> {
    const pairs = labels.map(async (label) => [label, await this.#subkey(label)] as const);
    return new Map(await Promise.all(pairs));
  }

  #subkey(label: string): Promise<KeyObject> {
    const known = this.#subkeys.get(label);
    if (known !== undefined) return known;
    const asked = this.#derive(label);
    this.#subkeys.set(label, asked);
    asked.catch(() => this.#subkeys.delete(label));
    return asked;
  }

  async #derive(label: string): Promise<KeyObject> {
    const { Mac, KeyId } = await this.#client
      .send(
        new GenerateMacCommand({
          KeyId: this.#configured,
          MacAlgorithm: 'HMAC_SHA_256',
          Message: Buffer.from(label, 'utf8'),
        }),
      )
      .catch((error: unknown) => {
        throw keyFault(error);
      });
    if (Mac?.length !== SUBKEY_BYTES || KeyId === undefined)
      throw wrongKey('KMS answered with no MAC of 32 bytes');
    // An alias may be pointed at another key at any time; half the subkeys of one key and half of another would split identities.
    this.#arn ??= KeyId;
    if (KeyId !== this.#arn) throw wrongKey('The alias of the key points to another key than before');
    const subkey = createSecretKey(Mac);
    Mac.fill(0);
    return subkey;
  }
}

/** KMS's own names; everything else goes by its status. */
const FORBIDDEN: ReadonlySet<string> = new Set(['AccessDeniedException', 'UnrecognizedClientException']);

function keyFault(error: unknown): FaultError {
  const failure = sdkFailure(error);
  const said = describeFailure(failure);
  if (FORBIDDEN.has(failure.name))
    return new FaultError(
      'KEY_FORBIDDEN',
      false,
      `The HMAC key refuses its use (${said})`,
      'Allow this role kms:GenerateMac, and name it in the setting identityKeyUsers or nameKeyUsers: the policy of the key denies all others',
    );
  return new FaultError(
    'KEY_UNAVAILABLE',
    failure.passes,
    `The HMAC key could not be used (${said})`,
    failure.passes
      ? 'It will be tried again'
      : 'Check that the key exists, is enabled and is an HMAC_256 key for GENERATE_VERIFY_MAC',
  );
}

function wrongKey(message: string): FaultError {
  return new FaultError('KEY_UNAVAILABLE', false, message, 'Name the key by its ARN and deploy again');
}
