import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Effect, type IRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import { MAC_ACTIONS, macsOnlyFor } from './keyStatements.ts';
import { listed, type Settings } from './settings.ts';
import type { Storage } from './storage.ts';

/** What changes who may use a key, or takes it away. */
const CHANGES = ['PutKeyPolicy', 'CreateGrant', 'ReplicateKey', 'DisableKey', 'ScheduleKeyDeletion'];

/**
 * Who may make MACs with the two HMAC keys, and who hears of it if somebody else did or tried. A single MAC over a purpose's label is its subkey, with
 * which guesses can be tested for ever, without another call: that is denied to everybody who is not named, and told when it happens all the same.
 *
 * KMS calls reach EventBridge through CloudTrail, where a trail records management events with those of KMS; GenerateMac is a read-only one
 * (KMS Developer Guide, "GenerateMac" in "Logging with CloudTrail"), which a rule gets in this state alone (EventBridge User Guide, "Receiving
 * read-only management events from AWS services").
 */
export class KeyUse extends Construct {
  constructor(
    scope: Construct,
    id: string,
    {
      settings,
      storage,
      alarms,
      deidentifyingRoles,
      reconcileRole,
    }: {
      readonly settings: Settings;
      readonly storage: Storage;
      readonly alarms: Alarms;
      /** Of the functions that de-identify. */
      readonly deidentifyingRoles: readonly IRole[];
      readonly reconcileRole: IRole;
    },
  ) {
    super(scope, id);
    const ofIdentities = [
      ...deidentifyingRoles.map(({ roleArn }) => roleArn),
      ...listed(settings.identityKeyUsers),
    ];
    const ofNames = [...new Set([...ofIdentities, reconcileRole.roleArn, ...listed(settings.nameKeyUsers)])];
    storage.hmacKey.addToResourcePolicy(macsOnlyFor(ofIdentities));
    storage.nameKey.addToResourcePolicy(macsOnlyFor(ofNames));

    const rules = [
      this.#tell('RootKeyUse', alarms, {
        what: 'Somebody who is not named used or tried to use the root key of all pseudonyms',
        detail: usedByOthers(storage.hmacKey, ofIdentities),
        isReadOnly: true,
      }),
      this.#tell('NameKeyUse', alarms, {
        what: 'Somebody who is not named used or tried to use the key of the names of objects',
        detail: usedByOthers(storage.nameKey, ofNames),
        isReadOnly: true,
      }),
      this.#tell('HmacKeysChanged', alarms, {
        what: 'The policy, grants, replicas or state of an HMAC key were changed',
        detail: {
          eventName: CHANGES,
          resources: { ARN: [storage.hmacKey.keyArn, storage.nameKey.keyArn] },
        },
        isReadOnly: false,
      }),
    ];
    alarms.allowToPublish(
      new PolicyStatement({
        sid: 'KeyUse',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [alarms.topic.topicArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rules.map((rule) => rule.attrArn) } },
      }),
    );
  }

  /** To the topic twice: by an alarm, like everything, and by a message that says who it was. */
  #tell(
    name: string,
    alarms: Alarms,
    {
      what,
      detail,
      isReadOnly,
    }: { readonly what: string; readonly detail: object; readonly isReadOnly: boolean },
  ): CfnRule {
    const rule = new CfnRule(this, name, {
      description: `Lethe: ${what}`,
      eventPattern: {
        source: ['aws.kms'],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: { eventSource: ['kms.amazonaws.com'], ...detail },
      },
      state: isReadOnly ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : 'ENABLED',
      targets: [
        {
          id: 'Topic',
          arn: alarms.topic.topicArn,
          inputTransformer: {
            inputPathsMap: {
              call: '$.detail.eventName',
              caller: '$.detail.userIdentity.arn',
              id: '$.detail.eventID',
              when: '$.detail.eventTime',
            },
            inputTemplate: `"Lethe: ${what}: <call> by <caller> at <when> (CloudTrail event <id>). What to do: docs/operations/incident.md."`,
          },
        },
      ],
    });
    alarms.alarm(name, {
      alarmDescription: `${what}. docs/operations/incident.md says what to do; CloudTrail says who.`,
      metric: new Metric({
        namespace: 'AWS/Events',
        metricName: 'TriggeredRules',
        dimensionsMap: { RuleName: rule.ref },
        statistic: 'Sum',
        period: Duration.minutes(1),
      }),
      threshold: 1,
    });
    return rule;
  }
}

/**
 * Calls for MACs by a role or user that is not named. A call that was denied has no resource in its event, but its message names the key. Whoever has no
 * session of a role is a user, the root or another account.
 */
function usedByOthers({ keyArn }: Key, named: readonly string[]): object {
  const about = [{ resources: { ARN: [keyArn] } }, { errorMessage: [{ wildcard: `*${keyArn}*` }] }];
  const callers = [
    { arn: [{ 'anything-but': named }], sessionContext: { sessionIssuer: { arn: [{ exists: false }] } } },
    { sessionContext: { sessionIssuer: { arn: [{ 'anything-but': named }] } } },
  ];
  return {
    eventName: MAC_ACTIONS.map((action) => action.replace('kms:', '')),
    $or: about.flatMap((each) => callers.map((userIdentity) => ({ ...each, userIdentity }))),
  };
}
