import { randomUUID } from 'node:crypto';
import {
  type DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { NumberClaim } from '../engine/ports.ts';
import {
  counterKey,
  identityTableFault,
  partitionKey,
  storedValue,
  type TableItem,
  tableItem,
} from './identityTable.ts';

/** A scope's counter: its next number, and who waits for one. */
export interface Counter {
  readonly next: number;
  readonly waiting: readonly Waiter[];
}

/** A key that waits, and how many numbers there are for it. In the table: `capacity:key`. */
export interface Waiter {
  readonly key: string;
  readonly capacity: number;
}

export type Served =
  /** The claim's key was given this number, or had it: then its place in the queue is still to be left. */
  | { readonly kind: 'given' | 'had'; readonly number: number }
  /** Nothing was written: somebody else was first, or some keys have their numbers already. */
  | { readonly kind: 'refused'; readonly haveNumbers: readonly string[] };

/** Numbers given at a time: a transaction takes 100 items, and one that is refused costs as much as one that is not. */
const MAX_SERVED = 25;

/**
 * The queue of those who want numbers of one scope. Who serves the queue gives numbers to all who wait, in one transaction that writes their mappings
 * and moves the counter, all or nothing: of many workers at once one gets through, and the others find their numbers there. A worker
 * that dies leaves its key in the queue, to be served with the next one's. Methods reject with `FaultError`.
 */
export class NumberQueue {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Puts the claim's key in the queue. Null: a transaction is under way there. */
  enter(claim: NumberClaim): Promise<Counter | null> {
    return this.#update(claim, 'ADD waiting :entry');
  }

  /** Takes it out again. Null: as above. */
  leave(claim: NumberClaim): Promise<Counter | null> {
    return this.#update(claim, 'DELETE waiting :entry');
  }

  async #update(claim: NumberClaim, UpdateExpression: string): Promise<Counter | null> {
    try {
      const { Attributes } = await this.#client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: { pk: { S: counterKey(claim.scope) } },
          UpdateExpression,
          ExpressionAttributeValues: { ':entry': { SS: [entryOf(claim)] } },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return counterOf(Attributes);
    } catch (error) {
      if (error instanceof TransactionConflictException) return null;
      throw identityTableFault(error);
    }
  }

  /**
   * Gives numbers to the claim's key and to others that wait, in one transaction. `haveNumbers`: keys in the queue that have theirs already,
   * and only leave it.
   */
  async serve(claim: NumberClaim, counter: Counter, haveNumbers: ReadonlySet<string>): Promise<Served> {
    const waiters = [claim, ...counter.waiting.filter(({ key }) => key !== claim.key)];
    const served: (Waiter & { readonly number: number })[] = [];
    for (const waiter of waiters) {
      const number = counter.next + served.length;
      const fits = number < waiter.capacity && served.length < MAX_SERVED;
      if (fits && !haveNumbers.has(waiter.key))
        served.push({ key: waiter.key, capacity: waiter.capacity, number });
    }
    const leaving = counter.waiting.filter(
      ({ key }) => haveNumbers.has(key) || served.some((waiter) => waiter.key === key),
    );
    const items = served.map(
      ({ key, number }): TransactWriteItem => ({
        Put: {
          TableName: this.#table,
          Item: tableItem(partitionKey({ scope: claim.scope, key }), String(number)),
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      }),
    );
    try {
      await this.#client.send(
        new TransactWriteItemsCommand({
          // The SDK repeats a call whose answer was lost with the same token, which DynamoDB knows for ten minutes.
          ClientRequestToken: randomUUID(),
          TransactItems: [...items, this.#moveOn(claim, counter.next, served.length, leaving)],
        }),
      );
      return { kind: 'given', number: counter.next };
    } catch (error) {
      return whatStands(
        error,
        served.map(({ key }) => key),
      );
    }
  }

  /** Moves the counter on and empties the queue of those who leave it, if nobody else was first. */
  #moveOn(
    { scope }: NumberClaim,
    next: number,
    count: number,
    leaving: readonly Waiter[],
  ): TransactWriteItem {
    const hasLeaving = leaving.length > 0;
    return {
      Update: {
        TableName: this.#table,
        Key: { pk: { S: counterKey(scope) } },
        UpdateExpression: `SET #value = :after${hasLeaving ? ' DELETE waiting :leaving' : ''}`,
        ConditionExpression: next === 0 ? 'attribute_not_exists(#value)' : '#value = :before',
        ExpressionAttributeNames: { '#value': 'value' },
        ExpressionAttributeValues: {
          ':after': { S: String(next + count) },
          ...(next === 0 ? {} : { ':before': { S: String(next) } }),
          ...(hasLeaving ? { ':leaving': { SS: leaving.map(entryOf) } } : {}),
        },
      },
    };
  }
}

/** The counter as its item has it; a scope without one begins at 0. */
export function counterOf(item: TableItem | undefined): Counter {
  return {
    next: item?.value === undefined ? 0 : Number(storedValue(item)),
    waiting: (item?.waiting?.SS ?? []).map((entry) => {
      const [capacity = '', key = ''] = entry.split(':');
      return { key, capacity: Number(capacity) };
    }),
  };
}

function entryOf({ key, capacity }: Waiter): string {
  return `${capacity}:${key}`;
}

/** What a part of a cancelled transaction says (API reference, TransactWriteItems, "Cancellation reason codes"). */
const CONDITION_FAILED = 'ConditionalCheckFailed';
const PASSING: ReadonlySet<string> = new Set([
  'None',
  CONDITION_FAILED,
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** A refusal brings what stands there in the same round trip. `keys`: those that were to get numbers, the claim's own first. */
function whatStands(error: unknown, keys: readonly string[]): Served {
  // Our own call, whose answer was lost, is still under way.
  if (error instanceof TransactionInProgressException) return { kind: 'refused', haveNumbers: [] };
  if (!(error instanceof TransactionCanceledException)) throw identityTableFault(error);
  const reasons = error.CancellationReasons ?? [];
  if (reasons.length !== keys.length + 1 || !reasons.every(({ Code = 'None' }) => PASSING.has(Code)))
    throw identityTableFault(error);
  const [own] = reasons;
  if (own?.Code === CONDITION_FAILED) return { kind: 'had', number: Number(storedValue(own.Item)) };
  return {
    kind: 'refused',
    haveNumbers: keys.filter((_key, index) => reasons[index]?.Code === CONDITION_FAILED),
  };
}
