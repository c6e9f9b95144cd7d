import { UsageError } from '../exit.ts';
import { checkBuckets } from './checks/buckets.ts';
import { checkEvents } from './checks/events.ts';
import { checkFunctions } from './checks/functions.ts';
import { checkIdentities } from './checks/identities.ts';
import { checkKeys } from './checks/keys.ts';
import { checkLogs } from './checks/logs.ts';
import { checkPermissions } from './checks/permissions.ts';
import { checkQueues } from './checks/queues.ts';
import { checkRules } from './checks/rules.ts';
import { checkRuns } from './checks/runs.ts';
import { checkStack } from './checks/stack.ts';
import { checkSynthetic, type SyntheticOptions } from './checks/synthetic.ts';
import { type DoctorClients, doctorClients } from './clients.ts';
import { type Deployment, describeDeployment } from './deployment.ts';
import type { Finding } from './finding.ts';

export interface Examination {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly findings: readonly Finding[];
}

/**
 * Looks at a deployment from all sides, and at last sends an instance through. `pinned`: the account that the settings pin, or empty. Throws `UsageError`
 * if the deployment is not there, or is in another account.
 */
export async function examine(
  stackName: string,
  synthetic: SyntheticOptions,
  pinned = '',
  clients: DoctorClients = doctorClients(),
): Promise<Examination> {
  try {
    const deployment = await describeDeployment(clients.cloudFormation, stackName);
    const { account, region } = deployment;
    if (pinned !== '' && account !== pinned)
      throw new UsageError(
        `the stack is in account ${account}, and the setting account pins ${pinned}. Take credentials of that account (AWS_PROFILE), or correct the setting.`,
        'ACCOUNT_DIFFERS',
      );
    const findings = await look(clients, deployment, synthetic);
    return { stack: stackName, account, region, findings };
  } finally {
    // Connections that are kept would keep the process.
    for (const client of Object.values(clients)) client.destroy();
  }
}

async function look(
  clients: DoctorClients,
  deployment: Deployment,
  synthetic: SyntheticOptions,
): Promise<readonly Finding[]> {
  const rules = checkRules(clients, deployment);
  const before = await Promise.all([
    checkStack(clients, deployment),
    checkKeys(clients, deployment),
    checkBuckets(clients, deployment),
    checkIdentities(clients, deployment),
    checkEvents(clients, deployment),
    checkQueues(clients, deployment),
    checkFunctions(clients, deployment),
    checkPermissions(clients, deployment),
    checkLogs(clients, deployment),
    rules.then(({ findings }) => findings),
    checkRuns(clients, deployment, Date.now()),
  ]);
  const { routes } = await rules;
  return [...before.flat(), ...(await checkSynthetic(clients, deployment, routes, synthetic))];
}
