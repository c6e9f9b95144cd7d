import { TransactionCanceledException, TransactionInProgressException } from '@aws-sdk/client-dynamodb';
import { DynamoIdentityMap } from '../../../layers/aws/dynamoIdentityMap.ts';
import { describeAllocationContract, keyOf, numberOf } from '../../contracts/allocationContract.ts';
import { makeDynamoAllocationRig } from '../../contracts/dynamoAllocationRig.ts';
import { faultOf } from '../../contracts/faults.ts';
import { brokenConnection, faultyClient } from '../../contracts/faultyClient.ts';
import { dynamoError, FakeDynamo } from './fakes/dynamo.ts';

const TABLE = 'identities';

describeAllocationContract('DynamoDB', async () => makeDynamoAllocationRig(new FakeDynamo().client, TABLE));

describe('DynamoIdentityMap, numbers', () => {
  const names = (dynamo: FakeDynamo) => dynamo.calls.map(({ name }) => name);

  it('makes one read for all that an instance asks at once', async () => {
    const dynamo = new FakeDynamo();
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    const claims = ['a', 'b'].map((text) => ({ ...keyOf(text, 'uid'), candidate: text }));
    const ask = () =>
      Promise.all([map.claim(claims), map.allocate(numberOf('p')), map.known([keyOf('p', 'sealed')])]);
    await ask();
    dynamo.calls.length = 0;
    await ask();
    expect(names(dynamo)).toEqual(['BatchGetItem']);
    expect(dynamo.calls[0]?.input.RequestItems[TABLE].Keys).toHaveLength(5);
  });

  it('gives a new key its number in one read and one transaction', async () => {
    const dynamo = new FakeDynamo();
    await new DynamoIdentityMap(dynamo.client, TABLE).allocate(numberOf('a'));
    expect(names(dynamo)).toEqual(['BatchGetItem', 'TransactWriteItems']);
    const { key } = keyOf('a');
    expect([...dynamo.items.values()]).toEqual([
      { pk: { S: `patient#${key}` }, value: { S: '0' } },
      { pk: { S: 'patient#next' }, value: { S: '1' } },
    ]);
  });

  /** A table whose reads are of long ago, and its writes of now. */
  const stale = (dynamo: FakeDynamo) => {
    const past = new FakeDynamo();
    return {
      send: (command: object) =>
        (command.constructor.name === 'BatchGetItemCommand' ? past : dynamo).client.send(command as never),
    } as unknown as FakeDynamo['client'];
  };

  it('takes the number that an eventual read has missed from the refusal, without another read', async () => {
    const dynamo = new FakeDynamo();
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    await map.allocate(numberOf('a'));
    await map.allocate(numberOf('b'));
    dynamo.calls.length = 0;
    expect(await new DynamoIdentityMap(stale(dynamo), TABLE).allocate(numberOf('b'))).toBe(1);
    expect(names(dynamo)).toEqual(['TransactWriteItems']);
  });

  it('takes the next number from the refusal of a counter that moved on', async () => {
    const dynamo = new FakeDynamo();
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    for (const text of ['a', 'b', 'c']) await map.allocate(numberOf(text));
    dynamo.calls.length = 0;
    expect(await new DynamoIdentityMap(stale(dynamo), TABLE).allocate(numberOf('d'))).toBe(3);
    expect(names(dynamo)).toEqual(['TransactWriteItems', 'TransactWriteItems']);
  });

  it('finds the number of a key before it calls the numbers used up', async () => {
    const dynamo = new FakeDynamo();
    await new DynamoIdentityMap(dynamo.client, TABLE).allocate(numberOf('a', 1));
    const key = `patient#${keyOf('a').key}`;
    const halfBlind = faultyClient(dynamo.client, {});
    const reads = new DynamoIdentityMap(
      {
        send: async (command: { readonly constructor: { readonly name: string } }) => {
          const answer = (await halfBlind.send(command as never)) as {
            Responses?: Record<string, readonly { readonly pk: { readonly S: string } }[]>;
          };
          return command.constructor.name === 'BatchGetItemCommand'
            ? { Responses: { [TABLE]: answer.Responses?.[TABLE]?.filter(({ pk }) => pk.S !== key) } }
            : answer;
        },
      } as unknown as FakeDynamo['client'],
      TABLE,
    );
    expect(await reads.allocate(numberOf('a', 1))).toBe(0);
    expect(await reads.allocate(numberOf('b', 1))).toBeNull();
  });

  const cancelled = (...codes: readonly string[]) =>
    new TransactionCanceledException({
      message: 'cancelled',
      $metadata: { httpStatusCode: 400 },
      CancellationReasons: codes.map((Code) => ({ Code })),
    });

  it.each([
    ['another transaction at the items', () => cancelled('None', 'TransactionConflict')],
    ['a table that is asked too much', () => cancelled('ThrottlingError', 'None')],
    [
      'our own call, still under way',
      () => new TransactionInProgressException({ message: 'wait', $metadata: { httpStatusCode: 400 } }),
    ],
  ])('tries again after %s', async (_what, error) => {
    const dynamo = new FakeDynamo();
    const client = faultyClient(dynamo.client, {
      before: (name, nth) => {
        if (name === 'TransactWriteItems' && nth <= 3) throw error();
      },
    });
    expect(await new DynamoIdentityMap(client, TABLE).allocate(numberOf('a'))).toBe(0);
  });

  it.each([
    ['conflicts without end', () => cancelled('None', 'TransactionConflict'), true],
    ['a refusal that is no contention', () => cancelled('ValidationError', 'None'), false],
    ['a refusal without reasons', () => cancelled(), false],
    ['AccessDeniedException', () => dynamoError('AccessDeniedException', 400), false],
    ['InternalServerError', () => dynamoError('InternalServerError', 500), true],
    ['a broken connection', brokenConnection, true],
  ])(
    'makes of %s a fault',
    async (_what, error, transient) => {
      const client = faultyClient(new FakeDynamo().client, {
        before: (name) => {
          if (name === 'TransactWriteItems') throw error();
        },
      });
      const allocation = new DynamoIdentityMap(client, TABLE).allocate(numberOf('a'));
      expect(await faultOf(allocation)).toEqual({ code: 'IDENTITY_UNAVAILABLE', transient });
    },
    60_000,
  );
});
