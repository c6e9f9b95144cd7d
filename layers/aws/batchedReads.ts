import { setImmediate as endOfTurn } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  type KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import { busyFault, identityTableFault, storedValue } from './identityTable.ts';
import { inLanes } from './lanes.ts';
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

  /** The value that is stored now. */
  async readNow(pk: string): Promise<string | null> {
    try {
      const { Item } = await this.#client.send(
        new GetItemCommand({ TableName: this.#table, Key: { pk: { S: pk } }, ConsistentRead: true }),
      );
      return Item === undefined ? null : storedValue(Item);
    } catch (error) {
      throw identityTableFault(error);
    }
  }

  async #readAll(keys: readonly string[]): Promise<Values> {
    const batches: (readonly string[])[] = [];
    for (let start = 0; start < keys.length; start += MAX_BATCH_KEYS)
      batches.push(keys.slice(start, start + MAX_BATCH_KEYS));
    const found = await inLanes(batches, LANES, (batch) => this.#readBatch(batch));
    return new Map(found.flat());
  }

  async #readBatch(keys: readonly string[]): Promise<readonly (readonly [string, string])[]> {
    const found: (readonly [string, string])[] = [];
    let asked: KeysAndAttributes | undefined = { Keys: keys.map((pk) => ({ pk: { S: pk } })) };
    for (let attempt = 1; asked !== undefined; attempt += 1) {
      if (attempt > MAX_BATCH_ATTEMPTS) throw busyFault('The identity table left keys unread');
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
      throw identityTableFault(error);
    }
  }
}
