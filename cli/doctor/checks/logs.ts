import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { DoctorClients } from '../clients.ts';
import { type Deployment, resourcesOf } from '../deployment.ts';
import { type Finding, judged, problem, REVERT, warning } from '../finding.ts';
import { look } from '../look.ts';

/** Every log group of the stack: encrypted with a key, and not kept for ever. */
export async function checkLogs(
  { logs }: Pick<DoctorClients, 'logs'>,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  const found = resourcesOf(deployment, 'AWS::Logs::LogGroup').map(({ logicalId, physicalId }) => {
    const gone = problem(
      'logs',
      logicalId,
      'NOT_THERE',
      'it was deleted: what is said there is lost',
      REVERT,
    );
    return look(
      'logs',
      logicalId,
      'logs:DescribeLogGroups',
      () => logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: physicalId })),
      ({ logGroups = [] }) => {
        const group = logGroups.find(({ logGroupName }) => logGroupName === physicalId);
        if (group === undefined) return [gone];
        return judged('logs', logicalId, `kept for ${group.retentionInDays} days`, [
          group.kmsKeyId === undefined &&
            problem(
              'logs',
              logicalId,
              'LOG_NOT_ENCRYPTED',
              'it is not encrypted with a key of the stack',
              REVERT,
            ),
          group.retentionInDays === undefined &&
            warning('logs', logicalId, 'LOG_KEPT_FOR_EVER', 'its lines are kept for ever', REVERT),
        ]);
      },
      () => [gone],
    );
  });
  return (await Promise.all(found)).flat();
}
