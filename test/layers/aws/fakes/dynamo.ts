import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { IDENTIFIER } from '../../../contracts/faults.ts';
import type { Input } from './s3.ts';

type TableItem = Readonly<Record<string, { readonly S: string }>>;

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
          case 'GetItem':
            return { Item: this.items.get(command.input.Key.pk.S) };
          case 'BatchGetItem':
            return this.#batchGet(command.input);
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
    const puts: readonly Input[] = TransactItems.map(({ Put }: Input) => Put);
    const reasons = puts.map((put) => {
      const standing = this.items.get(put.Item.pk.S);
      if (meets(standing, put)) return { Code: 'None' };
      return { Code: 'ConditionalCheckFailed', ...(standing === undefined ? {} : { Item: standing }) };
    });
    if (reasons.some(({ Code }) => Code !== 'None'))
      throw new TransactionCanceledException({
        message: `Transaction cancelled for ${IDENTIFIER}`,
        $metadata: { httpStatusCode: 400 },
        CancellationReasons: reasons,
      });
    for (const { Item } of puts) this.items.set(Item.pk.S, Item);
    this.#tokens.add(ClientRequestToken);
    return {};
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

/** Whether the item that stands there meets a put's condition: any, a new key, or one value. */
function meets(standing: TableItem | undefined, put: Input): boolean {
  switch (put.ConditionExpression) {
    case undefined:
      return true;
    case 'attribute_not_exists(pk)':
      return standing === undefined;
    case '#value = :number':
      return standing?.value?.S === put.ExpressionAttributeValues[':number'].S;
    default:
      throw dynamoError('ValidationException', 400);
  }
}
