import { mac, uidOfBytes } from '../crypto.ts';
import type { Request } from '../requests.ts';
import type { Answerer } from '../resolve.ts';

/** Keyed and stateless: the same UID gets the same answer everywhere and on every retry, with no table. */
export const answerUids: Answerer<Request & { kind: 'uid' }> = async (requests, { subkey }) => {
  const key = await subkey('uid');
  return requests.map(({ original }) => uidOfBytes(mac(key, original.reveal())));
};
