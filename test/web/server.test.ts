import { request } from 'node:http';
import { Gate } from '../../cli/review/page/gate.ts';
import { type ServedReview, serveReview } from '../../cli/review/page/server.ts';
import type { HeldList, Review } from '../../layers/engine/review/types.ts';
import { instanceWith } from '../layers/engine/actions/shiftPlan.ts';
import { type Desk, openDesk } from '../layers/engine/review/desk.ts';
import { holding } from '../layers/engine/review/reviewing.ts';
import { el, pixels } from '../support/build.ts';

/** What comes to the server of the page that is not the page: each is refused, and the server goes on. */

const FILES = new Map([['/', { type: 'text/html; charset=utf-8', bytes: Buffer.from('<p>page</p>') }]]);
const word = (value: number) => new Uint8Array([value, 0]);
let desk: Desk;
let served: ServedReview;
let review: Review;
let token: string;
let origin: string;

beforeEach(async () => {
  desk = openDesk(holding([0x00104000, { kind: 'review' }]));
  await desk.ingest(
    'a.dcm',
    instanceWith([
      el(0x00080060, 'CS', 'US'),
      el(0x00104000, 'LT', 'Needlemeyer walks'),
      el(0x00280002, 'US', word(1)),
      el(0x00280004, 'CS', 'MONOCHROME2'),
      el(0x00280010, 'US', word(2)),
      el(0x00280011, 'US', word(4)),
      el(0x00280100, 'US', word(8)),
      el(0x00280101, 'US', word(8)),
      el(0x00280102, 'US', word(7)),
      el(0x00280103, 'US', word(0)),
      pixels(new Uint8Array([0, 255, 255, 255, 255, 255, 255, 255]), 'OB'),
    ]),
  );
  review = desk.reviewer('ada');
  served = await serveReview(review, FILES, 0);
  const address = new URL(served.address);
  token = address.hash.slice(1);
  origin = address.origin;
});
afterEach(async () => {
  await served.close();
  await desk.dispose();
});

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

interface Got {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly bytes: Buffer;
  readonly code: string | undefined;
}

/** As written: neither the address nor a header is made tidy on the way. */
function send({ method = 'POST', path = '/', headers = {}, body = '' }: Sent): Promise<Got> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const asked = request(
      { hostname, port, method, path, headers, setHost: headers.host === undefined },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const bytes = Buffer.concat(parts);
          const isJson = answer.headers['content-type'] === 'application/json';
          const code = isJson ? (JSON.parse(String(bytes)) as { code?: string }).code : undefined;
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes, code });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const own = () => ({ origin, 'content-type': 'application/json' });
const enter = (given = token, headers: Readonly<Record<string, string>> = own()) =>
  send({ path: '/api/session', headers, body: JSON.stringify({ token: given }) });

/** What a browser sends once it is let in. */
async function entered(): Promise<Readonly<Record<string, string>>> {
  const cookie = String((await enter()).headers['set-cookie']).split(';')[0] ?? '';
  return { ...own(), cookie };
}
const ask = (name: string, body: object, headers: Readonly<Record<string, string>>) =>
  send({ path: `/api/${name}`, headers, body: JSON.stringify(body) });

