import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pause } from '../../../layers/engine/pause.ts';
import { IDENTIFIER } from '../../contracts/faults.ts';
import { FakeDecisions } from '../../layers/aws/fakes/decisions.ts';
import { FakeDynamo } from '../../layers/aws/fakes/dynamo.ts';
import { FakeKms } from '../../layers/aws/fakes/kms.ts';
import { FakeLogs } from '../../layers/aws/fakes/logs.ts';
import { FakeRekognition } from '../../layers/aws/fakes/rekognition.ts';
import { FakeS3, type Input } from '../../layers/aws/fakes/s3.ts';
import { FakeSqs } from '../../layers/aws/fakes/sqs.ts';
import type { HeldClock } from '../../support/clock.ts';
import type { Call, Fault, Interference } from './interference.ts';
import { readJsonCall, writeJsonAnswer, writeJsonError } from './jsonWire.ts';
import { type Answer, collected, type Request, readS3Call, writeS3Answer, writeS3Error } from './s3Wire.ts';

interface WireCall {
  readonly service: Call['service'];
  readonly name: string;
  readonly input: Input;
}

/**
 * The services that the functions call, over HTTP as AWS's own SDK speaks to them, with their state in memory. Faults are made on the wire:
 * what the SDK does about them is what it does in the cloud.
 */
export class AwsEndpoint {
  readonly s3 = new FakeS3();
  readonly dynamo = new FakeDynamo();
  /** The table of that name. */
  readonly decisions = new FakeDecisions();
  readonly logs: FakeLogs;
  readonly sqs = new FakeSqs();
  readonly rekognition = new FakeRekognition();
  readonly kms: FakeKms;
  /** Names of the calls that came, in order. */
  readonly calls: string[] = [];
  interference: Interference = () => null;
  /** Told of each call, once it was answered or is left without an answer. */
  noticed: () => void = () => {};
  readonly #server: Server;
  readonly #counts = new Map<string, number>();
  readonly #clock: HeldClock | null;

  private constructor(macKeys: readonly string[], auditLog: string, clock: HeldClock | null) {
    this.#clock = clock;
    this.kms = new FakeKms(new Map(macKeys.map((id, index) => [id, Buffer.alloc(32, 7 + index)])));
    this.logs = new FakeLogs(auditLog);
    this.#server = createServer((request, response) => {
      // A client that has gone does not fail the service.
      this.#serve(request, response)
        .catch(() => response.destroy())
        .finally(() => this.noticed());
    });
    // Whoever is slow on a busy machine is served all the same.
    this.#server.keepAliveTimeout = 0;
    this.#server.headersTimeout = 0;
    this.#server.requestTimeout = 0;
  }

  /** `clock`: the one that a late answer waits for. */
  static async start(
    macKeys: readonly string[],
    auditLog: string,
    clock: HeldClock | null = null,
  ): Promise<AwsEndpoint> {
    const endpoint = new AwsEndpoint(macKeys, auditLog, clock);
    endpoint.#server.listen(0, '127.0.0.1');
    await once(endpoint.#server, 'listening');
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How often a call came. */
  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request: Request = {
      method: message.method ?? '',
      url: new URL(message.url ?? '', 'http://endpoint'),
      headers: message.headers,
      body: await collected(message),
    };
    if (request.body.includes('Action=GetCallerIdentity')) return send(response, CALLER, null);
    const call: WireCall = readJsonCall(request) ?? { service: 'S3', ...readS3Call(request) };
    const fault = this.interference(this.#note(call));
    if (fault?.kind === 'cut') return void message.socket.destroy();
    const answer = await this.#answer(call, fault);
    if (fault?.kind === 'lost-answer') return void message.socket.destroy();
    if (fault?.kind === 'silence') return;
    if (fault?.kind === 'delay') await pause(fault.ms);
    if (fault?.kind === 'late')
      return void this.#clock?.reached(fault.ms).then(() => send(response, answer, fault));
    send(response, answer, fault);
  }

  #note({ service, name, input }: WireCall): Call {
    const nth = this.count(name) + 1;
    this.#counts.set(name, nth);
    this.calls.push(name);
    return {
      service,
      name,
      nth,
      ...(service === 'S3' ? { bucket: input.Bucket, key: input.Key ?? '' } : {}),
    };
  }

  async #answer(call: WireCall, fault: Fault | null): Promise<Answer> {
    const isS3 = call.service === 'S3';
    const refuse = (code: string, status: number, error: Input) =>
      isS3 ? writeS3Error(code, error.message, status) : writeJsonError(code, status, error);
    if (fault?.kind === 'refusal') return refuse(fault.code, fault.status, { message: IDENTIFIER });
    if (fault?.kind === 'failure-in-200') return writeS3Error('InternalError', IDENTIFIER, 200);
    try {
      const output = await this.#ask(call);
      if (fault?.kind === 'false-refusal') return refuse(fault.code, fault.status, { message: IDENTIFIER });
      return isS3 ? await writeS3Answer(call.name, output) : writeJsonAnswer(call, output);
    } catch (error) {
      const { name, message, $metadata, ...rest } = error as Error & Input;
      return refuse(name, $metadata?.httpStatusCode ?? 400, { message, ...rest });
    }
  }

  #ask({ service, name, input }: WireCall): Promise<Input> {
    const tables = input.TableName === 'decisions' ? this.decisions : this.dynamo;
    const fakes = { S3: this.s3, DynamoDB: tables, KMS: this.kms, Logs: this.logs, SQS: this.sqs };
    const { client } = { ...fakes, Rekognition: this.rekognition }[service];
    const command = { constructor: { name: `${name}Command` }, input };
    return (client as unknown as { send(command: object): Promise<Input> }).send(command);
  }
}

/** Who calls, as STS says it (API reference, GetCallerIdentity). */
const CALLER: Answer = {
  status: 200,
  headers: { 'Content-Type': 'text/xml' },
  body: Buffer.from(
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
      '<Arn>arn:aws:iam::000000000000:user/somebody</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>',
  ),
};

function send(response: ServerResponse, { status, headers, body }: Answer, fault: Fault | null): void {
  response.writeHead(status, { 'Content-Length': String(body.length), ...headers });
  const isCut = fault?.kind === 'truncation' || fault?.kind === 'stall';
  if (!isCut) return void response.end(body);
  const part = fault.kind === 'truncation' ? fault.part : 0.5;
  response.write(body.subarray(0, Math.floor(body.length * part)), () => {
    if (fault.kind === 'truncation') response.destroy();
  });
}
