import { DynamoIdentityMap } from '../../../layers/aws/dynamoIdentityMap.ts';
import { makeDynamoRig } from '../../contracts/dynamoRig.ts';
import { faultOf } from '../../contracts/faults.ts';
import { brokenConnection, faultyClient } from '../../contracts/faultyClient.ts';
import { claimOf, describeIdentityMapContract } from '../../contracts/identityMapContract.ts';
import { heldInEachTest } from '../../support/clock.ts';
import { dynamoError, FakeDynamo } from './fakes/dynamo.ts';

heldInEachTest();

const TABLE = 'identities';

describeIdentityMapContract('DynamoDB', async () => makeDynamoRig(new FakeDynamo().client, TABLE));

describe('DynamoIdentityMap', () => {
  const names = (dynamo: FakeDynamo) => dynamo.calls.map(({ name }) => name);
  const many = (count: number, candidate: string) =>
    Array.from({ length: count }, (_, index) => claimOf(`original ${index}`, `${candidate} ${index}`));

  it('makes one call for one claim, new or known', async () => {
    const dynamo = new FakeDynamo();
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    await map.claim([claimOf('a', 'A1')]);
    await map.claim([claimOf('a', 'A2')]);
    expect(names(dynamo)).toEqual(['PutItem', 'PutItem']);
  });

  it('makes one read for all that is known', async () => {
    const dynamo = new FakeDynamo();
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    await map.claim(many(100, 'first'));
    dynamo.calls.length = 0;
    await map.claim(many(100, 'second'));
    expect(names(dynamo)).toEqual(['BatchGetItem']);
  });

  it('stores the keyed hash and the substitute, and nothing else', async () => {
    const dynamo = new FakeDynamo();
    const claim = claimOf('a', 'A1', 'uid/trial-7');
    await new DynamoIdentityMap(dynamo.client, TABLE).claim([claim]);
    expect([...dynamo.items.values()]).toEqual([
      { pk: { S: `uid/trial-7#${claim.key}` }, value: { S: 'A1' } },
    ]);
  });

  it('asks again for the keys that a batch left over', async () => {
    const dynamo = new FakeDynamo();
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    await map.claim(many(50, 'first'));
    dynamo.calls.length = 0;
    dynamo.batchAppetite = 20;
    expect(await map.claim(many(50, 'second'))).toEqual(many(50, 'first').map(({ candidate }) => candidate));
    expect(names(dynamo)).toEqual(['BatchGetItem', 'BatchGetItem', 'BatchGetItem']);
  });

  it('gives up a batch that never gets on, with a fault that passes', async () => {
    const dynamo = new FakeDynamo();
    dynamo.batchAppetite = 0;
    const claim = new DynamoIdentityMap(dynamo.client, TABLE).claim(many(2, 'any'));
    expect(await faultOf(claim)).toEqual({ code: 'IDENTITY_UNAVAILABLE', transient: true });
    expect(names(dynamo).length).toBeLessThan(20);
  });

  it('finds by the write what an eventual read has missed', async () => {
    const dynamo = new FakeDynamo();
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    await map.claim(many(2, 'first'));
    const stale = new FakeDynamo();
    const client = {
      send: (command: object) =>
        (command.constructor.name === 'PutItemCommand' ? dynamo : stale).client.send(command as never),
    } as unknown as FakeDynamo['client'];
    expect(await new DynamoIdentityMap(client, TABLE).claim(many(2, 'second'))).toEqual([
      'first 0',
      'first 1',
    ]);
  });

  it.each([
    ['ProvisionedThroughputExceededException', 400, true],
    ['ThrottlingException', 400, true],
    ['RequestLimitExceeded', 400, true],
    ['InternalServerError', 500, true],
    ['AccessDeniedException', 400, false],
    ['ResourceNotFoundException', 400, false],
    ['ValidationException', 400, false],
  ] as const)('makes of %s (%i) a fault, transient: %p', async (name, status, transient) => {
    for (const call of ['PutItem', 'BatchGetItem']) {
      const client = faultyClient(new FakeDynamo().client, {
        before: (made) => {
          if (made === call) throw dynamoError(name, status);
        },
      });
      const claim = new DynamoIdentityMap(client, TABLE).claim(many(2, 'any'));
      expect(await faultOf(claim)).toEqual({ code: 'IDENTITY_UNAVAILABLE', transient });
    }
  });

  it('rejects on an item that holds no value', async () => {
    const dynamo = new FakeDynamo();
    const claim = claimOf('a', 'A');
    dynamo.items.set(`uid#${claim.key}`, { pk: { S: `uid#${claim.key}` } });
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    expect(await faultOf(map.claim([claim]))).toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
  });

  it('can be asked again after a failure in the middle of many writes', async () => {
    const dynamo = new FakeDynamo();
    const client = faultyClient(dynamo.client, {
      after: (name, nth) => {
        if (name === 'PutItem' && nth === 40) throw brokenConnection();
      },
    });
    const map = new DynamoIdentityMap(client, TABLE);
    expect(await faultOf(map.claim(many(90, 'first')))).toMatchObject({ transient: true });
    const settled = await map.claim(many(90, 'second'));
    expect(settled).toEqual(await map.claim(many(90, 'third')));
    expect(settled).toContain('first 39');
  });
});
