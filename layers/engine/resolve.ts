import type { KeyObject } from 'node:crypto';
import { mac, pseudonymOfBytes, uidOfBytes } from './crypto.ts';
import { type KeyPurpose, type KeyRing, purposeLabel } from './ports.ts';
import { type Request, Resolutions, requestIdentity } from './requests.ts';

/**
 * Answers an instance's requests: the only step of the engine that awaits anything but reads and writes of the instance itself.
 * Rejects with `FaultError` when a port cannot answer.
 */
export async function resolve(
  requests: readonly Request[],
  keys: KeyRing,
  keyScope: string,
): Promise<Resolutions> {
  const unique = new Map(requests.map((request) => [requestIdentity(request), request]));
  const purposes = new Set([...unique.values()].map(purposeOf));
  const labels = new Map([...purposes].map((purpose) => [purpose, purposeLabel(purpose, keyScope)]));
  const subkeys = labels.size === 0 ? new Map<string, KeyObject>() : await keys.subkeys([...labels.values()]);
  const answers = new Map<string, string>();
  for (const [identity, request] of unique) {
    const key = subkeys.get(labels.get(purposeOf(request)) as string) as KeyObject;
    answers.set(identity, ANSWERS[request.kind](request as never, key));
  }
  return new Resolutions(answers);
}

function purposeOf(request: Request): KeyPurpose {
  return request.kind === 'uid' ? 'uid' : 'pseudonym';
}

const ANSWERS: {
  readonly [K in Request['kind']]: (request: Request & { kind: K }, key: KeyObject) => string;
} = {
  uid: ({ original }, key) => uidOfBytes(mac(key, original.reveal())),
  pseudonym: ({ domain, original }, key) => {
    // The unit separator cannot occur in a value: a domain and a value have one way to be joined.
    const text = pseudonymOfBytes(mac(key, `${domain}\x1f${original.reveal()}`));
    return domain.startsWith('name/') ? `PATIENT^${text}` : text;
  },
};
