import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the function's process answers an invocation. */
export interface RuntimeAnswer {
  readonly kind: 'response' | 'error';
  readonly body: string;
}

interface Invocation {
  readonly id: string;
  readonly event: string;
  readonly deadlineMs: number;
  readonly answer: PromiseWithResolvers<RuntimeAnswer>;
}

/** Where a runtime fetches invocations and brings answers (Lambda Developer Guide, "Using the Lambda runtime API"). */
export class RuntimeApi {
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #waiting: Invocation[] = [];
  readonly #underWay = new Map<string, Invocation>();
  #idle: ((invocation: Invocation) => void) | null = null;
  #count = 0;

  static async start(): Promise<RuntimeApi> {
    const api = new RuntimeApi();
    api.#server.listen(0, '127.0.0.1');
    await once(api.#server, 'listening');
    return api;
  }

  /** As AWS_LAMBDA_RUNTIME_API has it. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Settles when the process answers. */
  invoke(event: unknown, timeoutMs: number): Promise<RuntimeAnswer> {
    this.#count += 1;
    const invocation: Invocation = {
      id: `00000000-0000-0000-0000-${String(this.#count).padStart(12, '0')}`,
      event: JSON.stringify(event),
      deadlineMs: Date.now() + timeoutMs,
      answer: Promise.withResolvers(),
    };
    if (this.#idle === null) this.#waiting.push(invocation);
    else this.#idle(invocation);
    this.#idle = null;
    return invocation.answer.promise;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, , , , id = '', kind] = (request.url ?? '').split('/');
    if (request.method === 'GET') {
      const invocation =
        this.#waiting.shift() ??
        (await new Promise<Invocation>((resolve) => {
          this.#idle = resolve;
        }));
      this.#underWay.set(invocation.id, invocation);
      response.writeHead(200, {
        'Content-Type': 'application/json',
        'Lambda-Runtime-Aws-Request-Id': invocation.id,
        'Lambda-Runtime-Deadline-Ms': String(invocation.deadlineMs),
        'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:eu-central-1:000000000000:function:ingest',
      });
      response.end(invocation.event);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.writeHead(202).end('{"status":"OK"}');
    const body = Buffer.concat(chunks).toString('utf8');
    this.#underWay.get(id)?.answer.resolve({ kind: kind === 'error' ? 'error' : 'response', body });
  }
}
