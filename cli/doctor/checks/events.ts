import { DetectStackResourceDriftCommand, type StackResourceDrift } from '@aws-sdk/client-cloudformation';
import type { DoctorClients } from '../clients.ts';
import { type Deployment, resourcesOf } from '../deployment.ts';
import { type Finding, notChecked, ok, problem } from '../finding.ts';
import { look } from '../look.ts';

/** The rules of EventBridge: CloudFormation compares them with what was deployed, so that a rule that was switched off is seen. */
export async function checkEvents(
  { cloudFormation }: Pick<DoctorClients, 'cloudFormation'>,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  const rules = resourcesOf(deployment, 'AWS::Events::Rule');
  const driftOf = (logicalId: string) =>
    cloudFormation.send(
      new DetectStackResourceDriftCommand({
        StackName: deployment.stackName,
        LogicalResourceId: logicalId,
      }),
    );
  const found = rules.map(({ logicalId }) =>
    look(
      'events',
      logicalId,
      NEEDED,
      () => driftOf(logicalId),
      ({ StackResourceDrift: drift }) => [findingOf(logicalId, drift)],
    ),
  );
  return (await Promise.all(found)).flat();
}

const NEEDED = 'cloudformation:DetectStackResourceDrift and events:DescribeRule, events:ListTargetsByRule';

function findingOf(logicalId: string, drift: StackResourceDrift | undefined): Finding {
  switch (drift?.StackResourceDriftStatus) {
    case 'IN_SYNC':
      return ok('events', logicalId, 'as it was deployed');
    case 'MODIFIED':
      return problem(
        'events',
        logicalId,
        'RULE_CHANGED',
        `the rule is not what was deployed (${differences(drift)})`,
        'Put it back by hand; where its State is DISABLED: aws events enable-rule --name RULE',
      );
    case 'DELETED':
      return problem(
        'events',
        logicalId,
        'NOT_THERE',
        'the rule was deleted: no object’s event comes',
        'docs/operations/disaster-recovery.md, "Something of the stack was changed or deleted"',
      );
    default:
      return notChecked(
        'events',
        logicalId,
        'NO_ANSWER',
        'CloudFormation could not compare it',
        'aws events describe-rule shows it; the synthetic instance shows whether it works',
      );
  }
}

function differences({ PropertyDifferences = [] }: StackResourceDrift): string {
  return PropertyDifferences.map(({ PropertyPath, ActualValue }) => `${PropertyPath} is ${ActualValue}`).join(
    ', ',
  );
}
