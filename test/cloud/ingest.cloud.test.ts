import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetBucketNotificationConfigurationCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { memorySource } from '../../layers/dicom/byteSource.ts';
import { parseInstance } from '../../layers/dicom/parse.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import { rootText } from '../../layers/dicom/values.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { numberedBytes } from '../contracts/samples.ts';
import { instance, pixels } from '../support/build.ts';
import { findNeedles, needle } from '../support/search.ts';
import { attr } from '../support/study/attribute.ts';
import { syntheticStudy } from '../support/study.ts';
import {
  audited,
  auditNameOf,
  eventually,
  ingest,
  logLines,
  logRecords,
  objects,
  outputs,
  physicalId,
  s3,
  send,
  sqs,
  type Uploaded,
} from './deployed.ts';

/**
 * From a put to the clean bucket, through everything that is deployed. One study goes in, with names in the keys, the
 * metadata and the tags of its objects as well; what came out is looked at from all sides.
 */
const NAME = 'Nordhafen Zwölfkirchner';
const FOLDER = `${NAME} + 100%/ж`;

const lambda = new LambdaClient({});

const { files, planted } = syntheticStudy();
const needles = [...planted, needle('object key', ['Zwölfkirchner'])];

/** Keys that other tests of this deployment left before. */
let standing: ReadonlySet<string>;
let uploaded: readonly Uploaded[];
let records: readonly AuditRecord[];

beforeAll(async () => {
  const buckets = [outputs.CleanBucket, outputs.QuarantineBucket];
  standing = new Set((await Promise.all(buckets.map(objects))).flatMap((each) => [...each.keys()]));
  uploaded = await Promise.all(files.map(({ name, bytes }) => ingest(`${FOLDER}/${name}`, bytes, NAME)));
  records = (await Promise.all(uploaded.map((each) => audited(each)))).map(
    ([record]) => record as AuditRecord,
  );
});

/** Puts an object while nobody is told of it. */
async function unheardOf(key: string, bytes: Uint8Array): Promise<Uploaded> {
  const Bucket = outputs.IngestBucket;
  const { QueueConfigurations = [] } = await s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket }),
  );
  const configure = (NotificationConfiguration: NotificationConfiguration) =>
    s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  await configure({});
  try {
    return await ingest(key, bytes, NAME);
  } finally {
    await configure({ QueueConfigurations });
  }
}

async function fresh(bucket: string): Promise<ReadonlyMap<string, Uint8Array>> {
  return new Map([...(await objects(bucket))].filter(([key]) => !standing.has(key)));
}

