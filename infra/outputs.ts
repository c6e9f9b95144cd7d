import type { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Alarms } from './alarms.ts';
import type { Audit } from './audit.ts';
import type { Backfill } from './backfill.ts';
import type { Ingestion } from './ingestion.ts';
import type { Manifests } from './manifests.ts';
import type { functionNetwork } from './network.ts';
import type { Person } from './people.ts';
import type { PixelReading } from './pixelReading.ts';
import { markOf, type Settings } from './settings.ts';
import type { Storage } from './storage.ts';

/** What each output of the stack is, as CloudFormation shows it beside the value. Outputs that only some settings lead to are among them. */
export const OUTPUT_WORDS = {
  IngestBucket: 'Objects go in here; senders may put, and read nothing.',
  CleanBucket: 'De-identified instances come out here.',
  QuarantineBucket: 'What was not released, with the reason beside it; held instances below held/.',
  RulesBucket: 'Rule files and their routes; the newest versions that compile are in force.',
  IdentityTable: 'Identities that rules allocated, by keyed hashes.',
  DecisionTable: 'What people decided of held instances; lethe review --stack finds it.',
  HmacKeyArn: 'The root key of all pseudonyms; it never leaves KMS.',
  NameKeyArn: 'Names objects in the audit and the quarantine, by keyed hashes.',
  SealingKeyArn: 'Originals are sealed with it, where rules keep them.',
  ReidentificationPolicyArn: 'Gives originals back and erases them; attach it to nobody who de-identifies.',
  IngestMark: 'How released ingest objects are marked: hidden behind a marker, or by a tag.',
  IngestKeyArn: 'Encrypts the objects of the ingest bucket; senders use it through S3.',
  StorageKeyArn: 'Encrypts everything that is stored but the audit.',
  QueueUrl: 'Events of the ingest bucket wait here for the ingest function.',
  DeadLetterQueueUrl: 'Events that were tried in vain; lethe redrive sends them again.',
  PixelsQueueUrl: 'Instances whose frames must be read wait here for the pixels function.',
  PixelsDeadLetterQueueUrl: 'Those of them that were tried in vain; lethe redrive sends them again.',
  PixelsFunctionName: 'The pixels function, which reads frames and de-identifies.',
  PixelsLogGroup: 'The log of the pixels function.',
  PixelsDetector: 'What that function may ask to look for text, beside Lethe’s own detector.',
  FunctionName: 'The ingest function, which de-identifies.',
  LogGroup: 'The log of the ingest function.',
  AuditLog: 'The audit: one line for every instance.',
  ManifestBucket: 'Signed manifests of the audit, one a day; lethe audit verify reads them.',
  SigningKeyArn: 'Signs the manifests; its public key verifies them.',
  SealFunctionName: 'The function that seals the audit of each day.',
  BackfillMachineArn: 'The state machine that lethe backfill starts.',
  AlarmTopicArn: 'Every alarm goes to this topic; subscribe to it.',
  SenderPolicyArn: 'Puts objects into ingest, and reads nothing.',
  ReaderPolicyArn: 'Reads clean instances, and nothing else.',
  ReviewerPolicyArn: 'Reads ingest, quarantine and the audit.',
  ReleaserPolicyArn: 'Decides about held instances, and releases them (lethe review).',
  WithdrawerPolicyArn: 'Takes clean instances back (lethe withdraw), and reads none.',
  AuditorPolicyArn: 'Reads the audit and its manifests, and verifies their signatures.',
  VpcId: 'The network of the functions.',
  CleanBucketPolicy: 'The owner of the clean bucket must allow this in its policy.',
  CleanKeyPolicyStatement: 'The owner of the key of the clean bucket must allow this in its policy.',
  QuarantineBucketPolicy: 'The owner of the quarantine bucket must allow this in its policy.',
  QuarantineKeyPolicyStatement:
    'The owner of the key of the quarantine bucket must allow this in its policy.',
  QuarantineBucketMustHave:
    'How the owner of the quarantine bucket must have set it up, if it keeps versions.',
  IngestBucketPolicy:
    'The owner of the ingest bucket must not deny this, and allow it where the policy names all.',
  IngestKeyPolicyStatement:
    'The owner of the key of the ingest bucket must allow this, unless its policy leaves that to IAM.',
  IngestBucketMustHave: 'How the owner of the ingest bucket must have set it up.',
  StorageKeyPolicyStatements:
    'The owner of the storage key must allow this in its policy before the stack is made.',
  AlarmTopicPolicyStatements: 'The owner of the topic of the alarms must allow this in its policy.',
} as const;

