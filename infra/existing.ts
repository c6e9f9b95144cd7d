import { Arn, ArnFormat, Token } from 'aws-cdk-lib';
import {
  type ISecurityGroup,
  type IVpc,
  SecurityGroup,
  Subnet,
  type SubnetSelection,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { PipelineError } from './pipelineError.ts';
import { listed, type Settings } from './settings.ts';

/**
 * What is there already, as constructs of one's own app. What is left out the pipeline makes itself. Lethe changes none of it, but that a key and a topic which the app
 * itself makes get the statements in their policies that Lethe needs; for what was only imported, outputs of the stack say what its owner must allow. What can be
 * seen of a resource is checked when the app is synthesized (`EXISTING_UNFIT`).
 */
export interface ExistingResources {
  /**
   * Where originals come in; Lethe takes every object of it. In the stack's account and Region, encrypted with `ingestKey`, with versions and without public access. Its
   * owner has it tell EventBridge of its objects (`eventBridgeEnabled`) or, where `settings.ingestEvents` is `direct`, tell `pipeline.queue` of `s3:ObjectCreated:*`; and gives
   * it the lifecycle rules of the output `IngestBucketMustHave`, without which nothing that was released is destroyed.
   */
  readonly ingestBucket?: IBucket;
  /** The key that the bucket is encrypted with. Left out: the one that the construct of the bucket knows. */
  readonly ingestKey?: IKey;
  /**
   * Where de-identified instances come out. In the stack's Region, encrypted with `cleanKey` and without public access; versions and locks are its owner's. The owner of a bucket
   * of another account must allow what the outputs `CleanBucketPolicy` and `CleanKeyPolicyStatement` say; import such a bucket with its account.
   */
  readonly cleanBucket?: IBucket;
  /** As `ingestKey`. */
  readonly cleanKey?: IKey;
  /** Where lies what was not released. As `cleanBucket`; if it keeps versions, with the lifecycle rule of the output `QuarantineBucketMustHave`. */
  readonly quarantineBucket?: IBucket;
  /** As `ingestKey`. */
  readonly quarantineKey?: IKey;
  /**
   * Encrypts everything that the pipeline stores but the audit. Symmetric, enabled, in the stack's account and Region; rotation and deletion are its owner's. The policy of an imported
   * key must have the statements of the output `StorageKeyPolicyStatements` before the stack is deployed.
   */
  readonly storageKey?: IKey;
  /**
   * The network of the functions. Its owner gives its subnets ways to S3, DynamoDB, KMS, CloudWatch Logs and SQS, with `tracing` to X-Ray and with `pixelsDetector` to Rekognition, and
   * keeps flow logs.
   */
  readonly vpc?: IVpc;
  /** Subnets of that network. Left out: those that CDK chooses for functions. */
  readonly vpcSubnets?: SubnetSelection;
  /** Security groups of that network, which must let TLS out. Left out: one of the pipeline's own, which lets that out and nothing in. */
  readonly securityGroups?: readonly ISecurityGroup[];
  /**
   * Hears every alarm. A standard topic in the stack's account and Region; `settings.alarmEmail` is not subscribed to it. The policy of an imported topic must have the statements of the
   * output `AlarmTopicPolicyStatements`; if it is encrypted, its key must let `cloudwatch.amazonaws.com` and `events.amazonaws.com` use `kms:GenerateDataKey*` and `kms:Decrypt`.
   */
  readonly alarmTopic?: ITopic;
}

/** A bucket that instances go to: the stack's own, or one that was there before it. */
export interface Destination {
  readonly bucketName: string;
  /** ARN of its objects. */
  readonly objectsArn: string;
  readonly keyArn: string;
  /** Where its key is, which is where S3 asks for it. */
  readonly region: string;
  readonly account: string;
  /** Null: it was there before the stack. */
  readonly bucket: Bucket | null;
}

/** What is there already, whether the settings name it or the app hands it in. Null: the pipeline makes it, or does without. */
export interface Existing {
  readonly ingest: { readonly bucket: IBucket; readonly key: IKey } | null;
  readonly clean: Destination | null;
  readonly quarantine: Destination | null;
  readonly storageKey: IKey | null;
  readonly network: ExistingPlace | null;
  readonly alarmTopic: ITopic | null;
}

/** A network, and where in it functions are. */
export interface ExistingPlace {
  readonly vpc: IVpc;
  readonly vpcSubnets: SubnetSelection;
  /** Empty: the stack makes one. */
  readonly securityGroups: readonly ISecurityGroup[];
}

/** All that is there already. Throws `PipelineError` where something is said twice, or half. */
export function existingOf(scope: Construct, settings: Settings, given: ExistingResources): Existing {
  const problems = [...twiceSaid(settings, given), ...halfSaid(given)];
  if (problems.length > 0) throw new PipelineError('EXISTING_UNFIT', problems);
  // Nothing is looked up: of what the settings name no more is known than they say.
  const imports = new Construct(scope, 'Existing');
  const { ingestBucket, storageKey } = given;
  return {
    ingest:
      ingestBucket !== undefined
        ? { bucket: ingestBucket, key: keyOf(ingestBucket, given.ingestKey) as IKey }
        : settings.ingestBucketName === ''
          ? null
          : {
              bucket: Bucket.fromBucketName(imports, 'Ingest', settings.ingestBucketName),
              key: Key.fromKeyArn(imports, 'IngestKey', settings.ingestKeyArn),
            },
    clean: destination(given.cleanBucket, given.cleanKey, settings.cleanBucketName, settings.cleanKeyArn),
    quarantine: destination(
      given.quarantineBucket,
      given.quarantineKey,
      settings.quarantineBucketName,
      settings.quarantineKeyArn,
    ),
    storageKey:
      storageKey ??
      (settings.storageKeyArn === '' ? null : Key.fromKeyArn(imports, 'StorageKey', settings.storageKeyArn)),
    network: networkOf(imports, settings, given),
    alarmTopic: given.alarmTopic ?? null,
  };
}

/** The key that the objects of a bucket are encrypted with. */
export function keyOf(bucket: IBucket, key: IKey | undefined): IKey | undefined {
  return key ?? bucket.encryptionKey;
}

const SAID_BY_BOTH = [
  ['ingestBucket', 'ingestBucketName'],
  ['cleanBucket', 'cleanBucketName'],
  ['quarantineBucket', 'quarantineBucketName'],
  ['storageKey', 'storageKeyArn'],
  ['vpc', 'vpcId'],
] as const;

function twiceSaid(settings: Settings, given: ExistingResources): readonly string[] {
  return [
    ...SAID_BY_BOTH.filter(([name, setting]) => given[name] !== undefined && settings[setting] !== '').map(
      ([name, setting]) => `${name} and the setting ${setting} say the same; give one of the two`,
    ),
    ...(given.vpc !== undefined && settings.vpc
      ? ['vpc is a network that is there, and the setting vpc asks for a new one; give one of the two']
      : []),
    ...(given.cleanBucket !== undefined && settings.cleanHiddenExpiryDays > 0
      ? [
          'the setting cleanHiddenExpiryDays is for a clean bucket of the pipeline; give cleanBucket a rule where it is made',
        ]
      : []),
    ...(given.cleanBucket !== undefined && settings.cleanLockDays > 0
      ? ['the setting cleanLockDays is for a clean bucket of the pipeline; lock cleanBucket where it is made']
      : []),
    ...(given.alarmTopic !== undefined && settings.alarmEmail !== ''
      ? ['the setting alarmEmail is for a topic of the pipeline; subscribe to alarmTopic where it is made']
      : []),
  ];
}

function halfSaid(given: ExistingResources): readonly string[] {
  const buckets = (['ingest', 'clean', 'quarantine'] as const).flatMap((name) => {
    const bucket = given[`${name}Bucket`];
    const key = given[`${name}Key`];
    if (bucket === undefined)
      return key === undefined ? [] : [`${name}Key is the key of ${name}Bucket; give that bucket, too`];
    return keyOf(bucket, key) === undefined
      ? [`${name}Bucket does not say which key encrypts it; give that key as ${name}Key`]
      : [];
  });
  const network = (['vpcSubnets', 'securityGroups'] as const).filter(
    (name) => given[name] !== undefined && given.vpc === undefined,
  );
  return [...buckets, ...network.map((name) => `${name} are those of vpc; give that network, too`)];
}

/** A bucket that instances go to and that is there already: one that was handed in, or one that settings name. */
function destination(
  bucket: IBucket | undefined,
  key: IKey | undefined,
  bucketName: string,
  keyArn: string,
): Destination | null {
  if (bucket !== undefined) {
    const used = keyOf(bucket, key) as IKey;
    return {
      bucketName: bucket.bucketName,
      objectsArn: bucket.arnForObjects('*'),
      keyArn: used.keyArn,
      region: known(used.env.region, bucket.env.region),
      account: known(used.env.account, bucket.env.account),
      bucket: null,
    };
  }
  if (bucketName === '') return null;
  const { partition, region = '', account = '' } = Arn.split(keyArn, ArnFormat.SLASH_RESOURCE_NAME);
  return {
    bucketName,
    objectsArn: `arn:${partition}:s3:::${bucketName}/*`,
    keyArn,
    region,
    account,
    bucket: null,
  };
}

/** Of a bucket that was imported by its name nobody has said where it is; its key's ARN says it. */
function known(first: string, second: string): string {
  return Token.isUnresolved(first) ? second : first;
}

function networkOf(imports: Construct, settings: Settings, given: ExistingResources): ExistingPlace | null {
  if (given.vpc !== undefined)
    return {
      vpc: given.vpc,
      vpcSubnets: given.vpcSubnets ?? {},
      securityGroups: given.securityGroups ?? [],
    };
  if (settings.vpcId === '') return null;
  return {
    vpc: Vpc.fromVpcAttributes(imports, 'Vpc', { vpcId: settings.vpcId, availabilityZones: ['unknown'] }),
    vpcSubnets: {
      subnets: listed(settings.vpcSubnetIds).map((subnetId, index) =>
        Subnet.fromSubnetId(imports, `Subnet${index}`, subnetId),
      ),
    },
    securityGroups: listed(settings.vpcSecurityGroupIds).map((groupId, index) =>
      SecurityGroup.fromSecurityGroupId(imports, `Group${index}`, groupId, { mutable: false }),
    ),
  };
}
