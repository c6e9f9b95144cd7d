import { randomBytes } from 'node:crypto';
import { awsClients } from '../../../layers/aws/clients.ts';

if (process.env.AWS_ENDPOINT_URL === undefined)
  throw new Error('These suites want a live endpoint: set AWS_ENDPOINT_URL, or run npm run test:cloud');

export const { s3, dynamo, kms, logs } = awsClients();

/** A name that no other run and no other test uses. */
export function freshName(purpose: string): string {
  return `lethe-${purpose}-${randomBytes(5).toString('hex')}`;
}

afterAll(() => {
  for (const client of [s3, dynamo, kms, logs]) client.destroy();
});
