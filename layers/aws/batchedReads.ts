import { setImmediate as endOfTurn } from 'node:timers/promises';
import { BatchGetItemCommand, type DynamoDBClient, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { inLanes } from '../engine/lanes.ts';
import type { IdentityKey } from '../engine/ports.ts';
import {
  busyFault,
  counterKey,
  identityTableFault,
  partitionKey,
  storedValue,
  type TableItem,
} from './identityTable.ts';
import { type Counter, counterOf } from './numberQueue.ts';
import { pauseBeforeRetry } from './sdkErrors.ts';

/** BatchGetItem takes at most 100 keys. */
const MAX_BATCH_KEYS = 100;
const MAX_BATCH_ATTEMPTS = 8;
const BATCH_PAUSE_MS = 25;
const LANES = 16;

type Values = ReadonlyMap<string, string>;

/**
 * Reads of the identity table. What is asked in one turn of the event loop, by however many callers, goes in one BatchGetItem: an
 * instance makes one read for all that is known of it. Read without strong consistency, for half the price: who cannot bear to
 * miss what was written a moment ago settles it by a conditional write.
 */
export class BatchedReads {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  #asked: Set<string> | null = null;
  #answer: Promise<Values> = Promise.resolve(new Map());

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** The stored values by partition key; those of others may be among them. */
  read(keys: readonly string[]): Promise<Values> {
    if (this.#asked === null) {
      const asked = new Set<string>();
      this.#asked = asked;
      this.#answer = endOfTurn().then(() => {
        this.#asked = null;
        return this.#readAll([...asked]);
      });
    }
    for (const key of keys) this.#asked.add(key);
    return this.#answer;
  }

  /** The number that a key has now, and its counter as it stands. */
  async readNumber({ scope, key }: IdentityKey): Promise<{ number: number | null; counter: Counter }> {
    const [pk, counterPk] = [partitionKey({ scope, key }), counterKey(scope)];
    const Keys = [pk, counterPk].map((each) => ({ pk: { S: each } }));
    const items = await this.#readItems({ Keys, ConsistentRead: true });
    const itemOf = (wanted: string) => items.find((item) => item.pk?.S === wanted);
    const own = itemOf(pk);
    return {
      number: own === undefined ? null : Number(storedValue(own)),
      counter: counterOf(itemOf(counterPk)),
    };
  }

  async #readAll(keys: readonly string[]): Promise<Values> {
    const batches: (readonly string[])[] = [];
    for (let start = 0; start < keys.length; start += MAX_BATCH_KEYS)
      batches.push(keys.slice(start, start + MAX_BATCH_KEYS));
    const found = await inLanes(batches, LANES, (batch) => this.#readBatch(batch));
    return new Map(found.flat());
  }

  async #readBatch(keys: readonly string[]): Promise<readonly (readonly [string, string])[]> {
    const items = await this.#readItems({ Keys: keys.map((pk) => ({ pk: { S: pk } })) });
    return items.flatMap((item) =>
      item.pk?.S === undefined ? [] : [[item.pk.S, storedValue(item)] as const],
    );
  }

  async #readItems(wanted: KeysAndAttributes): Promise<readonly TableItem[]> {
    const found: TableItem[] = [];
    let asked: KeysAndAttributes | undefined = wanted;
    for (let attempt = 1; asked !== undefined; attempt += 1) {
      if (attempt > MAX_BATCH_ATTEMPTS) throw busyFault('The identity table left keys unread');
      if (attempt > 1) await pauseBeforeRetry(attempt, BATCH_PAUSE_MS);
      const answer = await this.#batchGet(asked);
      found.push(...(answer.Responses?.[this.#table] ?? []));
      const left: KeysAndAttributes | undefined = answer.UnprocessedKeys?.[this.#table];
      asked = (left?.Keys?.length ?? 0) > 0 ? left : undefined;
    }
    return found;
  }

  async #batchGet(asked: KeysAndAttributes) {
    try {
      return await this.#client.send(new BatchGetItemCommand({ RequestItems: { [this.#table]: asked } }));
    } catch (error) {
      throw identityTableFault(error);
    }
  }
}
