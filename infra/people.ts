import { Stack } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Audit } from './audit.ts';
import type { Destination } from './existing.ts';
import { TABLE_KEY_ACTIONS } from './keyStatements.ts';
import type { Manifests } from './manifests.ts';
import { acknowledgeWildcard } from './nag.ts';
import type { Conditions } from './stackFunction.ts';
import type { Storage } from './storage.ts';

/** Who has to do with a deployment, beside its functions, re-identifiers and administrators: the rows of docs/threat-model.md. */
export type Person = 'sender' | 'reader' | 'reviewer' | 'releaser' | 'withdrawer' | 'auditor';

/** A bucket with what its objects are encrypted with. */
interface Place {
  readonly bucketArn: string;
  readonly keyArn: string;
  readonly region: string;
  readonly account: string;
}

/**
 * What each person may do, as a policy to be attached to whom that is; no role of the stack has one. One key encrypts most of what is stored, so that its
 * use is bound to the one bucket: objects are encrypted with the bucket's ARN, or without a Bucket Key with their own, as the context (S3 User Guide,
 * "Using server-side encryption with AWS KMS keys").
 */
export class People extends Construct {
  readonly policies: Readonly<Record<Person, ManagedPolicy>>;

  constructor(
    scope: Construct,
    id: string,
    {
      storage,
      audit,
      manifests,
    }: { readonly storage: Storage; readonly audit: Audit; readonly manifests: Manifests },
  ) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const own = { account, region };
    const { stackName } = Stack.of(this);
    const stackArn = Stack.of(this).formatArn({
      service: 'cloudformation',
      resource: 'stack',
      resourceName: `${stackName}/*`,
    });
    const ingest = { ...own, bucketArn: storage.ingest.bucketArn, keyArn: storage.ingestKey.keyArn };
    const clean = withArn(storage.clean);
    const quarantine = withArn(storage.quarantine);
    const rules = { ...own, bucketArn: storage.rules.bucketArn, keyArn: storage.storageKey.keyArn };
    const sealed = { ...own, bucketArn: manifests.bucket.bucketArn, keyArn: audit.key.keyArn };
    const lines = [
      allow('ReadAudit', ['logs:FilterLogEvents', 'logs:StartQuery'], [audit.lines.logGroupArn]),
      // IAM knows no resource for the answers of a query; only who started one is told its name.
      allow('ReadAnswers', ['logs:GetQueryResults', 'logs:StopQuery'], ['*']),
    ];
    this.policies = {
      sender: this.#policy('Sender', 'puts objects into ingest, and sees none', sending(ingest), [ingest]),
      reader: this.#policy('Reader', 'reads clean instances', reading('Clean', clean), [clean]),
      reviewer: this.#policy(
        'Reviewer',
        'reads ingest, what was quarantined or held, and the audit',
        [
          ...reading('Ingest', ingest, ['s3:GetObject', 's3:GetObjectVersion']),
          ...reading('Quarantine', quarantine),
          ...lines,
        ],
        [ingest, quarantine],
      ),
      releaser: this.#policy(
        'Releaser',
        'decides about held instances, and releases them',
        [
          ...reading('Quarantine', quarantine, ['s3:GetObject', 's3:GetObjectVersion']),
          ...reading('Rules', rules),
          ...releasing(quarantine, clean),
          allow('ClaimIdentities', IDENTITY_ACTIONS, [storage.identities.tableArn]),
          allow('Decide', DECISION_ACTIONS, [storage.decisions.tableArn]),
          allow('UseTables', [...TABLE_KEY_ACTIONS], [storage.storageKey.keyArn], {
            StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` },
          }),
          allow('DeriveKeys', ['kms:GenerateMac'], [storage.hmacKey.keyArn]),
          allow('WriteAudit', ['logs:CreateLogStream', 'logs:PutLogEvents'], [audit.lines.logGroupArn]),
          allow(
            'FindStack',
            ['cloudformation:DescribeStacks', 'cloudformation:ListStackResources'],
            [stackArn],
          ),
        ],
        [quarantine, rules, clean],
      ),
      withdrawer: this.#policy(
        'Withdrawer',
        'takes clean instances back, and reads none',
        [
          allow('ReadAudit', ['logs:FilterLogEvents'], [audit.lines.logGroupArn]),
          ...withdrawing(clean),
          allow('WriteAudit', ['logs:CreateLogStream', 'logs:PutLogEvents'], [audit.lines.logGroupArn]),
          allow(
            'FindStack',
            ['cloudformation:DescribeStacks', 'cloudformation:ListStackResources'],
            [stackArn],
          ),
        ],
        [clean],
      ),
      auditor: this.#policy(
        'Auditor',
        'reads the audit and its manifests, and verifies them',
        [
          ...lines,
          ...reading('Manifests', sealed),
          allow('VerifySignatures', ['kms:GetPublicKey'], [manifests.signingKey.keyArn]),
        ],
        [sealed],
      ),
    };
    acknowledgeWildcard(
      this.policies.releaser,
      `${quarantine.bucketArn}/held/*`,
      'What is held lies below held/, under names that nobody knows beforehand; every action on it is named.',
    );
    for (const policy of [this.policies.releaser, this.policies.withdrawer])
      acknowledgeWildcard(
        policy,
        stackArn,
        'The last part of the ARN of a stack is made by CloudFormation; it is this stack alone.',
      );
    for (const policy of [this.policies.reviewer, this.policies.auditor])
      acknowledgeWildcard(policy, '*', 'IAM knows no resources for the answers of a query.');
  }

  #policy(
    id: string,
    does: string,
    statements: readonly PolicyStatement[],
    places: readonly Place[],
  ): ManagedPolicy {
    const policy = new ManagedPolicy(this, id, {
      description: `Lethe: ${does}`,
      statements: [...statements],
    });
    for (const { bucketArn } of places)
      acknowledgeWildcard(
        policy,
        `${bucketArn}/*`,
        'The objects of one bucket, whose keys nobody knows beforehand; every action on them is named.',
      );
    return policy;
  }
}

/** Large objects are sent in parts, of which S3 decrypts what it has of them. */
function sending(place: Place): readonly PolicyStatement[] {
  return [
    allow(
      'SendObjects',
      ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      [`${place.bucketArn}/*`],
      owned(place),
    ),
    allow('Encrypt', ['kms:GenerateDataKey', 'kms:Decrypt'], [place.keyArn], forObjectsOf(place)),
  ];
}

const IDENTITY_ACTIONS = ['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const DECISION_ACTIONS = ['dynamodb:Query', 'dynamodb:Scan', 'dynamodb:PutItem', 'dynamodb:DeleteItem'];

/** What was held comes out: into the clean bucket, and its bytes go, with a note in their place. */
function releasing(quarantine: Place, clean: Place): readonly PolicyStatement[] {
  return [
    allow(
      'SettleHeld',
      ['s3:PutObject', 's3:DeleteObject'],
      [`${quarantine.bucketArn}/held/*`],
      owned(quarantine),
    ),
    allow('EncryptQuarantine', ['kms:GenerateDataKey'], [quarantine.keyArn], forObjectsOf(quarantine)),
    allow(
      'WriteClean',
      ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:AbortMultipartUpload'],
      [`${clean.bucketArn}/*`],
      owned(clean),
    ),
    allow('EncryptClean', ['kms:GenerateDataKey', 'kms:Decrypt'], [clean.keyArn], forObjectsOf(clean)),
  ];
}

/**
 * Hides and destroys, and sees who made what of which source. Without the right to use the bucket's key S3 gives nobody the bytes of an object, though HeadObject asks
 * for the right to get it. What is locked stays: nothing here bypasses a retention.
 */
function withdrawing(clean: Place): readonly PolicyStatement[] {
  return [
    allow('FindVersions', ['s3:ListBucket', 's3:ListBucketVersions'], [clean.bucketArn], owned(clean)),
    allow(
      'Withdraw',
      ['s3:GetObject', 's3:GetObjectVersion', 's3:DeleteObject', 's3:DeleteObjectVersion'],
      [`${clean.bucketArn}/*`],
      owned(clean),
    ),
  ];
}

function reading(
  name: string,
  place: Place,
  actions: readonly string[] = ['s3:GetObject'],
): readonly PolicyStatement[] {
  return [
    allow(`List${name}`, ['s3:ListBucket'], [place.bucketArn], owned(place)),
    allow(`Read${name}`, actions, [`${place.bucketArn}/*`], owned(place)),
    allow(`Decrypt${name}`, ['kms:Decrypt'], [place.keyArn], forObjectsOf(place)),
  ];
}

function withArn({ objectsArn, keyArn, region, account }: Destination): Place {
  return { bucketArn: objectsArn.replace(/\/\*$/, ''), keyArn, region, account };
}

/** A bucket that was deleted can be made anew by anybody, under the same name. */
function owned({ account }: Place): Conditions {
  return { StringEquals: { 'aws:ResourceAccount': account } };
}

function forObjectsOf({ region, bucketArn }: Place): Conditions {
  return {
    StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
    StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucketArn, `${bucketArn}/*`] },
  };
}

function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  conditions: Conditions = {},
): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.ALLOW,
    actions: [...actions],
    resources: [...resources],
    conditions: { ...conditions },
  });
}
