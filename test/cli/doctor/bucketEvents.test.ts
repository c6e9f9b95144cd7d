import { checkBuckets } from '../../../cli/doctor/checks/buckets.ts';
import { BUCKETS_CASE, QUEUE_ARN } from './bucketsCase.ts';
import { DEPLOYMENT, fakeAws } from './fakeAws.ts';

describe('events by EventBridge', () => {
  it('are asked of the bucket where the stack has a rule for them', async () => {
    const { well } = BUCKETS_CASE;
    const rule = { logicalId: 'IngestionCreated1', physicalId: 'r', type: 'AWS::Events::Rule' };
    const deployment = { ...DEPLOYMENT, resources: [...DEPLOYMENT.resources, rule] };
    const codes = async (answer: object) =>
      (await checkBuckets(fakeAws({ ...well, GetBucketNotificationConfiguration: answer }), deployment))
        .map(({ code }) => code)
        .filter((code) => code === 'BUCKET_SENDS_NO_EVENTS');
    expect(await codes({ EventBridgeConfiguration: {} })).toEqual([]);
    const QueueConfigurations = [{ QueueArn: QUEUE_ARN, Events: ['s3:ObjectCreated:*'] }];
    expect(await codes({ QueueConfigurations })).toEqual(['BUCKET_SENDS_NO_EVENTS']);
  });
});
