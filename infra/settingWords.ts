import { type Settings, settingsFrom } from './settings.ts';

/** What each setting is for, in a line: for the questions of `lethe init`, its help, and docs/operations/settings.md. */
export const SETTING_WORDS: Readonly<Record<keyof Settings, string>> = {
  stage: 'names the stack, `Lethe-<stage>`; what a stack of the stage `dev` stores is deleted with it',
  region: 'where the stack is; empty: where your credentials say',
  account: 'the one account that the stack may be in, 12 digits; empty: that of your credentials',
  tags: 'tags of everything that can have some, as `project=imaging,costCentre=4711`',
  permissionsBoundaryArn: 'a managed policy that bounds what every role of the stack may do',
  keyScope: 'separates the pseudonyms of projects that share a root key; empty: the default project',
  archiveLimits: 'bounds of archives that are not the defaults, as `ratio=500,members=200000`',
  memoryMb: 'memory of the ingest function; 1,769 MB is one whole processor',
  timeoutSeconds: 'time that the ingest function has for a batch',
  batchSize: 'messages handed to one invocation',
  maxConcurrency: 'executions that the queue may start at a time',
  reservedConcurrency: 'executions set aside for the ingest function alone, and its ceiling; 0: none',
  maxReceives: 'times that a message is tried before it goes to the dead letters',
  logRetentionDays: 'days that the functions’ own logs are kept',
  auditRetentionDays: 'days that audit lines and manifests are kept',
  ingestExpiryDays: 'an ingest object is destroyed so many days after it was released; 0: never',
  cleanLockDays: 'days in which a clean object can be neither replaced nor deleted; 0: no lock',
  lockMode:
    'who may lift a lock: `governance`, whoever has a special right; `compliance`, nobody, not even the account’s root',
  ingestBucketName:
    'an ingest bucket that is there already, in the same account and region; empty: the stack’s own',
  ingestKeyArn: 'the key of that bucket',
  storageKeyArn:
    'a key that is there already, for all that is stored but the audit; empty: one of the stack’s own',
  cleanBucketName: 'a clean bucket of another account; empty: the stack’s own',
  cleanKeyArn: 'the key of that bucket',
  quarantineBucketName: 'a quarantine bucket of another account; empty: the stack’s own',
  quarantineKeyArn: 'the key of that bucket',
  backfillSources:
    'buckets that `lethe backfill` may copy from, or finds inventories in, with commas between',
  backfillKeyArns: 'the keys that their objects are encrypted with, with commas between',
  vpc: 'the functions run in a network of their own that has no way out but to the services they use',
  vpcId: 'a network that is there already for the functions; empty: none, or that of `vpc`',
  vpcSubnetIds: 'subnets of that network, with commas between',
  vpcSecurityGroupIds:
    'security groups of that network, with commas between; empty: one of the stack’s own, which lets TLS out',
  tracing: 'traces with X-Ray',
  alarmEmail:
    'gets the alarms, once it has confirmed the subscription; empty: subscribe to the topic by yourself',
  quarantineAlarmPercent:
    'an alarm goes off where more than this part of the instances of half an hour is quarantined',
  ageAlarmMinutes: 'an alarm goes off where a message waits for longer',
};

/** The table of docs/operations/settings.md. */
export function settingRows(): readonly string[] {
  const defaults = settingsFrom(() => undefined);
  return Object.entries(SETTING_WORDS).map(
    ([name, words]) => `| \`${name}\` | ${defaultText(defaults[name as keyof Settings])} | ${words} |`,
  );
}

function defaultText(value: Settings[keyof Settings]): string {
  return value === '' ? '' : `\`${String(value)}\``;
}
