import { inspect } from 'node:util';
import type { EventErrorCode } from '../../functions/ingest/events.ts';
import { EventError, objectsOf } from '../../functions/ingest/events.ts';

/** As S3 sends it through EventBridge (Amazon S3 User Guide, "EventBridge event message structure"). */
const eventBridge = {
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: '111122223333',
  time: '2026-11-12T00:00:00Z',
  region: 'ca-central-1',
  resources: ['arn:aws:s3:::ingest'],
  detail: {
    version: '0',
    bucket: { name: 'ingest' },
    object: {
      key: 'ward 7/Müller+Anna %41.dcm',
      size: 5,
      etag: 'b1946ac92492d2347c6235b4d2611184',
      'version-id': 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
      sequencer: '617f08299329d189',
    },
    'request-id': 'N4N7GDK58NMKJ12R',
    requester: '123456789012',
    reason: 'PutObject',
  },
};

/** As S3 sends it itself (same guide, "Event message structure"). */
const record = {
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: 'us-west-2',
  eventTime: '1970-01-01T00:00:00.000Z',
  eventName: 'ObjectCreated:Put',
  s3: {
    s3SchemaVersion: '1.0',
    configurationId: 'testConfigRule',
    bucket: { name: 'ingest', arn: 'arn:aws:s3:::ingest' },
    object: {
      key: 'ward+7/M%C3%BCller%2BAnna+%2541.dcm',
      size: 1024,
      eTag: 'd41d8cd98f00b204e9800998ecf8427e',
      versionId: '096fKKXTRTtl3on89fVO.nfljtsv6qko',
      sequencer: '0055AED6DCD90281E5',
    },
  },
};

const read = (message: unknown) =>
  objectsOf(JSON.stringify(message)).map((ref) => ({ ...ref, key: ref.key.reveal() }));

describe('an EventBridge event', () => {
  it('names the object by its key as it is, pinned to version and ETag', () => {
    expect(read(eventBridge)).toEqual([
      {
        container: 'ingest',
        key: 'ward 7/Müller+Anna %41.dcm',
        versionId: 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
        etag: 'b1946ac92492d2347c6235b4d2611184',
      },
    ]);
  });

  it('has no version in a bucket without versions', () => {
    const { 'version-id': _absent, ...object } = eventBridge.detail.object;
    expect(read({ ...eventBridge, detail: { ...eventBridge.detail, object } })[0]).not.toHaveProperty(
      'versionId',
    );
  });

  it('is not work where an object was deleted', () => {
    expect(read({ ...eventBridge, 'detail-type': 'Object Deleted' })).toEqual([]);
  });
});

describe('an S3 event notification', () => {
  it('names the object by its decoded key, pinned to version and ETag', () => {
    expect(read({ Records: [record] })).toEqual([
      {
        container: 'ingest',
        key: 'ward 7/Müller+Anna %41.dcm',
        versionId: '096fKKXTRTtl3on89fVO.nfljtsv6qko',
        etag: 'd41d8cd98f00b204e9800998ecf8427e',
      },
    ]);
  });

  it('may have several records, of which removals are not work', () => {
    const of = (key: string, eventName: string) => ({
      ...record,
      eventName,
      s3: { ...record.s3, object: { key } },
    });
    const message = {
      Records: [
        of('a', 'ObjectCreated:Put'),
        of('b', 'ObjectRemoved:DeleteMarkerCreated'),
        of('c', 'ObjectCreated:CompleteMultipartUpload'),
      ],
    };
    expect(read(message)).toEqual([
      { container: 'ingest', key: 'a' },
      { container: 'ingest', key: 'c' },
    ]);
  });

  it('is not work where S3 tests the configuration', () => {
    expect(read({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'ingest' })).toEqual([]);
  });
});

describe('what is not understood is refused, never passed over', () => {
  const { detail } = eventBridge;
  const refused: readonly (readonly [string, string, EventErrorCode])[] = [
    ['no JSON', 'Müller^Anna', 'EVENT_NOT_JSON'],
    ['nothing', '', 'EVENT_NOT_JSON'],
    ['no object', '[]', 'EVENT_UNKNOWN'],
    ['JSON null', 'null', 'EVENT_UNKNOWN'],
    ['another sender', JSON.stringify({ ...eventBridge, source: 'aws.ec2' }), 'EVENT_UNKNOWN'],
    [
      'an event of another kind',
      JSON.stringify({ ...eventBridge, 'detail-type': 'Object Tags Added' }),
      'EVENT_UNKNOWN',
    ],
    ['no detail', JSON.stringify({ ...eventBridge, detail: 'x' }), 'EVENT_INCOMPLETE'],
    ['no bucket', JSON.stringify({ ...eventBridge, detail: { object: detail.object } }), 'EVENT_INCOMPLETE'],
    [
      'an empty key',
      JSON.stringify({ ...eventBridge, detail: { ...detail, object: { key: '' } } }),
      'EVENT_INCOMPLETE',
    ],
    [
      'an SNS envelope',
      JSON.stringify({
        Type: 'Notification',
        TopicArn: 'arn:aws:sns:x',
        Message: JSON.stringify({ Records: [record] }),
      }),
      'EVENT_SNS_WRAPPED',
    ],
    ['a record that is not an object', JSON.stringify({ Records: [null] }), 'EVENT_UNKNOWN'],
    [
      'a record of another sender',
      JSON.stringify({ Records: [{ ...record, eventSource: 'aws:sqs' }] }),
      'EVENT_UNKNOWN',
    ],
    [
      'a record of version 3',
      JSON.stringify({ Records: [{ ...record, eventVersion: '3.0' }] }),
      'EVENT_UNKNOWN',
    ],
    [
      'a record of another kind',
      JSON.stringify({ Records: [{ ...record, eventName: 'ObjectRestore:Post' }] }),
      'EVENT_UNKNOWN',
    ],
    ['a record without object', JSON.stringify({ Records: [{ ...record, s3: {} }] }), 'EVENT_INCOMPLETE'],
    [
      'a key with a broken escape',
      JSON.stringify({ Records: [{ ...record, s3: { ...record.s3, object: { key: 'Müller%ZZ' } } }] }),
      'EVENT_KEY_MALFORMED',
    ],
  ];

  it.each(refused)('%s', (_what, body, code) => {
    let caught: unknown;
    try {
      objectsOf(body);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(EventError);
    expect(caught).toMatchObject({ code });
    expect(inspect(caught, { depth: 9, showHidden: true })).not.toMatch(/M(ü|%C3%BC)ller/);
  });

  it('one bad record refuses the message, before any of its objects is named', () => {
    expect(() => read({ Records: [record, { ...record, eventVersion: '3.0' }] })).toThrow(EventError);
  });
});
