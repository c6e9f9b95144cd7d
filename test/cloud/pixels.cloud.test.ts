import { setTimeout as pause } from 'node:timers/promises';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import {
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { memorySource } from '../../layers/dicom/byteSource.ts';
import { elementWith } from '../../layers/dicom/element.ts';
import { parseInstance } from '../../layers/dicom/parse.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import { rootText } from '../../layers/dicom/values.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { el, fragments, TRANSFER_SYNTAX } from '../support/build.ts';
import { burnedInPixels, NAME_ROWS, ULTRASOUND_COLUMNS, ultrasound } from '../support/burnedIn.ts';
import {
  audited,
  auditNameOf,
  coldStart,
  eventually,
  ingest,
  logLines,
  logRecords,
  objects,
  outputs,
  physicalId,
  s3,
  sqs,
  type Uploaded,
} from './deployed.ts';

/**
 * The way of an instance whose frames must be read: from ingest to the queue of pixels, through the pixels function as it is bundled, to the clean bucket.
 * Afterwards the deployment is as it was.
 */
const lambda = new LambdaClient({});
const FAMILY = 'ZWOELFKIRCHNER';
const NAME = 'Zwoelfkirchner^Aeneas';
/** A cold start loads the weights, and rules are learnt within a minute. */
const PATIENCE_MS = 100_000;
/** With numbers and UIDs from the table, so that all rights of the function are used. */
const RULES = {
  'rules/pixels.json': {
    profile: 'basic',
    options: ['cleanPixelData'],
    identities: { patientId: { action: 'allocate', template: 'Looked{####}' }, uids: 'random' },
  },
};
const ROUTES = { 'lethe.routes.json': { routes: [{ prefix: 'looked/', rules: 'rules/pixels.json' }] } };

const patient = [el(0x00100010, 'PN', NAME), el(0x00100020, 'LO', '4711')];
const image = burnedInPixels(FAMILY);
const named = (number: number) => ultrasound({ number, image, more: patient });
const slice = ultrasound({ number: 90, modality: 'CT', image: burnedInPixels(''), more: patient });
const video = ultrasound(
  { number: 91, image: fragments([[new Uint8Array(16)]]), more: patient },
  { transferSyntax: '1.2.840.10008.1.2.4.102' },
);

const released = new Set<string>();
let quarantinedBefore: ReadonlySet<string>;

const put = (name: string, bytes: Uint8Array) => ingest(`looked/${NAME}/${name}`, bytes, NAME);
async function recordsOf(uploaded: Uploaded): Promise<readonly AuditRecord[]> {
  const records = await audited(uploaded, 1, PATIENCE_MS);
  for (const { output } of records) if (output.key !== null) released.add(output.key);
  return records;
}

async function dropVersions(Bucket: string, Prefix: string): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket, Prefix }),
  );
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
}

async function dropMarkers(Bucket: string, Prefix: string): Promise<void> {
  const { DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
  for (const { Key, VersionId } of DeleteMarkers)
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
}

const newEnvironments = () => Promise.all([outputs.FunctionName, outputs.PixelsFunctionName].map(coldStart));

/** Whether the pixels function takes what is on its queue. */
async function takes(Enabled: boolean): Promise<void> {
  const { EventSourceMappings: [mapping] = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: outputs.PixelsFunctionName }),
  );
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping?.UUID, Enabled }));
}

async function waitingMessages(): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: outputs.PixelsQueueUrl, AttributeNames: ['All'] }),
  );
  return (
    Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible)
  );
}

const tagsOf = async ({ key, versionId }: Uploaded) => {
  const { TagSet = [] } = await s3.send(
    new GetObjectTaggingCommand({ Bucket: outputs.IngestBucket, Key: key, VersionId: versionId }),
  );
  return TagSet.filter(({ Key }) => Key === 'lethe').map(({ Value }) => Value);
};

beforeAll(async () => {
  quarantinedBefore = new Set((await objects(outputs.QuarantineBucket)).keys());
  for (const [Key, text] of Object.entries({ ...RULES, ...ROUTES }))
    await s3.send(new PutObjectCommand({ Bucket: outputs.RulesBucket, Key, Body: JSON.stringify(text) }));
  await newEnvironments();
  // Should one have been at work still, it learns the routes within a minute: then an object under no route is refused.
  let pings = 0;
  const giveUp = performance.now() + PATIENCE_MS;
  for (;;) {
    const uploaded = await ingest(`elsewhere/ping-${++pings}`, Buffer.from(`no DICOM ${pings}`), 'nobody');
    const [record] = await audited(uploaded);
    if (record?.reason?.code === 'NO_ROUTE') break;
    if (performance.now() > giveUp) throw new Error('the routes do not take effect');
    await pause(3000);
  }
}, 2 * PATIENCE_MS);

