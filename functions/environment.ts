/**
 * What functions are told about their surroundings, and the environment variables that tell it; and the names of the metrics
 * that they make. The stack writes and watches them (infra/), the functions read and make them; this file is the only one that
 * both know, so it imports nothing.
 */
export interface Facts {
  /** Names the deployment. */
  readonly stage: string;
  /** Names of buckets. */
  readonly ingestBucket: string;
  readonly cleanBucket: string;
  readonly quarantineBucket: string;
  /** Name of the bucket that rule files and their routes are in. */
  readonly rulesBucket: string;
  /** Name of the DynamoDB table of identities. */
  readonly identityTable: string;
  /** Name of the table of what people decided of held instances. */
  readonly decisionTable: string;
  /** ARN of the HMAC_256 key that the subkeys of identities are derived from. */
  readonly hmacKeyId: string;
  /** ARN of the HMAC_256 key that objects are named with, in the audit and the quarantine. */
  readonly nameKeyId: string;
  /** ARN of the symmetric key that originals are sealed with, for rules that keep them. */
  readonly sealingKeyId: string;
  /** ARNs of the symmetric keys that objects of these buckets are encrypted with. */
  readonly cleanKeyId: string;
  readonly quarantineKeyId: string;
  /** Separates the pseudonyms of projects that share a root key; empty: the default project. */
  readonly keyScope: string;
  /** Bounds of archives that are not the defaults, as `parseArchiveLimits` reads them; empty: none. */
  readonly archiveLimits: string;
  /** Name of the log group of the audit lines. */
  readonly auditLog: string;
  /** Name of the bucket of the audit's manifests, and ARN of the key that signs them. */
  readonly manifestBucket: string;
  readonly signingKeyId: string;
  /** URL of the queue that the function takes messages from; for the reconciler, of the ingest queue. */
  readonly queueUrl: string;
  /** URLs of the queue of instances whose frames must be read, and of its dead letters; empty: nothing reads frames. */
  readonly pixelsQueueUrl: string;
  readonly pixelsDeadLettersUrl: string;
  /** What the function that reads frames may ask beside the built-in detector, as `PixelsDetector` says; empty: nothing. */
  readonly pixelsDetector: string;
  /** How a released version is marked, as `IngestMark` says; empty: by its tag. */
  readonly ingestMark: string;
  /** Name of the bucket of reports, in which the reconciler keeps how far it has come. */
  readonly reportBucket: string;
  /** How often the queue hands a message over before it is a dead letter, in digits. */
  readonly maxReceives: string;
}

/** The name of the variable of each fact. */
export const VARIABLES: Readonly<Record<keyof Facts, string>> = {
  stage: 'STAGE',
  ingestBucket: 'INGEST_BUCKET',
  cleanBucket: 'CLEAN_BUCKET',
  quarantineBucket: 'QUARANTINE_BUCKET',
  rulesBucket: 'RULES_BUCKET',
  identityTable: 'IDENTITY_TABLE',
  decisionTable: 'DECISION_TABLE',
  hmacKeyId: 'HMAC_KEY_ID',
  nameKeyId: 'NAME_KEY_ID',
  sealingKeyId: 'SEALING_KEY_ID',
  cleanKeyId: 'CLEAN_KEY_ID',
  quarantineKeyId: 'QUARANTINE_KEY_ID',
  keyScope: 'KEY_SCOPE',
  archiveLimits: 'ARCHIVE_LIMITS',
  auditLog: 'AUDIT_LOG',
  manifestBucket: 'MANIFEST_BUCKET',
  signingKeyId: 'SIGNING_KEY_ID',
  queueUrl: 'QUEUE_URL',
  pixelsQueueUrl: 'PIXELS_QUEUE_URL',
  pixelsDeadLettersUrl: 'PIXELS_DEAD_LETTERS_URL',
  pixelsDetector: 'PIXELS_DETECTOR',
  ingestMark: 'INGEST_MARK',
  reportBucket: 'REPORT_BUCKET',
  maxReceives: 'MAX_RECEIVES',
};

