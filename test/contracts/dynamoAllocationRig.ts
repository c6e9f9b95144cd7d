import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoIdentityMap } from '../../layers/aws/dynamoIdentityMap.ts';
import type { AllocationRig } from './allocationContract.ts';
import { brokenConnection, faultyClient } from './faultyClient.ts';

/** The allocation suite's rig over an empty table, at a fake or at a live endpoint. */
export function makeDynamoAllocationRig(client: DynamoDBClient, table: string): AllocationRig {
  let reachable = client;
  return {
    open: () => new DynamoIdentityMap(reachable, table),
    allocateUnheard: async (claim) => {
      const deaf = faultyClient(client, {
        after: (name) => {
          if (name === 'TransactWriteItems') throw brokenConnection();
        },
      });
      await new DynamoIdentityMap(deaf, table).allocate(claim).then(
        () => {
          throw new Error('the answer came through');
        },
        () => {},
      );
    },
    break: async () => {
      reachable = faultyClient(client, {
        before: () => {
          throw brokenConnection();
        },
      });
    },
    dispose: async () => {},
  };
}
