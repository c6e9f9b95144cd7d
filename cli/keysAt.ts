import type { KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import type { KeyRing } from '../layers/engine/ports.ts';
import { KeyFile } from '../layers/local/keyFile.ts';
import { UsageError } from './exit.ts';

const KMS_KEY = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/[A-Za-z0-9-]+$/;

/** Whether a root key is one of KMS, by its ARN; an alias may be pointed elsewhere, so it is not one. */
export function isKmsKey(place: string): boolean {
  return KMS_KEY.test(place);
}

/** The path of a key file that a flag names. A desk without a configuration has no use for a key of KMS. Throws `UsageError`: a file of that name would be another key. */
export function keyFileNamed(place: string): string {
  if (place.startsWith('arn:'))
    throw new UsageError(
      '--key names a file, and this is an ARN. A key of KMS is named in the configuration of `lethe listen` (docs/network/configuration.md).',
    );
  return resolve(place);
}

/** The root key at a place: a file, or a key of KMS. Where a deployment has the same, both give the same identities. */
export function keysAt(place: string): KeyRing {
  return isKmsKey(place) ? new KmsKey(place) : new KeyFile(place);
}

/** A key of KMS, whose client is loaded when it is asked: a desk does without the SDK. */
class KmsKey implements KeyRing {
  readonly keyId: string;
  #ring: Promise<KeyRing> | null = null;

  constructor(arn: string) {
    this.keyId = arn;
  }

  async subkeys(labels: readonly string[]): Promise<ReadonlyMap<string, KeyObject>> {
    this.#ring ??= ringOf(this.keyId);
    return (await this.#ring).subkeys(labels);
  }
}

/** The key's Region is in its name, wherever this machine is. */
async function ringOf(arn: string): Promise<KeyRing> {
  const [{ kmsClient }, { KmsKeyRing }] = await Promise.all([
    import('../layers/aws/clients.ts'),
    import('../layers/aws/kmsKeyRing.ts'),
  ]);
  return new KmsKeyRing(kmsClient({ region: KMS_KEY.exec(arn)?.[1] ?? '' }), arn);
}