/** Those that may be empty or absent. */
const OPTIONAL: ReadonlySet<keyof Facts> = new Set([
  ...(['keyScope', 'archiveLimits', 'ingestMark'] as const),
  ...(['pixelsQueueUrl', 'pixelsDeadLettersUrl', 'pixelsDetector'] as const),
]);

/** What the ingest function needs to know, and the function that reads frames: the same engine. */
const INGEST_FACTS = [
  'stage',
  'ingestBucket',
  'cleanBucket',
  'quarantineBucket',
  'rulesBucket',
  'identityTable',
  'decisionTable',
  'hmacKeyId',
  'nameKeyId',
  'sealingKeyId',
  'cleanKeyId',
  'quarantineKeyId',
  'keyScope',
  'archiveLimits',
  'auditLog',
  'ingestMark',
  'queueUrl',
  'pixelsQueueUrl',
  'pixelsDetector',
  'maxReceives',
] as const satisfies readonly (keyof Facts)[];

export type Environment = Pick<Facts, (typeof INGEST_FACTS)[number]>;

/** The function was deployed without something it needs. `variables` are all of them, not the first. */
export class EnvironmentError extends Error {
  readonly code = 'ENVIRONMENT_INCOMPLETE';
  readonly variables: readonly string[];
  readonly hint = 'Deploy the function with the stack in infra/, which sets them all, or set them by hand';

  constructor(variables: readonly string[]) {
    super(
      `Environment variables that the function needs are not set: ${variables.join(', ')}. ` +
        'Deploy the function with the stack in infra/, which sets them all, or set them by hand',
    );
    this.name = 'EnvironmentError';
    this.variables = variables;
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads what the ingest function needs. Throws `EnvironmentError` naming every missing variable at once. */
export function readEnvironment(variables: Variables): Environment {
  return readFacts(INGEST_FACTS, variables);
}

/** Reads these facts from variables. Throws `EnvironmentError` naming every missing one at once. */
export function readFacts<Name extends keyof Facts>(
  names: readonly Name[],
  variables: Variables,
): Pick<Facts, Name> {
  const valueFor = (name: Name) => variables[VARIABLES[name]] ?? '';
  const missing = names.filter((name) => !OPTIONAL.has(name) && valueFor(name) === '');
  if (missing.length > 0) throw new EnvironmentError(missing.map((name) => VARIABLES[name]));
  return Object.fromEntries(names.map((name) => [name, valueFor(name)])) as Pick<Facts, Name>;
}

/** The variables that give a function these facts: what `readFacts` reads back. */
export function environmentVariables(facts: Partial<Facts>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [VARIABLES[name as keyof Facts], value]),
  );
}

/**
 * How a version of an ingest object that was released is marked. `marker`: a delete marker hides it, on condition that it is the current one, so that
 * a listing shows what is unfinished; where it is not, and for members of archives, the tag does it. `tag`: always the tag.
 */
export type IngestMark = 'marker' | 'tag';

/** What looks for text in frames, where rules ask for it: Lethe's own detector alone, or Amazon Rekognition beside it. */
export type PixelsDetector = 'built-in' | 'rekognition';

/** What S3 calls the creation of an object, in whichever way (Amazon S3 User Guide, "Supported event types for SQS, SNS, and Lambda"). */
export const CREATED_EVENTS = 's3:ObjectCreated:*';

/**
 * The tag of a version of an ingest object that was released: by it the reconciler knows the outcome, and the bucket's lifecycle what may be
 * destroyed. A version that is kept has `KEPT_VALUES` in its place.
 */
export const EXPIRY_TAG = { key: 'lethe', value: 'released' } as const;
export const KEPT_VALUES = ['quarantined', 'held'] as const;
/** Its value while an instance waits in the queue of those whose frames must be read: it has no outcome yet, and is not lost. */
export const WAITING_VALUE = 'pixels';

