import {
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { DynamoIdentityMap } from '../../../layers/aws/dynamoIdentityMap.ts';
import { NumberQueue } from '../../../layers/aws/numberQueue.ts';
import type { NumberClaim } from '../../../layers/engine/ports.ts';
import { describeAllocationContract, keyOf, numberOf } from '../../contracts/allocationContract.ts';
import { makeDynamoAllocationRig } from '../../contracts/dynamoAllocationRig.ts';
import { faultOf } from '../../contracts/faults.ts';
import { brokenConnection, faultyClient } from '../../contracts/faultyClient.ts';
import { heldInEachTest } from '../../support/clock.ts';
import { dynamoError, FakeDynamo } from './fakes/dynamo.ts';

heldInEachTest();

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
    expect(dynamo.calls[0]?.input.RequestItems[TABLE].Keys).toHaveLength(4);
  });

  it('gives a new key its number in one read, one place in the queue and one transaction', async () => {
    const dynamo = new FakeDynamo();
    await new DynamoIdentityMap(dynamo.client, TABLE).allocate(numberOf('a'));
    expect(names(dynamo)).toEqual(['BatchGetItem', 'UpdateItem', 'TransactWriteItems']);
    const { key } = keyOf('a');
    expect([...dynamo.items.values()]).toEqual([
      { pk: { S: 'patient#next' }, value: { S: '1' } },
      { pk: { S: `patient#${key}` }, value: { S: '0' } },
    ]);
  });

  /** A table whose eventual reads are of long ago. */
  const stale = (dynamo: FakeDynamo) => {
    const past = new FakeDynamo();
    return {
      send: (command: {
        readonly input: { readonly RequestItems?: Record<string, { ConsistentRead?: true }> };
      }) => {
        const isEventual =
          command.input.RequestItems !== undefined &&
          command.input.RequestItems[TABLE]?.ConsistentRead !== true;
        return (isEventual ? past : dynamo).client.send(command as never);
      },
    } as unknown as FakeDynamo['client'];
  };

  it('takes the number that an eventual read has missed from the refusal, and leaves the queue', async () => {
    const dynamo = new FakeDynamo();
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    await map.allocate(numberOf('a'));
    await map.allocate(numberOf('b'));
    dynamo.calls.length = 0;
    expect(await new DynamoIdentityMap(stale(dynamo), TABLE).allocate(numberOf('b'))).toBe(1);
    expect(names(dynamo)).toEqual(['UpdateItem', 'TransactWriteItems', 'UpdateItem']);
    expect(dynamo.items.get('patient#next')).toEqual({ pk: { S: 'patient#next' }, value: { S: '2' } });
  });

  it('finds the number of a key before it calls the numbers used up', async () => {
    const dynamo = new FakeDynamo();
    await new DynamoIdentityMap(dynamo.client, TABLE).allocate(numberOf('a', 1));
    const late = new DynamoIdentityMap(stale(dynamo), TABLE);
    expect(await late.allocate(numberOf('a', 1))).toBe(0);
    expect(await late.allocate(numberOf('b', 1))).toBeNull();
    expect(dynamo.items.get('patient#next')).toEqual({ pk: { S: 'patient#next' }, value: { S: '1' } });
  });

  /** Workers that entered the queue and died there. */
  async function leaveBehind(dynamo: FakeDynamo, ...claims: readonly NumberClaim[]): Promise<void> {
    for (const claim of claims) await new NumberQueue(dynamo.client, TABLE).enter(claim);
  }

  it('serves the queue: those that wait get theirs in the same transaction, and dead ones too', async () => {
    const dynamo = new FakeDynamo();
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    await leaveBehind(dynamo, numberOf('dead'), numberOf('late'));
    expect(await map.allocate(numberOf('a'))).toBe(0);
    expect(names(dynamo).filter((name) => name === 'TransactWriteItems')).toHaveLength(1);
    const [dead, late] = [await map.allocate(numberOf('dead')), await map.allocate(numberOf('late'))];
    expect([dead, late].toSorted()).toEqual([1, 2]);
    expect(dynamo.items.get('patient#next')).toEqual({ pk: { S: 'patient#next' }, value: { S: '3' } });
  });

  it('gives nobody in the queue a number beyond theirs', async () => {
    const dynamo = new FakeDynamo();
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    await leaveBehind(dynamo, numberOf('narrow', 1), numberOf('wide', 100));
    expect(await map.allocate(numberOf('a', 100))).toBe(0);
    expect(await map.known([keyOf('narrow'), keyOf('wide')])).toEqual([null, '1']);
    expect(await map.allocate(numberOf('narrow', 1))).toBeNull();
    expect(dynamo.items.get('patient#next')).toEqual({ pk: { S: 'patient#next' }, value: { S: '2' } });
  });

  it('gets by those in the queue that have their numbers', async () => {
    const dynamo = new FakeDynamo();
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    await map.allocate(numberOf('a'));
    await leaveBehind(dynamo, numberOf('a'), numberOf('dead'));
    expect(await map.allocate(numberOf('b'))).toBeLessThan(3);
    expect(await map.allocate(numberOf('a'))).toBe(0);
    expect(dynamo.items.get('patient#next')).toEqual({ pk: { S: 'patient#next' }, value: { S: '3' } });
  });

  it('serves a queue longer than a transaction takes', async () => {
    const dynamo = new FakeDynamo();
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    const texts = Array.from({ length: 130 }, (_, index) => `key ${index}`);
    await leaveBehind(dynamo, ...texts.map((text) => numberOf(text)));
    const numbers = await Promise.all(texts.map((text) => map.allocate(numberOf(text))));
    expect(numbers.toSorted((a, b) => Number(a) - Number(b))).toEqual(texts.map((_, index) => index));
    expect(dynamo.items.get('patient#next')).toEqual({ pk: { S: 'patient#next' }, value: { S: '130' } });
  });

  it.each([
    ['the first', 0],
    ['a later', 7],
  ])('gives nobody %s number from a counter that has moved on since it was seen', async (_which, next) => {
    const dynamo = new FakeDynamo();
    const map = new DynamoIdentityMap(dynamo.client, TABLE);
    for (let number = 0; number < next; number += 1) await map.allocate(numberOf(`before ${number}`));
    const queue = new NumberQueue(dynamo.client, TABLE);
    // A string set has no order and a transaction takes some of it alone: two workers may serve none in common.
    const seen = { next, waiting: [] };
    expect(await queue.serve(numberOf('a'), seen, new Set())).toEqual({ kind: 'given', number: next });
    expect(await queue.serve(numberOf('b'), seen, new Set())).toEqual({ kind: 'refused', haveNumbers: [] });
    expect(await map.known([keyOf('a'), keyOf('b')])).toEqual([String(next), null]);
    expect(dynamo.items.get('patient#next')?.value).toEqual({ S: String(next + 1) });
    expect(await map.allocate(numberOf('b'))).toBe(next + 1);
  });

  const cancelled = (...codes: readonly string[]) =>
    new TransactionCanceledException({
      message: 'cancelled',
      $metadata: { httpStatusCode: 400 },
      CancellationReasons: codes.map((Code) => ({ Code })),
    });

  it('enters the queue again when a transaction was under way there', async () => {
    const dynamo = new FakeDynamo();
    const client = faultyClient(dynamo.client, {
      before: (name, nth) => {
        if (name === 'UpdateItem' && nth <= 2)
          throw new TransactionConflictException({ message: 'wait', $metadata: { httpStatusCode: 400 } });
      },
    });
    expect(await new DynamoIdentityMap(client, TABLE).allocate(numberOf('a'))).toBe(0);
    expect(dynamo.items.get('patient#next')).toEqual({ pk: { S: 'patient#next' }, value: { S: '1' } });
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
    ['a refusal that is not contention', () => cancelled('ValidationError', 'None'), false],
    ['a refusal without reasons', () => cancelled(), false],
    ['AccessDeniedException', () => dynamoError('AccessDeniedException', 400), false],
    ['InternalServerError', () => dynamoError('InternalServerError', 500), true],
    ['a broken connection', brokenConnection, true],
  ])('makes of %s a fault', async (_what, error, transient) => {
    const client = faultyClient(new FakeDynamo().client, {
      before: (name) => {
        if (name === 'TransactWriteItems') throw error();
      },
    });
    const { random } = Math;
    // No pauses: what is random in them is how long they are.
    Math.random = () => 0;
    try {
      const allocation = new DynamoIdentityMap(client, TABLE).allocate(numberOf('a'));
      expect(await faultOf(allocation)).toEqual({ code: 'IDENTITY_UNAVAILABLE', transient });
    } finally {
      Math.random = random;
    }
  });
});
