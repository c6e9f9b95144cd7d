import type { Node } from 'constructs';

/** What a deployment may choose: CDK context, from cdk.json or `-c name=value`. */
export interface Settings {
  /** Names the stack. `dev`: what is stored goes with the stack; any other stage keeps it. */
  readonly stage: string;
  /** Separates the pseudonyms of projects that share a root key; empty: the default project. */
  readonly keyScope: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Messages handed to one invocation. */
  readonly batchSize: number;
  /** Executions that the queue may start at a time; SQS event sources take 2 to 1000. */
  readonly maxConcurrency: number;
  /** Executions set aside for the function alone, and its ceiling; 0: none, the account's pool. */
  readonly reservedConcurrency: number;
  /** Times that a message is tried before it goes to the dead letters. */
  readonly maxReceives: number;
  readonly logRetentionDays: number;
}

interface Range {
  readonly fallback: number;
  readonly least: number;
  readonly most: number;
}

type NumberName = { [Name in keyof Settings]: Settings[Name] extends number ? Name : never }[keyof Settings];

/** Bounds are Lambda's and SQS's own where nothing else is said. */
const NUMBERS: Readonly<Record<NumberName, Range>> = {
  // 1,769 MB is one whole vCPU; the memory itself is never needed.
  memoryMb: { fallback: 1769, least: 256, most: 10240 },
  // Visibility is six times this, and at most 12 hours.
  timeoutSeconds: { fallback: 300, least: 3, most: 900 },
  // Above 10, SQS wants a batching window.
  batchSize: { fallback: 10, least: 1, most: 10 },
  maxConcurrency: { fallback: 10, least: 2, most: 1000 },
  reservedConcurrency: { fallback: 0, least: 0, most: 1000 },
  maxReceives: { fallback: 5, least: 1, most: 1000 },
  logRetentionDays: { fallback: 365, least: 1, most: 3653 },
};

/** `problems` are all of them, not the first. */
export class SettingsError extends Error {
  readonly code = 'SETTINGS_INVALID';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Settings are wrong: ${problems.join('; ')}. Correct them in cdk.json or in the -c options`);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/** Reads the settings from the app's context. Throws `SettingsError`. */
export function readSettings(node: Node): Settings {
  const problems: string[] = [];

  const text = (name: 'stage' | 'keyScope', fallback: string, pattern: RegExp): string => {
    const value: unknown = node.tryGetContext(name) ?? fallback;
    if (typeof value === 'string' && pattern.test(value)) return value;
    problems.push(`${name} must match ${pattern}`);
    return fallback;
  };
  const number = (name: NumberName): number => {
    const { fallback, least, most } = NUMBERS[name];
    // Context from the command line is text.
    const value = Number(node.tryGetContext(name) ?? fallback);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    problems.push(`${name} must be a whole number from ${least} to ${most}`);
    return fallback;
  };

  const settings: Settings = {
    stage: text('stage', 'prod', /^[a-z][a-z0-9-]{0,19}$/),
    keyScope: text('keyScope', '', /^[A-Za-z0-9._-]{0,64}$/),
    memoryMb: number('memoryMb'),
    timeoutSeconds: number('timeoutSeconds'),
    batchSize: number('batchSize'),
    maxConcurrency: number('maxConcurrency'),
    reservedConcurrency: number('reservedConcurrency'),
    maxReceives: number('maxReceives'),
    logRetentionDays: number('logRetentionDays'),
  };
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}
