import { DynamoDecisionBook } from '../../../layers/aws/dynamoDecisionBook.ts';
import { decisionOf, describeDecisionBookContract } from '../../contracts/decisionBookContract.ts';
import { makeDecisionRig } from '../../contracts/dynamoDecisionRig.ts';
import { faultOf } from '../../contracts/faults.ts';
import { faultyClient } from '../../contracts/faultyClient.ts';
import { heldInEachTest } from '../../support/clock.ts';
import { FakeDecisions } from './fakes/decisions.ts';
import { dynamoError } from './fakes/dynamo.ts';

heldInEachTest();

const TABLE = 'decisions';

describeDecisionBookContract('DynamoDB', async () => makeDecisionRig(new FakeDecisions().client, TABLE));

describe('DynamoDecisionBook', () => {
  it('decides in one call, and learns in it what stands', async () => {
    const fake = new FakeDecisions();
    const book = new DynamoDecisionBook(fake.client, TABLE);
    await book.put(decisionOf('(0010,4000)', 'one'), null);
    await book.put(decisionOf('(0010,4000)', 'two'), null);
    expect(fake.calls.map(({ name }) => name)).toEqual(['PutItem', 'PutItem']);
  });

  it('tells what passes from what does not', async () => {
    const client = (name: string, status: number) =>
      faultyClient(new FakeDecisions().client, {
        before: () => {
          throw dynamoError(name, status);
        },
      });
    const ask = (name: string, status: number) =>
      faultOf(new DynamoDecisionBook(client(name, status), TABLE).places());
    expect(await ask('AccessDeniedException', 400)).toEqual({
      code: 'DECISIONS_UNAVAILABLE',
      transient: false,
    });
    expect(await ask('ThrottlingException', 400)).toEqual({ code: 'DECISIONS_UNAVAILABLE', transient: true });
  });
});
