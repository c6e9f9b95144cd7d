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
  /** URL of the ingest queue. */
  readonly queueUrl: string;
}

/** The name of the variable of each fact. */
export const VARIABLES: Readonly<Record<keyof Facts, string>> = {
  stage: 'STAGE',
  ingestBucket: 'INGEST_BUCKET',
  cleanBucket: 'CLEAN_BUCKET',
  quarantineBucket: 'QUARANTINE_BUCKET',
  rulesBucket: 'RULES_BUCKET',
  identityTable: 'IDENTITY_TABLE',
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
};

/** Those that may be empty or absent. */
const OPTIONAL: ReadonlySet<keyof Facts> = new Set(['keyScope', 'archiveLimits'] as const);

/** What the ingest function needs to know. */
const INGEST_FACTS = [
  'stage',
  'ingestBucket',
  'cleanBucket',
  'quarantineBucket',
  'rulesBucket',
  'identityTable',
  'hmacKeyId',
  'nameKeyId',
  'sealingKeyId',
  'cleanKeyId',
  'quarantineKeyId',
  'keyScope',
  'archiveLimits',
  'auditLog',
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
 * The tag of a version of an ingest object that was released: by it the reconciler knows the outcome, and the bucket's lifecycle what may be
 * destroyed. A version that is kept has `KEPT_VALUES` in its place.
 */
export const EXPIRY_TAG = { key: 'lethe', value: 'released' } as const;
export const KEPT_VALUES = ['quarantined', 'held'] as const;

/** How often ingest and outcomes are compared, and how long an object may be without one: longer than most backlogs. */
export const RECONCILIATION = { everyMinutes: 60, graceMinutes: 60 } as const;

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
  /** Instances whose output was not what the rules promise. */
  verificationFailures: 'VerificationFailures',
  /** Released ingest objects that could not be tagged: they stay for ever, and look as if they had no outcome. */
  unmarked: 'Unmarked',
  /** Ingest objects without outcome, whose event was sent again. */
  missingOutcomes: 'MissingOutcomes',
  // -- more dimensions
  /** Elements that an action changed; by `Action`. */
  elements: 'Elements',
  /** Instances not released, and messages returned; by `Code`. */
  errors: 'Errors',
} as const;
