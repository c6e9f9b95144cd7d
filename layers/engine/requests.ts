import type { Phi } from './phi.ts';

/** Something an action needs that is not in the instance. Equal requests are asked once. */
export type Request =
  | { readonly kind: 'uid'; readonly original: Phi }
  /** `domain` separates attributes, so that equal values of two attributes do not get one pseudonym. */
  | { readonly kind: 'pseudonym'; readonly domain: string; readonly original: Phi };

/** What makes two requests the same. It holds the original: for use as a map key in memory only. */
export function requestIdentity(request: Request): string {
  return request.kind === 'uid'
    ? `uid\n${request.original.reveal()}`
    : `pseudonym\n${request.domain}\n${request.original.reveal()}`;
}

/** The answers to an instance's requests. */
export class Resolutions {
  readonly #answers: ReadonlyMap<string, string>;
  readonly #issuedUids: ReadonlySet<string>;
  readonly #issuedPseudonyms: ReadonlySet<string>;

  constructor(answers: ReadonlyMap<string, string>) {
    this.#answers = answers;
    const issued = (kind: string) =>
      new Set([...answers].filter(([key]) => key.startsWith(`${kind}\n`)).map(([, value]) => value));
    this.#issuedUids = issued('uid');
    this.#issuedPseudonyms = issued('pseudonym');
  }

  /** Throws a RangeError if the request was never made: an action whose `needs` and `edit` disagree. */
  answer(request: Request): string {
    const answer = this.#answers.get(requestIdentity(request));
    if (answer === undefined) throw new RangeError(`a ${request.kind} was used that was not asked for`);
    return answer;
  }

  /** Whether a value is one that was issued for this instance. */
  issued(kind: Request['kind'], value: string): boolean {
    return (kind === 'uid' ? this.#issuedUids : this.#issuedPseudonyms).has(value);
  }
}
