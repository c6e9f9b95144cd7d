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
 * Lets EventBridge put events into encrypted queues of this account, by what SQS says to KMS of them (its encryption context,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html). Not by `aws:SourceAccount`, which what EventBridge asks of KMS
 * does not carry (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html); nor by the rule's ARN: the key would wait for the rule, the rule for the queue and the
 * queue for the key.
 */
export function eventsMayUse(account: string): PolicyStatement {
  return serviceMayUse('EventsOfThisAccount', 'events.amazonaws.com', {
    ArnLike: { 'kms:EncryptionContext:aws:sqs:arn': `arn:*:sqs:*:${account}:*` },
  });
}

/** Lets S3 put events of this account's buckets into the encrypted queue (Amazon S3 User Guide, "Walkthrough: Configuring a bucket for notifications"). */
export function notificationsMayUse(account: string): PolicyStatement {
  return serviceMayUse('NotificationsOfThisAccount', 's3.amazonaws.com', {
    StringEquals: { 'aws:SourceAccount': account },
  });
}

/**
 * Lets alarms publish to the encrypted topic, by the actions and the principal of
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services; the page allows `aws:SourceAccount` for every service but EventBridge.
 */
export function alarmsMayUse(account: string): PolicyStatement {
  return serviceMayUse('AlarmsOfThisAccount', 'cloudwatch.amazonaws.com', {
    StringEquals: { 'aws:SourceAccount': account },
  });
}

/**
 * Lets rules of EventBridge publish to the encrypted topic, by the ARN that SNS says to KMS: what EventBridge asks carries no `aws:SourceAccount`
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services).
 */
export function rulesMayTell(account: string): PolicyStatement {
  return serviceMayUse('RulesOfThisAccount', 'events.amazonaws.com', {
    ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': `arn:*:sns:*:${account}:*` },
  });
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

function serviceMayUse(sid: string, service: string, conditions: Conditions): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal(service)],
    actions: ['kms:GenerateDataKey*', 'kms:Decrypt'],
    resources: ['*'],
    conditions: { ...conditions },
  });
}

type Conditions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * What DynamoDB asks KMS for in the name of whoever reads or writes an encrypted table, each by name instead of `ReEncrypt*` and `GenerateDataKey*`
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html, and the grants of CDK's own Table). CreateGrant is needed to make the table alone.
 */
export const TABLE_KEY_ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;
