import { Validations } from 'aws-cdk-lib';
import { BillingMode, Table, TableEncryption, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/** A table that is encrypted with a key of the stack and can be set back to any second. `why`: why that is enough, and no backup plan is wanted. */
export function closedTable(scope: Construct, id: string, props: TableProps, why: string): Table {
  const table = new Table(scope, id, {
    ...props,
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  });
  Validations.of(table).acknowledge({
    id: 'HIPAA.Security-DynamoDBInBackupPlan',
    reason: `Point-in-time recovery goes back 35 days, to the second. ${why}`,
  });
  return table;
}
