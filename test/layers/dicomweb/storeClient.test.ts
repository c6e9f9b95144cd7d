import { createServer, type Socket } from 'node:net';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { StoreClient, StoreClientError, type StoreService } from '../../../layers/dicomweb/storeClient.ts';
import { GivenTime, turns, until } from '../../cli/listen/givenTime.ts';
import { simple } from '../../cli/run.ts';
import { el } from '../../support/build.ts';
import { answer, type Instead, type StowServer, stowServer } from '../../support/stowServer.ts';

const UID = '2.25.1001';
const never = new AbortController().signal;
const FILE = Buffer.from(simple(1));

let server: StowServer | null = null;
let client: StoreClient | null = null;
afterEach(async () => {
  client?.close();
  await server?.close();
  client = null;
  server = null;
});

async function towards(
  instead?: Instead,
  more: Partial<StoreService> = {},
): Promise<[StoreClient, StowServer]> {
  server = await stowServer(instead);
  client = new StoreClient({ url: server.url, headers: () => ({ Authorization: 'Bearer s3cret' }), ...more });
  return [client, server];
}

const rejected = (sending: Promise<unknown>): Promise<StoreClientError> =>
  sending.then(
    () => Promise.reject(new Error('it was stored')),
    (error: unknown) => error as StoreClientError,
  );

