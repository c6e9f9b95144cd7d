import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { IDENTIFIER } from '../../../contracts/faults.ts';
import { dynamoError } from './dynamo.ts';
import type { Input } from './s3.ts';

type TableItem = Record<string, AttributeValue>;

/** A table of decisions in memory: partition key `instance`, sort key `place`; two items a page. */
export class FakeDecisions {
  readonly calls: { readonly name: string; readonly input: Input }[] = [];
  readonly #items = new Map<string, TableItem>();

  get client(): DynamoDBClient {
    return {
      send: async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
        const name = command.constructor.name.replace(/Command$/, '');
        const { input } = command;
        this.calls.push({ name, input });
        await Promise.resolve();
        switch (name) {
          case 'PutItem':
            this.#meet(keyOf(input.Item), input);
            this.#items.set(keyOf(input.Item), input.Item);
            return {};
          case 'DeleteItem':
            this.#meet(keyOf(input.Key), input);
            this.#items.delete(keyOf(input.Key));
            return {};
          case 'Query':
            return this.#page(input, (item) => {
              const values = input.ExpressionAttributeValues;
              const beginning: string = values[':beginning']?.S ?? '';
              if ((beginning !== '') !== input.KeyConditionExpression.includes('begins_with'))
                throw dynamoError('ValidationException', 400);
              return (
                item.instance?.S === values[':instance'].S && item.place?.S?.startsWith(beginning) === true
              );
            });
          case 'Scan':
            return this.#page(
              input,
              (item) => item.place?.S?.startsWith(input.ExpressionAttributeValues[':places'].S) === true,
            );
          default:
            throw dynamoError('UnknownOperationException', 400);
        }
      },
    } as unknown as DynamoDBClient;
  }

  /** Throws as DynamoDB does, with what stands there. */
  #meet(key: string, input: Input): void {
    const standing = this.#items.get(key);
    const isMet: Readonly<Record<string, boolean>> = {
      undefined: true,
      'attribute_not_exists(place)': standing === undefined,
      'revision = :over': standing?.revision?.S === input.ExpressionAttributeValues?.[':over'].S,
    };
    const met = isMet[String(input.ConditionExpression)];
    if (met === undefined) throw dynamoError('ValidationException', 400);
    if (met && !(input.ConditionExpression === 'revision = :over' && standing === undefined)) return;
    throw new ConditionalCheckFailedException({
      message: `The conditional request failed for ${IDENTIFIER}`,
      $metadata: { httpStatusCode: 400 },
      ...(input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && standing !== undefined
        ? { Item: standing }
        : {}),
    });
  }

  #page(input: Input, fits: (item: TableItem) => boolean): unknown {
    if (input.ConsistentRead !== true) throw dynamoError('ValidationException', 400);
    const all = [...this.#items].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
    const after = input.ExclusiveStartKey === undefined ? null : keyOf(input.ExclusiveStartKey);
    const left = all.filter((item) => after === null || keyOf(item) > after);
    const looked = left.slice(0, 2);
    const last = looked.at(-1);
    return {
      Items: looked.filter(fits),
      ...(left.length > 2 && last !== undefined
        ? { LastEvaluatedKey: { instance: last.instance, place: last.place } }
        : {}),
    };
  }
}

function keyOf({ instance, place }: TableItem): string {
  return `${instance?.S} ${place?.S}`;
}
