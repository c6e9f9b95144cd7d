import { md5, rememberedMac, uidOfBytes } from '../../crypto.ts';
import { identityKey } from '../../identities/identityKey.ts';
import type { Answerer, Resolver } from '../answerer.ts';
import type { Request } from '../requests.ts';

type UidRequest = Request & { kind: 'uid' };

/** UIDs in the place of others, by the method that the rules name: hardly ever more than one. */
export const answerUids: Answerer<UidRequest> = async (requests, resolver) => {
  const answers: string[] = [];
  for (const method of new Set(requests.map((request) => request.method))) {
    const places = [...requests.keys()].filter((place) => requests[place]?.method === method);
    const originals = places.map((place) => (requests[place] as UidRequest).original.reveal());
    const uids = await METHODS[method](originals, resolver);
    places.forEach((place, index) => {
      answers[place] = uids[index] as string;
    });
  }
  return answers;
};

type Method = (originals: readonly string[], resolver: Resolver) => Promise<readonly string[]>;

/** The same UID gets the same answer everywhere and on every retry, with no table. */
const keyed: Method = async (originals, { subkey }) => {
  const key = await subkey('uid');
  return originals.map((uid) => rememberedMac(key, uid, uidOfKeyed));
};

function uidOfKeyed(mac: Buffer): string {
  return uidOfBytes(mac);
}

/** A UUID of random bytes, for whoever claims the original first: all others get that one. */
const random: Method = async (originals, { entropy, identities, keyScope, subkey }) => {
  const key = await subkey('identity-map');
  return identities.claim(
    originals.map((uid) => ({
      ...identityKey(key, 'uid', uid, keyScope),
      candidate: uidOfBytes(entropy.bytes(16), 4),
    })),
  );
};

/** dcm4che's: a UUID of version 3, without a key. */
const md5OfUid: Method = async (originals) => originals.map((uid) => uidOfBytes(md5(uid), 3));

const METHODS: { readonly [M in UidRequest['method']]: Method } = { keyed, random, md5: md5OfUid };
