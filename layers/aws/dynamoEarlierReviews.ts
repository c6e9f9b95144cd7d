import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ByteSource } from '../dicom/byteSource.ts';
import type { Earlier, EarlierReviews } from '../engine/review/book.ts';
import { earlierIn, itemsOf } from './decisionItems.ts';
import { S3Source } from './s3Source.ts';

/**
 * What people decided of instances that come again, out of the table of decisions, which it only reads. What was kept is marked on its version, so that neither an instance that comes for the first time nor one
 * that nobody has to look at costs a request here.
 */
export class DynamoEarlierReviews implements EarlierReviews {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async of(instance: string, source: ByteSource, isDoubtful: boolean): Promise<readonly Earlier[]> {
    const mayBeKept = !(source instanceof S3Source) || source.tagCount > 0;
    return isDoubtful || mayBeKept ? earlierIn(await itemsOf(this.#client, this.#table, instance)) : [];
  }
}
