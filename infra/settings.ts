import type { Node } from 'constructs';
import {
  BOUNDARY_ARN,
  BUCKET_NAME,
  ec2Id,
  KEY_ARN,
  listed,
  listOf,
  orEmpty,
  PRINCIPAL_ARN,
  RETENTION_DAYS,
  TAG,
} from './settingPatterns.ts';
import type { Settings } from './settingsShape.ts';

export { listed } from './settingPatterns.ts';
export type { Settings } from './settingsShape.ts';

interface Range {
  readonly fallback: number;
  readonly least: number;
  readonly most: number;
}

type NameOf<Type> = { [Name in keyof Settings]: Settings[Name] extends Type ? Name : never }[keyof Settings];

/** Bounds are Lambda's and SQS's own where nothing else is said. */
const NUMBERS: Readonly<Record<NameOf<number>, Range>> = {
  // One whole vCPU, and enough for the index of a hundred thousand frames (docs/cost.md).
  memoryMb: { fallback: 1769, least: 256, most: 10240 },
  // Visibility is six times this, and at most 12 hours.
  timeoutSeconds: { fallback: 300, least: 3, most: 900 },
  // Above 10, SQS wants a batching window.
  batchSize: { fallback: 10, least: 1, most: 10 },
  // An account's least quota of executions is 10: the seal, the reconciliation and others have the rest.
  maxConcurrency: { fallback: 8, least: 2, most: 1000 },
  reservedConcurrency: { fallback: 0, least: 0, most: 1000 },
  // Waits from seconds to two hours fit between them, each two and a half times the one before (functions/ingest/backoff.ts).
  maxReceives: { fallback: 10, least: 1, most: 1000 },
  // As much as a new account may have (Lambda Developer Guide, "Lambda quotas"): the detector takes up to 2 GB, and 1.7 processors leave the main thread one.
  pixelsMemoryMb: { fallback: 3008, least: 2048, most: 10240 },
  // Lambda's most: 600 megapixels at a second and a half each.
  pixelsTimeoutSeconds: { fallback: 900, least: 3, most: 900 },
  pixelsMaxConcurrency: { fallback: 4, least: 2, most: 1000 },
  logRetentionDays: { fallback: 365, least: 1, most: 3653 },
  // Six years: 45 CFR 164.316(b)(2)(i).
  auditRetentionDays: { fallback: 2192, least: 1, most: 3653 },
  ingestExpiryDays: { fallback: 30, least: 0, most: 3650 },
  quarantineExpiryDays: { fallback: 30, least: 1, most: 3650 },
  cleanHiddenExpiryDays: { fallback: 0, least: 0, most: 3650 },
  cleanLockDays: { fallback: 0, least: 0, most: 36500 },
  quarantineAlarmPercent: { fallback: 5, least: 1, most: 100 },
  // Messages live for 14 days.
  ageAlarmMinutes: { fallback: 60, least: 1, most: 20_000 },
};

/** As many as a resource may have, without those that CloudFormation adds. */
const MOST_TAGS = 40;

