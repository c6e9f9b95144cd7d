import { PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { environmentVariables, type Facts } from '../../functions/environment.ts';
import type { HeldClock } from '../support/clock.ts';
import { AwsEndpoint } from './cloud/endpoint.ts';
import type { Planted } from './instances.ts';

const FACTS: Omit<Facts, 'queueUrl'> = {
  stage: 'test',
  ingestBucket: 'ingest',
  cleanBucket: 'clean',
  quarantineBucket: 'quarantine',
  rulesBucket: 'rules',
  identityTable: 'identities',
  decisionTable: 'decisions',
  hmacKeyId: 'arn:aws:kms:eu-central-1:000000000000:key/root',
  nameKeyId: 'arn:aws:kms:eu-central-1:000000000000:key/names',
  sealingKeyId: 'arn:aws:kms:eu-central-1:000000000000:key/sealing',
  cleanKeyId: 'arn:aws:kms:eu-central-1:000000000000:key/clean',
  quarantineKeyId: 'arn:aws:kms:eu-central-1:000000000000:key/quarantine',
  keyScope: '',
  archiveLimits: '',
  auditLog: 'audit',
  ingestMark: 'marker',
  reportBucket: 'reports',
  maxReceives: '10',
  pixelsQueueUrl: '',
  pixelsDeadLettersUrl: '',
  pixelsDetector: '',
  manifestBucket: 'manifests',
  signingKeyId: 'arn:aws:kms:eu-central-1:000000000000:key/signing',
};

/** How UIDs are replaced: `random` ones are recorded in the table, `keyed` ones are computed. */
export type Uids = 'random' | 'keyed';

/** Rows of ultrasound images of 32 columns that are blanked; such frames must be decoded and encoded. */
export const BLANKED = { modality: 'US', rows: 16, columns: 32, blankedRows: 8 } as const;
const PIXELS = {
  devices: [
    {
      when: { Modality: BLANKED.modality },
      size: [BLANKED.columns, BLANKED.rows],
      blank: [[0, 0, BLANKED.columns, BLANKED.blankedRows]],
    },
  ],
  text: 'ignore',
};
const ASKING = { text: 'blank-unless-allowed', detector: 'rekognition' };

/** What looks at pixels: regions of devices alone, or Rekognition beside the built-in detector as well. */
export type Looks = 'regions' | 'rekognition';

/** Rules that want all that the cloud has: numbers from the table, UIDs, subkeys. */
const rulesWith = (uids: Uids, looks: Looks | null) => ({
  'lethe.routes.json': { routes: [{ prefix: '', rules: 'rules.json' }] },
  'rules.json': {
    name: 'Reliability',
    profile: 'basic',
    ...(looks === null ? {} : { pixels: looks === 'regions' ? PIXELS : { ...PIXELS, ...ASKING } }),
    identities: {
      patientId: { action: 'allocate', template: 'Site{######}' },
      patientName: { action: 'copy', from: 'PatientID' },
      uids,
    },
  },
});

/** An object of the ingest bucket, and the event that tells of it. */
export interface Sent extends Planted {
  readonly versionId: string;
  /** As S3 puts it on the queue. */
  readonly event: string;
}

/** What the stack deploys, at an endpoint of the test's own. */
export interface Deployment {
  readonly aws: AwsEndpoint;
  readonly facts: Facts;
  /** The environment variables of its functions. */
  readonly variables: Readonly<Record<string, string>>;
  put(object: Planted): Promise<Sent>;
  stop(): Promise<void>;
}

/** `clock`: that of the one that interferes with the calls. `looks`: with rules about pixels, and a queue and a function for them. */
export async function deploy(
  uids: Uids = 'random',
  clock: HeldClock | null = null,
  looks: Looks | null = null,
): Promise<Deployment> {
  const aws = await AwsEndpoint.start([FACTS.hmacKeyId, FACTS.nameKeyId], FACTS.auditLog, clock);
  const { client } = aws.s3;
  for (const Bucket of ['ingest', 'clean', 'quarantine', 'rules'])
    await client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
  for (const [Key, rules] of Object.entries(rulesWith(uids, looks)))
    await client.send(new PutObjectCommand({ Bucket: 'rules', Key, Body: JSON.stringify(rules) }));
  const queue = (name: string) => `${aws.url}/000000000000/${name}`;
  const facts = {
    ...FACTS,
    queueUrl: queue('ingest'),
    ...(looks === null ? {} : { pixelsQueueUrl: queue('pixels') }),
    ...(looks === 'rekognition' ? { pixelsDetector: looks } : {}),
  };
  aws.sqs.put(facts.queueUrl, []);
  if (looks !== null) aws.sqs.put(facts.pixelsQueueUrl, []);
  return {
    aws,
    facts,
    variables: {
      ...environmentVariables(facts),
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    put: async (object) => {
      const { VersionId = '', ETag = '' } = await client.send(
        new PutObjectCommand({
          Bucket: 'ingest',
          Key: object.key,
          Body: object.bytes,
          Tagging: 'patient=Needlemeyer',
        }),
      );
      return { ...object, versionId: VersionId, event: createdEvent(object, VersionId, ETag) };
    },
    stop: () => aws.stop(),
  };
}

/** As S3 words it (User Guide, "Event message structure"): the key as in a form, the ETag without quotes. */
function createdEvent({ key, bytes }: Planted, versionId: string, etag: string): string {
  const object = {
    key: key.split('/').map(encodeURIComponent).join('/').replaceAll('%20', '+'),
    size: bytes.length,
    eTag: etag.replaceAll('"', ''),
    versionId,
  };
  return JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: 'ingest' }, object },
      },
    ],
  });
}
