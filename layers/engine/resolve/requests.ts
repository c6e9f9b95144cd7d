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

/**
 * Two requests are the same if their family and their name are. The name of most is the original, so that a hundred thousand of them need no
 * text of their own. It is for use as a map key in memory only.
 */
function familyOf(request: Request): string {
  switch (request.kind) {
    case 'uid':
      return UID_FAMILIES[request.method];
    case 'pseudonym':
      return `pseudonym\n${request.domain}`;
    case 'number':
      return `number\n${request.template}`;
    case 'patient-id-hash':
      return `patient-id-hash\n${request.keyed}`;
    case 'fantasy':
      return 'fantasy';
    case 'lookup':
      return `lookup\n${request.table}`;
    case 'shift':
      return `shift\n${shiftName(request.by)}\n${request.timeOfDay}\n${request.vr}`;
    case 'hash':
      return `hash\n${request.algorithm} ${request.matchLength}\n${keyName(request.key)}`;
    case 'encrypt':
      return `encrypt\n${request.asciiOnly}\n${keyName(request.key)}`;
    case 'perturb': {
      const { span, range, roundTo } = request.how;
      return `perturb\n${span} ${range} ${roundTo}`;
    }
  }
}

const UID_FAMILIES = { keyed: 'uid\nkeyed', random: 'uid\nrandom', md5: 'uid\nmd5' } as const;

function nameOf(request: Request): string {
  switch (request.kind) {
    case 'uid':
    case 'pseudonym':
    case 'patient-id-hash':
    case 'lookup':
      return request.original.reveal();
    case 'number':
      return request.whose.reveal();
    case 'fantasy': {
      const { part, salt, sex, name, birthDate, original } = request;
      return JSON.stringify([part, salt, sex, name.reveal(), birthDate.reveal(), original.reveal()]);
    }
    case 'shift': {
      const { original, time, whose } = request;
      return `${original.reveal()}\n${time?.reveal() ?? ''}\n${whose.reveal()}`;
    }
    case 'hash':
      return originalIdentity(request.original);
    case 'encrypt':
    case 'perturb':
      return placeName(request);
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

/** A request that was asked, and its answer once there is one. */
export interface Question {
  request: Request;
  answer: string | null;
}

/** The requests of an instance, each once. */
export class Questions {
  readonly #families = new Map<string, Map<string, Question>>();

  /** Of equal requests the last one stays: a refusal names its path. */
  ask(request: Request): Question {
    const family = familyOf(request);
    let questions = this.#families.get(family);
    if (questions === undefined) {
      questions = new Map();
      this.#families.set(family, questions);
    }
    const name = nameOf(request);
    const known = questions.get(name);
    if (known !== undefined) {
      known.request = request;
      return known;
    }
    const question = { request, answer: null };
    questions.set(name, question);
    return question;
  }

  find(request: Request): Readonly<Question> | undefined {
    return this.#families.get(familyOf(request))?.get(nameOf(request));
  }

  *all(): Generator<Question> {
    for (const questions of this.#families.values()) yield* questions.values();
  }
}

/** A request and its answer. */
export interface Settled {
  readonly request: Request;
  readonly answer: string;
}

/** The answers to an instance's requests. */
export class Resolutions {
  readonly #questions: Questions;
  /** Answers by the kind of their requests, once somebody asks. */
  #issued: ReadonlyMap<Request['kind'], ReadonlySet<string>> | null = null;

  constructor(questions: Questions) {
    this.#questions = questions;
  }

  /** What was asked and answered, each once. */
  settled(): readonly Settled[] {
    return Array.from(this.#questions.all(), ({ request, answer }) => ({
      request,
      answer: answerTo(request, answer),
    }));
  }

  /** Throws a RangeError if the request was never made: an action whose `needs` and `edit` disagree. */
  answer(request: Request): string {
    return answerTo(request, this.#questions.find(request)?.answer);
  }

  /** Whether a value is one that was issued for this instance. */
  issued(kind: Request['kind'], value: string): boolean {
    this.#issued ??= issuedIn(this.#questions);
    return this.#issued.get(kind)?.has(value) ?? false;
  }

  /** All that were issued for requests of a kind; an empty answer, where the kind has one, issues nothing. */
  issuedAnswers(kind: Request['kind']): readonly string[] {
    this.#issued ??= issuedIn(this.#questions);
    return [...(this.#issued.get(kind) ?? [])].filter((answer) => answer !== '');
  }
}

function answerTo({ kind }: Request, answer: string | null | undefined): string {
  if (answer == null) throw new RangeError(`a ${kind} was used that was not asked for`);
  return answer;
}

function issuedIn(questions: Questions): ReadonlyMap<Request['kind'], ReadonlySet<string>> {
  const issued = new Map<Request['kind'], Set<string>>();
  for (const { request, answer } of questions.all()) {
    if (answer === null) continue;
    const known = issued.get(request.kind);
    if (known === undefined) issued.set(request.kind, new Set([answer]));
    else known.add(answer);
  }
  return issued;
}
