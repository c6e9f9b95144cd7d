import type { SQSClient } from '@aws-sdk/client-sqs';
import { SqsRequeue } from '../../../layers/aws/sqsRequeue.ts';
import { faultOf } from '../../contracts/faults.ts';
import { faultyClient } from '../../contracts/faultyClient.ts';
import { FakeSqs, sqsError } from './fakes/sqs.ts';

const NEVER = new AbortController().signal;
const held = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    messageId: `m${index}`,
    receiptHandle: `h${index}`,
    body: `body ${index}`,
    firstSentMs: 1000 + index,
    seconds: index,
  }));

describe('SqsRequeue', () => {
  it('sends copies with the time of the first sending, ten in a call', async () => {
    const sqs = new FakeSqs();
    const safe = await new SqsRequeue(sqs.client, 'queue').sendAgain(held(12), NEVER);
    expect([...safe]).toEqual(held(12).map(({ messageId }) => messageId));
    expect(sqs.calls.map(({ name, input }) => [name, input.Entries.length])).toEqual([
      ['SendMessageBatch', 10],
      ['SendMessageBatch', 2],
    ]);
    expect(sqs.takeAll('queue')[11]).toMatchObject({
      body: 'body 11',
      attributes: { FirstSent: { DataType: 'Number', StringValue: '1011' } },
    });
  });

  it('answers only those that the queue has taken', async () => {
    const sqs = new FakeSqs();
    sqs.refused.add('body 1');
    expect(await new SqsRequeue(sqs.client, 'queue').sendAgain(held(3), NEVER)).toEqual(
      new Set(['m0', 'm2']),
    );
  });

  it('shows messages again after so many seconds each', async () => {
    const sqs = new FakeSqs();
    await new SqsRequeue(sqs.client, 'queue').showAgain(held(12), NEVER);
    expect([...sqs.visibility]).toEqual(
      held(12).map(({ receiptHandle, seconds }) => [receiptHandle, seconds]),
    );
  });

  it('says where one of them was refused', async () => {
    const client = {
      send: async () => ({ Failed: [{ Id: '0', Code: 'ReceiptHandleIsInvalid', SenderFault: true }] }),
    } as unknown as SQSClient;
    expect(await faultOf(new SqsRequeue(client, 'queue').showAgain(held(1), NEVER))).toMatchObject({
      code: 'QUEUE_UNAVAILABLE',
    });
  });

  it.each([
    ['AccessDenied', 403, 'QUEUE_FORBIDDEN', false],
    ['KMS.ThrottlingException', 400, 'QUEUE_UNAVAILABLE', true],
    ['ServiceUnavailable', 503, 'QUEUE_UNAVAILABLE', true],
  ])('says of %s what it means', async (name, status, code, transient) => {
    const failing = faultyClient(new FakeSqs().client, {
      before: () => {
        throw sqsError(name, status);
      },
    });
    const requeue = new SqsRequeue(failing, 'queue');
    expect(await faultOf(requeue.sendAgain(held(1), NEVER))).toEqual({ code, transient });
    expect(await faultOf(requeue.showAgain(held(1), NEVER))).toEqual({ code, transient });
  });
});
