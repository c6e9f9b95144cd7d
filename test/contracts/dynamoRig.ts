import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoIdentityMap } from '../../layers/aws/dynamoIdentityMap.ts';
import { brokenConnection, faultyClient } from './faultyClient.ts';
import type { IdentityMapRig } from './identityMapContract.ts';

/** The identity suite's rig over an empty table, at a fake or at a live endpoint. */
export function makeDynamoRig(client: DynamoDBClient, table: string): IdentityMapRig {
  let reachable = client;
  return {
    open: () => new DynamoIdentityMap(reachable, table),
    claimUnheard: async (claim) => {
      const deaf = faultyClient(client, {
        after: (name) => {
          if (name === 'PutItem') throw brokenConnection();
        },
      });
      await new DynamoIdentityMap(deaf, table).claim([claim]).then(
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
