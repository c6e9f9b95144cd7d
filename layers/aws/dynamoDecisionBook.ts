import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { FaultError } from '../engine/faults.ts';
import { inLanes } from '../engine/lanes.ts';
import type { Approval, BookAnswer, DecisionBook } from '../engine/review/book.ts';
import { revisionOf } from '../engine/review/decisions.ts';
import type { Place, ReviewDecision } from '../engine/review/types.ts';
import { describeFailure, sdkFailure } from './sdkErrors.ts';

type Item = Readonly<Record<string, AttributeValue>>;

const LANES = 8;
/** Every place begins so, and no approval does. */
const PLACES = '(';

/**
 * Decisions in one DynamoDB table: partition key `instance`, sort key `place`. A write has the condition that what stands there is of the revision that its author saw, and a
 * refusal brings what stands in the same round trip. A write whose answer was lost is refused when the SDK repeats it, and is known by its own revision. Reads
 * are consistent: who has decided sees it.
 */
export class DynamoDecisionBook implements DecisionBook {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async of(instance: string): Promise<readonly ReviewDecision[]> {
    const decisions = (await this.#query(instance, PLACES)).map(decisionIn);
    return decisions.sort((one, other) => (one.place < other.place ? -1 : 1));
  }

  async put(decision: ReviewDecision, over: string | null): Promise<BookAnswer> {
    const { instance, place } = decision;
    const revision = revisionOf(decision);
    const standing = await this.#conditional(
      new PutItemCommand({
        TableName: this.#table,
        Item: {
          ...keyOf(instance, place),
          revision: { S: revision },
          decision: { S: JSON.stringify(decision) },
        },
        ...(over === null ? { ConditionExpression: 'attribute_not_exists(place)' } : ifRevision(over)),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    if (standing === 'written' || standing?.revision?.S === revision)
      return { isDone: true, standing: decision };
    return { isDone: false, standing: standing === null ? null : decisionIn(standing) };
  }

  async take(instance: string, place: Place, over: string): Promise<BookAnswer> {
    const standing = await this.#conditional(
      new DeleteItemCommand({
        TableName: this.#table,
        Key: keyOf(instance, place),
        ...ifRevision(over),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    // Nothing stands there: it is as it was asked for, by us or somebody else.
    if (standing === 'written' || standing === null) return { isDone: true, standing: null };
    return { isDone: false, standing: decisionIn(standing) };
  }

  async approve({ instance, digest, by, at }: Approval): Promise<void> {
    await this.#sending(() =>
      this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: { ...keyOf(instance, `${approvalsOf(digest)}${by}`), person: { S: by }, at: { S: at } },
        }),
      ),
    );
  }

  async approvals(instance: string, digest: string): Promise<readonly Approval[]> {
    const items = await this.#query(instance, approvalsOf(digest));
    return items
      .map(({ person, at }) => ({ instance, digest, by: person?.S ?? '', at: at?.S ?? '' }))
      .sort((one, other) => (one.by < other.by ? -1 : 1));
  }

  async places(): Promise<ReadonlyMap<string, readonly Place[]>> {
    const places = new Map<string, Place[]>();
    for (let from: Item | undefined; ; ) {
      const start = from;
      const { Items = [], LastEvaluatedKey } = await this.#sending(() =>
        this.#client.send(
          new ScanCommand({
            TableName: this.#table,
            ConsistentRead: true,
            ProjectionExpression: '#instance, place',
            FilterExpression: 'begins_with(place, :places)',
            ExpressionAttributeNames: { '#instance': 'instance' },
            ExpressionAttributeValues: { ':places': { S: PLACES } },
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        ),
      );
      for (const { instance, place } of Items)
        places.set(instance?.S ?? '', [...(places.get(instance?.S ?? '') ?? []), place?.S ?? ''].sort());
      if (LastEvaluatedKey === undefined) return places;
      from = LastEvaluatedKey;
    }
  }

  async forget(instance: string): Promise<void> {
    const items = await this.#query(instance, '');
    await inLanes(items, LANES, async ({ place }) => {
      await this.#sending(() =>
        this.#client.send(
          new DeleteItemCommand({ TableName: this.#table, Key: keyOf(instance, place?.S ?? '') }),
        ),
      );
    });
  }

  async close(): Promise<void> {}

  /** All items of an instance whose places begin so. */
  async #query(instance: string, beginning: string): Promise<readonly Item[]> {
    const found: Item[] = [];
    for (let from: Item | undefined; ; ) {
      const start = from;
      const { Items = [], LastEvaluatedKey } = await this.#sending(() =>
        this.#client.send(
          new QueryCommand({
            TableName: this.#table,
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
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        ),
      );
      found.push(...Items);
      if (LastEvaluatedKey === undefined) return found;
      from = LastEvaluatedKey;
    }
  }

  /** What stands there if the condition was not met; null: nothing does. */
  async #conditional(command: PutItemCommand | DeleteItemCommand): Promise<'written' | Item | null> {
    try {
      await (command instanceof PutItemCommand ? this.#client.send(command) : this.#client.send(command));
      return 'written';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return error.Item ?? null;
      throw decisionsFault(error);
    }
  }

  async #sending<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      throw decisionsFault(error);
    }
  }
}

function keyOf(instance: string, place: string): Record<string, AttributeValue> {
  return { instance: { S: instance }, place: { S: place } };
}

function approvalsOf(digest: string): string {
  return `approval#${digest}#`;
}

function ifRevision(revision: string) {
  return {
    ConditionExpression: 'revision = :over',
    ExpressionAttributeValues: { ':over': { S: revision } },
  };
}

function decisionIn(item: Item): ReviewDecision {
  const text = item.decision?.S;
  if (text !== undefined) return JSON.parse(text) as ReviewDecision;
  throw new FaultError(
    'DECISIONS_UNAVAILABLE',
    false,
    'The table of decisions holds an item without a decision',
    'Check that nothing but Lethe writes to the table',
  );
}

function decisionsFault(error: unknown): FaultError {
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
