import { createHmac } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import { IDENTIFIER } from '../../../contracts/faults.ts';
import type { Input } from './s3.ts';

export function kmsError(name: string, status: number): Error {
  return Object.assign(new Error(`${name} about ${IDENTIFIER}`), {
    name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
}

/** HMAC keys in memory, by ARN, and aliases of them. */
export class FakeKms {
  readonly calls: Input[] = [];
  readonly answers: Uint8Array[] = [];
  readonly aliases = new Map<string, string>();
  readonly #roots: ReadonlyMap<string, Buffer>;

  constructor(roots: ReadonlyMap<string, Buffer>) {
    this.#roots = roots;
  }

  get client(): KMSClient {
    return {
      send: async ({ input }: { readonly input: Input }) => {
        this.calls.push(input);
        await Promise.resolve();
        const KeyId = this.aliases.get(input.KeyId) ?? input.KeyId;
        const root = this.#roots.get(KeyId);
        if (root === undefined) throw kmsError('NotFoundException', 400);
        const Mac = Uint8Array.from(createHmac('sha256', root).update(input.Message).digest());
        this.answers.push(Mac);
        return { KeyId, MacAlgorithm: input.MacAlgorithm, Mac };
      },
    } as unknown as KMSClient;
  }
}
