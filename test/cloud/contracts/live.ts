import { randomBytes } from 'node:crypto';
import { ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { awsClients } from '../../../layers/aws/clients.ts';

if (process.env.AWS_ENDPOINT_URL === undefined)
  throw new Error('These suites want a live endpoint: set AWS_ENDPOINT_URL, or run npm run test:cloud');

export const { s3, dynamo, kms, logs } = awsClients();

/** A name that no other run and no other test uses. */
export function freshName(purpose: string): string {
  return `lethe-${purpose}-${randomBytes(5).toString('hex')}`;
}

/** Schedules the deletion of keys of a test; one that stays is said, for it is paid for. */
export async function forgetKeys(keyIds: readonly string[]): Promise<void> {
  for (const KeyId of keyIds)
    await kms
      .send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))
      .catch((error: Error) => {
        process.stderr.write(`the key ${KeyId} stays (${error.name}): schedule its deletion\n`);
      });
}

afterAll(() => {
  for (const client of [s3, dynamo, kms, logs]) client.destroy();
});
