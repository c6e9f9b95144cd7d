import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { type Bucket, type IBucket, type LifecycleRule, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EXPIRY_TAG } from '../functions/environment.ts';
import { closedBucket, notLocked } from './closedBucket.ts';
import { closedTable } from './closedTable.ts';
import type { Destination, Existing } from './existing.ts';
import { logsMayUse, TABLE_KEY_ACTIONS } from './keyStatements.ts';
import { outlives } from './removal.ts';
import { markOf, type Settings } from './settings.ts';

/** Where instances and identities lie, and the keys. Nothing here is deleted with the stack outside `dev`. */
export class Storage extends Construct {
  readonly ingest: IBucket;
  /** What the ingest bucket is encrypted with. */
  readonly ingestKey: IKey;
  /** Whether the ingest bucket was there before the stack: then its protections, events and lifecycle are its owner's. */
  readonly ingestIsImported: boolean;
  readonly clean: Destination;
  readonly quarantine: Destination;
  /** Rule files and their routes; the function takes the newest versions that compile. */
  readonly rules: Bucket;
  readonly identities: Table;
  /** What people decided of held instances. */
  readonly decisions: Table;
  /** The root of all pseudonyms: it makes MACs and never leaves KMS. Losing it loses the link between old and new pseudonyms. */
  readonly hmacKey: Key;
  /** What objects are called in the audit and the quarantine is hashed under it, so that who compares them needs no root of identities. */
  readonly nameKey: Key;
  /** Originals are sealed with it, for rules that keep them: functions encrypt, and who may re-identify decrypts. */
  readonly sealingKey: Key;
  /** What giving originals back takes, to be attached to whom that is allowed. */
  readonly reidentification: ManagedPolicy;
  /** Encrypts everything that the stack stores but the audit: objects, identities, messages (object keys can be names), logs, alarms. */
  readonly storageKey: IKey;
  /** Whether that key was there before the stack: then its policy is its owner's. */
  readonly storageKeyIsImported: boolean;

  constructor(
    scope: Construct,
    id: string,
    {
      settings,
      existing,
      keep,
    }: { readonly settings: Settings; readonly existing: Existing; readonly keep: boolean },
  ) {
    super(scope, id);
    const removalPolicy = outlives(keep);

    const macKey = {
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      pendingWindow: Duration.days(30),
      removalPolicy,
      ...(settings.multiRegionKeys ? { multiRegion: true } : {}),
    };
    this.hmacKey = new Key(this, 'HmacKey', { ...macKey, description: 'Lethe: root of all pseudonyms' });
    this.nameKey = new Key(this, 'NameKey', { ...macKey, description: 'Lethe: names of objects' });
    this.sealingKey = new Key(this, 'SealingKey', {
      description: 'Lethe: originals that rules keep for re-identification',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy,
    });
    this.storageKeyIsImported = existing.storageKey !== null;
    this.storageKey =
      existing.storageKey ??
      new Key(this, 'StorageKey', {
        description: 'Lethe: everything that is stored',
        enableKeyRotation: true,
        pendingWindow: Duration.days(30),
        removalPolicy,
      });
    this.allowLogs();

    this.ingestIsImported = existing.ingest !== null;
    this.ingestKey = existing.ingest?.key ?? this.storageKey;
    // CDK's own classes and interfaces do not agree under exactOptionalPropertyTypes.
    this.ingest = existing.ingest?.bucket ?? (this.ownIngest(settings, removalPolicy) as IBucket);
    this.clean = existing.clean ?? this.ownClean(settings, removalPolicy);
    this.quarantine = existing.quarantine ?? this.ownQuarantine(settings, removalPolicy);

    this.rules = closedBucket(this, 'Rules', { encryptionKey: this.storageKey, removalPolicy });
    notLocked(this.rules, 'Rules change; every version that was ever in force is kept.');
    const closed = { encryptionKey: this.storageKey, deletionProtection: keep, removalPolicy };
    this.identities = closedTable(
      this,
      'Identities',
      { ...closed, partitionKey: { name: 'pk', type: AttributeType.STRING } },
      'An older state is of no use: identities are only ever added, and one without those added since would give patients other identities than they have.',
    );
    this.decisions = closedTable(
      this,
      'Decisions',
      {
        ...closed,
        partitionKey: { name: 'instance', type: AttributeType.STRING },
        sortKey: { name: 'place', type: AttributeType.STRING },
      },
      'It holds what people decided of instances; without it they are held again, and people decide again.',
    );
    this.reidentification = this.reidentificationPolicy();
  }

