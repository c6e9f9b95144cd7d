import { randomUUID } from 'node:crypto';
import {
  type DynamoDBClient,
  TransactionCanceledException,
  TransactionInProgressException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { identityTableFault, storedValue, tableItem } from './identityTable.ts';

export type NumberOutcome =
  /** The key has this number: ours, or that of who was first. */
  | { readonly kind: 'settled'; readonly number: number }
  /** Somebody else took the number; this one is next. */
  | { readonly kind: 'counted-on'; readonly next: number }
  /** Another transaction was at the same items. */
  | { readonly kind: 'contended' };

/** What a part of a cancelled transaction says (API reference, TransactWriteItems, "Cancellation reason codes"). */
const CONDITION_FAILED = 'ConditionalCheckFailed';
const PASSING: ReadonlySet<string> = new Set([
  'None',
  CONDITION_FAILED,
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/**
 * Gives the key `number` and moves the counter on, both or neither: on condition that the key has none and the counter still stands at it.
 * A refusal brings what stands there in the same round trip. The SDK repeats a call whose answer was lost with the same token, which
 * DynamoDB knows for ten minutes; after that the key's own number comes back. Rejects with `FaultError`.
 */
export async function numberTransaction(
  client: DynamoDBClient,
  table: string,
  pk: string,
  counter: string,
  number: number,
): Promise<NumberOutcome> {
  try {
    await client.send(
      new TransactWriteItemsCommand({
        ClientRequestToken: randomUUID(),
        TransactItems: [
          {
            Put: {
              TableName: table,
              Item: tableItem(pk, String(number)),
              ConditionExpression: 'attribute_not_exists(pk)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          {
            Put: {
              TableName: table,
              Item: tableItem(counter, String(number + 1)),
              ...(number === 0
                ? { ConditionExpression: 'attribute_not_exists(pk)' }
                : {
                    ConditionExpression: '#value = :number',
                    ExpressionAttributeNames: { '#value': 'value' },
                    ExpressionAttributeValues: { ':number': { S: String(number) } },
                  }),
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
        ],
      }),
    );
    return { kind: 'settled', number };
  } catch (error) {
    return whatStands(error);
  }
}

function whatStands(error: unknown): NumberOutcome {
  // Our own call, whose answer was lost, is still under way.
  if (error instanceof TransactionInProgressException) return { kind: 'contended' };
  if (!(error instanceof TransactionCanceledException)) throw identityTableFault(error);
  const reasons = error.CancellationReasons ?? [];
  const [ofKey, ofCounter] = reasons;
  if (reasons.length === 0 || !reasons.every(({ Code = 'None' }) => PASSING.has(Code)))
    throw identityTableFault(error);
  if (ofKey?.Code === CONDITION_FAILED) return { kind: 'settled', number: Number(storedValue(ofKey.Item)) };
  // Without an item the counter is not there yet, and the read before was of another world: begin at 0.
  if (ofCounter?.Code === CONDITION_FAILED)
    return {
      kind: 'counted-on',
      next: ofCounter.Item === undefined ? 0 : Number(storedValue(ofCounter.Item)),
    };
  return { kind: 'contended' };
}