const TEXTS: Readonly<Record<NameOf<string>, { readonly fallback: string; readonly pattern: RegExp }>> = {
  stage: { fallback: 'prod', pattern: /^[a-z][a-z0-9-]{0,19}$/ },
  region: { fallback: '', pattern: /^([a-z]{2}(-[a-z]+)+-\d)?$/ },
  account: { fallback: '', pattern: /^(\d{12})?$/ },
  tags: { fallback: '', pattern: orEmpty(listOf(TAG)) },
  permissionsBoundaryArn: { fallback: '', pattern: orEmpty(BOUNDARY_ARN) },
  keyScope: { fallback: '', pattern: /^[A-Za-z0-9._-]{0,64}$/ },
  identityKeyUsers: { fallback: '', pattern: orEmpty(listOf(PRINCIPAL_ARN)) },
  nameKeyUsers: { fallback: '', pattern: orEmpty(listOf(PRINCIPAL_ARN)) },
  archiveLimits: {
    fallback: '',
    pattern: /^((members|memberBytes|totalBytes|ratio)=[1-9]\d{0,14}(,(?=.)|$))*$/,
  },
  pixels: { fallback: 'off', pattern: /^(off|on)$/ },
  pixelsDetector: { fallback: 'built-in', pattern: /^(built-in|rekognition)$/ },
  lockMode: { fallback: 'governance', pattern: /^(governance|compliance)$/ },
  ingestBucketName: { fallback: '', pattern: orEmpty(BUCKET_NAME) },
  ingestKeyArn: { fallback: '', pattern: orEmpty(KEY_ARN) },
  ingestMark: { fallback: '', pattern: /^(marker|tag)?$/ },
  ingestEvents: { fallback: '', pattern: /^(direct|eventbridge)?$/ },
  storageKeyArn: { fallback: '', pattern: orEmpty(KEY_ARN) },
  cleanBucketName: { fallback: '', pattern: orEmpty(BUCKET_NAME) },
  cleanKeyArn: { fallback: '', pattern: orEmpty(KEY_ARN) },
  quarantineBucketName: { fallback: '', pattern: orEmpty(BUCKET_NAME) },
  quarantineKeyArn: { fallback: '', pattern: orEmpty(KEY_ARN) },
  backfillSources: { fallback: '', pattern: orEmpty(listOf(BUCKET_NAME)) },
  backfillKeyArns: { fallback: '', pattern: orEmpty(listOf(KEY_ARN)) },
  vpcId: { fallback: '', pattern: orEmpty(ec2Id('vpc')) },
  vpcSubnetIds: { fallback: '', pattern: orEmpty(listOf(ec2Id('subnet'))) },
  vpcSecurityGroupIds: { fallback: '', pattern: orEmpty(listOf(ec2Id('sg'))) },
  alarmEmail: { fallback: '', pattern: /^([^\s@]+@[^\s@]+\.[^\s@]+)?$/ },
};

const FLAGS = ['multiRegionKeys', 'vpc', 'tracing'] as const satisfies readonly NameOf<boolean>[];

/** Settings that are wrong. */
export class SettingsError extends Error {
  /** A word that does not change. */
  readonly code = 'SETTINGS_INVALID';
  /** All that is wrong, not the first alone. */
  readonly problems: readonly string[];

