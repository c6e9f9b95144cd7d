import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { FaultError } from '../engine/faults.ts';
import { describeFailure, sdkFailure } from './sdkErrors.ts';

/** Who calls, as AWS knows them: an ARN. Needs no right of its own. Rejects with `FaultError`. */
export async function callerArn(client: Pick<STSClient, 'send'> = stsClient()): Promise<string> {
  try {
    const { Arn } = await client.send(new GetCallerIdentityCommand({}));
    if (Arn !== undefined && Arn !== '') return Arn;
  } catch (error) {
    throw unknown(describeFailure(sdkFailure(error)));
  }
  throw unknown('it gave no ARN');
}

function stsClient(): STSClient {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  return new STSClient(endpoint === undefined || endpoint === '' ? {} : { endpoint });
}

function unknown(why: string): FaultError {
  return new FaultError(
    'AWS_CREDENTIALS_MISSING',
    true,
    `AWS did not say who calls (${why})`,
    'Set AWS_PROFILE, or sign in again (aws sso login); a decision needs to know whose it is',
  );
}
