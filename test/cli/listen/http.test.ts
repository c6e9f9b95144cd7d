import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Credentials } from '../../../cli/listen/http/credentials.ts';
import {
  type StowEvent,
  type StowOptions,
  type StowServer,
  startStow,
} from '../../../cli/listen/http/server.ts';
import type { IncomingInstance, Intake } from '../../../cli/listen/http/storeRequest.ts';
import { el, instance } from '../../support/build.ts';
import { holdClock } from '../../support/clock.ts';
import { holds } from '../../support/properties.ts';
import { certificateIn, pemFiles } from './certificates.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const STUDY = '2.25.77';

function ct(
  number: number,
  more: { readonly study?: string; readonly bytes?: number; readonly syntax?: string } = {},
): Uint8Array {
  return instance({
    ...(more.syntax === undefined ? {} : { transferSyntax: more.syntax }),
    elements: [
      el(0x00080016, 'UI', CT),
      el(0x00080018, 'UI', `2.25.${number}`),
      el(0x00100010, 'PN', 'Needle^Nora'),
      el(0x0020000d, 'UI', more.study ?? STUDY),
      el(0x0020000e, 'UI', '2.25.88'),
      ...(more.bytes === undefined ? [] : [el(0x7fe00010, 'OW', new Uint8Array(more.bytes))]),
    ],
  });
}

/** Takes what it is given into memory; a status of `refusals` by SOP Instance UID. */
class MemoryIntake implements Intake {
  readonly taken: { readonly instance: IncomingInstance; readonly bytes: Buffer }[] = [];
  readonly refusals = new Map<string, number>();
  unsupported: number | null = null;
  gate: Promise<void> | null = null;
  broken = 0;
  waiting = 0;

  refuses(): number | null {
    return this.unsupported;
  }

  async receive(incoming: IncomingInstance, data: AsyncIterable<Uint8Array>): Promise<void> {
    const pieces: Uint8Array[] = [];
    try {
      for await (const piece of data) pieces.push(Uint8Array.from(piece));
    } catch (error) {
      this.broken += 1;
      throw error;
    }
    this.waiting += 1;
    await this.gate;
    this.waiting -= 1;
    const status = this.refusals.get(incoming.sopInstanceUid);
    if (status !== undefined) throw Object.assign(new Error('refused'), { status });
    this.taken.push({ instance: incoming, bytes: Buffer.concat(pieces) });
  }
}

