import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  type KeysAndAttributes,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { FaultError } from '../engine/faults.ts';
import type { IdentityClaim, IdentityMap } from '../engine/ports.ts';
import { inLanes } from './lanes.ts';
import { describeFailure, pauseBeforeRetry, sdkFailure } from './sdkErrors.ts';

/** BatchGetItem takes at most 100 keys. */
const MAX_BATCH_KEYS = 100;
const MAX_BATCH_ATTEMPTS = 6;
const BATCH_PAUSE_MS = 25;
const LANES = 16;

type TableItem = Readonly<Record<string, AttributeValue>>;

/**
 * Identities in one DynamoDB table: partition key `pk` = scope#key, attribute `value`. What is known comes by one batched read; the rest
 * is written on condition that nobody was first, and the refusal brings the winner's value in the same round trip.
 * A write whose answer was lost is refused when the SDK repeats it, and brings our own value back: it needs no mark to be known by.
 */
export class DynamoIdentityMap implements IdentityMap {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async claim(claims: readonly IdentityClaim[]): Promise<readonly string[]> {
    const candidates = new Map<string, string>();
    for (const claim of claims) {
      const pk = partitionKey(claim);
      if (!candidates.has(pk)) candidates.set(pk, claim.candidate);
    }
    // A single claim is written straight away: reading first would only add a round trip.
    const values = new Map(candidates.size > 1 ? await this.#readKnown([...candidates.keys()]) : []);
    const open = [...candidates].filter(([pk]) => !values.has(pk));
    await inLanes(open, LANES, async ([pk, candidate]) => {
      values.set(pk, await this.#putIfFirst(pk, candidate));
    });
    return claims.map((claim) => values.get(partitionKey(claim)) as string);
  }

  async close(): Promise<void> {}

  async #putIfFirst(pk: string, candidate: string): Promise<string> {
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: { pk: { S: pk }, value: { S: candidate } },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return candidate;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return storedValue(error.Item);
      throw identityFault(error);
    }
  }

  /** Read without strong consistency, for half the price: what is missed is found by the conditional write. */
  async #readKnown(keys: readonly string[]): Promise<readonly (readonly [string, string])[]> {
    const batches: (readonly string[])[] = [];
    for (let start = 0; start < keys.length; start += MAX_BATCH_KEYS)
      batches.push(keys.slice(start, start + MAX_BATCH_KEYS));
    const found = await inLanes(batches, LANES, (batch) => this.#readBatch(batch));
    return found.flat();
  }

  async #readBatch(keys: readonly string[]): Promise<readonly (readonly [string, string])[]> {
    const found: (readonly [string, string])[] = [];
    let asked: KeysAndAttributes | undefined = { Keys: keys.map((pk) => ({ pk: { S: pk } })) };
    for (let attempt = 1; asked !== undefined; attempt += 1) {
      if (attempt > MAX_BATCH_ATTEMPTS) throw busyFault();
      if (attempt > 1) await pauseBeforeRetry(attempt, BATCH_PAUSE_MS);
      const answer = await this.#batchGet(asked);
      for (const item of answer.Responses?.[this.#table] ?? [])
        if (item.pk?.S !== undefined) found.push([item.pk.S, storedValue(item)]);
      const left: KeysAndAttributes | undefined = answer.UnprocessedKeys?.[this.#table];
      asked = (left?.Keys?.length ?? 0) > 0 ? left : undefined;
    }
    return found;
  }

  async #batchGet(asked: KeysAndAttributes) {
    try {
      return await this.#client.send(new BatchGetItemCommand({ RequestItems: { [this.#table]: asked } }));
    } catch (error) {
      throw identityFault(error);
    }
  }
}

function partitionKey({ scope, key }: IdentityClaim): string {
  return `${scope}#${key}`;
}

function storedValue(item: TableItem | undefined): string {
  const value = item?.value?.S;
  if (value !== undefined) return value;
  throw new FaultError(
    'IDENTITY_UNAVAILABLE',
    false,
    'The identity table holds an item without a value',
    'Check that nothing but Lethe writes to the table',
  );
}

function identityFault(error: unknown): FaultError {
  const failure = sdkFailure(error);
  return new FaultError(
    'IDENTITY_UNAVAILABLE',
    failure.passes,
    `The identity table could not be used (${describeFailure(failure)})`,
    failure.passes
      ? 'It will be tried again'
      : 'Check that the table exists, and that the role allows dynamodb:BatchGetItem and dynamodb:PutItem on it',
  );
}

function busyFault(): FaultError {
  return new FaultError(
    'IDENTITY_UNAVAILABLE',
    true,
    'The identity table left keys unread',
    'It will be tried again; raise its capacity if this goes on',
  );
}
