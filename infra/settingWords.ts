import { type Settings, settingsFrom } from './settings.ts';

/** What each setting is for, in a line: for the questions of `lethe init`, its help, and docs/operations/settings.md. */
export const SETTING_WORDS: Readonly<Record<keyof Settings, string>> = {
  stage: 'names the stack, `Lethe-<stage>`; a stack of the stage `dev` is deleted with everything it stores',
  region: 'the Region of the stack; empty: from your credentials',
  account: 'the only account that the stack may be in, 12 digits; empty: that of your credentials',
  tags: 'tags for every resource that can have them, as `project=imaging,costCentre=4711`',
  permissionsBoundaryArn: 'a managed policy that limits what every role of the stack may do',
  keyScope: 'separates the pseudonyms of projects that share a root key; empty: the default project',
  multiRegionKeys:
    'makes the HMAC keys multi-Region keys, which can be replicated; only for a new stack, since KMS cannot change a key into one',
  identityKeyUsers:
    'ARNs of the roles and users that may use the root key besides the ingest function, separated by commas',
  nameKeyUsers:
    'ARNs of the roles and users that may find the keyed hash of an object’s name, separated by commas',
  archiveLimits: 'limits for archives that differ from the defaults, e.g. `ratio=500,members=200000`',
  memoryMb: 'memory of the ingest function; 1,769 MB gives one whole processor',
  timeoutSeconds: 'time that the ingest function has for a batch',
  batchSize: 'messages handed to one invocation',
  maxConcurrency:
    'executions that the queue may start at the same time; the account needs two more for the seal and the reconciliation',
  reservedConcurrency: 'executions reserved for the ingest function, which are also its maximum; 0: none',
  maxReceives: 'attempts at a message before it becomes a dead letter; the waits between them grow',
  pixels:
    '`on`: a second queue and function read the frames of instances whose rules look at pixels; `off`: such instances are quarantined',
  pixelsDetector:
    '`rekognition`: rules may let Amazon Rekognition look for text beside Lethe’s own detector, so frames are sent to that service, at a price for each; `built-in`: they may not',
  pixelsMemoryMb:
    'memory of the pixels function; its reader takes up to 2 GB, and 3,008 MB is the most that a new account may have',
  pixelsTimeoutSeconds: 'time that the pixels function has for one instance',
  pixelsMaxConcurrency: 'executions of the pixels function at the same time',
  logRetentionDays: 'days that the functions’ own logs are kept',
  auditRetentionDays: 'days that audit lines and manifests are kept',
  ingestExpiryDays: 'days after its release that an ingest object is deleted; 0: never',
  quarantineExpiryDays: 'days after its removal from quarantine that an original is destroyed',
  cleanHiddenExpiryDays:
    'days after which a clean object that was replaced or withdrawn is destroyed, once its lock has ended; 0: never',
  cleanLockDays: 'days during which a clean object cannot be replaced or deleted; 0: no lock',
  lockMode:
    'who may lift a lock: `governance`, anyone with a special permission; `compliance`, nobody, not even the account’s root',
  cleanBucketName: 'a clean bucket in another account; empty: the stack’s own',
  ingestBucketName: 'an existing ingest bucket, in the same account and Region; empty: the stack’s own',
  ingestKeyArn: 'the key of that bucket',
  ingestMark:
    'how released ingest objects are marked: `marker`, hidden behind a delete marker; `tag`, by a tag; empty: `marker` in the stack’s own bucket if `ingestExpiryDays` is at least 14, otherwise `tag`',
  ingestEvents:
    'how new objects are announced: `direct`, by S3 to the queue; `eventbridge`, through EventBridge; empty: `direct` in the stack’s own bucket, otherwise `eventbridge`',
  storageKeyArn: 'an existing key for everything stored but the audit; empty: one of the stack’s own',
  cleanKeyArn: 'the key of that bucket',
  quarantineBucketName: 'a quarantine bucket in another account; empty: the stack’s own',
  quarantineKeyArn: 'the key of that bucket',
  backfillSources: 'buckets that `lethe backfill` may copy from or read inventories in, separated by commas',
  backfillKeyArns: 'the keys that encrypt their objects, separated by commas',
  vpc: 'run the functions in their own network, which only reaches the services they use',
  vpcId: 'an existing network for the functions; empty: none, or that of `vpc`',
  vpcSubnetIds: 'subnets of that network, separated by commas',
  vpcSecurityGroupIds:
    'security groups of that network, separated by commas; empty: one of the stack’s own, which lets TLS out',
  tracing: 'trace with X-Ray',
  alarmEmail:
    'receives the alarms, once it has confirmed the subscription; empty: subscribe to the topic yourself',
  quarantineAlarmPercent:
    'an alarm goes off if more than this percentage of the instances in half an hour is quarantined',
  ageAlarmMinutes: 'an alarm goes off if a message waits for longer',
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
