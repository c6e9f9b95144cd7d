import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { inLanes } from '../engine/lanes.ts';
import { pause } from '../engine/pause.ts';
import type {
  IdentityClaim,
  IdentityEraser,
  IdentityKey,
  IdentityMap,
  NumberClaim,
} from '../engine/ports.ts';
import { BatchedReads } from './batchedReads.ts';
import { busyFault, identityTableFault, partitionKey, storedValue, tableItem } from './identityTable.ts';
import { type Counter, NumberQueue } from './numberQueue.ts';
import { pauseBeforeRetry } from './sdkErrors.ts';

const LANES = 16;
/** Some 15 s at most. */
const MAX_NUMBER_ATTEMPTS = 20;
const NUMBER_PAUSE_MS = 20;
/** For each other worker that waits: so long, at random, one leaves the queue to them. */
const PAUSE_PER_WAITER_MS = 10;

/**
 * Identities in one DynamoDB table: partition key `pk` = scope#key, attribute `value`. What is known comes by one batched read; the rest
 * is written on condition that nobody was first, and the refusal brings the winner's value in the same round trip.
 * A write whose answer was lost is refused when the SDK repeats it, and brings our own value back: it needs no mark to be known by.
 */
export class DynamoIdentityMap implements IdentityMap, IdentityEraser {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #reads: BatchedReads;
  readonly #queue: NumberQueue;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
    this.#reads = new BatchedReads(client, table);
    this.#queue = new NumberQueue(client, table);
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
    const pk = partitionKey(claim);
    const stored = (await this.#reads.read([pk])).get(pk);
    if (stored !== undefined) return Number(stored);
    return this.#takeNumber(claim);
  }

  async #takeNumber(claim: NumberClaim): Promise<number | null> {
    const haveNumbers = new Set<string>();
    let hasEntered = false;
    for (let attempt = 1; attempt <= MAX_NUMBER_ATTEMPTS; attempt += 1) {
      if (attempt > 1) await pauseBeforeRetry(attempt, NUMBER_PAUSE_MS);
      let counter: Counter | null = hasEntered ? null : await this.#queue.enter(claim);
      hasEntered ||= counter !== null;
      const others = counter === null ? 0 : counter.waiting.length - 1;
      if (others > 0) await pause(Math.random() * PAUSE_PER_WAITER_MS * others);
      if (counter === null || others > 0 || counter.next >= claim.capacity) {
        const now = await this.#reads.readNumber(claim);
        if (now.number !== null || now.counter.next >= claim.capacity) {
          if (now.counter.waiting.some(({ key }) => key === claim.key)) await this.#queue.leave(claim);
          return now.number;
        }
        ({ counter } = now);
      }
      const served = await this.#queue.serve(claim, counter, haveNumbers);
      if (served.kind !== 'refused') {
        if (served.kind === 'had') await this.#queue.leave(claim);
        return served.number;
      }
      for (const key of served.haveNumbers) haveNumbers.add(key);
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