  /** No role of the stack has it: those who de-identify do not re-identify. */
  private reidentificationPolicy(): ManagedPolicy {
    const { region } = Stack.of(this);
    const allow = (sid: string, actions: string[], resources: string[], conditions: Conditions = {}) =>
      new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources, conditions });
    return new ManagedPolicy(this, 'Reidentification', {
      description: 'Lethe: gives originals back, and erases them (lethe reidentify)',
      statements: [
        allow('FindIdentities', ['dynamodb:BatchGetItem'], [this.identities.tableArn]),
        allow('EraseOriginals', ['dynamodb:PutItem'], [this.identities.tableArn]),
        allow('DeriveKeys', ['kms:GenerateMac'], [this.hmacKey.keyArn]),
        allow('OpenOriginals', ['kms:Decrypt'], [this.sealingKey.keyArn]),
        allow('UseTable', [...TABLE_KEY_ACTIONS], [this.storageKey.keyArn], {
          StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` },
        }),
      ],
    });
  }

  /** The accounts that instances are read from and written to. */
  get accounts(): readonly string[] {
    return [...new Set([Stack.of(this).account, this.clean.account, this.quarantine.account])];
  }

  private ownIngest(settings: Settings, removalPolicy: RemovalPolicy): Bucket {
    const bucket = closedBucket(this, 'Ingest', {
      encryptionKey: this.storageKey,
      removalPolicy,
      lifecycleRules: [...expiry(settings)],
    });
    notLocked(
      bucket,
      'Senders send an object again under its key, and what was released is destroyed after a set time.',
    );
    return bucket;
  }

  private ownClean(
    { cleanHiddenExpiryDays, cleanLockDays, lockMode }: Settings,
    removalPolicy: RemovalPolicy,
  ): Destination {
    const days = Duration.days(cleanLockDays);
    const bucket = closedBucket(this, 'Clean', {
      encryptionKey: this.storageKey,
      removalPolicy,
      // What can be seen never goes by itself. S3 waits for the end of a version's lock.
      ...(cleanHiddenExpiryDays > 0
        ? {
            lifecycleRules: [
              {
                id: 'destroy-hidden',
                noncurrentVersionExpiration: Duration.days(cleanHiddenExpiryDays),
              },
            ],
          }
        : {}),
      ...(cleanLockDays > 0
        ? {
            objectLockEnabled: true,
            objectLockDefaultRetention:
              lockMode === 'compliance'
                ? ObjectLockRetention.compliance(days)
                : ObjectLockRetention.governance(days),
          }
        : {}),
    });
    if (cleanLockDays === 0)
      notLocked(bucket, 'cleanLockDays locks it where those who pay for the data want that.');
    return this.own(bucket);
  }

  private ownQuarantine({ quarantineExpiryDays }: Settings, removalPolicy: RemovalPolicy): Destination {
    const bucket = closedBucket(this, 'Quarantine', {
      encryptionKey: this.storageKey,
      removalPolicy,
      // What waits for somebody never goes by itself; what was removed must not stay for ever behind its marker.
      lifecycleRules: [
        { id: 'destroy-removed', noncurrentVersionExpiration: Duration.days(quarantineExpiryDays) },
      ],
    });
    notLocked(
      bucket,
      'What was put right or given up must go: it holds what de-identification could not take out.',
    );
    return this.own(bucket);
  }

  private own(bucket: Bucket): Destination {
    const { account, region } = Stack.of(this);
    return {
      bucketName: bucket.bucketName,
      objectsArn: bucket.arnForObjects('*'),
      keyArn: this.storageKey.keyArn,
      region,
      account,
      bucket,
    };
  }

  /** CloudWatch Logs encrypts and decrypts for the groups of this stack. */
  private allowLogs(): void {
    const { partition, region, account, stackName } = Stack.of(this);
    this.storageKey.addToResourcePolicy(
      logsMayUse(region, `arn:${partition}:logs:${region}:${account}:log-group:${stackName}-*`),
    );
  }
}

/**
 * Destroys an ingest object so many days after it was released, and nothing that can be seen in the bucket before. S3 counts the days of a version from when it
 * was hidden, not from when it came. A version that was tagged is hidden after a day; with markers the function hides it at once. The second rule also destroys a
 * version that a newer one took the place of, released or not: the reconciler looks for those four times within the days.
 */
function expiry(settings: Settings): readonly LifecycleRule[] {
  if (settings.ingestExpiryDays === 0) return [];
  const noncurrentVersionExpiration = Duration.days(settings.ingestExpiryDays);
  return [
    {
      id: 'destroy-released',
      tagFilters: { [EXPIRY_TAG.key]: EXPIRY_TAG.value },
      expiration: Duration.days(1),
      noncurrentVersionExpiration,
    },
    ...(markOf(settings) === 'marker' ? [{ id: 'destroy-hidden', noncurrentVersionExpiration }] : []),
  ];
}

type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
