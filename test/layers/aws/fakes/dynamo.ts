import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
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

/** One DynamoDB table in memory: BatchGetItem with its limits, and PutItem on condition that the key is new. */
export class FakeDynamo {
  readonly calls: { readonly name: string; readonly input: Input }[] = [];
  readonly items = new Map<string, TableItem>();
  /** How many keys a batch answers before it leaves the rest unprocessed. */
  batchAppetite = Number.POSITIVE_INFINITY;

  get client(): DynamoDBClient {
    return {
      send: async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
        const name = command.constructor.name.replace(/Command$/, '');
        this.calls.push({ name, input: command.input });
        await Promise.resolve();
        return name === 'PutItem' ? this.#put(command.input) : this.#batchGet(command.input);
      },
    } as unknown as DynamoDBClient;
  }

  #put({ Item, ConditionExpression, ReturnValuesOnConditionCheckFailure }: Input): unknown {
    const standing = this.items.get(Item.pk.S);
    if (standing !== undefined && ConditionExpression === 'attribute_not_exists(pk)')
      throw new ConditionalCheckFailedException({
        message: `The conditional request failed for ${IDENTIFIER}`,
        $metadata: { httpStatusCode: 400 },
        ...(ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? { Item: standing } : {}),
      });
    this.items.set(Item.pk.S, Item);
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