describe('a browser', () => {
  it('is let in once, with a cookie that no script reads and no other site sends', async () => {
    const first = await enter();
    expect(first.status).toBe(200);
    expect(String(first.headers['set-cookie'])).toMatch(
      /^lethe-review-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
    expect(await enter()).toMatchObject({ status: 401, code: 'REVIEW_NO_SESSION' });
  });

  it('is not let in with another token, and its own still counts after that', async () => {
    expect(await enter(`${token.slice(0, -1)}_`)).toMatchObject({ status: 401, code: 'REVIEW_NO_SESSION' });
    expect(await enter('')).toMatchObject({ status: 401 });
    expect(await enter()).toMatchObject({ status: 200 });
  });

  it('sees the page without a cookie, since there is nothing in it, under a strict policy', async () => {
    const page = await send({ method: 'GET' });
    expect([page.status, String(page.bytes)]).toEqual([200, '<p>page</p>']);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
    expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  it('gets nothing without its cookie, or with another', async () => {
    const headers = await entered();
    expect(await ask('list', {}, own())).toMatchObject({ status: 401, code: 'REVIEW_NO_SESSION' });
    const [name = ''] = (headers.cookie ?? '').split('=');
    for (const cookie of [`${name}=`, `${name}=${'A'.repeat(43)}`, `x${headers.cookie}`])
      expect(await ask('list', {}, { ...own(), cookie })).toMatchObject({ status: 401 });
    expect(await ask('list', {}, headers)).toMatchObject({ status: 200 });
  });
});

describe('another page, which has the cookie sent all the same', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['of another site', { origin: 'https://example.org' }],
    ['of another port', { origin: 'http://127.0.0.1:1' }],
    ['without an origin of its own', { origin: 'null' }],
    ['of the same machine by name', { origin: 'http://localhost' }],
    ['that says so', { 'sec-fetch-site': 'cross-site' }],
    ['of the same site', { 'sec-fetch-site': 'same-site' }],
    ['with a form', { 'content-type': 'text/plain' }],
    ['with another form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['by a name that points here', { host: 'attacker.example' }],
    ['by a name and the port', { host: `localhost:${Number('1')}` }],
  ])('%s', async (_which, change) => {
    const headers = { ...(await entered()), ...change };
    for (const name of ['list', 'show', 'decide', 'release'])
      expect(await ask(name, {}, headers)).toMatchObject({ status: 403, code: 'REVIEW_FOREIGN_REQUEST' });
  });

  it('cannot take the session either', async () => {
    for (const change of [
      { origin: 'https://example.org' },
      { host: 'attacker.example' },
      { 'sec-fetch-site': 'none' },
    ])
      expect((await enter(token, { ...own(), ...change })).status).toBeGreaterThanOrEqual(401);
    expect(await enter()).toMatchObject({ status: 200 });
  });

  it('without any origin is no browser', async () => {
    const { origin: _origin, ...headers } = await entered();
    expect(await ask('list', {}, headers)).toMatchObject({ status: 403 });
  });

  it('by GET changes and reads nothing', async () => {
    const headers = await entered();
    expect(await send({ method: 'GET', path: '/api/list', headers })).toMatchObject({ status: 403 });
    expect(await send({ method: 'OPTIONS', path: '/api/list', headers })).toMatchObject({ status: 403 });
  });
});

describe('an address', () => {
  it.each([
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..\\..\\etc\\passwd',
    '//example.org/',
    '/?a=b',
    '/page.js/../page.js',
    '/api/../',
    '/api/list?name=held/a',
    '/api/constructor',
    '/api/__proto__',
    '/api/toString',
    '/api/LIST',
    '/api/',
    'http://example.org/',
    '*',
  ])('%s leads nowhere', async (path) => {
    const headers = await entered();
    const got = await send({ path, headers, body: '{}' });
    expect(got).toMatchObject({ status: 404, code: 'REVIEW_BAD_REQUEST' });
    expect(String(got.bytes)).not.toContain('root:');
  });
});

describe('a body', () => {
  it.each([
    ['no JSON', '{"name": "Needlemeyer'],
    ['no object', '[1]'],
    ['null', 'null'],
    ['another type', '{"name": 5}'],
    ['a long name', JSON.stringify({ name: 'x'.repeat(600) })],
    ['a deep one', `{"name": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  ])('that is %s is refused, and not quoted', async (_what, body) => {
    const headers = await entered();
    const got = await send({ path: '/api/show', headers, body });
    expect(got).toMatchObject({ status: 400, code: 'REVIEW_BAD_REQUEST' });
    expect(String(got.bytes)).not.toContain('Needle');
  });

  it('that is longer than anything the page sends is not read', async () => {
    const headers = await entered();
    const body = Buffer.alloc(300 * 1024, 0x20);
    const got = await send({ path: '/api/show', headers, body });
    expect(got).toMatchObject({ status: 413, code: 'REVIEW_BAD_REQUEST' });
    expect(await ask('list', {}, headers)).toMatchObject({ status: 200 });
  });

  it.each([
    ['kind', { action: { kind: 'destroy' } }],
    ['action', { action: null }],
    ['region', { action: { kind: 'redact', region: { frame: 0, left: 9, top: 0, right: 3, bottom: 4 } } }],
    ['right', { action: { kind: 'redact', region: { frame: 0, left: 9, top: 0, right: 1e300, bottom: 4 } } }],
    ['to', { action: { kind: 'edit', to: 'x'.repeat(70_000) } }],
  ])('with a wrong "%s" decides nothing', async (field, change) => {
    const headers = await entered();
    const name = desk.held()[0] ?? '';
    const got = await ask('decide', { name, place: '(0010,4000)', seen: 's', ...change }, headers);
    expect(got).toMatchObject({ status: 400, code: 'REVIEW_BAD_REQUEST' });
    expect(String(got.bytes)).toContain(`"${field}\\"`.replace('"', '\\"'));
    expect((await review.showInstance(name)).decisions).toEqual([]);
  });
});

describe('the page itself', () => {
  it('lists, looks, decides and releases', async () => {
    const headers = await entered();
    const list = JSON.parse(String((await ask('list', {}, headers)).bytes)) as HeldList;
    const name = list.rows[0]?.name;
    const shown = JSON.parse(String((await ask('show', { name }, headers)).bytes));
    const element = shown.elements.find(({ place }: { place: string }) => place === '(0010,4000)');
    expect(element.before).toBe('Needlemeyer walks');
    const about = { name, place: element.place, seen: element.seen, over: null };
    const done = await ask('decide', { ...about, action: { kind: 'clear' } }, headers);
    expect(JSON.parse(String(done.bytes))).toMatchObject({ status: 'done' });
    const released = await ask('release', { name }, headers);
    expect(JSON.parse(String(released.bytes))).toMatchObject({ status: 'released' });
    expect(desk.clean().size).toBe(1);
    expect(await ask('show', { name }, headers)).toMatchObject({ status: 422, code: 'REVIEW_NOT_HELD' });
  });

  it('gets a picture, as it came above as it would leave', async () => {
    const headers = await entered();
    const got = await ask('picture', { name: desk.held()[0], frame: 0 }, headers);
    expect([got.status, got.headers['content-type']]).toEqual([200, 'image/png']);
    const { decode } = await import('fast-png');
    const { width, height, data } = decode(got.bytes);
    expect([width, height, [...data]]).toEqual([4, 4, [0, ...Array(7).fill(255), 0, ...Array(7).fill(255)]]);
    expect(JSON.parse(String(got.headers['x-lethe-picture']))).toEqual({
      grey: { window: { center: 128, width: 256 }, values: [0, 255] },
    });
    const narrow = { name: desk.held()[0], frame: 0, window: { center: 300, width: 10 } };
    expect([...decode((await ask('picture', narrow, headers)).bytes).data]).toEqual(Array(16).fill(0));
  });

  it('is told of what nobody expected that it happened, and nothing else', async () => {
    const headers = await entered();
    review.listHeld = () => Promise.reject(new Error('Needlemeyer'));
    const got = await ask('list', {}, headers);
    expect([got.status, got.code, String(got.bytes).includes('Needle')]).toEqual([500, 'DEFECT', false]);
    expect(await ask('cohort', {}, headers)).toMatchObject({ status: 200 });
  });
});

it('listens on this machine alone, and says when a port is taken', async () => {
  expect(new URL(origin).hostname).toBe('127.0.0.1');
  const port = Number(new URL(origin).port);
  await expect(serveReview(review, FILES, port)).rejects.toMatchObject({ code: 'WRONG_CALL' });
});

it('has a token that nobody guesses, behind what a browser does not send', () => {
  const [one, other] = [new Gate(1), new Gate(1)];
  expect(one.address).toMatch(/^http:\/\/127\.0\.0\.1:1\/#[\w-]{43}$/);
  expect(one.address).not.toBe(other.address);
});
