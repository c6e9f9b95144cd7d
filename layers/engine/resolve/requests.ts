import type { Action, KeyChoice, Shift } from '../../../rules/plan.ts';
import type { Vr } from '../../dicom/vr.ts';
import type { Phi } from '../phi.ts';
import { type Original, originalIdentity } from './original.ts';
import type { Perturbation } from './perturbation.ts';
import type { HashAlgorithm } from './valueHash.ts';

/** Something an action needs that is not in the instance. Equal requests are asked once. */
export type Request =
  | { readonly kind: 'uid'; readonly method: 'keyed' | 'random' | 'md5'; readonly original: Phi }
  /** `domain` separates attributes, so that equal values of two attributes do not get one pseudonym. */
  | { readonly kind: 'pseudonym'; readonly domain: string; readonly original: Phi }
  /** The number of a patient, in a template with one {###}. `path` is for a refusal. */
  | { readonly kind: 'number'; readonly template: string; readonly whose: Phi; readonly path: string }
  /** A UUID over a Patient ID with its issuer. */
  | { readonly kind: 'patient-id-hash'; readonly keyed: boolean; readonly original: Phi }
  /** The name or birth date of a made-up person; `original` is the value that it stands for. */
  | {
      readonly kind: 'fantasy';
      readonly part: 'name' | 'birth-date';
      readonly salt: string;
      readonly sex: 'F' | 'M' | null;
      readonly name: Phi;
      readonly birthDate: Phi;
      readonly original: Phi;
    }
  /** What a table has for a value. `whenMissing`: what is needed if it has nothing; throws where that refuses the instance. */
  | {
      readonly kind: 'lookup';
      readonly table: string;
      readonly original: Phi;
      readonly whenMissing: () => readonly Request[];
    }
  /** A date or time, moved. `whose`: the scope that a keyed shift goes by; `time`: the TM that carries a DA over midnight. */
  | {
      readonly kind: 'shift';
      readonly by: Shift;
      readonly timeOfDay: (Action & { kind: 'shift' })['timeOfDay'];
      readonly whose: Phi;
      readonly vr: 'DA' | 'DT' | 'TM';
      readonly original: Phi;
      readonly time: Phi | null;
    }
  /** The HMAC of a value: of text as it will be written, of bytes as hexadecimal. */
  | {
      readonly kind: 'hash';
      readonly key: KeyChoice;
      readonly algorithm: HashAlgorithm;
      readonly matchLength: boolean;
      readonly original: Original;
    }
  /** A value encrypted: Base64 of IV and ciphertext. The IV goes by the place of the value. */
  | ({ readonly kind: 'encrypt'; readonly key: KeyChoice; readonly asciiOnly: boolean } & PlacedOriginal)
  /** A number, or all of a binary value, with noise that goes by its place: text, or Base64 of the bytes. */
  | ({
      readonly kind: 'perturb';
      readonly how: Perturbation;
      readonly vr: Vr;
      readonly littleEndian: boolean;
    } & PlacedOriginal);

/** A value and where it stands: in which instance, element and position among the values. */
interface PlacedOriginal {
  readonly original: Original;
  readonly sopInstanceUid: Phi;
  readonly path: string;
  readonly index: number;
}

/** What makes two requests the same: the kind, a line feed, the rest. It holds the original: for use as a map key in memory only. */
export function requestIdentity(request: Request): string {
  switch (request.kind) {
    case 'uid':
      return `uid\n${request.method}\n${request.original.reveal()}`;
    case 'pseudonym':
      return `pseudonym\n${request.domain}\n${request.original.reveal()}`;
    case 'number':
      return `number\n${request.template}\n${request.whose.reveal()}`;
    case 'patient-id-hash':
      return `patient-id-hash\n${request.keyed}\n${request.original.reveal()}`;
    case 'fantasy': {
      const { part, salt, sex, name, birthDate, original } = request;
      const parts = [part, salt, sex, name.reveal(), birthDate.reveal(), original.reveal()];
      return `fantasy\n${JSON.stringify(parts)}`;
    }
    case 'lookup':
      return `lookup\n${request.table}\n${request.original.reveal()}`;
    case 'shift': {
      const { by, timeOfDay, whose, vr, original, time } = request;
      return `shift\n${shiftName(by)}\n${timeOfDay}\n${vr}\n${original.reveal()}\n${time?.reveal() ?? ''}\n${whose.reveal()}`;
    }
    case 'hash': {
      const { key, algorithm, matchLength, original } = request;
      return `hash\n${algorithm} ${matchLength}\n${keyName(key)}\n${originalIdentity(original)}`;
    }
    case 'encrypt':
      return `encrypt\n${request.asciiOnly}\n${keyName(request.key)}\n${placeName(request)}`;
    case 'perturb': {
      const { span, range, roundTo } = request.how;
      return `perturb\n${span} ${range} ${roundTo}\n${placeName(request)}`;
    }
  }
}

function keyName(key: KeyChoice): string {
  return key.from === 'ring' ? 'ring' : `rules ${key.text}`;
}

/** The instance is not named: requests of one are kept together. */
function placeName({ path, index, original }: PlacedOriginal): string {
  return `${path}\n${index}\n${originalIdentity(original)}`;
}

function shiftName(by: Shift): string {
  switch (by.kind) {
    case 'fixed':
      return `fixed ${by.seconds}`;
    case 'patient':
      return `patient ${by.minDays} ${by.maxDays} ${by.direction}`;
    case 'scoped':
      return `scoped ${by.scope} ${by.rangeDays} ${keyName(by.key)}`;
  }
}

/** A request and its answer. */
export interface Settled {
  readonly request: Request;
  readonly answer: string;
}

/** The answers to an instance's requests. */
export class Resolutions {
  readonly #answers: ReadonlyMap<string, string>;
  /** Answers by the kind of their requests. */
  readonly #issued = new Map<string, Set<string>>();
  readonly #requests: readonly Request[];

  constructor(answers: ReadonlyMap<string, string>, requests: readonly Request[] = []) {
    this.#answers = answers;
    this.#requests = requests;
    for (const [identity, answer] of answers) {
      const kind = identity.slice(0, identity.indexOf('\n'));
      const issued = this.#issued.get(kind);
      if (issued === undefined) this.#issued.set(kind, new Set([answer]));
      else issued.add(answer);
    }
  }

  /** What was asked and answered, each once. */
  settled(): readonly Settled[] {
    return this.#requests.map((request) => ({ request, answer: this.answer(request) }));
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

  /** All that were issued for requests of a kind; an empty answer, where the kind has one, issues nothing. */
  issuedAnswers(kind: Request['kind']): readonly string[] {
    return [...(this.#issued.get(kind) ?? [])].filter((answer) => answer !== '');
  }
}
