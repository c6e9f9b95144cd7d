import { DescribeContinuousBackupsCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { DoctorClients } from '../clients.ts';
import { type Deployment, isKept } from '../deployment.ts';
import { type Finding, judged, problem, REVERT, warning } from '../finding.ts';
import { look } from '../look.ts';

const SUBJECT = 'IdentityTable';

/** The identity table: that it answers, that it cannot be deleted by the way, and that yesterday's can be had back. */
export async function checkIdentities(
  { dynamo }: Pick<DoctorClients, 'dynamo'>,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  const TableName = deployment.outputs.IdentityTable;
  const wrong = (code: string, message: string) => problem('identities', SUBJECT, code, message, REVERT);
  const [table, backups] = await Promise.all([
    look(
      'identities',
      SUBJECT,
      'dynamodb:DescribeTable',
      () => dynamo.send(new DescribeTableCommand({ TableName })),
      ({ Table }) =>
        judged('identities', SUBJECT, `${Table?.TableStatus}, encrypted with its key`, [
          Table?.TableStatus !== 'ACTIVE' &&
            problem(
              'identities',
              SUBJECT,
              'TABLE_NOT_ACTIVE',
              `its state is ${Table?.TableStatus}`,
              'Wait until it is ACTIVE; messages come again meanwhile',
            ),
          Table?.SSEDescription?.SSEType !== 'KMS' &&
            wrong('TABLE_NOT_ENCRYPTED', 'it is not encrypted with a key of the stack'),
          isKept(deployment) &&
            Table?.DeletionProtectionEnabled !== true &&
            wrong('TABLE_NOT_PROTECTED', 'one call deletes it, and with it the numbers of all patients'),
        ]),
    ),
    look(
      'identities',
      SUBJECT,
      'dynamodb:DescribeContinuousBackups',
      () => dynamo.send(new DescribeContinuousBackupsCommand({ TableName })),
      ({ ContinuousBackupsDescription }) =>
        judged('identities', SUBJECT, 'point-in-time recovery', [
          ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus !==
            'ENABLED' &&
            warning('identities', SUBJECT, 'TABLE_NOT_RECOVERABLE', 'point-in-time recovery is off', REVERT),
        ]),
      () => [],
    ),
  ]);
  return [...table, ...backups];
}
