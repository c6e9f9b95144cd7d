import type { KeyObject } from 'node:crypto';
import { answerEncryptions } from './answers/encrypt.ts';
import { answerHashes } from './answers/hash.ts';
import { answerPerturbations } from './answers/perturb.ts';
import { answerPseudonyms } from './answers/pseudonym.ts';
import { answerShifts } from './answers/shift.ts';
import { answerUids } from './answers/uid.ts';
import { type IdentityMap, type KeyPurpose, type KeyRing, purposeLabel } from './ports.ts';
import { type Request, Resolutions, requestIdentity } from './requests.ts';
import type { ValueReader } from './valueReader.ts';

/** What an answerer may use. */
export interface Resolver {
  readonly identities: IdentityMap;
  /** Separates projects. */
  readonly keyScope: string;
  subkey(purpose: KeyPurpose): Promise<KeyObject>;
  /** Values that the index left where they are. */
  readonly values: ValueReader;
}

/** Answers requests of one kind, in their order. */
export type Answerer<R> = (requests: readonly R[], resolver: Resolver) => Promise<readonly string[]>;

const ANSWERERS: { readonly [K in Request['kind']]: Answerer<Request & { kind: K }> } = {
  uid: answerUids,
  pseudonym: answerPseudonyms,
  shift: answerShifts,
  hash: answerHashes,
  encrypt: answerEncryptions,
  perturb: answerPerturbations,
};

/**
 * Answers an instance's requests, each of the unique ones once: the only step of the engine that awaits anything but reads and writes of the
 * instance itself. Rejects with `FaultError` when a port cannot answer, with `Refusal` when there is no answer.
 */
export async function resolve(
  requests: readonly Request[],
  keys: KeyRing,
  identities: IdentityMap,
  keyScope: string,
  values: ValueReader,
): Promise<Resolutions> {
  const byKind = new Map<Request['kind'], Map<string, Request>>();
  for (const request of requests) {
    const known = byKind.get(request.kind);
    if (known === undefined) byKind.set(request.kind, new Map([[requestIdentity(request), request]]));
    else known.set(requestIdentity(request), request);
  }
  const resolver: Resolver = {
    identities,
    keyScope,
    values,
    subkey: async (purpose) => {
      const label = purposeLabel(purpose, keyScope);
      return (await keys.subkeys([label])).get(label) as KeyObject;
    },
  };
  const answers = new Map<string, string>();
  for (const [kind, unique] of byKind) {
    // The table pairs every kind with its own answerer, which the type of a look-up by a union cannot say.
    const answer = ANSWERERS[kind] as Answerer<Request>;
    const values = await answer([...unique.values()], resolver);
    [...unique.keys()].forEach((identity, index) => {
      answers.set(identity, values[index] as string);
    });
  }
  return new Resolutions(answers);
}
