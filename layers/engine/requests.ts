import type { Action, Shift } from '../../rules/plan.ts';
import type { Phi } from './phi.ts';

/** Something an action needs that is not in the instance. Equal requests are asked once. */
export type Request =
  | { readonly kind: 'uid'; readonly original: Phi }
  /** `domain` separates attributes, so that equal values of two attributes do not get one pseudonym. */
  | { readonly kind: 'pseudonym'; readonly domain: string; readonly original: Phi }
  /** A date or time, moved. `whose`: the scope that a keyed shift goes by; `time`: the TM that carries a DA over midnight. */
  | {
      readonly kind: 'shift';
      readonly by: Shift;
      readonly timeOfDay: (Action & { kind: 'shift' })['timeOfDay'];
      readonly whose: Phi;
      readonly vr: 'DA' | 'DT' | 'TM';
      readonly original: Phi;
      readonly time: Phi | null;
    };

/** What makes two requests the same: the kind, a line feed, the rest. It holds the original: for use as a map key in memory only. */
export function requestIdentity(request: Request): string {
  const original = request.original.reveal();
  switch (request.kind) {
    case 'uid':
      return `uid\n${original}`;
    case 'pseudonym':
      return `pseudonym\n${request.domain}\n${original}`;
    case 'shift': {
      const { by, timeOfDay, whose, vr, time } = request;
      return `shift\n${shiftName(by)}\n${timeOfDay}\n${vr}\n${original}\n${time?.reveal() ?? ''}\n${whose.reveal()}`;
    }
  }
}

function shiftName(by: Shift): string {
  switch (by.kind) {
    case 'fixed':
      return `fixed ${by.seconds}`;
    case 'patient':
      return `patient ${by.minDays} ${by.maxDays} ${by.direction}`;
    case 'scoped':
      return `scoped ${by.scope} ${by.rangeDays} ${by.key.from === 'ring' ? 'ring' : `rules ${by.key.text}`}`;
  }
}

/** The answers to an instance's requests. */
export class Resolutions {
  readonly #answers: ReadonlyMap<string, string>;
  /** Answers by the kind of their requests. */
  readonly #issued = new Map<string, Set<string>>();

  constructor(answers: ReadonlyMap<string, string>) {
    this.#answers = answers;
    for (const [identity, answer] of answers) {
      const kind = identity.slice(0, identity.indexOf('\n'));
      const issued = this.#issued.get(kind);
      if (issued === undefined) this.#issued.set(kind, new Set([answer]));
      else issued.add(answer);
    }
  }

  /** Throws a RangeError if the request was never made: an action whose `needs` and `edit` disagree. */
  answer(request: Request): string {
    const answer = this.#answers.get(requestIdentity(request));
    if (answer === undefined) throw new RangeError(`a ${request.kind} was used that was not asked for`);
    return answer;
  }

  /** Whether a value is one that was issued for this instance. */
  issued(kind: Request['kind'], value: string): boolean {
    return this.#issued.get(kind)?.has(value) ?? false;
  }
}