  /** @param problems all that is wrong, a sentence each */
  constructor(problems: readonly string[]) {
    super(
      `Settings are wrong: ${problems.join('; ')}. Correct them in lethe.config.json, or where else they were given`,
    );
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/** The names of all settings. */
export const SETTING_NAMES: readonly string[] = [...Object.keys(TEXTS), ...Object.keys(NUMBERS), ...FLAGS];

/** What kind of value a setting has. */
export function kindOf(name: string): 'text' | 'number' | 'flag' | null {
  if (Object.hasOwn(TEXTS, name)) return 'text';
  if (Object.hasOwn(NUMBERS, name)) return 'number';
  return FLAGS.some((flag) => flag === name) ? 'flag' : null;
}

/** Reads the settings from the app's context and, where that says nothing, from the configuration. Throws `SettingsError`. */
export function readSettings(node: Node, config: Config = {}): Settings {
  return settingsFrom((name) => node.tryGetContext(name) ?? config[name]);
}

/** Some settings by name; the others have their defaults. */
export type Config = Readonly<Record<string, unknown>>;

/** All settings; `given` answers null or undefined where nothing is said. Throws `SettingsError`. */
export function settingsFrom(given: (name: string) => unknown): Settings {
  const problems: string[] = [];

  const text = (name: NameOf<string>): string => {
    const { fallback, pattern } = TEXTS[name];
    const value: unknown = given(name) ?? fallback;
    if (typeof value === 'string' && pattern.test(value)) return value;
    problems.push(`${name} must match ${pattern}`);
    return fallback;
  };
  const number = (name: NameOf<number>): number => {
    const { fallback, least, most } = NUMBERS[name];
    // Context from the command line is text.
    const value = Number(given(name) ?? fallback);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    problems.push(`${name} must be a whole number from ${least} to ${most}`);
    return fallback;
  };
  const retention = (name: 'logRetentionDays' | 'auditRetentionDays'): number => {
    const value = number(name);
    if (!RETENTION_DAYS.includes(value)) problems.push(`${name} must be one of ${RETENTION_DAYS.join(', ')}`);
    return value;
  };
  const flag = (name: (typeof FLAGS)[number]): boolean => {
    const value = String(given(name) ?? false);
    if (value !== 'true' && value !== 'false') problems.push(`${name} must be true or false`);
    return value === 'true';
  };

  const settings: Settings = {
    stage: text('stage'),
    region: text('region'),
    account: text('account'),
    tags: text('tags'),
    permissionsBoundaryArn: text('permissionsBoundaryArn'),
    keyScope: text('keyScope'),
    multiRegionKeys: flag('multiRegionKeys'),
    identityKeyUsers: text('identityKeyUsers'),
    nameKeyUsers: text('nameKeyUsers'),
    archiveLimits: text('archiveLimits'),
    memoryMb: number('memoryMb'),
    timeoutSeconds: number('timeoutSeconds'),
    batchSize: number('batchSize'),
    maxConcurrency: number('maxConcurrency'),
    reservedConcurrency: number('reservedConcurrency'),
    maxReceives: number('maxReceives'),
    pixels: text('pixels') as Settings['pixels'],
    pixelsDetector: text('pixelsDetector') as Settings['pixelsDetector'],
    pixelsMemoryMb: number('pixelsMemoryMb'),
    pixelsTimeoutSeconds: number('pixelsTimeoutSeconds'),
    pixelsMaxConcurrency: number('pixelsMaxConcurrency'),
    logRetentionDays: retention('logRetentionDays'),
    auditRetentionDays: retention('auditRetentionDays'),
    ingestExpiryDays: number('ingestExpiryDays'),
    quarantineExpiryDays: number('quarantineExpiryDays'),
    cleanHiddenExpiryDays: number('cleanHiddenExpiryDays'),
    cleanLockDays: number('cleanLockDays'),
    lockMode: text('lockMode') as Settings['lockMode'],
    ingestBucketName: text('ingestBucketName'),
    ingestKeyArn: text('ingestKeyArn'),
    ingestMark: text('ingestMark') as Settings['ingestMark'],
    ingestEvents: text('ingestEvents') as Settings['ingestEvents'],
    storageKeyArn: text('storageKeyArn'),
    cleanBucketName: text('cleanBucketName'),
    cleanKeyArn: text('cleanKeyArn'),
    quarantineBucketName: text('quarantineBucketName'),
    quarantineKeyArn: text('quarantineKeyArn'),
    backfillSources: text('backfillSources'),
    backfillKeyArns: text('backfillKeyArns'),
    vpc: flag('vpc'),
    vpcId: text('vpcId'),
    vpcSubnetIds: text('vpcSubnetIds'),
    vpcSecurityGroupIds: text('vpcSecurityGroupIds'),
    tracing: flag('tracing'),
    alarmEmail: text('alarmEmail'),
    quarantineAlarmPercent: number('quarantineAlarmPercent'),
    ageAlarmMinutes: number('ageAlarmMinutes'),
  };
  problems.push(...togetherProblems(settings));
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

/** What is wrong between settings that are fine by themselves. */
function togetherProblems(settings: Settings): readonly string[] {
  const problems: string[] = [];
  const pairs = [
    ['cleanBucketName', 'cleanKeyArn', 'a bucket of another account, and the key that it is encrypted with'],
    [
      'quarantineBucketName',
      'quarantineKeyArn',
      'a bucket of another account, and the key that it is encrypted with',
    ],
    [
      'ingestBucketName',
      'ingestKeyArn',
      'a bucket that is there already, and the key that it is encrypted with',
    ],
    ['vpcId', 'vpcSubnetIds', 'a network that is there already, and its subnets for the functions'],
  ] as const;
  for (const [name, other, what] of pairs)
    if ((settings[name] === '') !== (settings[other] === ''))
      problems.push(`${name} and ${other} go together: ${what}`);
  if (settings.ingestMark === 'marker' && settings.ingestExpiryDays > 0 && !outlivesMessages(settings))
    problems.push(
      `ingestMark marker wants an ingestExpiryDays of at least ${MESSAGE_DAYS}, or 0: a version that another took the place of must outlive its message`,
    );
  if (settings.pixelsDetector === 'rekognition' && settings.pixels === 'off')
    problems.push('pixelsDetector rekognition wants pixels on: without that nothing reads frames');
  if (settings.cleanBucketName !== '' && settings.cleanHiddenExpiryDays > 0)
    problems.push(
      'cleanHiddenExpiryDays is for the clean bucket of this stack; give that of another account its rule there',
    );
  if (settings.cleanBucketName !== '' && settings.cleanLockDays > 0)
    problems.push('cleanLockDays is for the clean bucket of this stack; lock that of another account there');
  if (settings.vpc && settings.vpcId !== '')
    problems.push('vpc makes a network, vpcId names one that is there; give one of the two');
  if (settings.vpcSecurityGroupIds !== '' && settings.vpcId === '')
    problems.push('vpcSecurityGroupIds are groups of the network that vpcId names; name it');
  const tags = tagsOf(settings);
  const names = new Set(tags.map(([name]) => name));
  if (tags.length > MOST_TAGS) problems.push(`tags are more than ${MOST_TAGS}`);
  if (names.size < tags.length) problems.push('tags name one twice');
  const buckets = [settings.ingestBucketName, settings.cleanBucketName, settings.quarantineBucketName];
  const named = buckets.filter((name) => name !== '');
  if (new Set(named).size < named.length)
    problems.push('ingestBucketName, cleanBucketName and quarantineBucketName must be three buckets');
  problems.push(...otherRegions(settings, settings.region));
  // Queues, logs and the events of a bucket stay within one account and Region.
  for (const name of ['storageKeyArn', 'ingestKeyArn'] as const) {
    const [, , , region, account] = settings[name].split(':');
    if (settings[name] === '') continue;
    if (settings.region !== '' && region !== settings.region)
      problems.push(`${name} must be a key in the stack's Region, ${settings.region}`);
    if (settings.account !== '' && account !== settings.account)
      problems.push(`${name} must be a key of the stack's account, ${settings.account}`);
  }
  const [, , , , boundaryAccount] = settings.permissionsBoundaryArn.split(':');
  if (settings.account !== '' && /^\d/.test(boundaryAccount ?? '') && boundaryAccount !== settings.account)
    problems.push(`permissionsBoundaryArn must be a policy of the stack's account, ${settings.account}`);
  return problems;
}

/** What SQS keeps a message for at most: infra/ingestion.ts asks for it. */
export const MESSAGE_DAYS = 14;

function outlivesMessages({ ingestExpiryDays }: Pick<Settings, 'ingestExpiryDays'>): boolean {
  return ingestExpiryDays >= MESSAGE_DAYS;
}

/**
 * How released versions are marked where the settings leave it open. Behind markers whatever is not current is destroyed in time, so the tag it is where that
 * could be another's (a bucket that was there before the stack) or would come too soon; and where nothing is ever destroyed, so that it stays to be seen.
 */
export function markOf(
  settings: Settings,
  isOwnBucket: boolean = settings.ingestBucketName === '',
): 'marker' | 'tag' {
  if (settings.ingestMark !== '') return settings.ingestMark;
  return isOwnBucket && outlivesMessages(settings) ? 'marker' : 'tag';
}

/** How the queue hears of new objects where the settings leave it open: a bucket that was there before may tell others of them already. */
export function eventsOf(
  { ingestEvents, ingestBucketName }: Settings,
  isOwnBucket: boolean = ingestBucketName === '',
): 'direct' | 'eventbridge' {
  if (ingestEvents !== '') return ingestEvents;
  return isOwnBucket ? 'direct' : 'eventbridge';
}

/**
 * What is wrong with buckets of other accounts where the stack is in this Region; empty: nobody knows it. S3 keeps the key of a bucket in the bucket's
 * Region, answers elsewhere with a redirection, and a gateway endpoint leads to its own Region alone.
 */
export function otherRegions(settings: Settings, region: string): readonly string[] {
  return (['cleanKeyArn', 'quarantineKeyArn'] as const).flatMap((name) => {
    const [, , , keyRegion = ''] = settings[name].split(':');
    if (region === '' || keyRegion === '' || keyRegion === region) return [];
    return [
      `${name} is in ${keyRegion} and the stack in ${region}, and its functions write to buckets of their own Region alone: put the stack ` +
        `into ${keyRegion} (region), or name a bucket in ${region} and let S3 replicate it to ${keyRegion}`,
    ];
  });
}

/** The tags of the stack, as name and value. */
export function tagsOf({ tags }: Pick<Settings, 'tags'>): readonly (readonly [string, string])[] {
  return listed(tags).map((tag) => {
    const at = tag.indexOf('=');
    return [tag.slice(0, at), tag.slice(at + 1)] as const;
  });
}

/** Whether a stack of the stage is deleted with everything it stores: `dev`, and those that `npm run sandbox` makes for an hour. */
export function isPassing(stage: string): boolean {
  return stage === 'dev' || /^sandbox-[0-9a-f]{8}$/.test(stage);
}
