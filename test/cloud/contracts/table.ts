import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  paginateScan,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { dynamo, freshName } from './live.ts';

/** A table of identities of a test file's own, made before its tests and deleted behind them. */
export function tableOfIdentities(): { readonly name: string; empty(): Promise<void> } {
  const TableName = freshName('identities');
  beforeAll(async () => {
    await dynamo.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    );
    await waitUntilTableExists({ client: dynamo, maxWaitTime: 60 }, { TableName });
  });
  afterAll(() => dynamo.send(new DeleteTableCommand({ TableName })));
  return {
    name: TableName,
    empty: async () => {
      for await (const { Items = [] } of paginateScan({ client: dynamo, pageSize: 25 }, { TableName }))
        if (Items.length > 0)
          await dynamo.send(
            new BatchWriteItemCommand({
              RequestItems: {
                [TableName]: Items.map(({ pk }) => ({
                  DeleteRequest: { Key: pk === undefined ? {} : { pk } },
                })),
              },
            }),
          );
    },
  };
}
