import { Phi } from '../../layers/engine/phi.ts';
import type { ObjectRef } from '../../layers/engine/ports.ts';

/** Why a message is not understood. It goes back to its queue and, in the end, to the dead letters: never acknowledged. */
export type EventErrorCode =
  | 'EVENT_NOT_JSON'
  | 'EVENT_UNKNOWN'
  | 'EVENT_SNS_WRAPPED'
  | 'EVENT_INCOMPLETE'
  | 'EVENT_KEY_MALFORMED'
  | 'EVENT_BUCKET_UNEXPECTED';

/** Says which part of a message is wrong, never what it holds: an object key can be a name. */
export class EventError extends Error {
  readonly code: EventErrorCode;
  readonly hint: string;

  constructor(code: EventErrorCode, what: string, hint: string) {
    super(`${what}. ${hint}`);
    this.name = 'EventError';
    this.code = code;
    this.hint = hint;
  }
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The objects that one message of the ingest queue is about: the body of an SQS message, in either of two shapes.
 *
 * - EventBridge "Object Created" (Amazon S3 User Guide, "EventBridge event message structure"): one object, its key as it is.
 * - An S3 event notification (same guide, "Event message structure", version 2.x): several records, their keys
 *   form-URL-encoded (`+` is a space).
 *
 * What is understood and concerns nobody (the test event that S3 sends at configuration, a removed object) gives no
 * object. What is not understood throws `EventError`.
 */
export function objectsOf(body: string): readonly ObjectRef[] {
  const message = parseObject(body);
  if (message.source === 'aws.s3') return objectsOfEventBridge(message);
  if (message.Event === 's3:TestEvent') return [];
  if (Array.isArray(message.Records)) return message.Records.flatMap(objectsOfRecord);
  if (message.Type === 'Notification' && typeof message.TopicArn === 'string')
    throw new EventError(
      'EVENT_SNS_WRAPPED',
      'The message is an SNS envelope',
      'Turn on raw message delivery in the subscription of the queue',
    );
  throw unknown('The message is neither an EventBridge event of S3 nor an S3 event notification');
}

function objectsOfEventBridge(event: Json): readonly ObjectRef[] {
  if (event['detail-type'] === 'Object Deleted') return [];
  if (event['detail-type'] !== 'Object Created')
    throw unknown('The EventBridge event is not about a created object');
  const detail = objectAt(event, 'detail');
  const object = objectAt(detail, 'object');
  return [
    {
      container: textAt(objectAt(detail, 'bucket'), 'name'),
      key: new Phi(textAt(object, 'key')),
      ...optional('versionId', object['version-id']),
      ...optional('etag', object.etag),
    },
  ];
}

function objectsOfRecord(record: unknown): readonly ObjectRef[] {
  if (!isObject(record) || record.eventSource !== 'aws:s3' || !/^2\.\d+$/.test(String(record.eventVersion)))
    throw unknown('A record is not an S3 event notification of version 2');
  const eventName = textAt(record, 'eventName');
  if (eventName.startsWith('ObjectRemoved:')) return [];
  if (!eventName.startsWith('ObjectCreated:')) throw unknown('A record is not about a created object');
  const s3 = objectAt(record, 's3');
  const object = objectAt(s3, 'object');
  return [
    {
      container: textAt(objectAt(s3, 'bucket'), 'name'),
      key: new Phi(formUrlDecode(textAt(object, 'key'))),
      ...optional('versionId', object.versionId),
      ...optional('etag', object.eTag),
    },
  ];
}

/** application/x-www-form-urlencoded, one value. */
function formUrlDecode(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    throw new EventError(
      'EVENT_KEY_MALFORMED',
      'The object key of a record is not form-URL-encoded UTF-8',
      'S3 encodes keys in event notifications; check what else writes to the queue',
    );
  }
}

function parseObject(body: string): Json {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    // The parser's own message quotes the text: it must not travel on as a cause.
    throw new EventError(
      'EVENT_NOT_JSON',
      'The message is not JSON',
      'Look at what else writes to the queue',
    );
  }
  if (!isObject(parsed)) throw unknown('The message is not a JSON object');
  return parsed;
}

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function objectAt(parent: Json, name: string): Json {
  const value = parent[name];
  if (!isObject(value)) throw incomplete(name);
  return value;
}

function textAt(parent: Json, name: string): string {
  const value = parent[name];
  if (typeof value !== 'string' || value === '') throw incomplete(name);
  return value;
}

function optional<Name extends string>(name: Name, value: unknown): { readonly [N in Name]?: string } {
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as { [N in Name]: string }) : {};
}

function incomplete(name: string): EventError {
  return new EventError(
    'EVENT_INCOMPLETE',
    `The event has no usable \`${name}\``,
    'Look at what else writes to the queue, and at input transformers of the rule',
  );
}

function unknown(what: string): EventError {
  return new EventError(
    'EVENT_UNKNOWN',
    what,
    'The queue is for "Object Created" events of the ingest bucket; look at what else writes to it',
  );
}
