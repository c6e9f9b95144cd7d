import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { FaultError } from '../engine/faults.ts';
import type { Earlier, ReleasedAs } from '../engine/review/book.ts';
import type { ReviewDecision } from '../engine/review/types.ts';
import { describeFailure, sdkFailure } from './sdkErrors.ts';

/** An item of the table of decisions: partition key `instance`, sort key `place`. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** The place of every decision that stands begins so, and no other. */
export const PLACES = '(';
/** What an instance was released with begins so: `released#SOURCE` says under what, and `released#SOURCE#PLACE` is a decision. */
export const RELEASED = 'released#';

/** All items of an instance whose places begin so, as they are now. Rejects with `FaultError`. */
export async function itemsOf(
  client: DynamoDBClient,
  table: string,
  instance: string,
  beginning = '',
): Promise<readonly Item[]> {
  const found: Item[] = [];
  try {
    for (let from: Item | undefined; ; ) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression:
            beginning === ''
              ? '#instance = :instance'
              : '#instance = :instance AND begins_with(place, :beginning)',
          ExpressionAttributeNames: { '#instance': 'instance' },
          ExpressionAttributeValues: {
            ':instance': { S: instance },
            ...(beginning === '' ? {} : { ':beginning': { S: beginning } }),
          },
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      );
      found.push(...Items);
      if (LastEvaluatedKey === undefined) return found;
      from = LastEvaluatedKey;
    }
  } catch (error) {
    throw decisionsFault(error);
  }
}

/** What people decided, out of all items of an instance. */
export function earlierIn(items: readonly Item[]): readonly Earlier[] {
  const standing = items.filter(({ place }) => place?.S?.startsWith(PLACES));
  const settled = items.flatMap(({ place, told }) => {
    if (told?.S === undefined) return [];
    const decisions = items.filter((each) => isBelow(each.place?.S, place?.S ?? '')).map(decisionIn);
    return [{ decisions: decisions.sort(byPlace), released: JSON.parse(told.S) as ReleasedAs }];
  });
  if (standing.length === 0) return settled;
  return [{ decisions: standing.map(decisionIn).sort(byPlace), released: null }, ...settled];
}

export function isBelow(place: string | undefined, under: string): boolean {
  return place?.startsWith(`${under}#`) === true;
}

export function byPlace(one: ReviewDecision, other: ReviewDecision): number {
  return one.place < other.place ? -1 : 1;
}

export function decisionIn(item: Item): ReviewDecision {
  const text = item.decision?.S;
  if (text !== undefined) return JSON.parse(text) as ReviewDecision;
  throw new FaultError(
    'DECISIONS_UNAVAILABLE',
    false,
    'The table of decisions holds an item without a decision',
    'Check that nothing but Lethe writes to the table',
  );
}

export function decisionsFault(error: unknown): FaultError {
  if (error instanceof FaultError) return error;
  const failure = sdkFailure(error);
  return new FaultError(
    'DECISIONS_UNAVAILABLE',
    failure.passes,
    `The table of decisions could not be used (${describeFailure(failure)})`,
    failure.passes
      ? 'Try again'
      : 'Check that the table exists, and that you may call dynamodb:Query, dynamodb:Scan, dynamodb:PutItem and dynamodb:DeleteItem on it',
  );
}