let intake: MemoryIntake;
let events: StowEvent[];
let failures: unknown[];
let server: StowServer;
let stowOptions: StowOptions;
async function start(options: Partial<StowOptions> = {}): Promise<void> {
  stowOptions = {
    host: '127.0.0.1',
    port: 0,
    credentials: new Credentials([
      { name: 'portal', aet: 'PORTAL', token: 'right-token' },
      { name: 'other', aet: 'OTHER', token: 'other-token' },
    ]),
    calledAeTitle: 'LETHE',
    requests: 4,
    requestBytes: 1_000_000,
    instances: 10,
    idleMs: 60_000,
    intake,
    onRequest: (event) => events.push(event),
    onFailure: (error) => failures.push(error),
    ...options,
  };
  server = await startStow(stowOptions);
}
beforeEach(() => {
  intake = new MemoryIntake();
  [events, failures] = [[], []];
});
afterEach(() => server.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Call = { readonly path?: string; readonly method?: string; readonly headers?: Record<string, string> };

async function call(
  body: Uint8Array | readonly Uint8Array[],
  { path = '/studies', method = 'POST', headers = {} }: Call = {},
): Promise<Answer> {
  const request = httpRequest({
    host: '127.0.0.1',
    port: server.port,
    path,
    method,
    agent: false,
    headers: { authorization: 'Bearer right-token', 'content-type': RELATED, ...headers },
  });
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  for (const chunk of body instanceof Uint8Array ? [body] : body) request.write(chunk);
  request.end();
  const [response] = await answered;
  const chunks: Uint8Array[] = [];
  for await (const chunk of response as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

const RELATED = 'multipart/related; type="application/dicom"; boundary=b';
const part = (bytes: Uint8Array, type = 'Content-Type: application/dicom\r\n') =>
  Buffer.concat([Buffer.from(`--b\r\n${type}\r\n`), bytes, Buffer.from('\r\n')]);
const END = Buffer.from('--b--\r\n');
const related = (...instances: readonly Uint8Array[]) =>
  Buffer.concat([...instances.map((each) => part(each)), END]);

const item = (number: number) => ({
  '00081150': { vr: 'UI', Value: [CT] },
  '00081155': { vr: 'UI', Value: [`2.25.${number}`] },
});
const failed = (number: number, reason: number) => ({
  ...item(number),
  '00081197': { vr: 'US', Value: [reason] },
});
const bodyOf = (bytes: Uint8Array) => {
  // The data set begins behind the file meta information: its length stands in (0002,0000).
  const view = Buffer.from(bytes);
  return view.subarray(144 + view.readUInt32LE(140));
};

describe('STOW-RS in', () => {
  it('stores the instances of a request, their data sets as they came, and names them to their sender', async () => {
    await start();
    const [one, two] = [ct(1, { bytes: 70_000 }), ct(2)];
    const answer = await call(related(one, two));
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/dicom+json');
    expect(JSON.parse(answer.body)).toEqual({ '00081199': { vr: 'SQ', Value: [item(1), item(2)] } });
    expect(intake.taken.map(({ instance: each }) => each)).toEqual(
      [1, 2].map((number) => ({
        callingAeTitle: 'PORTAL',
        calledAeTitle: 'LETHE',
        sopClassUid: CT,
        sopInstanceUid: `2.25.${number}`,
        transferSyntaxUid: '1.2.840.10008.1.2.1',
      })),
    );
    expect(intake.taken.map(({ bytes }) => bytes)).toEqual([bodyOf(one), bodyOf(two)]);
    expect(events).toEqual([{ client: 'portal', address: '127.0.0.1', status: 200, stored: 2, failed: 0 }]);
    expect(failures).toEqual([]);
  });

  it('reads a body however it is cut, without a length, and one that is an instance by itself', async () => {
    await start();
    const whole = related(ct(1), ct(2));
    const cut = Array.from({ length: Math.ceil(whole.length / 7) }, (_, n) =>
      whole.subarray(n * 7, n * 7 + 7),
    );
    expect((await call(cut, { headers: { 'transfer-encoding': 'chunked' } })).status).toBe(200);
    expect((await call(ct(3), { headers: { 'content-type': 'application/dicom' } })).status).toBe(200);
    const lf = Buffer.concat([
      Buffer.from('hello\n--b\nContent-Type: application/dicom\n\n'),
      ct(4),
      Buffer.from('\n--b--'),
    ]);
    expect((await call(lf)).status).toBe(200);
    expect(intake.taken.map(({ instance: each }) => each.sopInstanceUid)).toEqual([
      '2.25.1',
      '2.25.2',
      '2.25.3',
      '2.25.4',
    ]);
  });

  it('says of each instance whether it is stored: 202 where some are, 409 where none is', async () => {
    await start();
    intake.refusals.set('2.25.2', 0xa900);
    const some = await call(
      Buffer.concat([
        part(ct(1)),
        part(ct(2)),
        part(Buffer.from('no DICOM')),
        part(ct(3), 'Content-Type: text/plain\r\n'),
        END,
      ]),
    );
    expect(some.status).toBe(202);
    expect(JSON.parse(some.body)).toEqual({
      '00081198': { vr: 'SQ', Value: [failed(2, 0xa900)] },
      '00081199': { vr: 'SQ', Value: [item(1)] },
      '0008119A': {
        vr: 'SQ',
        Value: [{ '00081197': { vr: 'US', Value: [0xc000] } }, { '00081197': { vr: 'US', Value: [0xc000] } }],
      },
    });
    expect((await call(related(ct(2)))).status).toBe(409);
    intake.unsupported = 0x0122;
    const none = await call(related(ct(4)));
    expect([none.status, JSON.parse(none.body)]).toEqual([
      409,
      { '00081198': { vr: 'SQ', Value: [failed(4, 0x0122)] } },
    ]);
    expect(events.map(({ status, stored, failed: bad }) => [status, stored, bad])).toEqual([
      [202, 1, 3],
      [409, 0, 1],
      [409, 0, 1],
    ]);
  });

  it('asks to come later where nothing is stored for want of room', async () => {
    await start();
    intake.refusals.set('2.25.1', 0xa700);
    const answer = await call(related(ct(1)));
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '30']);
    expect(JSON.parse(answer.body)).toEqual({ '00081198': { vr: 'SQ', Value: [failed(1, 0xa700)] } });
  });

  it.each([
    ['1.2.840.10008.1.2'],
    ['1.2.840.10008.1.2.1'],
    ['1.2.840.10008.1.2.1.99'],
    ['1.2.840.10008.1.2.2'],
  ])('holds instances to the study of the path, in %s', async (syntax) => {
    await start();
    const answer = await call(related(ct(1, { syntax }), ct(2, { syntax, study: '2.25.78' })), {
      path: `/studies/${STUDY}`,
    });
    expect(answer.status).toBe(202);
    expect(JSON.parse(answer.body)).toMatchObject({
      '00081198': { Value: [failed(2, 0xa900)] },
      '00081199': { Value: [item(1)] },
    });
  });

  const half = related(ct(1)).subarray(0, 300);
  it.each<[string, number, Uint8Array, Call]>([
    ['a token that is not known', 401, related(ct(1)), { headers: { authorization: 'Bearer wrong' } }],
    ['a password', 401, related(ct(1)), { headers: { authorization: 'Basic cmlnaHQtdG9rZW4=' } }],
    ['another resource', 404, related(ct(1)), { path: '/instances' }],
    ['a study that is no UID', 404, related(ct(1)), { path: '/studies/1..2' }],
    ['another method', 405, new Uint8Array(0), { method: 'GET' }],
    ['another form of answers', 406, related(ct(1)), { headers: { accept: 'application/dicom+xml' } }],
    [
      'another form of instances',
      415,
      related(ct(1)),
      { headers: { 'content-type': 'multipart/related; type="application/dicom+json"; boundary=b' } },
    ],
    ['another form', 415, related(ct(1)), { headers: { 'content-type': 'application/zip' } }],
    ['a content coding', 415, related(ct(1)), { headers: { 'content-encoding': 'gzip' } }],
    [
      'no boundary',
      400,
      related(ct(1)),
      { headers: { 'content-type': 'multipart/related; type="application/dicom"' } },
    ],
    ['a body that ends within an instance', 400, half, {}],
    ['no instance', 400, END, {}],
    ['nothing', 400, new Uint8Array(0), {}],
    ['a request that is too long', 413, related(ct(1, { bytes: 2_000_000 })), {}],
    ['too many instances', 413, related(...Array.from({ length: 11 }, (_, n) => ct(n))), {}],
  ])('refuses %s: %i', async (_name, status, body, options) => {
    await start();
    const answer = await call(body, options);
    expect(answer.status).toBe(status);
    expect(answer.body).not.toMatch(/Needle|2\.25\.|token-/);
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    expect(failures).toEqual([]);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ status, client: [401, 404, 405].includes(status) ? null : 'portal' });
  });

  it('refuses a request that turns out too long on the way', async () => {
    await start();
    const long = related(ct(1, { bytes: 2_000_000 }));
    const chunks = Array.from({ length: Math.ceil(long.length / 50_000) }, (_, n) =>
      long.subarray(n * 50_000, (n + 1) * 50_000),
    );
    expect((await call(chunks, { headers: { 'transfer-encoding': 'chunked' } })).status).toBe(413);
    expect([intake.taken, intake.broken]).toEqual([[], 1]);
  });

  it('asks for no byte of a request that is refused by its head, and for those of one that is not', async () => {
    await start();
    const talk = async (token: string): Promise<string> => {
      const socket = connect(server.port, '127.0.0.1');
      const body = related(ct(1));
      socket.write(
        `POST /studies HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nExpect: 100-continue\r\nContent-Type: ${RELATED}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
      );
      let said = '';
      socket.on('data', (chunk: Buffer) => {
        if (said === '' && chunk.toString().startsWith('HTTP/1.1 100')) socket.write(body);
        said += chunk.toString();
      });
      socket.on('error', () => {});
      if (token === 'wrong') socket.end();
      await once(socket, 'close');
      return said;
    };
    expect(await talk('wrong')).toMatch(/^HTTP\/1\.1 401 /);
    expect(await talk('right-token')).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  });

  it('reads on when it has refused: who still sends has the answer, and no broken connection', async () => {
    await start();
    const body = related(ct(1, { bytes: 500_000 }));
    const socket = connect(server.port, '127.0.0.1');
    socket.write(
      `POST /studies HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\nContent-Type: ${RELATED}\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    const errors: unknown[] = [];
    socket.on('error', (error) => errors.push(error));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 .*connection: close.*\n$/is);
    for (let at = 0; at < body.length; at += 50_000)
      await new Promise<void>((resolve) => socket.write(body.subarray(at, at + 50_000), () => resolve()));
    await once(socket, 'close');
    expect(errors).toEqual([]);
  });

  it('takes a type without quotation marks, and parts that say theirs themselves', async () => {
    await start();
    for (const type of [
      'multipart/related; type=application/dicom; boundary=b',
      'multipart/related; boundary=b',
    ]) {
      intake.taken.length = 0;
      expect((await call(related(ct(1)), { headers: { 'content-type': type } })).status).toBe(200);
      expect(intake.taken).toHaveLength(1);
    }
  });

  it('lets go of a connection that it has refused and that goes on for ever', async () => {
    const clock = holdClock();
    try {
      await start();
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => {});
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(
        `POST /studies HTTP/1.1\r\nHost: x\r\nContent-Type: ${RELATED}\r\nContent-Length: 100000\r\n\r\n`,
      );
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
      clock.advance(29_999);
      await new Promise<void>((resolve) => socket.write('x', () => resolve()));
      expect(socket.destroyed).toBe(false);
      clock.advance(1);
      await closed;
    } finally {
      clock.release();
    }
  });

  it('tells more requests than it serves at a time to come later', async () => {
    let open = (): void => {};
    intake.gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    await start({ requests: 1 });
    const first = call(related(ct(1)));
    await until(() => intake.waiting === 1);
    const second = await call(related(ct(2)));
    expect([second.status, second.headers['retry-after']]).toEqual([503, '30']);
    open();
    expect((await first).status).toBe(200);
  });

  it('answers whatever comes, and says so of each instance', async () => {
    await start();
    const whole = related(ct(1), ct(2, { bytes: 3000 }));
    const damage = fc.record({
      at: fc.nat(whole.length - 1),
      length: fc.nat(40),
      text: fc.constantFrom('', '\r\n', '--b', '\r\n--b--', '\0', 'x'),
    });
    await holds(
      fc.asyncProperty(damage, async ({ at, length, text }) => {
        intake.taken.length = 0;
        const damaged = Buffer.concat([
          whole.subarray(0, at),
          Buffer.from(text),
          whole.subarray(at + length),
        ]);
        const { status, body } = await call(damaged);
        expect([200, 202, 400, 409]).toContain(status);
        if (status === 400) return;
        const answer = JSON.parse(body) as Record<string, { readonly Value: readonly unknown[] }>;
        expect(answer['00081199']?.Value.length ?? 0).toBe(intake.taken.length);
      }),
      { runs: 100 },
    );
    expect(failures).toEqual([]);
  });

  it('keeps nothing of an instance whose sender goes away', async () => {
    await start();
    const socket = connect(server.port, '127.0.0.1');
    socket.write(
      `POST /studies HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer right-token\r\nContent-Type: ${RELATED}\r\nContent-Length: 100000\r\n\r\n`,
    );
    const long = related(ct(1, { bytes: 90_000 }));
    await new Promise<void>((resolve) => socket.write(long.subarray(0, 80_000), () => resolve()));
    socket.destroy();
    await until(() => events.length === 1);
    expect(events[0]).toMatchObject({ status: 0, stored: 0 });
    expect([intake.taken, intake.broken, failures]).toEqual([[], 1, []]);
  });

  it('says no more than 500 of what nobody foresaw', async () => {
    await start();
    intake.refuses = () => {
      throw new Error('Needle^Nora');
    };
    const answer = await call(related(ct(1)));
    expect([answer.status, answer.body]).toEqual([500, 'The request could not be served.\n']);
    expect(failures).toHaveLength(1);
  });
});

