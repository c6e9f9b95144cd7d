import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  IdentityClaim,
  IdentityEraser,
  IdentityKey,
  IdentityMap,
  NumberClaim,
} from '../engine/ports.ts';
import { BatchedReads } from './batchedReads.ts';
import {
  busyFault,
  counterKey,
  identityTableFault,
  partitionKey,
  storedValue,
  tableItem,
} from './identityTable.ts';
import { inLanes } from './lanes.ts';
import { numberTransaction } from './numberTransaction.ts';
import { pauseBeforeRetry } from './sdkErrors.ts';

const LANES = 16;
/** With 64 workers on one counter the last one is done by its twentieth attempt. */
const MAX_NUMBER_ATTEMPTS = 60;
const NUMBER_PAUSE_MS = 5;
/** Pauses double up to this attempt's: 320 ms. */
const LAST_DOUBLING = 6;

/**
 * Identities in one DynamoDB table: partition key `pk` = scope#key, attribute `value`. What is known comes by one batched read; the rest
 * is written on condition that nobody was first, and the refusal brings the winner's value in the same round trip.
 * A write whose answer was lost is refused when the SDK repeats it, and brings our own value back: it needs no mark to be known by.
 */
export class DynamoIdentityMap implements IdentityMap, IdentityEraser {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #reads: BatchedReads;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
    this.#reads = new BatchedReads(client, table);
  }

  async claim(claims: readonly IdentityClaim[]): Promise<readonly string[]> {
    const candidates = new Map<string, string>();
    for (const claim of claims) {
      const pk = partitionKey(claim);
      if (!candidates.has(pk)) candidates.set(pk, claim.candidate);
    }
    // A single claim is written straight away: reading first would only add a round trip.
    const values = new Map(candidates.size > 1 ? await this.#reads.read([...candidates.keys()]) : []);
    const open = [...candidates].filter(([pk]) => !values.has(pk));
    await inLanes(open, LANES, async ([pk, candidate]) => {
      values.set(pk, await this.#putIfFirst(pk, candidate));
    });
    return claims.map((claim) => values.get(partitionKey(claim)) as string);
  }

  async known(keys: readonly IdentityKey[]): Promise<readonly (string | null)[]> {
    if (keys.length === 0) return [];
    const values = await this.#reads.read(keys.map(partitionKey));
    return keys.map((key) => values.get(partitionKey(key)) ?? null);
  }

  async allocate(claim: NumberClaim): Promise<number | null> {
    const [pk, counter] = [partitionKey(claim), counterKey(claim.scope)];
    const values = await this.#reads.read([pk, counter]);
    const stored = values.get(pk);
    if (stored !== undefined) return Number(stored);
    let next = Number(values.get(counter) ?? 0);
    for (let attempt = 1; attempt <= MAX_NUMBER_ATTEMPTS; attempt += 1) {
      if (next >= claim.capacity) {
        // The read may have missed the key's own number, and its like is not to be had again.
        const late = await this.#reads.readNow(pk);
        return late === null ? null : Number(late);
      }
      const outcome = await numberTransaction(this.#client, this.#table, pk, counter, next);
      if (outcome.kind === 'settled') return outcome.number;
      if (outcome.kind === 'counted-on') next = outcome.next;
      await pauseBeforeRetry(Math.min(attempt, LAST_DOUBLING), NUMBER_PAUSE_MS);
    }
    throw busyFault('Too many workers wanted a number at once');
  }

  async erase(key: IdentityKey, mark: string): Promise<boolean> {
    try {
      const { Attributes } = await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: tableItem(partitionKey(key), mark),
          ReturnValues: 'ALL_OLD',
        }),
      );
      return Attributes !== undefined && storedValue(Attributes) !== mark;
    } catch (error) {
      throw identityTableFault(error);
    }
  }

  async close(): Promise<void> {}

  async #putIfFirst(pk: string, candidate: string): Promise<string> {
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: tableItem(pk, candidate),
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return candidate;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return storedValue(error.Item);
      throw identityTableFault(error);
    }
  }
}
