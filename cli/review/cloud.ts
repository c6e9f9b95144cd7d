import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { callerArn } from '../../layers/aws/caller.ts';
import { awsClients } from '../../layers/aws/clients.ts';
import { DynamoDecisionBook } from '../../layers/aws/dynamoDecisionBook.ts';
import { DynamoIdentityMap } from '../../layers/aws/dynamoIdentityMap.ts';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import type { EngineServices } from '../../layers/engine/deidentify.ts';
import type { KeptNote } from '../../layers/engine/kept.ts';
import { loadLookups } from '../../layers/engine/resolve/lookupTable.ts';
import { ReviewModel } from '../../layers/engine/review/model.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import { describeDeployment } from '../doctor/deployment.ts';
import { UsageError } from '../exit.ts';
import { cloudAudit, cloudRules, cloudShelf } from '../quarantine/cloud.ts';
import { openAudit } from '../quarantine/place.ts';
import { rulesOf } from '../quarantine/sameRun.ts';
import { Retries } from '../quarantine/services.ts';
import { askingReview, closing, looking, type ReviewOptions, remembered, reviewedRules } from './session.ts';

/** What a stack says of its own parts, for a call that names the stack alone. Rejects with `UsageError`. */
export async function stackOptions(stack: string): Promise<Partial<ReviewOptions>> {
  const { outputs } = await describeDeployment(new CloudFormationClient({}), stack);
  const { QuarantineBucket, CleanBucket, IdentityTable, DecisionTable, AuditLog } = outputs;
  const named = {
    bucket: QuarantineBucket,
    cleanBucket: CleanBucket,
    table: IdentityTable,
    decisions: DecisionTable,
    logGroup: AuditLog,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

/** A review of a deployment's held instances, by whoever the credentials of the environment are. */
export async function cloudReview(options: ReviewOptions): Promise<ReviewModel> {
  const table = required(options.table, '--table');
  const decisions = required(options.decisions, '--decisions');
  const by = await callerArn();
  const { dynamo } = awsClients();
  const retries = new Retries(options);
  const trail = options.logGroup === undefined ? openAudit(options) : cloudAudit(options.logGroup);
  const reading = remembered((note) => readingInCloud(note, table, options));
  const model = new ReviewModel({
    shelf: cloudShelf(required(options.bucket, '--bucket')),
    book: new DynamoDecisionBook(dynamo, decisions),
    trail,
    clock: systemClock,
    by,
    knowsPeople: true,
    reading: reading.of,
    writing: (note) => askingReview(async () => ({ ...(await retries.of(note)).services, ...looking })),
    reviewedRules: reviewedRules(options, null),
  });
  return closing(model, async () => {
    await reading.close();
    await retries.close();
    await trail.close();
  });
}

async function readingInCloud(
  note: KeptNote | null,
  table: string,
  options: ReviewOptions,
): Promise<EngineServices> {
  const run = note?.run;
  const { plan, tables, keyScope } = await rulesOf(run, options, cloudRules);
  const { dynamo, kms } = awsClients();
  const keys = new KmsKeyRing(kms, required(options.rootKey ?? run?.keyId, '--root-key'));
  const lookups = await loadLookups(tables, keys, keyScope);
  return {
    plan,
    keys,
    identities: new DynamoIdentityMap(dynamo, table),
    keyScope,
    lookups,
    clock: systemClock,
    entropy: systemEntropy,
    ...looking,
  };
}

function required(value: string | undefined, option: string): string {
  if (value === undefined || value === '')
    throw new UsageError(`${option} is missing. Name it, or the stack with --stack.`);
  return value;
}
