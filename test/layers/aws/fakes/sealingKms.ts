import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import { kmsError } from './kms.ts';
import type { Input } from './s3.ts';

/** Symmetric KMS keys in memory: Encrypt and Decrypt, the encryption context bound in (API reference, "Encryption context"). */
export class FakeSealingKms {
  readonly calls: { readonly name: string; readonly input: Input }[] = [];
  readonly #keys: ReadonlyMap<string, Buffer>;

  constructor(keyIds: readonly string[]) {
    this.#keys = new Map(keyIds.map((keyId) => [keyId, randomBytes(32)]));
  }

  get client(): KMSClient {
    return {
      send: async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
        const name = command.constructor.name.replace(/Command$/, '');
        this.calls.push({ name, input: command.input });
        await Promise.resolve();
        const key = this.#keys.get(command.input.KeyId);
        if (key === undefined) throw kmsError('NotFoundException', 400);
        return name === 'Encrypt' ? encrypt(key, command.input) : decrypt(key, command.input);
      },
    } as unknown as KMSClient;
  }
}

function encrypt(key: Buffer, { Plaintext, EncryptionContext }: Input) {
  if (Plaintext.length < 1 || Plaintext.length > 4096) throw kmsError('ValidationException', 400);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(
    Buffer.from(JSON.stringify(EncryptionContext)),
  );
  const body = Buffer.concat([cipher.update(Plaintext), cipher.final()]);
  return { CiphertextBlob: new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body])) };
}

function decrypt(key: Buffer, { CiphertextBlob, EncryptionContext }: Input) {
  const blob = Buffer.from(CiphertextBlob);
  const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, 12))
    .setAAD(Buffer.from(JSON.stringify(EncryptionContext)))
    .setAuthTag(blob.subarray(12, 28));
  try {
    return {
      Plaintext: new Uint8Array(Buffer.concat([decipher.update(blob.subarray(28)), decipher.final()])),
    };
  } catch {
    throw kmsError('InvalidCiphertextException', 400);
  }
}