describe('STOW-RS in over TLS', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lethe-stow-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('asks for the certificate of a client where it is told to', async () => {
    const [own, client, stranger] = ['own', 'client', 'stranger'].map((name) =>
      pemFiles(certificateIn(folder, name)),
    ) as [{ cert: string; key: string }, { cert: string; key: string }, { cert: string; key: string }];
    await start({ tls: { ...own, ca: client.cert, requiresClientCertificate: true } });
    const ask = async (pem: object): Promise<number | string> => {
      const request = httpsRequest({
        host: '127.0.0.1',
        port: server.port,
        path: '/studies',
        method: 'POST',
        agent: false,
        ca: own.cert,
        headers: { authorization: 'Bearer right-token', 'content-type': RELATED },
        ...pem,
      });
      const answered = once(request, 'response') as Promise<[IncomingMessage]>;
      request.end(related(ct(1)));
      const [response] = await answered.catch(() => [null]);
      response?.resume();
      return response?.statusCode ?? 'no connection';
    };
    expect(await ask({ cert: client.cert, key: client.key })).toBe(200);
    expect(await ask({ cert: stranger.cert, key: stranger.key })).toBe('no connection');
    expect(await ask({})).toBe('no connection');
  });
});

/** Turns of the loop, until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; turns < 10_000 && !isSo(); turns += 1)
    await new Promise((resolve) => setImmediate(resolve));
}
