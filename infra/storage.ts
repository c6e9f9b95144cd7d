import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** Where instances and identities lie, and the keys. Nothing here is deleted with the stack outside `dev`. */
export class Storage extends Construct {
  readonly ingest: Bucket;
  readonly clean: Bucket;
  readonly quarantine: Bucket;
  readonly identities: Table;
  /** The root of all pseudonyms: it makes MACs and never leaves KMS. Losing it loses the link between old and new pseudonyms. */
  readonly hmacKey: Key;
  /** Encrypts everything that the stack stores: objects, identities, messages (object keys can be names), logs. */
  readonly storageKey: Key;

  constructor(scope: Construct, id: string, { keep }: { readonly keep: boolean }) {
    super(scope, id);
    const removalPolicy = keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.hmacKey = new Key(this, 'HmacKey', {
      description: 'Lethe: root of all pseudonyms',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      pendingWindow: Duration.days(30),
      removalPolicy,
    });
    this.storageKey = new Key(this, 'StorageKey', {
      description: 'Lethe: everything that is stored',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy,
    });
    this.allowLogs();

    this.ingest = this.bucket('Ingest', removalPolicy);
    this.clean = this.bucket('Clean', removalPolicy);
    this.quarantine = this.bucket('Quarantine', removalPolicy);
    // By the L1 property: the L2's `eventBridgeEnabled` adds a custom resource, with a function and a role of its own.
    (this.ingest.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };

    this.identities = new Table(this, 'Identities', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.storageKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: keep,
      removalPolicy,
    });
  }

  /** Encrypted with the storage key, by TLS only, never public; a version is kept of everything that is overwritten. */
  private bucket(id: string, removalPolicy: RemovalPolicy): Bucket {
    const bucket = new Bucket(this, id, {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.storageKey,
      // One data key for many objects: a KMS call an object would be most of what the stack costs.
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      // What a broken upload left behind is stored, paid for and seen by nobody.
      lifecycleRules: [
        { id: 'abort-incomplete-uploads', abortIncompleteMultipartUploadAfter: Duration.days(2) },
      ],
      removalPolicy,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Server access logs would write object keys, which can be names, in clear text into one more bucket. Who read what is ' +
        'recorded by CloudTrail data events, which belong to the account.',
    });
    return bucket;
  }

  /** CloudWatch Logs encrypts and decrypts for the groups of this stack. */
  private allowLogs(): void {
    const { partition, region, account, stackName } = Stack.of(this);
    this.storageKey.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogsOfThisStack',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        // The actions are those that CloudWatch Logs asks for (its User Guide, "Encrypt log data using KMS").
        actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:${stackName}-*`,
          },
        },
      }),
    );
  }
}
