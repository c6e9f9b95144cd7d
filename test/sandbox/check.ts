import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { OutputName } from '../../infra/outputs.ts';

export interface SandboxClients {
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly logs: CloudWatchLogsClient;
  readonly kms: KMSClient;
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly sqs: SQSClient;
}

/** What a check is given: a stack that is its own, and how much of everything. */
export interface Sandbox {
  readonly stack: string;
  readonly outputs: Readonly<Record<OutputName, string>>;
  readonly clients: SandboxClients;
  /** An emulator is asked for less, and what it answers shows little. */
  readonly isEmulator: boolean;
  /** How long a check waits for what takes its time. */
  readonly patienceMs: number;
  pause(ms: number): Promise<void>;
}

/** What an answer says, in a sentence without identifiers. */
export interface Answer {
  readonly holds: boolean;
  readonly said: string;
}

/** One question that only AWS can answer. */
export interface Check {
  readonly name: string;
  /** What the stack relies on. */
  readonly question: string;
  /** Where AWS documents it. */
  readonly page: string;
  ask(sandbox: Sandbox): Promise<Answer>;
}

/** What `look` gives once it gives something; null after the patience of the sandbox. */
export async function patiently<Found>(
  { patienceMs, pause }: Pick<Sandbox, 'patienceMs' | 'pause'>,
  look: () => Promise<Found | null>,
): Promise<Found | null> {
  const everyMs = 2000;
  for (let waited = 0; ; waited += everyMs) {
    const found = await look();
    if (found !== null || waited >= patienceMs) return found;
    await pause(everyMs);
  }
}
