import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  paginateScan,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { awsClients } from '../../../layers/aws/clients.ts';
import { DynamoIdentityMap } from '../../../layers/aws/dynamoIdentityMap.ts';
import { makeDynamoRig } from '../../contracts/dynamoRig.ts';
import { claimOf, describeIdentityMapContract } from '../../contracts/identityMapContract.ts';
import { dynamo, freshName } from './live.ts';
import { loseAnswers } from './lostAnswers.ts';

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

describeIdentityMapContract('live DynamoDB', async () => {
  await emptyTable();
  return makeDynamoRig(dynamo, TableName);
});

describe('DynamoDB behind the real SDK', () => {
  beforeEach(emptyTable);

  it('takes its own write for its own when the SDK repeats it after a lost answer', async () => {
    const { dynamo: client } = awsClients();
    const lost = loseAnswers(client, 'PutItemCommand', (nth) => nth === 1);
    const map = new DynamoIdentityMap(client, TableName);
    expect(await map.claim([claimOf('a', 'ours')])).toEqual(['ours']);
    expect(lost()).toBe(1);
    expect(await map.claim([claimOf('a', 'theirs')])).toEqual(['ours']);
    client.destroy();
  });

  it('lets one of 16 workers win each of 6 shared keys while answers are lost', async () => {
    const { dynamo: client } = awsClients();
    const lost = loseAnswers(client, 'PutItemCommand', (nth) => nth % 5 === 3 && nth < 60);
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, worker) =>
        new DynamoIdentityMap(client, TableName).claim(
          Array.from({ length: 6 }, (_, index) => claimOf(`shared ${index}`, `by ${worker}`)),
        ),
      ),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(lost()).toBe(12);
    client.destroy();
  });
});

async function emptyTable(): Promise<void> {
  for await (const { Items = [] } of paginateScan({ client: dynamo, pageSize: 25 }, { TableName }))
    if (Items.length > 0)
      await dynamo.send(
        new BatchWriteItemCommand({
          RequestItems: {
            [TableName]: Items.map(({ pk }) => ({ DeleteRequest: { Key: pk === undefined ? {} : { pk } } })),
          },
        }),
      );
}
