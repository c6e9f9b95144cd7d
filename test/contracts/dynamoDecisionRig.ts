import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDecisionBook } from '../../layers/aws/dynamoDecisionBook.ts';
import type { DecisionBookRig } from './decisionBookContract.ts';
import { brokenConnection, faultyClient } from './faultyClient.ts';

/** The suite's rig over an empty table of decisions, at a fake or at a live endpoint. */
export function makeDecisionRig(client: DynamoDBClient, table: string): DecisionBookRig {
  let reachable = client;
  return {
    open: () => new DynamoDecisionBook(reachable, table),
    putUnheard: async (decision, over) => {
      const deaf = faultyClient(client, {
        after: (name) => {
          if (name === 'PutItem') throw brokenConnection();
        },
      });
      await new DynamoDecisionBook(deaf, table).put(decision, over).then(
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
