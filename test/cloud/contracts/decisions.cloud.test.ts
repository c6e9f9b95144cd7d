import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  paginateScan,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { awsClients } from '../../../layers/aws/clients.ts';
import { DynamoDecisionBook } from '../../../layers/aws/dynamoDecisionBook.ts';
import { decisionOf, describeDecisionBookContract } from '../../contracts/decisionBookContract.ts';
import { makeDecisionRig } from '../../contracts/dynamoDecisionRig.ts';
import { dynamo, freshName } from './live.ts';
import { loseAnswers } from './lostAnswers.ts';

const TableName = freshName('decisions');

beforeAll(async () => {
  const [instance, place] = ['instance', 'place'];
  await dynamo.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [instance, place].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      KeySchema: [
        { AttributeName: instance, KeyType: 'HASH' },
        { AttributeName: place, KeyType: 'RANGE' },
      ],
    }),
  );
  await waitUntilTableExists({ client: dynamo, maxWaitTime: 60 }, { TableName });
});
afterAll(() => dynamo.send(new DeleteTableCommand({ TableName })));

async function emptied(): Promise<void> {
  for await (const { Items = [] } of paginateScan({ client: dynamo }, { TableName }))
    for (const { instance = { S: '' }, place = { S: '' } } of Items)
      await dynamo.send(new DeleteItemCommand({ TableName, Key: { instance, place } }));
}

describeDecisionBookContract('live DynamoDB', async () => {
  await emptied();
  return makeDecisionRig(dynamo, TableName);
});

it('takes its own decision for its own when the SDK repeats it after a lost answer', async () => {
  await emptied();
  const { dynamo: client } = awsClients();
  const lost = loseAnswers(client, 'PutItemCommand', (nth) => nth === 1);
  const decision = decisionOf('(0010,4000)', 'one');
  expect(await new DynamoDecisionBook(client, TableName).put(decision, null)).toEqual({
    isDone: true,
    standing: decision,
  });
  expect(lost()).toBe(1);
  client.destroy();
});
