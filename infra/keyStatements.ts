import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

/** Lets CloudWatch Logs use a key for the groups of this ARN. The actions are those it asks for (User Guide, "Encrypt log data using KMS"). */
export function logsMayUse(region: string, groupArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'LogsOfThisStack',
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
    actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groupArn } },
  });
}

/**
 * Lets EventBridge put events into encrypted queues. Not by the rule's ARN: the key would wait for the rule, the rule for the queue and the queue for
 * the key.
 */
export function eventsMayUse(account: string): PolicyStatement {
  return serviceMayUse('EventsOfThisAccount', 'events.amazonaws.com', account);
}

/** Lets S3 put events of this account's buckets into the encrypted queue (Amazon S3 User Guide, "Walkthrough: Configuring a bucket for notifications"). */
export function notificationsMayUse(account: string): PolicyStatement {
  return serviceMayUse('NotificationsOfThisAccount', 's3.amazonaws.com', account);
}

/** Lets alarms publish to the encrypted topic. */
export function alarmsMayUse(account: string): PolicyStatement {
  return serviceMayUse('AlarmsOfThisAccount', 'cloudwatch.amazonaws.com', account);
}

/**
 * Denies MACs to all but these roles and users, whatever else allows them: to administrators and the account's root, too, and to grants. It denies nothing
 * else, so the key can be managed: who may put its policy can take this out, which is told (`KeyUse`).
 */
export function macsOnlyFor(principalArns: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'MacsOnlyForNamed',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [...MAC_ACTIONS],
    resources: ['*'],
    conditions: { ArnNotEquals: { 'aws:PrincipalArn': [...principalArns] } },
  });
}

/** What makes a MAC or tests one. A MAC over the label of a purpose is the subkey of that purpose. */
export const MAC_ACTIONS = ['kms:GenerateMac', 'kms:VerifyMac'] as const;

function serviceMayUse(sid: string, service: string, account: string): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal(service)],
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': account } },
  });
}