describe('a study put into the ingest bucket', () => {
  it('comes out, instance by instance, as it must', () => {
    const outcomes = records.map(({ outcome, reason }) => (outcome === 'released' ? outcome : reason?.code));
    expect(outcomes).toEqual(files.map(({ expected }) => expected));
  });

  it('lies in the clean bucket under its new UIDs', async () => {
    const clean = await fresh(outputs.CleanBucket);
    const released = records.filter(({ outcome }) => outcome === 'released');
    expect([...clean.keys()].sort()).toEqual(released.map(({ output }) => output.key).sort());
    for (const [key, bytes] of clean) {
      const instance = await parseInstance(memorySource(bytes));
      // Study, Series and SOP Instance UID.
      const uids = [0x0020000d, 0x0020000e, 0x00080018].map((tag) => rootText(instance, asTag(tag)));
      expect(key).toBe(`${uids.join('/')}.dcm`);
      for (const uid of uids) expect(uid).toMatch(/^2\.25\.\d+$/);
    }
  });

  it('lies in quarantine as it came, with the reason beside it, where it could not be released', async () => {
    const quarantine = await fresh(outputs.QuarantineBucket);
    const held = files.filter(({ expected }) => expected !== 'released');
    const reasons: unknown[] = [];
    const kept: string[] = [];
    for (const [key, bytes] of quarantine)
      if (key.endsWith('.json')) reasons.push(JSON.parse(Buffer.from(bytes).toString()).reason.code);
      else kept.push(Buffer.from(bytes).toString('base64'));
    expect(reasons.sort()).toEqual(held.map(({ expected }) => expected).sort());
    expect(kept.sort()).toEqual(held.map(({ bytes }) => Buffer.from(bytes).toString('base64')).sort());
    expect([...quarantine.keys()].join()).toMatch(/^[0-9a-f]+\.(dcm|json)(,[0-9a-f]+\.(dcm|json))*$/);
  });

  it('leaves no identifier in the clean bucket', async () => {
    // They were there.
    for (const { bytes } of files) expect(findNeedles(bytes, needles)).not.toEqual([]);
    for (const [key, bytes] of await objects(outputs.CleanBucket)) {
      expect(findNeedles(Buffer.from(key), needles)).toEqual([]);
      expect(findNeedles(bytes, needles).map(({ needle: { text, where } }) => [key, where, text])).toEqual(
        [],
      );
    }
  });

  it('leaves no identifier in a log, and ran on Node 24', async () => {
    // "Name" is planted in the study, and CloudWatch's own word for a metric.
    const withoutMetrics = (await logLines()).map((line) => line.replace(/^\{"_aws":.*\]\}\]\},/, '{'));
    const lines = [...withoutMetrics, ...(await logLines(outputs.AuditLog))];
    expect(findNeedles(Buffer.from(lines.join('\n')), needles)).toEqual([]);
    expect(lines.join('\n')).not.toContain(FOLDER);
    const starts = (await logRecords()).filter(({ event }) => event === 'cold-start');
    expect(starts.length).toBeGreaterThan(0);
    for (const start of starts) expect(start.node).toMatch(/^v24\./);
  });

  it('leaves one audit line an object, that names its version and neither its key nor the bucket', async () => {
    expect(records.map(({ source }) => source.key)).toEqual(await Promise.all(uploaded.map(auditNameOf)));
    for (const { source, engine, plan } of records) {
      expect(source.key).toMatch(/^[0-9a-f]{32}$/);
      expect(engine.keyId).toBe(outputs.HmacKeyArn);
      expect(plan.digest).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

describe('an ingest object', () => {
  const isSeen = ({ key, versionId }: Uploaded) =>
    s3.send(new HeadObjectCommand({ Bucket: outputs.IngestBucket, Key: key })).then(
      ({ VersionId }) => VersionId === versionId,
      () => false,
    );
  const tagsOf = async ({ key, versionId }: Uploaded) => {
    const { TagSet = [] } = await s3.send(
      new GetObjectTaggingCommand({ Bucket: outputs.IngestBucket, Key: key, VersionId: versionId }),
    );
    return Object.fromEntries(TagSet.map(({ Key, Value }) => [Key, Value]));
  };

  it('is hidden where it was released, and stays to be seen where it was kept, with a tag that says so', async () => {
    for (const [index, each] of uploaded.entries()) {
      const outcome = records[index]?.outcome;
      if (outcome === 'quarantined' || outcome === 'held') {
        const tags = await eventually('the tag', async () => {
          const found = await tagsOf(each);
          return 'lethe' in found ? found : null;
        });
        expect(tags).toEqual({ lethe: outcome });
        expect(await isSeen(each)).toBe(true);
      } else {
        await eventually('the marker', async () => ((await isSeen(each)) ? null : true));
        // What a sender has put on it stays.
        expect(Object.keys(await tagsOf(each))).toEqual(['patient']);
      }
    }
  });

  it('is found by the reconciler where nothing came of it, and by nobody twice', async () => {
    const run = async (sweep: string) => {
      const time = new Date(Date.now() + 90 * 60_000).toISOString();
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({
          FunctionName: reconcile,
          Payload: Buffer.from(JSON.stringify({ time, sweep, restHours: 0 })),
        }),
      );
      expect([FunctionError, FunctionError && Payload?.transformToString()]).toEqual([undefined, undefined]);
    };
    const reconcile = await physicalId('ReconciliationReconcileFunction');
    const [first, second] = files as [(typeof files)[0], (typeof files)[0]];
    const replaced = await unheardOf(`${FOLDER}/unheard.dcm`, second.bytes);
    const unheard = await unheardOf(`${FOLDER}/unheard.dcm`, first.bytes);
    await run('current');
    await run('replaced');
    for (const each of [unheard, replaced])
      expect((await audited(each))[0]?.outcome).toMatch(/^(released|duplicate|quarantined)$/);
  });
});

describe('metrics', () => {
  it('are in the function’s log, and count what came to an end', async () => {
    const lines = (await logRecords()).filter((line) => '_aws' in line);
    const sum = (name: string, dimension: string) =>
      lines
        .filter((line) => name in line && dimension === ('Outcome' in line ? 'Outcome' : ''))
        .reduce((total, line) => total + Number(line[name]), 0);
    expect(sum('Instances', '')).toBeGreaterThanOrEqual(files.length);
    expect(sum('Instances', 'Outcome')).toBe(sum('Instances', ''));
    for (const line of lines) expect(line.Stage).toBe('dev');
  });
});

describe('an event that comes again', () => {
  const eventOf = ({ key, versionId, etag }: Uploaded) => ({
    version: '0',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    detail: {
      bucket: { name: outputs.IngestBucket },
      object: { key, 'version-id': versionId, etag },
      reason: 'PutObject',
    },
  });

  it('leaves one object with the same bytes', async () => {
    const before = [await objects(outputs.CleanBucket), await objects(outputs.QuarantineBucket)];
    for (const each of uploaded) await send(eventOf(each));
    const again = await Promise.all(uploaded.map((each) => audited(each, 2)));
    for (const [first, second] of again) expect(second).toMatchObject(stable(first as AuditRecord));
    expect([await objects(outputs.CleanBucket), await objects(outputs.QuarantineBucket)]).toEqual(before);
  });

  it('may be an S3 notification, with the key as forms encode it', async () => {
    const [first] = uploaded as [Uploaded];
    const clean = await objects(outputs.CleanBucket);
    await send(notificationOf(first, first.versionId));
    const lines = await audited(first, 3);
    expect(lines.at(-1)).toMatchObject(stable(lines[0] as AuditRecord));
    expect(await objects(outputs.CleanBucket)).toEqual(clean);
  });

  it('may leave the version out, and then the object is not marked: another version may be the newest', async () => {
    const [file] = files as [(typeof files)[0]];
    const quiet = await unheardOf(`${FOLDER}/quiet.dcm`, file.bytes);
    const name = await auditNameOf(quiet);
    await send(notificationOf(quiet));
    await eventually('the line of the newest version', async () => {
      const lines = (await logLines(outputs.AuditLog)).map((line) => JSON.parse(line) as AuditRecord);
      const found = lines.find(({ source }) => source.key === name && source.versionId === undefined);
      return found ?? null;
    });
    await eventually('what is said of it', async () => {
      const said = (await logRecords()).filter(({ event }) => event === 'not-marked');
      return said.some(({ code }) => code === 'EVENT_WITHOUT_VERSION') ? said : null;
    });
  });

  function notificationOf({ key, etag }: Uploaded, versionId?: string) {
    return {
      Records: [
        {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          eventName: 'ObjectCreated:Put',
          s3: {
            bucket: { name: outputs.IngestBucket },
            object: {
              key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'),
              eTag: etag,
              ...(versionId === undefined ? {} : { versionId }),
            },
          },
        },
      ],
    };
  }

  /** What must not differ from one time to the next. */
  function stable({ outcome, source, output, plan, actions }: AuditRecord) {
    return { outcome, source, output, plan, actions };
  }
});

describe('a new version of an object', () => {
  it('comes out in the place of the first', async () => {
    const [first] = uploaded as [Uploaded];
    const [file] = files as [(typeof files)[0]];
    const [before] = await audited(first);
    const second = await ingest(first.key, file.bytes, NAME);
    const [after] = await audited(second);
    expect(after?.output).toEqual(before?.output);
    expect(after?.source.key).toBe(before?.source.key);
    const { Versions } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: outputs.CleanBucket, Prefix: before?.output.key ?? 'none' }),
    );
    expect(new Set(Versions?.map(({ ETag }) => ETag)).size).toBe(1);
  });
});

