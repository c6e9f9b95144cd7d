import { CfnOutput, Stack, Tags, Token } from 'aws-cdk-lib';
import { type IManagedPolicy, ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SEALING } from '../functions/environment.ts';
import { Alarms } from './alarms.ts';
import { Audit } from './audit.ts';
import { Backfill } from './backfill.ts';
import type { Bundle } from './code.ts';
import { settingsGiven } from './config.ts';
import { Dashboard } from './dashboard.ts';
import { unfitIn } from './duties.ts';
import { type ExistingResources, existingOf } from './existing.ts';
import { Ingestion } from './ingestion.ts';
import { KeyUse } from './keyUse.ts';
import { Manifests } from './manifests.ts';
import { functionNetwork } from './network.ts';
import { otherSides } from './otherSides.ts';
import { OUTPUT_WORDS, type OutputName, outputsOf } from './outputs.ts';
import { type PackagedCode, packagedCode } from './packagedCode.ts';
import { People, type Person } from './people.ts';
import { PipelineError } from './pipelineError.ts';
import { PixelReading } from './pixelReading.ts';
import { Reconciliation } from './reconciliation.ts';
import { SavedQueries } from './savedQueries.ts';
import {
  eventsOf,
  isPassing,
  markOf,
  otherRegions,
  type Settings,
  SettingsError,
  tagsOf,
} from './settings.ts';
import { engineLayer, type Platform } from './stackFunction.ts';
import { Storage } from './storage.ts';

/** The reconciler is called twice an hour; CloudWatch takes the sum of so many hours. */
const MISSED_HOURS = 6;

/** What a pipeline is made by. */
export interface LethePipelineProps extends ExistingResources {
  /** What lethe.config.json may say; what is left out has its default (docs/operations/settings.md). */
  readonly settings?: Partial<Settings>;
  /** The code of the functions, where it is not what comes with the package. */
  readonly bundle?: Bundle;
}

/**
 * One Lethe, in a stack of one's own: buckets, keys, identities, the way from ingest to clean, and what tells of it. A stack has one at most, and its outputs have the
 * names that `lethe` looks for. The construct throws `SettingsError` or `PipelineError` with everything that is wrong and what to do; what only shows when the app is
 * whole is an error of its synthesis, with the same codes.
 *
 * @example
 * ```ts
 * import { App, Stack } from 'aws-cdk-lib';
 * import { LethePipeline, PipelineError } from 'lethe/cdk';
 *
 * const stack = new Stack(new App(), 'Imaging');
 * const lethe = new LethePipeline(stack, 'Lethe', { settings: { stage: 'trial' } });
 * console.log(lethe.node.path); // Imaging/Lethe
 *
 * try {
 *   new LethePipeline(stack, 'Another');
 * } catch (error) {
 *   if (error instanceof PipelineError) console.log(error.code); // PIPELINE_PLACE
 * }
 * ```
 */
export class LethePipeline extends Construct {
  /** Objects go in here. */
  readonly ingestBucket: IBucket;
  /** De-identified instances come out here. Null: the settings name a bucket that is there already. */
  readonly cleanBucket: IBucket | null;
  /** What was not released. Null: as for `cleanBucket`. */
  readonly quarantineBucket: IBucket | null;
  /** Rule files and their routes. */
  readonly rulesBucket: IBucket;
  /** Encrypts everything that is stored but the audit. */
  readonly storageKey: IKey;
  /** Events of the ingest bucket wait here. With an `ingestBucket` and `ingestEvents` `direct`, that bucket must tell this queue of `s3:ObjectCreated:*`. */
  readonly queue: IQueue;
  /** What was tried in vain. */
  readonly deadLetterQueue: IQueue;
  /** One line for every instance. */
  readonly auditLog: ILogGroup;
  /** Every alarm goes there. */
  readonly alarmTopic: ITopic;
  /** What each person may do; attached to nobody. */
  readonly policies: Readonly<Record<Person | 'reidentifier', IManagedPolicy>>;

