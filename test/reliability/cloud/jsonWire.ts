import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Input } from '../../layers/aws/fakes/s3.ts';
import type { Call } from './interference.ts';
import type { Answer, Request } from './s3Wire.ts';

/** What the header `x-amz-target` begins with (smithy.io, AWS JSON 1.0 and 1.1). */
const SERVICES: Readonly<Record<string, Call['service']>> = {
  DynamoDB_20120810: 'DynamoDB',
  TrentService: 'KMS',
  Logs_20140328: 'Logs',
  AmazonSQS: 'SQS',
  RekognitionService: 'Rekognition',
};

/** Members that are bytes: JSON has them in base64. */
const BLOBS = ['Message', 'Mac', 'Plaintext', 'CiphertextBlob'];

/** A call of a service that speaks JSON; null for S3's. */
export function readJsonCall({
  headers,
  body,
}: Request): { readonly service: Call['service']; readonly name: string; readonly input: Input } | null {
  const [target = '', name = ''] = String(headers['x-amz-target'] ?? '').split('.');
  const service = SERVICES[target];
  if (service === undefined) return null;
  const input = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  if (service === 'KMS')
    for (const blob of BLOBS)
      if (typeof input[blob] === 'string') input[blob] = new Uint8Array(Buffer.from(input[blob], 'base64'));
  if (service === 'Rekognition') {
    const { Bytes } = input.Image as { readonly Bytes: string };
    return { service, name, input: { ...input, Image: { Bytes: Buffer.from(Bytes, 'base64') } } };
  }
  return { service, name, input };
}

export function writeJsonAnswer(
  { service, name, input }: { service: string; name: string; input: Input },
  output: Input,
): Answer {
  if (service === 'SQS' && name === 'SendMessage')
    return json(200, { ...output, MD5OfMessageBody: md5(input.MessageBody) });
  if (service === 'SQS' && name === 'SendMessageBatch') return json(200, withDigests(input, output));
  return json(200, output);
}

/** The SDK holds what SQS took against what it sent. */
function withDigests({ Entries }: Input, { Successful }: Input): Input {
  const bodies = new Map<string, string>(Entries.map(({ Id, MessageBody }: Input) => [Id, MessageBody]));
  return {
    Successful: Successful.map(({ Id }: Input) => ({
      Id,
      MessageId: Id,
      MD5OfMessageBody: md5(bodies.get(Id) ?? ''),
    })),
    Failed: [],
  };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** An error's own members go along: reasons of a cancelled transaction, the item that was in the way. */
export function writeJsonError(code: string, status: number, error: Input): Answer {
  const { message, CancellationReasons, Item } = error;
  return json(status, { __type: `com.amazonaws#${code}`, message, CancellationReasons, Item });
}

function json(status: number, value: unknown): Answer {
  const text = JSON.stringify(value, (key, member: unknown) =>
    // A Buffer has become an object by the time a replacer sees it; bytes of the fakes are plain.
    BLOBS.includes(key) && member instanceof Uint8Array ? Buffer.from(member).toString('base64') : member,
  );
  const body = Buffer.from(text);
  return {
    status,
    headers: { 'Content-Type': 'application/x-amz-json-1.0', 'x-amz-crc32': String(crc32(body)) },
    body,
  };
}
