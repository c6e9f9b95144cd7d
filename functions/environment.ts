/**
 * What a function is told about its surroundings, and the environment variables that tell it. The stack writes them
 * (infra/), the functions read them; this file is the only one that both know, so it imports nothing.
 */
export interface Environment {
  /** Names of buckets. */
  readonly ingestBucket: string;
  readonly cleanBucket: string;
  readonly quarantineBucket: string;
  /** Name of the DynamoDB table of identities. */
  readonly identityTable: string;
  /** ARN of the HMAC_256 key that all subkeys are derived from. */
  readonly hmacKeyId: string;
  /** ARN of the symmetric key that what Lethe stores is encrypted with. */
  readonly storageKeyId: string;
  /** Separates the pseudonyms of projects that share a root key; empty: the default project. */
  readonly keyScope: string;
}

/** The name of the variable of each fact. */
export const VARIABLES: Readonly<Record<keyof Environment, string>> = {
  ingestBucket: 'INGEST_BUCKET',
  cleanBucket: 'CLEAN_BUCKET',
  quarantineBucket: 'QUARANTINE_BUCKET',
  identityTable: 'IDENTITY_TABLE',
  hmacKeyId: 'HMAC_KEY_ID',
  storageKeyId: 'STORAGE_KEY_ID',
  keyScope: 'KEY_SCOPE',
};

/** Those that may be empty or absent. */
const OPTIONAL: ReadonlySet<keyof Environment> = new Set(['keyScope'] as const);

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

const facts = Object.keys(VARIABLES) as readonly (keyof Environment)[];

/** Reads the facts from variables. Throws `EnvironmentError` naming every missing one at once. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const valueFor = (fact: keyof Environment) => variables[VARIABLES[fact]] ?? '';
  const missing = facts.filter((fact) => !OPTIONAL.has(fact) && valueFor(fact) === '');
  if (missing.length > 0) throw new EnvironmentError(missing.map((fact) => VARIABLES[fact]));
  return Object.fromEntries(facts.map((fact) => [fact, valueFor(fact)])) as unknown as Environment;
}

/** The variables that give a function these facts: what `readEnvironment` reads back. */
export function environmentVariables(environment: Environment): Record<string, string> {
  return Object.fromEntries(facts.map((fact) => [VARIABLES[fact], environment[fact]]));
}
