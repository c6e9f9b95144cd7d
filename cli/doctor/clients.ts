import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { type AwsClients, awsClients } from '../../layers/aws/clients.ts';
import { queueClient } from '../../layers/aws/queueClient.ts';

/** Every service that a deployment is looked at through. */
export interface DoctorClients extends AwsClients {
  readonly cloudFormation: CloudFormationClient;
  readonly trail: CloudTrailClient;
  readonly lambda: LambdaClient;
  readonly iam: IAMClient;
  readonly sqs: SQSClient;
}

export function doctorClients(): DoctorClients {
  return {
    ...awsClients(),
    cloudFormation: new CloudFormationClient({}),
    trail: new CloudTrailClient({}),
    lambda: new LambdaClient({}),
    iam: new IAMClient({}),
    sqs: queueClient(),
  };
}
