import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { IDENTIFIER } from '../../../contracts/faults.ts';
import type { Input } from './s3.ts';

type TableItem = Record<string, AttributeValue>;

/** An error as DynamoDB words it. */
export function dynamoError(name: string, status: number): Error {
  return Object.assign(new Error(`${name} about ${IDENTIFIER}`), {
    name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
}

/** One DynamoDB table in memory: reads with their limits, and puts, alone or together, on the conditions that Lethe has. */
export class FakeDynamo {
  readonly calls: { readonly name: string; readonly input: Input }[] = [];
  readonly items = new Map<string, TableItem>();
  /** How many keys a batch answers before it leaves the rest unprocessed. */
  batchAppetite = Number.POSITIVE_INFINITY;
  readonly #tokens = new Set<string>();

  get client(): DynamoDBClient {
    return {
      send: async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
        const name = command.constructor.name.replace(/Command$/, '');
        this.calls.push({ name, input: command.input });
        await Promise.resolve();
        switch (name) {
          case 'PutItem':
            return this.#put(command.input);
          case 'TransactWriteItems':
            return this.#transact(command.input);
          case 'UpdateItem':
            return { Attributes: this.#update(command.input) };
          case 'BatchGetItem':
            return this.#batchGet(command.input);
          case 'Query':
            // Of the table of decisions: nobody has decided about anything here.
            return { Items: [] };
          default:
            throw dynamoError('UnknownOperationException', 400);
        }
      },
    } as unknown as DynamoDBClient;
  }

  #put(put: Input): unknown {
    const standing = this.items.get(put.Item.pk.S);
    if (!meets(standing, put))
      throw new ConditionalCheckFailedException({
        message: `The conditional request failed for ${IDENTIFIER}`,
        $metadata: { httpStatusCode: 400 },
        ...(put.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && standing !== undefined
          ? { Item: standing }
          : {}),
      });
    this.items.set(put.Item.pk.S, put.Item);
    return put.ReturnValues === 'ALL_OLD' && standing !== undefined ? { Attributes: standing } : {};
  }

  /** All or nothing. A token that was used stands for what it did (API reference, TransactWriteItems, "Idempotency"). */
  #transact({ ClientRequestToken, TransactItems }: Input): unknown {
    if (this.#tokens.has(ClientRequestToken)) return {};
    const writes: readonly Input[] = TransactItems.map(({ Put, Update }: Input) => Put ?? Update);
    const reasons = writes.map((write) => {
      const standing = this.items.get((write.Item ?? write.Key).pk.S);
      if (meets(standing, write)) return { Code: 'None' };
      const isShown = write.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && standing !== undefined;
      return { Code: 'ConditionalCheckFailed', ...(isShown ? { Item: standing } : {}) };
    });
    if (reasons.some(({ Code }) => Code !== 'None'))
      throw new TransactionCanceledException({
        message: `Transaction cancelled for ${IDENTIFIER}`,
        $metadata: { httpStatusCode: 400 },
        CancellationReasons: reasons,
      });
    for (const write of writes)
      if (write.Item === undefined) this.#update(write);
      else this.items.set(write.Item.pk.S, write.Item);
    this.#tokens.add(ClientRequestToken);
    return {};
  }

  /** `SET #value = :after`, and `ADD` to or `DELETE` from the string set `waiting`, which goes with its last member. */
  #update({ Key, UpdateExpression, ExpressionAttributeValues: values }: Input): TableItem {
    const item: TableItem = { ...(this.items.get(Key.pk.S) ?? { pk: Key.pk }) };
    const waiting = new Set<string>(item.waiting?.SS ?? []);
    for (const [, verb, what] of UpdateExpression.matchAll(
      /(SET #value =|ADD waiting|DELETE waiting) (:\w+)/g,
    )) {
      if (verb.startsWith('SET')) item.value = values[what];
      for (const entry of values[what].SS ?? [])
        if (verb.startsWith('ADD')) waiting.add(entry);
        else waiting.delete(entry);
    }
    delete item.waiting;
    if (waiting.size > 0) item.waiting = { SS: [...waiting] };
    this.items.set(Key.pk.S, item);
    return item;
  }

  #batchGet({ RequestItems }: Input): unknown {
    const [table = '', { Keys }] = Object.entries(RequestItems)[0] as [string, Input];
    const keys: readonly string[] = Keys.map((key: TableItem) => key.pk?.S);
    if (keys.length > 100 || new Set(keys).size < keys.length) throw dynamoError('ValidationException', 400);
    const answered = keys.slice(0, this.batchAppetite);
    const left = keys.slice(this.batchAppetite);
    return {
      Responses: {
        [table]: answered.flatMap((key) => {
          const item = this.items.get(key);
          return item === undefined ? [] : [item];
        }),
      },
      UnprocessedKeys: left.length === 0 ? {} : { [table]: { Keys: left.map((S) => ({ pk: { S } })) } },
    };
  }
}

/** Whether the item that stands there meets a write's condition: any, a new key, no value yet, or one value. */
function meets(standing: TableItem | undefined, write: Input): boolean {
  switch (write.ConditionExpression) {
    case undefined:
      return true;
    case 'attribute_not_exists(pk)':
      return standing === undefined;
    case 'attribute_not_exists(#value)':
      return standing?.value === undefined;
    case '#value = :before':
      return standing?.value?.S === write.ExpressionAttributeValues[':before'].S;
    default:
      throw dynamoError('ValidationException', 400);
  }
}