afterAll(async () => {
  await takes(true);
  for (const path of Object.keys({ ...RULES, ...ROUTES })) await dropVersions(outputs.RulesBucket, path);
  for (const Key of released) await s3.send(new DeleteObjectCommand({ Bucket: outputs.CleanBucket, Key }));
  for (const Key of (await objects(outputs.QuarantineBucket)).keys())
    if (!quarantinedBefore.has(Key))
      await s3.send(new DeleteObjectCommand({ Bucket: outputs.QuarantineBucket, Key }));
  await newEnvironments();
}, PATIENCE_MS);

describe('an ultrasound image with a name in its pixels', () => {
  let records: readonly AuditRecord[];
  let clean: Uint8Array;
  beforeAll(async () => {
    records = await recordsOf(await put('us.dcm', named(1)));
    clean = (await objects(outputs.CleanBucket)).get(records[0]?.output.key ?? '') ?? new Uint8Array();
  }, PATIENCE_MS);

  it('is released by the pixels function, with one audit line that tells what was found and not what it says', async () => {
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ outcome: 'released', engine: { keyId: outputs.HmacKeyArn } });
    expect(records[0]?.findings.map(({ code }) => code)).toContain('IDENTIFIER_IN_PIXELS');
    // The log is written after the audit.
    const kinds = await eventually('the metrics of frames', async () => {
      const lines = await logRecords(outputs.PixelsLogGroup);
      const found = lines.flatMap(({ Kind }) => (Kind === undefined ? [] : [Kind]));
      return found.length > 0 ? found : null;
    });
    expect(kinds).toContain('looked-grey');
    const told = [
      ...(await logLines(outputs.PixelsLogGroup)),
      ...(await logLines()),
      JSON.stringify(records),
    ];
    expect(told.join('\n')).not.toMatch(/zwoelf/i);
  });

  it('lies in the clean bucket with its name blanked, and nothing else of its picture changed', async () => {
    const parsed = await parseInstance(memorySource(clean));
    const element = elementWith(parsed.dataSet, asTag(0x7fe00010));
    const after = parsed.bodyBytes.view(element?.valueStart ?? 0, element?.valueEnd ?? 0);
    const end = NAME_ROWS * ULTRASOUND_COLUMNS;
    expect(image.subarray(0, end).some((value) => value === 255)).toBe(true);
    expect(after.subarray(0, end).every((value) => value === 0)).toBe(true);
    expect(Buffer.compare(after.subarray(end), image.subarray(end))).toBe(0);
    expect(rootText(parsed, asTag(0x00280301))).toBe('NO');
  });
});

it('an original slice is released by the ingest function itself: nobody else takes anything', async () => {
  await takes(false);
  try {
    const [record] = await recordsOf(await put('ct.dcm', slice));
    expect(record).toMatchObject({ outcome: 'released', findings: [] });
    expect(await waitingMessages()).toBe(0);
  } finally {
    await takes(true);
  }
});

it('a video is quarantined with its reason', async () => {
  expect(await recordsOf(await put('video.dcm', video))).toMatchObject([
    { outcome: 'quarantined', reason: { code: 'PIXELS_VIDEO' }, output: { key: null } },
  ]);
});

it('an image whose frames are damaged is quarantined by the pixels function, which decodes them', async () => {
  const damaged = ultrasound(
    { number: 92, image: fragments([[new Uint8Array(16)]]), more: patient },
    { transferSyntax: TRANSFER_SYNTAX.jpeg2000Lossless },
  );
  const uploaded = await put('damaged.dcm', damaged);
  expect(await recordsOf(uploaded)).toMatchObject([
    { outcome: 'quarantined', reason: { code: 'PIXELS_DAMAGED' }, output: { key: null } },
  ]);
  await eventually('its mark', async () => ((await tagsOf(uploaded)).includes('quarantined') ? true : null));
});

it(
  'an image that comes again comes out the same, in the same place',
  async () => {
    const again = await recordsOf(await put('us.dcm', named(1)));
    const other = await recordsOf(await put('other.dcm', named(1)));
    expect(again).toMatchObject([{ outcome: 'released' }]);
    expect(other).toMatchObject([{ outcome: 'duplicate', output: again[0]?.output }]);
  },
  PATIENCE_MS,
);