describe('two objects with one SOP Instance UID', () => {
  const withPixels = (seed: number) =>
    instance({
      elements: [
        attr('SOPClassUID', '1.2.840.10008.5.1.4.1.1.7'),
        attr('SOPInstanceUID', '1.2.826.0.1.3680043.10.474.9'),
        attr('StudyInstanceUID', '1.2.826.0.1.3680043.10.474.7'),
        attr('SeriesInstanceUID', '1.2.826.0.1.3680043.10.474.8'),
        // More than is read at first, so that the rest is compared too.
        pixels(numberedBytes(1_200_000, seed)),
      ],
    });

  it('are one where they are the same to the last byte, and a conflict where they are not', async () => {
    const put = async (key: string, bytes: Uint8Array) => (await audited(await ingest(key, bytes, NAME)))[0];
    const first = await put('two/first', withPixels(1));
    expect(first).toMatchObject({ outcome: 'released' });
    expect(await put('two/same', withPixels(1))).toMatchObject({
      outcome: 'duplicate',
      output: first?.output,
    });
    expect(await put('two/other', withPixels(2))).toMatchObject({
      outcome: 'quarantined',
      reason: { code: 'OUTPUT_CONFLICT' },
    });
  });
});

describe('a message that is not understood', () => {
  it('is tried so often and then kept as a dead letter, unread', async () => {
    // It comes again after seconds, as the function asks, not after six timeouts.
    const body = `not an event, about ${NAME}`;
    const messageId = await send(body);
    const dead = await eventually(
      'the dead letter',
      async () => {
        const { Messages } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl: outputs.DeadLetterQueueUrl }),
        );
        return Messages ?? null;
      },
      // Two waits of five seconds, and the queue's polls.
      90_000,
    );
    expect(dead.map(({ Body, MessageId }) => [MessageId, Body])).toEqual([[messageId, body]]);
    const said = (await logRecords()).filter(
      (line) => line.event === 'message-returned' && line.messageId === messageId,
    );
    expect(said).toMatchObject([
      { messageId, code: 'EVENT_NOT_JSON', received: 1 },
      { messageId, code: 'EVENT_NOT_JSON', received: 2 },
    ]);
    expect((await logLines()).join('\n')).not.toContain('Zwölfkirchner');
  });
});
