import { DescribeContinuousBackupsCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { DoctorClients } from '../clients.ts';
import { type Deployment, isKept } from '../deployment.ts';
import { type Finding, judged, problem, REVERT, warning } from '../finding.ts';
import { look } from '../look.ts';

/** What would be lost with a table. */
const LOSSES = {
  IdentityTable: 'one call deletes it, and with it the numbers of all patients',
  DecisionTable: 'one call deletes it, and with it what people decided of held instances',
} as const;

/** The tables of identities and of decisions: that they answer, that they cannot be deleted by the way, and that yesterday's can be had back. */
export async function checkIdentities(
  clients: Pick<DoctorClients, 'dynamo'>,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  // A stack of an earlier Lethe has no decisions.
  const subjects = (['IdentityTable', 'DecisionTable'] as const).filter(
    (subject) => subject === 'IdentityTable' || deployment.outputs[subject] !== undefined,
  );
  return (await Promise.all(subjects.map((subject) => checkTable(clients, deployment, subject)))).flat();
}

async function checkTable(
  { dynamo }: Pick<DoctorClients, 'dynamo'>,
  deployment: Deployment,
  subject: keyof typeof LOSSES,
): Promise<readonly Finding[]> {
  const TableName = deployment.outputs[subject];
  const wrong = (code: string, message: string) => problem('identities', subject, code, message, REVERT);
  const [table, backups] = await Promise.all([
    look(
      'identities',
      subject,
      'dynamodb:DescribeTable',
      () => dynamo.send(new DescribeTableCommand({ TableName })),
      ({ Table }) =>
        judged('identities', subject, `${Table?.TableStatus}, encrypted with its key`, [
          Table?.TableStatus !== 'ACTIVE' &&
            problem(
              'identities',
              subject,
              'TABLE_NOT_ACTIVE',
              `its state is ${Table?.TableStatus}`,
              'Wait until it is ACTIVE; messages come again meanwhile',
            ),
          Table?.SSEDescription?.SSEType !== 'KMS' &&
            wrong('TABLE_NOT_ENCRYPTED', 'it is not encrypted with a key of the stack'),
          isKept(deployment) &&
            Table?.DeletionProtectionEnabled !== true &&
            wrong('TABLE_NOT_PROTECTED', LOSSES[subject]),
        ]),
    ),
    look(
      'identities',
      subject,
      'dynamodb:DescribeContinuousBackups',
      () => dynamo.send(new DescribeContinuousBackupsCommand({ TableName })),
      ({ ContinuousBackupsDescription }) =>
        judged('identities', subject, 'point-in-time recovery', [
          ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus !==
            'ENABLED' &&
            warning('identities', subject, 'TABLE_NOT_RECOVERABLE', 'point-in-time recovery is off', REVERT),
        ]),
      () => [],
    ),
  ]);
  return [...table, ...backups];
}
