import type { KeyObject } from 'node:crypto';
import { purposeLabel } from '../ports.ts';
import type { Answerer, Resolver, ResolverPorts } from './answerer.ts';
import { answerEncryptions } from './answers/encrypt.ts';
import { answerFantasies } from './answers/fantasy.ts';
import { answerHashes } from './answers/hash.ts';
import { settleLookups } from './answers/lookup.ts';
import { answerNumbers } from './answers/number.ts';
import { answerPatientIdHashes } from './answers/patientIdHash.ts';
import { answerPerturbations } from './answers/perturb.ts';
import { answerPseudonyms } from './answers/pseudonym.ts';
import { answerShifts } from './answers/shift.ts';
import { answerUids } from './answers/uid.ts';
import { type Question, Questions, type Request, Resolutions } from './requests.ts';

/** Look-ups are settled before: other requests turn on them. */
type LaterKind = Exclude<Request['kind'], 'lookup'>;

const ANSWERERS: { readonly [K in LaterKind]: Answerer<Request & { kind: K }> } = {
  uid: answerUids,
  pseudonym: answerPseudonyms,
  number: answerNumbers,
  'patient-id-hash': answerPatientIdHashes,
  fantasy: answerFantasies,
  shift: answerShifts,
  hash: answerHashes,
  encrypt: answerEncryptions,
  perturb: answerPerturbations,
};

/**
 * Answers an instance's requests, each of the unique ones once: the only step of the engine that awaits anything but reads and writes of the
 * instance itself. Kinds are answered side by side, so that what they ask of a port at once can go in one round trip. Rejects with
 * `FaultError` when a port cannot answer, with `Refusal` when there is no answer.
 */
export async function resolve(
  requests: readonly Request[],
  { keys, ...ports }: ResolverPorts,
): Promise<Resolutions> {
  const resolver: Resolver = {
    ...ports,
    subkey: async (purpose) => {
      const label = purposeLabel(purpose, ports.keyScope);
      return (await keys.subkeys([label])).get(label) as KeyObject;
    },
  };
  const questions = new Questions();
  const settle = (request: Request, answer: string): void => {
    questions.ask(request).answer = answer;
  };
  for (const request of await settleLookups(requests, resolver, settle)) questions.ask(request);
  const settled = await Promise.allSettled(
    Array.from(openByKind(questions), async ([kind, open]) => {
      // The table pairs every kind with its own answerer, which the type of a look-up by a union cannot say.
      const answer = ANSWERERS[kind] as Answerer<Request>;
      const answers = await answer(
        open.map(({ request }) => request),
        resolver,
      );
      open.forEach((question, index) => {
        question.answer = answers[index] as string;
      });
    }),
  );
  // All are over before one is thrown, and always the same one.
  for (const outcome of settled) if (outcome.status === 'rejected') throw outcome.reason;
  return new Resolutions(questions);
}

function openByKind(questions: Questions): ReadonlyMap<LaterKind, readonly Question[]> {
  const open = new Map<LaterKind, Question[]>();
  for (const question of questions.all()) {
    const kind = question.request.kind;
    if (kind === 'lookup') continue;
    const known = open.get(kind);
    if (known === undefined) open.set(kind, [question]);
    else known.push(question);
  }
  return open;
}
