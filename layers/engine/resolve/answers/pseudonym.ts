import { pseudonymOfBytes, rememberedMac } from '../../crypto.ts';
import type { Answerer } from '../answerer.ts';
import type { Request } from '../requests.ts';

/** Keyed and stateless, apart for each domain. */
export const answerPseudonyms: Answerer<Request & { kind: 'pseudonym' }> = async (requests, { subkey }) => {
  const key = await subkey('pseudonym');
  return requests.map(({ domain, original }) => {
    // The unit separator cannot occur in a value: a domain and a value have one way to be joined.
    const text = rememberedMac(key, `${domain}\x1f${original.reveal()}`, pseudonymOfBytes);
    return domain.startsWith('name/') ? `PATIENT^${text}` : text;
  });
};