export type OutputName = keyof typeof OUTPUT_WORDS;

/** The outputs of what every pipeline has; `otherSides` has those for the owners of what is there already. */
export function outputsOf(
  settings: Settings,
  {
    storage,
    audit,
    network,
    pixels,
    ingestion,
    manifests,
    backfill,
    alarms,
    policies,
  }: {
    readonly storage: Storage;
    readonly audit: Audit;
    readonly network: ReturnType<typeof functionNetwork>;
    readonly pixels: PixelReading | null;
    readonly ingestion: Ingestion;
    readonly manifests: Manifests;
    readonly backfill: Backfill;
    readonly alarms: Alarms;
    readonly policies: Readonly<Record<Person, ManagedPolicy>>;
  },
): Partial<Readonly<Record<OutputName, string>>> {
  return {
    IngestBucket: storage.ingest.bucketName,
    IngestMark: markOf(settings),
    CleanBucket: storage.clean.bucketName,
    QuarantineBucket: storage.quarantine.bucketName,
    RulesBucket: storage.rules.bucketName,
    IdentityTable: storage.identities.tableName,
    DecisionTable: storage.decisions.tableName,
    HmacKeyArn: storage.hmacKey.keyArn,
    NameKeyArn: storage.nameKey.keyArn,
    SealingKeyArn: storage.sealingKey.keyArn,
    ReidentificationPolicyArn: storage.reidentification.managedPolicyArn,
    IngestKeyArn: storage.ingestKey.keyArn,
    StorageKeyArn: storage.storageKey.keyArn,
    QueueUrl: ingestion.queue.queueUrl,
    DeadLetterQueueUrl: ingestion.deadLetters.queueUrl,
    ...(pixels === null
      ? {}
      : {
          PixelsQueueUrl: pixels.queue.queueUrl,
          PixelsDeadLetterQueueUrl: pixels.deadLetters.queueUrl,
          PixelsFunctionName: pixels.function.function.functionName,
          PixelsLogGroup: pixels.function.logs.logGroupName,
          ...(settings.pixelsDetector === 'rekognition' ? { PixelsDetector: settings.pixelsDetector } : {}),
        }),
    FunctionName: ingestion.function.function.functionName,
    LogGroup: ingestion.function.logs.logGroupName,
    AuditLog: audit.lines.logGroupName,
    ManifestBucket: manifests.bucket.bucketName,
    SigningKeyArn: manifests.signingKey.keyArn,
    SealFunctionName: manifests.function.function.functionName,
    BackfillMachineArn: backfill.machine.ref,
    AlarmTopicArn: alarms.topic.topicArn,
    SenderPolicyArn: policies.sender.managedPolicyArn,
    ReaderPolicyArn: policies.reader.managedPolicyArn,
    ReviewerPolicyArn: policies.reviewer.managedPolicyArn,
    ReleaserPolicyArn: policies.releaser.managedPolicyArn,
    WithdrawerPolicyArn: policies.withdrawer.managedPolicyArn,
    AuditorPolicyArn: policies.auditor.managedPolicyArn,
    ...(network === null ? {} : { VpcId: network.placement.vpc.vpcId }),
  };
}