it('an event that names no version is about the newest', async () => {
  const uploaded = await put('us.dcm', named(1));
  await recordsOf(uploaded);
  const name = await auditNameOf(uploaded);
  const object = { key: encodeURIComponent(uploaded.key), eTag: uploaded.etag };
  const s3Part = { bucket: { name: outputs.IngestBucket }, object };
  const event = { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: s3Part };
  // As it is seen again, and has no marker.
  await dropMarkers(outputs.IngestBucket, uploaded.key);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: outputs.PixelsQueueUrl,
      MessageBody: JSON.stringify({ Records: [event] }),
    }),
  );
  const record = await eventually(
    'the line of the newest version',
    async () => {
      const lines = (await logLines(outputs.AuditLog)).map((line) => JSON.parse(line) as AuditRecord);
      return lines.find(({ source }) => source.key === name && source.versionId === undefined) ?? null;
    },
    PATIENCE_MS,
  );
  expect(record.outcome).toBe('released');
  // It has no mark, and would be missed.
  await dropVersions(outputs.IngestBucket, uploaded.key);
});

it('a message that is not understood is tried so often and then kept as a dead letter', async () => {
  const body = `not an event, about ${NAME}`;
  await sqs.send(new SendMessageCommand({ QueueUrl: outputs.PixelsQueueUrl, MessageBody: body }));
  const dead = await eventually(
    'the dead letter',
    async () => {
      const QueueUrl = outputs.PixelsDeadLetterQueueUrl;
      const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      if (message === undefined) return null;
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      return message;
    },
    PATIENCE_MS,
  );
  expect(dead.Body).toBe(body);
  expect((await logLines(outputs.PixelsLogGroup)).join('\n')).not.toMatch(/zwoelf/i);
});

describe('an image that waits for its frames to be read', () => {
  /** Where listings have come to: without it a run looks at every object that is old enough. */
  async function forgetBookmarks(): Promise<void> {
    const Bucket = await physicalId('BackfillReports');
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'reconciliation/' }));
    for (const { Key = '' } of Contents) await dropVersions(Bucket, Key);
  }
  async function reconcile(): Promise<Readonly<Record<string, unknown>>> {
    await forgetBookmarks();
    const FunctionName = await physicalId('ReconciliationReconcileFunction');
    const { LoggingConfig } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const of = async () =>
      (await logRecords(LoggingConfig?.LogGroup)).filter(({ event }) => event === 'reconciled');
    const before = (await of()).length;
    const time = new Date(Date.now() + 90 * 60_000).toISOString();
    const { FunctionError } = await lambda.send(
      new InvokeCommand({
        FunctionName,
        Payload: Buffer.from(JSON.stringify({ time, sweep: 'current', restHours: 0 })),
      }),
    );
    expect(FunctionError).toBeUndefined();
    await forgetBookmarks();
    return eventually('what the reconciler says', async () => {
      const said = await of();
      return said.length > before ? (said.at(-1) ?? null) : null;
    });
  }

  it(
    'is not lost to the reconciler, nor sent again, and comes to one outcome',
    async () => {
      // What other tests left without an outcome has one first.
      await eventually('an outcome of everything else', async () =>
        (await reconcile()).missing === 0 ? true : null,
      );
      await takes(false);
      const uploaded = await put('waits.dcm', named(2));
      await eventually('the message', async () => ((await waitingMessages()) > 0 ? true : null), PATIENCE_MS);
      expect(await tagsOf(uploaded)).toEqual(['pixels']);
      expect(await reconcile()).toMatchObject({ waiting: 1, missing: 0, sentAgain: 0 });
      expect(await waitingMessages()).toBe(1);
      await takes(true);
      expect(await recordsOf(uploaded)).toMatchObject([{ outcome: 'released' }]);
      await eventually(
        'an empty queue',
        async () => ((await waitingMessages()) === 0 ? true : null),
        PATIENCE_MS,
      );
      // Hidden by now, so that there is nothing to look at.
      expect(await reconcile()).toMatchObject({ waiting: 0, missing: 0, sentAgain: 0 });
      const { Versions = [] } = await s3.send(
        new ListObjectVersionsCommand({
          Bucket: outputs.CleanBucket,
          Prefix: (await recordsOf(uploaded))[0]?.output.key ?? 'none',
        }),
      );
      expect(Versions).toHaveLength(1);
      expect(await recordsOf(uploaded)).toHaveLength(1);
    },
    3 * PATIENCE_MS,
  );
});
