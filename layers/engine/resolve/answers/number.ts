import { identityKey } from '../../identities/identityKey.ts';
import { Refusal } from '../../refusal.ts';
import type { Answerer } from '../answerer.ts';
import type { Request } from '../requests.ts';

type NumberRequest = Request & { kind: 'number' };

/**
 * One number for each patient, in as many templates as there are. A number is taken only if all of them have room for it: none is widened,
 * and none is used up for an instance that cannot be released.
 */
export const answerNumbers: Answerer<NumberRequest> = async (requests, { identities, keyScope, subkey }) => {
  const key = await subkey('identity-map');
  const rooms = new Map<string, NumberRequest>();
  for (const request of requests) {
    const whose = request.whose.reveal();
    const narrowest = rooms.get(whose);
    if (narrowest === undefined || capacityOf(request) < capacityOf(narrowest)) rooms.set(whose, request);
  }
  const numbers = new Map<string, number>();
  for (const [whose, request] of rooms) {
    const capacity = capacityOf(request);
    const number = await identities.allocate({ ...identityKey(key, 'patient', whose, keyScope), capacity });
    if (number === null || number >= capacity) throw exhausted(request);
    numbers.set(whose, number);
  }
  return requests.map(({ template, whose }) => {
    const number = numbers.get(whose.reveal()) as number;
    return template.replace(PLACEHOLDER, (marks) => String(number).padStart(marks.length - 2, '0'));
  });
};

const PLACEHOLDER = /\{#+\}/;

/** As many numbers as the placeholder's digits can write. */
function capacityOf({ template }: NumberRequest): number {
  const marks = PLACEHOLDER.exec(template)?.[0];
  if (marks === undefined) throw new RangeError('a template without a placeholder {###}');
  return Math.min(10 ** (marks.length - 2), Number.MAX_SAFE_INTEGER);
}

function exhausted({ path }: NumberRequest): Refusal {
  return new Refusal(
    'PLACEHOLDER_EXHAUSTED',
    path,
    'The template has no number left for another patient',
    'Give its placeholder more digits, e.g. {####}; those who have a number keep it.',
  );
}
