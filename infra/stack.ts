import { CfnOutput, Fn, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { SEALING } from '../functions/environment.ts';
import { Alarms } from './alarms.ts';
import { Audit } from './audit.ts';
import { Backfill } from './backfill.ts';
import type { Bundle } from './bundle.ts';
import { Dashboard } from './dashboard.ts';
import { Ingestion } from './ingestion.ts';
import { KeyUse } from './keyUse.ts';
import { Manifests } from './manifests.ts';
import { functionNetwork } from './network.ts';
import { otherSides } from './otherSides.ts';
import { OUTPUT_WORDS, type OutputName } from './outputs.ts';
import { People } from './people.ts';
import { PixelReading } from './pixelReading.ts';
import { Reconciliation } from './reconciliation.ts';
import { SavedQueries } from './savedQueries.ts';
import { isPassing, markOf, type Settings, tagsOf } from './settings.ts';
import { engineLayer, type Platform } from './stackFunction.ts';
import { Storage } from './storage.ts';

/** The reconciler is called twice an hour; CloudWatch takes the sum of so many hours. */
const MISSED_HOURS = 6;

/** One Lethe: buckets, keys, identities, the way from ingest to clean, and what tells of it. */
export class LetheStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { settings, bundle, ...props }: StackProps & { readonly settings: Settings; readonly bundle: Bundle },
  ) {
    const keep = !isPassing(settings.stage);
    super(scope, id, { terminationProtection: keep, ...props });
    const storage = new Storage(this, 'Storage', { settings, keep });
    const audit = new Audit(this, 'Audit', { settings, keep });
    const logKey = storage.storageKey;
    const network = functionNetwork(this, { settings, logKey, keep, bucketAccounts: storage.accounts });
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
    const alarms = new Alarms(this, 'Alarms', { settings, storage, ingestion, pixels });
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

    const policies = new People(this, 'People', { storage, audit, manifests }).policies;
    const values: Partial<Readonly<Record<OutputName, string>>> = {
      ...otherSides(this, { storage, ingestion, pixels, reconciliation, backfill, settings }),
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
      AuditorPolicyArn: policies.auditor.managedPolicyArn,
      ...(network === null ? {} : { VpcId: network.placement.vpc.vpcId }),
    };
    for (const [name, value] of Object.entries(values))
      new CfnOutput(this, name, { value, description: OUTPUT_WORDS[name as OutputName] });
    this.#applyToAll(settings);
  }

  /** As where the place of a stack is not known: the CDK would look those of a known one up, which takes credentials. */
  override get availabilityZones(): string[] {
    return [0, 1].map((index) => Fn.select(index, Fn.getAzs()));
  }

  #applyToAll(settings: Settings): void {
    for (const [name, value] of tagsOf(settings)) Tags.of(this).add(name, value);
    if (settings.permissionsBoundaryArn !== '')
      PermissionsBoundary.of(this).apply(
        ManagedPolicy.fromManagedPolicyArn(this, 'Boundary', settings.permissionsBoundaryArn),
      );
  }
}
