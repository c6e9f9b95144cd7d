import type { KMSClient } from '@aws-sdk/client-kms';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import { brokenConnection, faultyClient } from './faultyClient.ts';
import type { KeyRingRig } from './keyRingContract.ts';

/** The key ring suite's rig over two HMAC keys, at a fake or at a live endpoint. */
export function makeKmsRig(client: KMSClient, keyId: string, otherKeyId: string, root?: Buffer): KeyRingRig {
  let isBroken = false;
  let asked = 0;
  const watched = faultyClient(client, {
    before: () => {
      asked += 1;
      if (isBroken) throw brokenConnection();
    },
  });
  return {
    ring: () => new KmsKeyRing(watched, keyId),
    otherRing: () => new KmsKeyRing(watched, otherKeyId),
    breakRoot: async () => {
      isBroken = true;
    },
    mendRoot: async () => {
      isBroken = false;
    },
    asked: () => asked,
    ...(root === undefined ? {} : { root }),
    dispose: async () => {},
  };
}
