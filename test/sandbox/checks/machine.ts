import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  StartExecutionCommand,
  TestStateCommand,
} from '@aws-sdk/client-sfn';
import { syntheticInstance } from '../../../cli/doctor/instance.ts';
import { type Check, patiently } from '../check.ts';

export const BACKFILL: Check = {
  name: 'backfill',
  question:
    'the machine runs: JSONata within JSONPath, and children that are encrypted with the stack’s own key',
  page: 'https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html',
  ask: async (sandbox) => {
    const { clients, outputs } = sandbox;
    const prefix = 'sandbox-archive/';
    for (const number of [1, 2, 3])
      await clients.s3.send(
        new PutObjectCommand({
          Bucket: outputs.IngestBucket,
          Key: `${prefix}${number}.dcm`,
          Body: syntheticInstance(`archive ${number}`).bytes,
        }),
      );
    const { executionArn = '' } = await clients.sfn.send(
      new StartExecutionCommand({
        stateMachineArn: outputs.BackfillMachineArn,
        input: JSON.stringify({
          bucket: outputs.IngestBucket,
          prefix,
          into: 'sandbox-copied/',
          batch: 2,
          concurrency: 1,
          tolerate: 0,
        }),
      }),
    );
    const ended = await patiently(sandbox, async () => {
      const execution = await clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status === 'RUNNING' ? null : execution;
    });
    const said = [ended?.status ?? 'it did not end', ended?.error ?? ''].join(' ').trim();
    return { holds: ended?.status === 'SUCCEEDED', said };
  },
};

interface Definition {
  readonly States: {
    readonly Listing: {
      readonly ItemProcessor: {
        readonly States: {
          readonly Objects: {
            readonly ItemProcessor: { readonly States: { readonly Copy: Readonly<Record<string, unknown>> } };
          };
        };
      };
    };
  };
}

export const ERROR_NAMES: Check = {
  name: 'error-names',
  question: 'a copy of what is gone fails by the name that the machine waits for, or by its cause',
  page: 'https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html',
  ask: async ({ clients, outputs, stack }) => {
    const { definition = '{}' } = await clients.sfn.send(
      new DescribeStateMachineCommand({ stateMachineArn: outputs.BackfillMachineArn }),
    );
    const { States } = JSON.parse(definition) as Definition;
    const {
      Retry: _,
      Catch: __,
      ...copy
    } = States.Listing.ItemProcessor.States.Objects.ItemProcessor.States.Copy;
    const { StackResources = [] } = await clients.cloudFormation.send(
      new DescribeStackResourcesCommand({ StackName: stack }),
    );
    const role = StackResources.find(
      ({ ResourceType, LogicalResourceId }) =>
        ResourceType === 'AWS::IAM::Role' && LogicalResourceId?.startsWith('BackfillRole'),
    );
    const account = outputs.BackfillMachineArn.split(':')[4];
    const { error = '', cause = '' } = await clients.sfn.send(
      new TestStateCommand({
        definition: JSON.stringify(copy),
        roleArn: `arn:aws:iam::${account}:role/${role?.PhysicalResourceId}`,
        input: JSON.stringify({ bucket: outputs.IngestBucket, key: 'sandbox/nothing-here', into: '' }),
      }),
    );
    const holds = error === 'S3.NoSuchKeyException' || /NoSuchKey|specified key does not exist/.test(cause);
    return { holds, said: error === '' ? 'it did not fail' : error };
  },
};
