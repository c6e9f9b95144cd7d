/** One call as it came over the wire. */
export interface Call {
  readonly service: 'S3' | 'DynamoDB' | 'KMS' | 'Logs' | 'SQS' | 'Rekognition';
  readonly name: string;
  /** Counts from 1 over the calls of one name that came; a repetition by the SDK is a call of its own. */
  readonly nth: number;
  /** Of S3's calls, the bucket written to or read from. */
  readonly bucket?: string;
  /** Of S3's calls, what the object is called: a test may aim at one object. */
  readonly key?: string;
}

/** What becomes of a call. */
export type Fault =
  /** The service never gets it, and the connection breaks. */
  | { readonly kind: 'cut' }
  /** The service does it; the connection breaks before its answer. */
  | { readonly kind: 'lost-answer' }
  /** The service does nothing, and answers with this error. */
  | { readonly kind: 'refusal'; readonly status: number; readonly code: string }
  /** The service does it, and answers with this error all the same. */
  | { readonly kind: 'false-refusal'; readonly status: number; readonly code: string }
  /** S3 answers 200 and says in the body that it failed (API reference of CopyObject, UploadPartCopy, CompleteMultipartUpload). */
  | { readonly kind: 'failure-in-200' }
  /** The service does it; its answer breaks off after this part of the body. */
  | { readonly kind: 'truncation'; readonly part: number }
  /** The service does it, and answers so much later: that time passes for all. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The service does it, and answers when the clock was moved so far on. */
  | { readonly kind: 'late'; readonly ms: number }
  /** The service does it; no answer comes, and the connection stays. */
  | { readonly kind: 'silence' }
  /** The service does it; half the answer comes, and then nothing. */
  | { readonly kind: 'stall' };

/** Asked before each call. Null: nothing is done to it. */
export type Interference = (call: Call) => Fault | null;

/** Which calls of one name a fault strikes, and where. */
export interface Aim {
  /** The first so many of those that fit, or all. Left out: the first alone. */
  readonly times?: number | 'always';
  readonly bucket?: string;
  /** What the key ends with. */
  readonly key?: string;
}

/** Strikes the calls of a name, or of names. */
export function strike(names: string | readonly string[], fault: Fault, aim: Aim = {}): Interference {
  const left = new Map(
    [names].flat().map((name) => [name, aim.times === 'always' ? Infinity : (aim.times ?? 1)]),
  );
  return ({ name, bucket, key = '' }) => {
    const more = left.get(name) ?? 0;
    const isAimed =
      (aim.bucket === undefined || aim.bucket === bucket) && (aim.key === undefined || key.endsWith(aim.key));
    if (more === 0 || !isAimed) return null;
    left.set(name, more - 1);
    return fault;
  };
}

/** The first that has something to do. */
export function all(...each: readonly Interference[]): Interference {
  return (call) => {
    for (const one of each) {
      const fault = one(call);
      if (fault !== null) return fault;
    }
    return null;
  };
}

/** Faults of every kind, in so many of a thousand calls, the same for the same seed. */
export function weather(seed: number, perMille: number): Interference {
  const kinds: readonly Fault[] = [
    { kind: 'cut' },
    { kind: 'lost-answer' },
    { kind: 'refusal', status: 503, code: 'SlowDown' },
    { kind: 'refusal', status: 500, code: 'InternalError' },
    { kind: 'refusal', status: 400, code: 'ThrottlingException' },
    { kind: 'false-refusal', status: 500, code: 'InternalError' },
    { kind: 'truncation', part: 0.5 },
    { kind: 'delay', ms: 50 },
  ];
  const next = drawer(seed);
  return () => (next() % 1000 < perMille ? (kinds[next() % kinds.length] ?? null) : null);
}

/** 32-bit numbers that look random (Marsaglia's xorshift), the same for the same seed. */
export function drawer(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Another order of the same, the same for the same seed. */
export function shuffled<T>(items: readonly T[], seed = 4711): readonly T[] {
  const next = drawer(seed);
  return items
    .map((item) => ({ item, rank: next() }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}