describe('the client of STOW-RS', () => {
  it('sends a file as it is, and keeps its connection', async () => {
    const [store, service] = await towards();
    const large = Buffer.from(simple(2, el(0x7fe00010, 'OW', new Uint8Array(2_000_000))));
    expect(await store.store(memorySource(FILE), UID, never)).toEqual({
      status: 200,
      failureReason: null,
      warningReason: null,
      isListed: true,
      isPage: false,
      retryAfterMs: null,
    });
    await store.store(memorySource(large), '2.25.1002', never);
    expect(service.stored.get(UID)?.bytes.equals(FILE)).toBe(true);
    expect(service.stored.get('2.25.1002')?.bytes.equals(large)).toBe(true);
    expect(service.connections).toBe(1);
    expect(service.requests[0]?.headers).toMatchObject({
      accept: 'application/dicom+json',
      authorization: 'Bearer s3cret',
      'content-type': expect.stringMatching(/^multipart\/related; type="application\/dicom"; boundary=/),
    });
    expect(service.requests.map(({ path }) => path)).toEqual(['/dicom-web/studies', '/dicom-web/studies']);
  });

  const item = (reason: string, value: number, uid = UID) => ({
    Value: [{ '00081155': { vr: 'UI', Value: [uid] }, [reason]: { vr: 'US', Value: [value] } }],
  });
  it.each([
    ['a warning', 202, { '00081199': item('00081196', 0xb000) }, { warningReason: 0xb000, isListed: true }],
    ['a failure', 409, { '00081198': item('00081197', 0xa700) }, { failureReason: 0xa700, isListed: false }],
    ['an array of one', 409, [{ '00081198': item('00081197', 0x0122) }], { failureReason: 0x0122 }],
    ['a failure without a reason', 202, { '00081198': item('00081160', 1) }, { failureReason: 0x0110 }],
    ['a failure without a UID', 409, { '0008119A': item('00081197', 0xc000, '') }, { failureReason: 0xc000 }],
    ['another instance’s', 202, { '00081198': item('00081197', 1, '2.25.9') }, { failureReason: null }],
    ['no data set', 200, null, { isListed: false, failureReason: null }],
    ['values that are not what they must be', 200, { '00081198': { Value: [null, 5] }, '00081199': 7 }, {}],
  ])('reads %s', async (_what, status, dataSet, expected) => {
    const [store] = await towards(async (_request, response, body) => {
      await body();
      answer(response, status, dataSet);
      return true;
    });
    expect(await store.store(memorySource(FILE), UID, never)).toMatchObject({ status, ...expected });
  });

  it('reads an answer that comes before all is sent, and sends no more', async () => {
    let reads = 0;
    const [store] = await towards((_request, response) => {
      answer(response, 503, {}, { 'Retry-After': '7' });
      return true;
    });
    const endless = {
      ...memorySource(FILE),
      size: 2 ** 40,
      read: async (start: number, end: number) => {
        reads += 1;
        await turns(1);
        return new Uint8Array(end - start);
      },
    };
    expect(await store.store(endless, UID, never)).toMatchObject({ status: 503, retryAfterMs: 7000 });
    expect(reads).toBeLessThan(2 ** 20);
  });

  it('asks first whether a large one is wanted', async () => {
    const [store, service] = await towards();
    const heard: string[] = [];
    service.onCheckContinue((request, response) => {
      heard.push(String(request.headers.expect));
      if (heard.length === 1) answer(response, 417, {});
      else response.writeContinue();
    });
    let reads = 0;
    const large = {
      ...memorySource(FILE),
      size: 2_000_000,
      read: async (start: number, end: number) => {
        reads += 1;
        return FILE.length > end
          ? FILE.subarray(start, end)
          : Buffer.concat([FILE, Buffer.alloc(end - start)]).subarray(0, end - start);
      },
    };
    // This one does not know the question, and is asked it no more.
    expect(await store.store(large, UID, never)).toMatchObject({ status: 200 });
    expect([heard, service.requests.length]).toEqual([['100-continue'], 1]);
    expect(reads).toBe(8);
  });

  it('sends nothing of a large one that is not wanted', async () => {
    const [store, service] = await towards();
    service.onCheckContinue((_request, response) => answer(response, 401, {}));
    const large = { ...memorySource(FILE), size: 2 ** 40, read: () => Promise.reject(new Error('read')) };
    expect(await store.store(large, UID, never)).toMatchObject({ status: 401 });
  });

  it('sends a large one to a service that does not say whether it wants it', async () => {
    const time = new GivenTime();
    const [store, service] = await towards(undefined, { after: (ms, run) => time.after(ms, run) });
    let isAsked = false;
    service.onCheckContinue((request, response) => {
      isAsked = true;
      request.resume();
      request.on('end', () => answer(response, 200, {}));
    });
    const storing = store.store(memorySource(new Uint8Array(2_000_000)), UID, never);
    await until(() => isAsked);
    await time.pass(1_000);
    expect(await storing).toMatchObject({ status: 200 });
  });

  it('reads no more of an answer than it needs', async () => {
    const [store] = await towards(async (_request, response, body) => {
      await body();
      response.writeHead(200);
      response.write(Buffer.alloc(2 ** 21, 0x20));
      response.end('{}');
      return true;
    });
    expect(await store.store(memorySource(FILE), UID, never)).toMatchObject({ status: 200, isListed: false });
  });

  it('reads what is sent only as fast as it is taken', async () => {
    let taken = 0;
    let read = 0;
    let most = 0;
    const [store] = await towards(async (request, response) => {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        await turns(3);
        taken += chunk.length;
        most = Math.max(most, read - taken);
      }
      answer(response, 200, {});
      return true;
    });
    const size = 64 * 1024 * 1024;
    const slow = {
      ...memorySource(FILE),
      size,
      read: async (start: number, end: number) => {
        read = end;
        return Buffer.alloc(end - start);
      },
    };
    await store.store(slow, UID, never);
    expect(taken).toBeGreaterThan(size);
    // What two sockets of this machine hold, and not what is sent.
    expect(most).toBeLessThan(size / 2);
  });

  it('makes a connection anew that the service had closed meanwhile', async () => {
    const sockets: Socket[] = [];
    const [store, service] = await towards((request) => {
      sockets.push(request.socket);
      return false;
    });
    await store.store(memorySource(FILE), UID, never);
    sockets[0]?.destroy();
    await store.store(memorySource(FILE), UID, never);
    expect(service.connections).toBe(2);
    expect(service.stored.get(UID)?.times).toBe(2);
  });

  it('says that a session was cut', async () => {
    const [store] = await towards((request) => {
      request.socket.destroy();
      return true;
    });
    expect(await rejected(store.store(memorySource(FILE), UID, never))).toMatchObject({
      kind: 'cut',
      errno: expect.stringMatching(/^E(CONNRESET|PIPE)$/),
    });
  });

  it('says that an answer was cut', async () => {
    const [store] = await towards(async (request, response, body) => {
      await body();
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('{');
      response.flushHeaders();
      setImmediate(() => request.socket.destroy());
      return true;
    });
    expect((await rejected(store.store(memorySource(FILE), UID, never))).kind).toBe('cut');
  });

  it('says that nobody is there', async () => {
    const gone = await stowServer();
    await gone.close();
    client = new StoreClient({ url: gone.url, headers: () => ({}) });
    expect(await rejected(client.store(memorySource(FILE), UID, never))).toMatchObject({
      kind: 'unreachable',
      errno: 'ECONNREFUSED',
    });
  });

  it('gives up a service where nothing moves', async () => {
    const time = new GivenTime();
    let isAsked = false;
    const [store] = await towards(
      async (_request, _response, body) => {
        await body();
        isAsked = true;
        return true;
      },
      { after: (ms, run) => time.after(ms, run), stallMs: 120_000 },
    );
    const sending = rejected(store.store(memorySource(FILE), UID, never));
    await until(() => isAsked);
    await time.pass(120_000);
    expect(await sending).toMatchObject({ kind: 'stalled' });
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const [store] = await towards(() => {
      stop.abort(new Error('enough'));
      return true;
    });
    await expect(store.store(memorySource(FILE), UID, stop.signal)).rejects.toThrow('enough');
    await expect(store.store(memorySource(FILE), UID, stop.signal)).rejects.toThrow('enough');
  });

  it('hands on what its source says, and leaves half a request to nobody', async () => {
    const [store, service] = await towards();
    const failing = {
      ...memorySource(FILE),
      size: 1_000_000,
      read: async (start: number, end: number) => {
        if (start > 0) throw new RangeError('unreadable');
        return new Uint8Array(end - start);
      },
    };
    await expect(store.store(failing, UID, never)).rejects.toThrow(RangeError);
    expect(service.stored.size).toBe(0);
  });

  it('trusts nobody whose certificate nobody vouches for', async () => {
    const plain = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as { port: number };
    client = new StoreClient({ url: `https://127.0.0.1:${port}/studies`, headers: () => ({}) });
    const error = await rejected(client.store(memorySource(FILE), UID, never));
    expect(error).toBeInstanceOf(StoreClientError);
    expect(error.kind).toBe('tls');
    plain.close();
  });
});
