/** What a deployment may choose: in lethe.config.json, or by `-c name=value`. docs/operations/settings.md says what each is for. */
export interface Settings {
  /** Names the stack. `dev`: what is stored goes with the stack; any other stage keeps it. */
  readonly stage: string;
  /** Where the stack is; empty: where the credentials of the deployment say. */
  readonly region: string;
  /** The one account that the stack may be in; empty: that of the credentials of the deployment. */
  readonly account: string;
  /** Tags of everything that can have some, as `project=imaging,costCentre=4711`. */
  readonly tags: string;
  /** ARN of a managed policy that bounds what every role of the stack may do; empty: none. */
  readonly permissionsBoundaryArn: string;
  /** Separates the pseudonyms of projects that share a root key; empty: the default project. */
  readonly keyScope: string;
  /** Makes the HMAC keys multi-Region keys, which can be replicated. Only when they are made: KMS changes no key into one. */
  readonly multiRegionKeys: boolean;
  /** ARNs of roles and users that may derive keys of identities beside the ingest function; by commas. */
  readonly identityKeyUsers: string;
  /** Those that may find the name of an object; by commas. */
  readonly nameKeyUsers: string;
  /** Bounds of archives that are not the defaults: members, memberBytes, totalBytes, ratio, as `ratio=500,members=200000`. */
  readonly archiveLimits: string;

  /** Memory of the ingest function; 1,769 MB gives one whole processor. */
  readonly memoryMb: number;
  /** Time that the ingest function has for a batch. */
  readonly timeoutSeconds: number;
  /** Messages handed to one invocation. */
  readonly batchSize: number;
  /** Executions that the queue may start at a time; SQS event sources take 2 to 1000. */
  readonly maxConcurrency: number;
  /** Executions set aside for the function alone, and its ceiling; 0: none, the account's pool. */
  readonly reservedConcurrency: number;
  /** Times that a message is tried before it goes to the dead letters. */
  readonly maxReceives: number;

  /** Whether frames can be read: a queue and a function for instances of which the rules want to see the pixels. */
  readonly pixels: 'off' | 'on';
  /** What that function may ask to look for text, where rules name it: Lethe's own detector alone, or Rekognition beside it (`PixelsDetector`). */
  readonly pixelsDetector: 'built-in' | 'rekognition';
  /** Memory of the function that reads frames. */
  readonly pixelsMemoryMb: number;
  /** Time that it has for one instance. */
  readonly pixelsTimeoutSeconds: number;
  /** Executions that the queue of pixels may start at a time. */
  readonly pixelsMaxConcurrency: number;

  /** Of the functions' own logs. */
  readonly logRetentionDays: number;
  /** Of audit lines and manifests. */
  readonly auditRetentionDays: number;
  /** An ingest object that was released is destroyed after so many days; 0: never. */
  readonly ingestExpiryDays: number;
  /** An original that was removed from quarantine is destroyed after so many days. */
  readonly quarantineExpiryDays: number;
  /** A clean version that was replaced or withdrawn is destroyed after so many days; 0: never. What can be seen stays. */
  readonly cleanHiddenExpiryDays: number;
  /** A clean object can be neither replaced nor deleted for so many days; 0: no lock. Once a bucket has one, it always will. */
  readonly cleanLockDays: number;
  /** `governance`: anyone with a special permission may lift a lock; `compliance`: nobody may, not even the account's root. */
  readonly lockMode: 'governance' | 'compliance';

  /** An ingest bucket that is there already, in the stack's account and Region; empty: the stack's own. */
  readonly ingestBucketName: string;
  /** The key that it is encrypted with. */
  readonly ingestKeyArn: string;
  /** How a released version is marked in the ingest bucket (`IngestMark`); empty: by what `markOf` says. */
  readonly ingestMark: '' | 'marker' | 'tag';
  /** How the queue hears of new objects: from S3 itself, or by EventBridge; empty: by what `eventsOf` says. */
  readonly ingestEvents: '' | 'direct' | 'eventbridge';
  /** A key that is there already, for everything that the stack stores but the audit; empty: the stack's own. */
  readonly storageKeyArn: string;

  /** A clean bucket of another account; empty: the stack's own. */
  readonly cleanBucketName: string;
  /** The key that it is encrypted with. */
  readonly cleanKeyArn: string;
  /** The same for quarantine. */
  readonly quarantineBucketName: string;
  /** The key that it is encrypted with. */
  readonly quarantineKeyArn: string;

  /** Buckets that `lethe backfill` may copy from, and that inventories of them lie in, beside the ingest bucket; separated by commas. */
  readonly backfillSources: string;
  /** ARNs of the keys that their objects are encrypted with; separated by commas. */
  readonly backfillKeyArns: string;

  /** Runs the functions in a network of their own that has no way out but to the services they use. */
  readonly vpc: boolean;
  /** A network that is there already; empty: none. */
  readonly vpcId: string;
  /** Subnets of that network for the functions, separated by commas. */
  readonly vpcSubnetIds: string;
  /** Groups of that network for the functions, separated by commas; empty: one of the stack's own, which lets TLS out. */
  readonly vpcSecurityGroupIds: string;
  /** Traces with X-Ray. */
  readonly tracing: boolean;

  /** Gets the alarms; empty: subscribe to the topic by yourself. */
  readonly alarmEmail: string;
  /** An alarm goes off where more than this part of the instances of half an hour is not released. */
  readonly quarantineAlarmPercent: number;
  /** An alarm goes off where a message waits for longer. */
  readonly ageAlarmMinutes: number;
}
