import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lethe } from './run.ts';

/** The command against a queue of its own: SQS's JSON calls, as many as it needs. How messages are moved is layers/aws/redrive.test.ts's. */

interface Message {
  readonly id: string;
  readonly body: string;
}

const LETTERS: readonly Message[] = ['one', 'two', 'three'].map((id) => ({ id, body: `event ${id}` }));
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

let server: Server;
let url: string;
let dead: Message[];
let ingest: string[];
/** The bodies that the queue refuses. */
let refused: ReadonlySet<string>;

type Entry = { readonly Id: string; readonly MessageBody: string; readonly ReceiptHandle: string };
type Call = { readonly MaxNumberOfMessages: number; readonly Entries: readonly Entry[] };

const ANSWERS: Readonly<Record<string, (call: Call) => object>> = {
  GetQueueAttributes: () => ({
    Attributes: {
      QueueArn: 'arn:aws:sqs:eu-central-1:1:dead',
      ApproximateNumberOfMessages: `${dead.length}`,
    },
  }),
  ReceiveMessage: ({ MaxNumberOfMessages }) => ({
    Messages: dead.slice(0, MaxNumberOfMessages).map(({ id, body }) => ({
      MessageId: id,
      ReceiptHandle: id,
      Body: body,
      MD5OfBody: md5(body),
      Attributes: { SentTimestamp: '1' },
    })),
  }),
  SendMessageBatch: ({ Entries }) => {
    const taken = Entries.filter(({ MessageBody }) => !refused.has(MessageBody));
    ingest.push(...taken.map(({ MessageBody }) => MessageBody));
    return {
      Successful: taken.map(({ Id, MessageBody }) => ({
        Id,
        MessageId: Id,
        MD5OfMessageBody: md5(MessageBody),
      })),
      Failed: Entries.filter((entry) => !taken.includes(entry)).map(({ Id }) => ({
        Id,
        Code: 'Refused',
        SenderFault: true,
      })),
    };
  },
  DeleteMessageBatch: ({ Entries }) => {
    dead = dead.filter(({ id }) => !Entries.some(({ ReceiptHandle }) => ReceiptHandle === id));
    return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
  },
};

beforeEach(async () => {
  dead = [...LETTERS];
  ingest = [];
  refused = new Set();
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const name = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    const answer = ANSWERS[name];
    response.writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer?.(JSON.parse(Buffer.concat(chunks).toString()) as Call) ?? {}));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => new Promise((done) => server.close(done)));

const redrive = (...more: readonly string[]) =>
  lethe(['redrive', '--queue', `${url}/1/dead`, '--to', `${url}/1/ingest`, ...more], {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });

test('moves as many as are asked for, and says how many', async () => {
  const { status, stdout, stderr } = await redrive('--max', '2');
  expect([status, stdout.toString(), stderr.toString()]).toEqual([0, '2 moved\n', '2 of about 3 moved\n']);
  expect([ingest, dead]).toEqual([['event one', 'event two'], LETTERS.slice(2)]);
});

test('what the queue refuses stays a dead letter, and the status says so', async () => {
  refused = new Set(['event one']);
  const { status, stdout, stderr } = await redrive('--max', '2', '--json', '--quiet');
  expect([status, stderr.toString()]).toEqual([1, '']);
  expect(JSON.parse(stdout.toString())).toEqual({ way: 'hand', moved: 1, total: 3, failed: 1 });
  expect(dead.map(({ id }) => id)).toEqual(['one', 'three']);
});

test.each([[['--max', '0']], [['--per-second', '501']]])('%j is a wrong call', async (more) => {
  const { status, stderr } = await redrive(...more);
  expect([status, stderr.toString()]).toEqual([2, expect.stringMatching(/^lethe: WRONG_CALL: /m)]);
  expect(dead).toEqual(LETTERS);
});
