import { awsClients } from '../../../layers/aws/clients.ts';
import { DynamoIdentityMap } from '../../../layers/aws/dynamoIdentityMap.ts';
import { describeAllocationContract, numberOf } from '../../contracts/allocationContract.ts';
import { makeDynamoAllocationRig } from '../../contracts/dynamoAllocationRig.ts';
import { dynamo } from './live.ts';
import { loseAnswers } from './lostAnswers.ts';
import { tableOfIdentities } from './table.ts';

const table = tableOfIdentities();

describeAllocationContract('live DynamoDB', async () => {
  await table.empty();
  return makeDynamoAllocationRig(dynamo, table.name);
});

describe('numbers in DynamoDB behind the real SDK', () => {
  beforeEach(table.empty);

  it('are counted once when the SDK repeats a transaction after a lost answer', async () => {
    const { dynamo: client } = awsClients();
    const lost = loseAnswers(client, 'TransactWriteItemsCommand', (nth) => nth <= 2);
    const map = new DynamoIdentityMap(client, table.name);
    expect(await map.allocate(numberOf('a'))).toBe(0);
    expect(lost()).toBe(2);
    expect(await map.allocate(numberOf('b'))).toBe(1);
    client.destroy();
  });

  it('have no gap when 12 workers ask for 24 keys while answers are lost', async () => {
    const { dynamo: client } = awsClients();
    const lost = loseAnswers(client, 'TransactWriteItemsCommand', (nth) => nth % 7 === 4 && nth < 90);
    const maps = Array.from({ length: 12 }, () => new DynamoIdentityMap(client, table.name));
    const numbers = await Promise.all(
      Array.from({ length: 48 }, (_, index) =>
        (maps[index % 12] as DynamoIdentityMap).allocate(numberOf(`key ${index % 24}`)),
      ),
    );
    expect(lost()).toBeGreaterThan(0);
    expect(numbers.slice(24)).toEqual(numbers.slice(0, 24));
    expect(numbers.slice(0, 24).toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 24 }, (_, number) => number),
    );
    client.destroy();
  }, 120_000);
});
