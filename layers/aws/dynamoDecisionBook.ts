import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { inLanes } from '../engine/lanes.ts';
import type { Approval, BookAnswer, DecisionBook, Earlier, ReleasedAs } from '../engine/review/book.ts';
import { revisionOf } from '../engine/review/decisions.ts';
import type { Place, ReviewDecision } from '../engine/review/types.ts';
import {
  byPlace,
  decisionIn,
  decisionsFault,
  earlierIn,
  type Item,
  isBelow,
  itemsOf,
  PLACES,
  RELEASED,
} from './decisionItems.ts';

const LANES = 8;

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
    return decisions.sort(byPlace);
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
    await this.#put({ ...keyOf(instance, `${approvalsOf(digest)}${by}`), person: { S: by }, at: { S: at } });
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

  /** Copies first, then under what it was released, then what stood: where this is cut short, that stands still. */
  async settle(instance: string, released: ReleasedAs): Promise<void> {
    const items = await this.#query(instance, '');
    const standing = items.filter(({ place }) => place?.S?.startsWith(PLACES));
    if (standing.length > 0) {
      const under = `${RELEASED}${released.source}`;
      const copies = new Set(standing.map(({ place }) => `${under}#${place?.S}`));
      await inLanes(standing, LANES, ({ place, ...decision }) =>
        this.#put({ ...decision, ...keyOf(instance, `${under}#${place?.S}`) }),
      );
      const former = items.filter(({ place }) => isBelow(place?.S, under) && !copies.has(place?.S ?? ''));
      await inLanes(former, LANES, (item) => this.#delete(item));
      await this.#put({ ...keyOf(instance, under), told: { S: JSON.stringify(released) } });
    }
    const over = items.filter(({ place }) => !place?.S?.startsWith(RELEASED));
    // What somebody has decided otherwise meanwhile stands.
    await inLanes(over, LANES, (item) => this.#delete(item, item.revision?.S));
  }

  async earlier(instance: string): Promise<readonly Earlier[]> {
    return earlierIn(await this.#query(instance, ''));
  }

  async reopen(instance: string, source: string): Promise<void> {
    const under = `${RELEASED}${source}`;
    const items = await this.#query(instance, under);
    const copies = items.filter(({ place }) => isBelow(place?.S, under));
    for (const decision of copies.map(decisionIn)) await this.put(decision, null);
    await inLanes(items, LANES, (item) => this.#delete(item));
  }

  async close(): Promise<void> {}

  #query(instance: string, beginning: string): Promise<readonly Item[]> {
    return itemsOf(this.#client, this.#table, instance, beginning);
  }

  async #put(Item: Item): Promise<void> {
    await this.#sending(() => this.#client.send(new PutItemCommand({ TableName: this.#table, Item })));
  }

  /** `revision`: the one that it has, where it goes on that condition. */
  async #delete({ instance, place }: Item, revision?: string): Promise<void> {
    await this.#conditional(
      new DeleteItemCommand({
        TableName: this.#table,
        Key: keyOf(instance?.S ?? '', place?.S ?? ''),
        ...(revision === undefined ? {} : ifRevision(revision)),
      }),
    );
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