/** How often ingest and outcomes are compared, and how long an object may be without one: longer than most backlogs. */
export const RECONCILIATION = { everyMinutes: 60, graceMinutes: 60 } as const;

/**
 * The two listings of a reconciliation. `current`: what is to be seen in the bucket. `replaced`: versions that a newer one took the place of, which the
 * other does not show; few, in a listing of everything, so it rests between two passes.
 */
export const SWEEPS = ['current', 'replaced'] as const;
export type Sweep = (typeof SWEEPS)[number];

/**
 * How long a listing rests after a pass was begun, and how old what it has not covered may become before somebody must look. What is hidden is destroyed after
 * `expiryDays` (0: never): a version that was replaced is looked at four times before.
 */
export function paceOf(
  sweep: Sweep,
  expiryDays: number,
): { readonly restHours: number; readonly alarmHours: number } {
  if (sweep === 'current') return { restHours: 0, alarmHours: 24 };
  const days = expiryDays === 0 ? 7 : Math.min(7, expiryDays / 4);
  return { restHours: 24 * days, alarmHours: 2 * 24 * days };
}

/**
 * How often the audit is sealed as far as it is complete: as often as a run may last, so that a busy hour goes on without a pause; and how far behind is too far.
 * Two and a quarter hours are as it should be: an hour is sealed once it is over for an hour.
 */
export const SEALING = { everyMinutes: 15, lagAlarmHours: 6 } as const;

/**
 * Functions that a schedule calls, beside the ingest function: the seal and the reconciliation. Each needs one execution at a time: the two listings of the
 * reconciliation are due half an hour apart, and Lambda calls again what found no execution.
 */
export const SCHEDULED_FUNCTIONS = 2;

/** Metrics that the functions make. All have the dimension `Stage`; those below the line have one more, which is bounded by the code. */
export const METRICS = {
  namespace: 'Lethe',
  /** Instances that came to an outcome; also by `Outcome`. */
  instances: 'Instances',
  /** Of their sources. */
  bytes: 'Bytes',
  /** From open to audit line, of each instance. */
  instanceTime: 'InstanceTime',
  /** From the moment a message was sent to the end of the batch it came to an end in, of each message. */
  messageAge: 'MessageAge',
  /** Messages that went back to their queue. */
  returned: 'Returned',
  /** Messages that were handed to the queue of instances whose frames must be read. */
  handedOver: 'HandedOver',
  /** Messages that there was too little time for, and that were put behind the others. */
  postponed: 'Postponed',
  /** Instances whose output was not what the rules promise. */
  verificationFailures: 'VerificationFailures',
  /** Released ingest objects that could not be marked: they stay for ever, and look as if they had no outcome. */
  unmarked: 'Unmarked',
  /** Ingest objects without outcome, whose event was sent again. */
  missingOutcomes: 'MissingOutcomes',
  /** How far the seal of the audit is behind now, at the end of each of its runs. */
  sealLag: 'SealLag',
  // -- more dimensions
  /** Frames that the reader was given, their megapixels, and the time of each call of it; by `Kind`, as `FRAME_KINDS` says, and by `Modality`. */
  frames: 'Frames',
  megapixels: 'Megapixels',
  frameTime: 'FrameTime',
  /** As `InstanceTime` and `MessageAge`, of instances whose frames were read: they take so much longer that one would hide the others. */
  pixelInstanceTime: 'PixelInstanceTime',
  pixelMessageAge: 'PixelMessageAge',
  /** Elements that an action changed; by `Action`. */
  elements: 'Elements',
  /** Instances not released, and messages returned; by `Code`. */
  errors: 'Errors',
  /** How long ago the reconciler began to look at what it has looked at all of: nothing that it has not looked at is older; by `Sweep`. */
  uncoveredAge: 'UncoveredAge',
} as const;
