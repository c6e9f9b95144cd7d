import { GetFunctionConfigurationCommand, GetLayerVersionByArnCommand } from '@aws-sdk/client-lambda';
import { ENGINE_VERSION } from '../../../layers/engine/version.ts';
import type { DoctorClients } from '../clients.ts';
import { type Deployment, isKept } from '../deployment.ts';
import { type Finding, judged, ok, problem, REVERT, warning } from '../finding.ts';
import { look } from '../look.ts';

/** The stack itself: whether its last deployment came to a good end, and which engine it has. */
export async function checkStack(
  { lambda }: Pick<DoctorClients, 'lambda'>,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  const { stackName, status, region, account, isProtected, outputs } = deployment;
  return [
    ...judged('stack', stackName, `${status}, in ${region} of account ${account}`, [statusOf(deployment)]),
    ...(isKept(deployment)
      ? judged('stack', 'termination protection', 'on', [
          !isProtected &&
            warning(
              'stack',
              'termination protection',
              'STACK_NOT_PROTECTED',
              'off: one command deletes the stack',
              REVERT,
            ),
        ])
      : []),
    ...(await look(
      'stack',
      'engine',
      'lambda:GetFunctionConfiguration and lambda:GetLayerVersion',
      async () => {
        const { Layers: [layer] = [] } = await lambda.send(
          new GetFunctionConfigurationCommand({ FunctionName: outputs.FunctionName }),
        );
        return lambda.send(new GetLayerVersionByArnCommand({ Arn: layer?.Arn }));
      },
      ({ Description = '' }) => [
        Description.endsWith(` ${ENGINE_VERSION}`)
          ? ok('stack', 'engine', ENGINE_VERSION)
          : warning(
              'stack',
              'engine',
              'ENGINE_DIFFERS',
              `the deployment has ${JSON.stringify(Description)}, this command is of ${ENGINE_VERSION}`,
              'Deploy this version (docs/operations/upgrade-and-rollback.md), or run the lethe of that one',
            ),
      ],
    )),
  ];
}

function statusOf({ stackName, status }: Deployment): Finding | null {
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return null;
  if (status === 'UPDATE_ROLLBACK_COMPLETE')
    return warning(
      'stack',
      stackName,
      'STACK_ROLLED_BACK',
      'the last deployment failed and was taken back',
      'Look at the stack’s events for the first failure, fix it, and deploy again',
    );
  if (status.endsWith('_IN_PROGRESS'))
    return warning(
      'stack',
      stackName,
      'STACK_IN_CHANGE',
      `it is being changed (${status})`,
      'Run it again when that is done',
    );
  return problem(
    'stack',
    stackName,
    'STACK_BROKEN',
    status,
    'Look at the stack’s events; docs/operations/upgrade-and-rollback.md says how to go on',
  );
}