  /**
   * @param scope the stack that it stands in, or something in that
   * @param id its name there
   * @param props settings, and what is there already
   */
  constructor(scope: Construct, id: string, props: LethePipelineProps = {}) {
    super(scope, id);
    requireOwnStack(this);
    const given = settingsGiven(props.settings ?? {});
    requirePlace(this, given);
    const existing = existingOf(this, given, props);
    const isOwnIngest = existing.ingest === null;
    const settings: Settings = {
      ...given,
      ingestMark: markOf(given, isOwnIngest),
      ingestEvents: eventsOf(given, isOwnIngest),
    };
    const code = props.bundle === undefined ? packagedCode(this, settings.pixels === 'on') : null;
    const bundle = props.bundle ?? (code as PackagedCode).bundle;
    const keep = !isPassing(settings.stage);
    const storage = new Storage(this, 'Storage', { settings, existing, keep });
    const audit = new Audit(this, 'Audit', { settings, keep });
    const logKey = storage.storageKey;
    const network = functionNetwork(this, {
      ...{ settings, logKey, keep, existing: existing.network, bucketAccounts: storage.accounts },
    });
    const layer = engineLayer(this, settings, bundle);
    const platform: Platform = { settings, bundle, layer, logKey, network, keep };
    const pixels =
      settings.pixels === 'on' ? new PixelReading(this, 'Pixels', { platform, storage, audit }) : null;
    const ingestion = new Ingestion(this, 'Ingestion', { platform, storage, audit, pixels });
    const manifests = new Manifests(this, 'Manifests', { platform, audit });
    const backfill = new Backfill(this, 'Backfill', { platform, storage });
    const { reports } = backfill;
    const reconciliation = new Reconciliation(this, 'Reconciliation', {
      ...{ platform, storage, ingestion, pixels, reports },
    });
    // CDK has copied what it deploys.
    code?.release();
    const alarms = new Alarms(this, 'Alarms', {
      ...{ settings, storage, ingestion, pixels, existingTopic: existing.alarmTopic },
    });
    alarms.watch('Reconcile', reconciliation.function);
    alarms.expectWithin('Reconcile', reconciliation.function, MISSED_HOURS);
    alarms.expectCover(settings);
    alarms.watch('Seal', manifests.function);
    alarms.expectWithin('Seal', manifests.function, SEALING.lagAlarmHours);
    new KeyUse(this, 'KeyUse', {
      settings,
      storage,
      alarms,
      deidentifyingRoles: [ingestion.function.role, ...(pixels === null ? [] : [pixels.function.role])],
      reconcileRole: reconciliation.function.role,
    });
    new Dashboard(this, 'Dashboard', { settings, ingestion, pixels, alarms });
    new SavedQueries(this, 'Queries', audit);
    const { policies } = new People(this, 'People', { storage, audit, manifests });

    // CDK's own classes and interfaces do not agree under exactOptionalPropertyTypes.
    this.ingestBucket = storage.ingest;
    this.cleanBucket = props.cleanBucket ?? (storage.clean.bucket as IBucket | null);
    this.quarantineBucket = props.quarantineBucket ?? (storage.quarantine.bucket as IBucket | null);
    this.rulesBucket = storage.rules as IBucket;
    this.storageKey = storage.storageKey;
    this.queue = ingestion.queue;
    this.deadLetterQueue = ingestion.deadLetters;
    this.auditLog = audit.lines;
    this.alarmTopic = alarms.topic;
    this.policies = { ...policies, reidentifier: storage.reidentification };

    const parts = { storage, audit, network, pixels, ingestion, manifests, backfill, alarms, policies };
    const others = { storage, ingestion, pixels, reconciliation, backfill, alarms, settings };
    this.#tell({ ...otherSides(this, others), ...outputsOf(settings, parts) });
    this.#applyToAll(settings);
    this.node.addValidation({
      validate: () =>
        unfitIn(this, settings, props, ingestion.queue).map((each) => `EXISTING_UNFIT: ${each}`),
    });
  }

  /** By their plain names, wherever the pipeline stands: `lethe` looks for those. */
  #tell(values: Partial<Readonly<Record<OutputName, string>>>): void {
    for (const [name, value] of Object.entries(values))
      new CfnOutput(this, name, { value, description: OUTPUT_WORDS[name as OutputName] }).overrideLogicalId(
        name,
      );
  }

  #applyToAll(settings: Settings): void {
    for (const [name, value] of tagsOf(settings)) Tags.of(this).add(name, value);
    if (settings.permissionsBoundaryArn !== '')
      PermissionsBoundary.of(this).apply(
        ManagedPolicy.fromManagedPolicyArn(this, 'Boundary', settings.permissionsBoundaryArn),
      );
  }
}

/** Keys, policies and commands go by the name of the stack, and a nested one has none before it is deployed. */
function requireOwnStack(pipeline: LethePipeline): void {
  const stack = Stack.of(pipeline);
  if (stack.nestedStackParent !== undefined)
    throw new PipelineError('PIPELINE_PLACE', [
      'the pipeline stands in a nested stack, whose name nobody knows beforehand; put it into a stack of its own',
    ]);
  const others = stack.node.findAll().filter((each) => each instanceof LethePipeline && each !== pipeline);
  if (others.length > 0)
    throw new PipelineError('PIPELINE_PLACE', [
      `the stack has a pipeline already, ${others[0]?.node.path}; put each into a stack of its own`,
    ]);
}

/** What the settings say of account and Region must be where the stack is: a stack whose place is open goes wherever the credentials lead. */
function requirePlace(pipeline: LethePipeline, settings: Settings): void {
  const stack = Stack.of(pipeline);
  const problems = (['account', 'region'] as const).flatMap((name) => {
    if (settings[name] === '' || settings[name] === stack[name]) return [];
    const said = Token.isUnresolved(stack[name]) ? 'open' : stack[name];
    return [`${name} is ${settings[name]}, but that of the stack is ${said}; give the stack the same in env`];
  });
  if (!Token.isUnresolved(stack.region)) problems.push(...otherRegions(settings, stack.region));
  if (problems.length > 0) throw new SettingsError(problems);
}
