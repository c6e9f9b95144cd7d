import { CfnResource, type IResource, Stack, Token } from 'aws-cdk-lib';
import type { CfnKey, IKey } from 'aws-cdk-lib/aws-kms';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type ExistingResources, keyOf } from './existing.ts';
import type { Settings } from './settings.ts';

type Name = keyof ExistingResources;

/**
 * What is unfit in resources that the app hands in, each with what to do (`ExistingResources` says the duties). Of those that the app itself makes the template
 * is looked at, so this is for when the app is whole; of those it only imports nothing is known but where they are.
 */
export function unfitIn(
  scope: Construct,
  settings: Settings,
  given: ExistingResources,
  queue: IQueue,
): readonly string[] {
  const { ingestBucket, cleanBucket, quarantineBucket, storageKey, alarmTopic, vpc } = given;
  const here = Stack.of(scope);
  const problems: string[] = [];
  const say = (name: Name, problem: string | null) => {
    if (problem !== null) problems.push(`${name} ${problem}`);
  };

  for (const [name, bucket, key] of [
    ['ingestBucket', ingestBucket, given.ingestKey],
    ['cleanBucket', cleanBucket, given.cleanKey],
    ['quarantineBucket', quarantineBucket, given.quarantineKey],
  ] as const) {
    if (bucket === undefined) continue;
    const used = keyOf(bucket, key);
    if (used !== undefined) {
      for (const problem of unfitBucket(bucket, used)) say(name, problem);
      say(name.replace('Bucket', 'Key') as Name, unfitKey(used));
    }
    say(name, elsewhere(here, bucket, name === 'ingestBucket' ? ['account', 'region'] : ['region']));
  }
  if (ingestBucket !== undefined)
    for (const problem of unfitIngest(ingestBucket, settings, queue)) say('ingestBucket', problem);
  if (storageKey !== undefined) {
    say('storageKey', unfitKey(storageKey));
    say('storageKey', elsewhere(here, storageKey, ['account', 'region']));
  }
  if (alarmTopic !== undefined) {
    say('alarmTopic', elsewhere(here, alarmTopic, ['account', 'region']));
    if (alarmTopic.fifo)
      say(
        'alarmTopic',
        'is a FIFO topic, whose messages want a group, which alarms do not name; give a standard one',
      );
  }
  if (vpc !== undefined) say('vpc', elsewhere(here, vpc, ['account', 'region']));
  return problems;
}

/** Where a resource must be as the stack is; null: it is there, or where it is nobody knows before it is deployed. */
function elsewhere(here: Stack, { env }: IResource, what: readonly ('account' | 'region')[]): string | null {
  const [other] = what.filter(
    (each) => !Token.isUnresolved(env[each]) && !Token.isUnresolved(here[each]) && env[each] !== here[each],
  );
  return other === undefined
    ? null
    : `is in the ${other} ${env[other]}, and the stack in ${here[other]}; give one of the same ${other}`;
}

/** As the template has it; null: the app did not make it. */
function made<Type extends CfnResource>(resource: IResource, type: string): Type | null {
  const { defaultChild } = resource.node;
  return CfnResource.isCfnResource(defaultChild) && defaultChild.cfnResourceType === type
    ? (defaultChild as Type)
    : null;
}

function unfitKey(key: IKey): string | null {
  const resolve = (value: unknown) => Stack.of(key).resolve(value);
  // A policy names keys: it does not know an alias as one.
  if (JSON.stringify(resolve(key.keyArn)).includes(':alias/'))
    return 'is an alias, which no policy can name; give the key that it stands for';
  const own = made<CfnKey>(key, 'AWS::KMS::Key');
  if (own === null) return null;
  const { enabled, keySpec = 'SYMMETRIC_DEFAULT' } = resolve({ enabled: own.enabled, keySpec: own.keySpec });
  if (keySpec !== 'SYMMETRIC_DEFAULT')
    return 'does not encrypt symmetrically; give a key of the default kind';
  return enabled === false ? 'is disabled; enable it' : null;
}

/** What every bucket of originals or instances must have. */
function unfitBucket(bucket: IBucket, key: IKey): readonly string[] {
  const own = made<CfnBucket>(bucket, 'AWS::S3::Bucket');
  if (own === null) return [];
  const resolve = (value: unknown) => Stack.of(bucket).resolve(value);
  const problems: string[] = [];
  const [rule] = resolve(own.bucketEncryption)?.serverSideEncryptionConfiguration ?? [];
  const { sseAlgorithm, kmsMasterKeyId } = rule?.serverSideEncryptionByDefault ?? {};
  if (sseAlgorithm !== 'aws:kms' || !isSame(kmsMasterKeyId, resolve(key.keyArn)))
    problems.push('is not encrypted with its key; give it that key as encryptionKey');
  const blocked = resolve(own.publicAccessBlockConfiguration) ?? {};
  if (BLOCKS.some((each) => blocked[each] !== true))
    problems.push('does not block public access; give it blockPublicAccess: BlockPublicAccess.BLOCK_ALL');
  return problems;
}

const BLOCKS = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'] as const;

function unfitIngest(bucket: IBucket, { ingestEvents }: Settings, queue: IQueue): readonly string[] {
  const own = made<CfnBucket>(bucket, 'AWS::S3::Bucket');
  if (own === null) return [];
  const problems: string[] = [];
  if (Stack.of(bucket).resolve(own.versioningConfiguration)?.status !== 'Enabled')
    problems.push('keeps no versions; give it versioned: true');
  const told = notificationsOf(bucket, own);
  if (
    ingestEvents === 'eventbridge' &&
    !/"EventBridgeConfiguration":(?!\{"EventBridgeEnabled":false)/.test(told)
  )
    problems.push('does not tell EventBridge of its objects; give it eventBridgeEnabled: true');
  if (ingestEvents === 'direct' && !told.includes(JSON.stringify(Stack.of(bucket).resolve(queue.queueArn))))
    problems.push(
      'does not tell the queue of its objects; addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(pipeline.queue))',
    );
  return problems;
}

/** Whom the bucket tells of what: by its own property, or by the resource that CDK makes for it. */
function notificationsOf(bucket: IBucket, own: CfnBucket): string {
  const resources = [own, ...(bucket.node.tryFindChild('Notifications')?.node.findAll() ?? [])];
  return resources
    .filter((each) => CfnResource.isCfnResource(each))
    .map((each) => JSON.stringify(Stack.of(each).resolve(templateOf(each))))
    .join('\n');
}

/** What stands in the template: CDK renders resources by a method that it does not declare. */
function templateOf(resource: CfnResource): object {
  return (resource as unknown as { readonly _toCloudFormation: () => object })._toCloudFormation();
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
