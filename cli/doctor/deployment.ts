import {
  type CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { describeFailure, type SdkFailure, sdkFailure } from '../../layers/aws/sdkErrors.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { UsageError } from '../exit.ts';
import { isDenied } from './look.ts';

/** A stack as CloudFormation tells of it. */
export interface Deployment {
  readonly stackName: string;
  readonly status: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** When it was made or last updated, in milliseconds since the epoch. */
  readonly changedMs: number;
  readonly isProtected: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly resources: readonly StackResource[];
}

export interface StackResource {
  readonly logicalId: string;
  /** Name, URL or ARN, as the type has it. */
  readonly physicalId: string;
  readonly type: string;
}

/** Throws `UsageError` where there is no stack to look at, or it may not be looked at. */
export async function describeDeployment(
  client: CloudFormationClient,
  stackName: string,
): Promise<Deployment> {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    if (stack === undefined) throw noStack(stackName);
    const resources: StackResource[] = [];
    for await (const page of paginateListStackResources({ client }, { StackName: stackName }))
      for (const each of page.StackResourceSummaries ?? [])
        resources.push({
          logicalId: each.LogicalResourceId ?? '',
          physicalId: each.PhysicalResourceId ?? '',
          type: each.ResourceType ?? '',
        });
    const [, partition = 'aws', , region = '', account = ''] = (stack.StackId ?? '').split(':');
    return {
      stackName,
      status: stack.StackStatus ?? '',
      account,
      region,
      partition,
      changedMs: (stack.LastUpdatedTime ?? stack.CreationTime ?? new Date(0)).getTime(),
      isProtected: stack.EnableTerminationProtection === true,
      outputs: Object.fromEntries(
        (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
      ),
      resources: ofPipeline(resources),
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw unreadable(stackName, error);
  }
}

/**
 * The resources of Lethe in a stack that has others too, by the names that they have in a stack of its own: in somebody's app the name of the construct stands before each. The root
 * key is there in every stack, and its name is nobody else's.
 */
function ofPipeline(resources: readonly StackResource[]): readonly StackResource[] {
  const [prefix = ''] = resources.flatMap(({ type, logicalId }) =>
    type === 'AWS::KMS::Key' ? (/^(.*)StorageHmacKey[0-9A-F]{8}$/.exec(logicalId)?.[1] ?? []) : [],
  );
  return resources
    .filter(({ logicalId }) => logicalId.startsWith(prefix))
    .map((each) => ({ ...each, logicalId: each.logicalId.slice(prefix.length) }));
}

function unreadable(stackName: string, error: unknown): UsageError {
  let failure: SdkFailure;
  try {
    failure = sdkFailure(error);
  } catch (fault) {
    if (fault instanceof FaultError) return new UsageError(fault.message, fault.code);
    throw fault;
  }
  // What CloudFormation calls a stack that is not there.
  if (failure.name === 'ValidationError') return noStack(stackName);
  return new UsageError(
    isDenied(failure)
      ? 'you may not look at the stack. Allow cloudformation:DescribeStacks and cloudformation:ListStackResources.'
      : `CloudFormation did not answer (${describeFailure(failure)}). Check your credentials (AWS_PROFILE), the region and the network.`,
    'AWS_REFUSED',
  );
}

function noStack(stackName: string): UsageError {
  return new UsageError(
    `there is no stack ${stackName} there. Check --stack, --region and your credentials (AWS_PROFILE), or deploy: lethe deploy.`,
    'NO_STACK',
  );
}

/** The one resource of a type whose logical id begins so. */
export function resourceOf(
  { resources }: Deployment,
  type: string,
  prefix: string,
): StackResource | undefined {
  return resources.find((each) => each.type === type && each.logicalId.startsWith(prefix));
}

export function resourcesOf({ resources }: Deployment, type: string): readonly StackResource[] {
  return resources.filter((each) => each.type === type);
}

/** Whether what is stored is to outlive the stack. */
export function isKept({ stackName }: Deployment): boolean {
  return stackName !== 'Lethe-dev';
}

/** Whether the ingest bucket was there before the stack: then how it is set up is its owner's. */
export function isImportedIngest({ outputs }: Deployment): boolean {
  return outputs.IngestBucketMustHave !== undefined;
}
