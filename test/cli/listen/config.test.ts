import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'jsonc-parser';
import { UsageError } from '../../../cli/exit.ts';
import { loadListen } from '../../../cli/listen/config/load.ts';
import { CONFIGURATION_TABLES, configurationPage } from '../../../cli/listen/config/page.ts';
import { DEFAULT_LIMITS } from '../../../cli/listen/config/receiving.ts';
import { listenSchemaText } from '../../../cli/listen/config/schema.ts';
import { readSecret } from '../../../cli/listen/config/secrets.ts';
import { clientTlsOf, serverTlsOf } from '../../../cli/listen/config/tls.ts';
import { ASSOCIATION_LIMITS } from '../../../layers/dimse/limits.ts';
import { certificateIn } from './certificates.ts';

const page = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const PAGE = page('docs/network/configuration.md');
const EXAMPLE = /```json\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '';
const fitsSchema = new Ajv2020({ strict: true, formats: { uri: true } }).compile(
  JSON.parse(listenSchemaText()) as object,
);

let folder: string;
let made: { readonly cert: string; readonly key: string };
let other: typeof made;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-config-'));
  mkdirSync(join(folder, 'tls'));
  made = certificateIn(join(folder, 'tls'), 'cert');
  other = certificateIn(join(folder, 'tls'), 'hospital');
  writeFileSync(join(folder, 'tls/key.pem'), readFileSync(made.key), { mode: 0o600 });
  writeFileSync(join(folder, 'tls/open.key'), readFileSync(made.key), { mode: 0o644 });
  writeFileSync(join(folder, 'portal.token'), 'a-secret-of-the-portal\n', { mode: 0o600 });
  writeFileSync(join(folder, 'empty.token'), '\n', { mode: 0o600 });
  writeFileSync(join(folder, 'trial-7.json'), '{ "identities": { "project": "trial-7" } }');
  writeFileSync(join(folder, 'worklist.json'), '{}');
  writeFileSync(join(folder, 'broken.json'), '{ "profle": "basic" }');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The least that may be used, as an object to be changed. */
const LEAST = {
  listeners: [{ port: 11112 }],
  peers: { ct: { aet: 'CT1', addresses: '10.1.2.17' } },
  routes: [{ rules: 'basic', deliveries: ['out'] }],
  deliveries: { out: { kind: 'folder', path: 'clean' } },
  spool: { folder: 'spool' },
  kept: 'kept',
};

function load(config: unknown, env: Readonly<Record<string, string>> = {}) {
  const file = join(folder, 'lethe.listen.json');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config, null, 2));
  return loadListen(file, env);
}

/** `CODE line:column` of every problem, in the order in which it is said. */
function problems(config: unknown): readonly string[] {
  const said = (() => {
    try {
      return load(config).warnings.join('\n\n');
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      expect((error as UsageError).code).toBe('CONFIG_WRONG');
      return (error as UsageError).message;
    }
  })();
  return [...said.matchAll(/^\S*?(?::(\d+):(\d+))?: (?:error|warning) ([A-Z0-9_]+) /gm)].map(
    ([, line, column, code]) => `${code} ${line}:${column}`,
  );
}
const codes = (config: unknown) => problems(config).map((each) => each.split(' ')[0]);

describe('lethe.listen.json', () => {
  it('has every default, absolute paths, and the rules of its routes', () => {
    const { config, routes, warnings } = load(LEAST);
    expect(warnings).toEqual([]);
    expect(config).toMatchObject({
      aet: ['LETHE'],
      listeners: [{ host: '0.0.0.0', port: 11112 }],
      peers: [
        { name: 'ct', aet: ['CT1'], addresses: ['10.1.2.17'], certificates: [], may: ['store', 'commit'] },
      ],
      deliveries: [{ name: 'out', kind: 'folder', path: join(folder, 'clean') }],
      spool: { folder: join(folder, 'spool'), mostBytes: 100 * 2 ** 30, leastFreeBytes: 2 ** 30 },
      kept: join(folder, 'kept'),
      limits: DEFAULT_LIMITS,
      http: null,
      metrics: null,
      audit: null,
      jobs: null,
    });
    expect(routes[0]).toMatchObject({ calling: ['*'], called: ['*'], deidentify: 'here' });
    expect(routes[0]?.compiled).toMatchObject({ keyScope: '', origin: { path: 'basic', digest: null } });
    const { associatePduBytes: _whole, ...ofAssociations } = ASSOCIATION_LIMITS;
    expect(DEFAULT_LIMITS).toMatchObject(ofAssociations);
  });

  it('of docs/network/configuration.md is read without a word, and fits the schema', () => {
    const { config, routes, worklists, warnings } = load(EXAMPLE);
    expect(warnings).toEqual([]);
    expect(fitsSchema(parse(EXAMPLE, [], { allowTrailingComma: true }))).toBe(true);
    expect(config.peers.map(({ name }) => name)).toEqual(['ct-1', 'mr', 'archive']);
    expect(config.peers[2]?.certificates[0]).toMatch(/^4e0a6b6c[0-9a-f]{56}$/);
    expect(routes.map(({ compiled }) => [compiled?.keyScope, compiled?.origin.path])).toEqual([
      ['trial-7', join(folder, 'trial-7.json')],
      ['', 'basic'],
      ['', 'basic'],
    ]);
    expect(worklists[0]?.compiled.toServer?.plan.digest).toBe(worklists[0]?.compiled.toModality.plan.digest);
  });

  it('takes a root key of KMS by its ARN, and an alias for a file', () => {
    const arn = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    expect(load({ ...LEAST, key: arn }).config.key).toBe(arn);
    expect(load({ ...LEAST, key: 'alias/lethe' }).config.key).toBe(join(folder, 'alias/lethe'));
  });

  it('takes the key scope of a rule file where its route has none', () => {
    const scoped = { ...LEAST, routes: [{ rules: 'trial-7.json', deliveries: ['out'] }] };
    expect(load(scoped).routes[0]?.compiled?.keyScope).toBe('trial-7');
  });

  it('says what is wrong with all files at once, and where', () => {
    const wrong = `{
  "aet": "MUCH TOO LONG A TITLE",
  "listners": [],
  "listeners": [{ "port": 70000 }],
  "peers": { "CT 1": { "aet": "CT1", "addresses": ["10.1.2.300"] } },
  "routes": [{ "rules": "broken.json", "deliveries": [] }, { "rules": "absent.json", "deliveries": [] }],
  "spool": { "folder": "spool" }
}`;
    expect(problems(wrong)).toEqual([
      'MISSING_KEY 1:1',
      'AE_TITLE_MALFORMED 2:10',
      'UNKNOWN_KEY 3:3',
      'OUT_OF_RANGE 4:27',
      'NAME_MALFORMED 5:14',
      'ADDRESS_MALFORMED 5:52',
      'NO_RULE_FILE 6:71',
      'UNKNOWN_KEY 1:3',
    ]);
  });

  it.each([
    ['not JSON', '{ "aet": ', ['JSON_SYNTAX 1:10']],
    ['nothing', '', ['JSON_SYNTAX 1:1']],
    ['UTF-16', '{\0}', ['NOT_UTF8 1:2']],
  ])('%s', (_name, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  const ae = { kind: 'ae', aet: 'PACS', host: 'pacs.example', port: 104 };
  const ingest = { kind: 'ingest', bucket: 'in', kmsKey: 'arn:aws:kms:eu-central-1:1:key/k' };
  const stow = { kind: 'stow', url: 'https://pacs.example/dicom-web' };
  const delivering = (delivery: object, route: object = { rules: 'basic' }) => ({
    ...LEAST,
    routes: [{ ...route, deliveries: ['out'] }],
    deliveries: { out: delivery },
  });
  const http = { port: 8042, clients: { portal: { token: { file: 'portal.token' }, aet: 'CT1' } } };

  it.each<[string, unknown, readonly string[]]>([
    ['nothing listens', { ...LEAST, listeners: [] }, ['NOTHING_LISTENS']],
    ['one port twice', { ...LEAST, metrics: { port: 11112 } }, ['PORT_TWICE']],
    ['metrics for everybody', { ...LEAST, metrics: { host: '0.0.0.0', port: 1 } }, ['METRICS_OPEN']],
    ['a peer that anybody could be', { ...LEAST, peers: { ct: { aet: 'CT1' } } }, ['PEER_OPEN']],
    [
      'a certificate that no listener asks for',
      { ...LEAST, peers: { ct: { aet: 'CT1', certificates: '0a'.repeat(32) } } },
      ['CERTIFICATE_NOT_ASKED'],
    ],
    [
      'no fingerprint',
      { ...LEAST, peers: { ct: { aet: 'CT1', certificates: '0a:0b' } } },
      ['FINGERPRINT_MALFORMED'],
    ],
    [
      'reports that nobody asks for',
      {
        ...LEAST,
        peers: { ct: { ...LEAST.peers.ct, may: ['store'], reports: { host: 'ct', port: 104 } } },
      },
      ['CONTRADICTION'],
    ],
    [
      'a delivery that is not there',
      { ...LEAST, routes: [{ rules: 'basic', deliveries: ['oot'] }] },
      ['DELIVERY_UNUSED', 'UNKNOWN_WORD'],
    ],
    [
      'a route to nowhere',
      { ...LEAST, deliveries: {}, routes: [{ rules: 'basic', deliveries: [] }] },
      ['NO_DELIVERY'],
    ],
    ['a route without rules', { ...LEAST, routes: [{ deliveries: ['out'] }] }, ['MISSING_KEY']],
    [
      'originals to a folder',
      delivering(LEAST.deliveries.out, { deidentify: 'cloud' }),
      ['ORIGINALS_MISDIRECTED'],
    ],
    ['clean instances to ingest', delivering(ingest), ['ORIGINALS_MISDIRECTED']],
    [
      'rules that are not applied',
      delivering(ingest, { deidentify: 'cloud', rules: 'basic' }),
      ['CONTRADICTION'],
    ],
    [
      'originals without a key of KMS',
      delivering({ ...ingest, kmsKey: undefined }, { deidentify: 'cloud' }),
      ['MISSING_KEY'],
    ],
    ['originals to ingest', delivering(ingest, { deidentify: 'cloud' }), []],
    ['an application entity', delivering(ae), []],
    ['TLS by the system', delivering({ ...ae, tls: {} }), []],
    [
      'a certificate without its key',
      delivering({ ...ae, tls: { cert: 'tls/cert.pem' } }),
      ['CONTRADICTION'],
    ],
    ['no host', delivering({ ...ae, host: 'http://pacs' }), ['HOST_MALFORMED']],
    ['a kind that is not known', delivering({ kind: 'floder', path: 'x' }), ['UNKNOWN_WORD']],
    ['no kind', delivering({ path: 'x' }), ['MISSING_KEY']],
    ['a key of another kind', delivering({ ...ae, path: 'x' }), ['UNKNOWN_KEY']],
    ['STOW-RS without TLS', delivering({ ...stow, url: 'http://pacs.example/' }), ['URL_MALFORMED']],
    ['STOW-RS to this machine', delivering({ ...stow, url: 'http://127.0.0.1:8042/' }), []],
    [
      'a password in a URL',
      delivering({ ...stow, url: 'https://me:secret@pacs.example' }),
      ['URL_MALFORMED'],
    ],
    ['a token in the file', delivering({ ...stow, authorization: 'Bearer abc' }), ['SECRET_IN_CONFIG']],
    ['a token that is not set', delivering({ ...stow, authorization: { env: 'TOKEN' } }), ['SECRET_MISSING']],
    [
      'a token from two places',
      delivering({ ...stow, authorization: { env: 'A', file: 'b' } }),
      ['CONTRADICTION'],
    ],
    ['folders in each other', { ...LEAST, kept: 'spool/kept' }, ['PLACES_OVERLAP']],
    ['the spool among what is clean', { ...LEAST, spool: { folder: 'clean/spool' } }, ['PLACES_OVERLAP']],
    ['a key among what is clean', { ...LEAST, key: 'clean/key' }, ['NOT_IN_THE_CLEAN_FOLDER']],
    [
      'a prefix that leads up',
      { ...LEAST, routes: [{ ...LEAST.routes[0], cleanPrefix: '../' }] },
      ['PREFIX_MALFORMED'],
    ],
    [
      'a route that nobody takes',
      { ...LEAST, routes: [{ ...LEAST.routes[0], calling: 'MR*' }] },
      ['PEER_WITHOUT_ROUTE', 'ROUTE_UNREACHED'],
    ],
    [
      'a worklist without a server',
      {
        ...LEAST,
        peers: { ct: { aet: 'CT1', addresses: '10.1.2.17', may: ['worklist'] } },
        http,
        routes: [],
        worklists: { ris: { toModality: { rules: 'basic' } } },
      },
      ['DELIVERY_UNUSED', 'MISSING_KEY'],
    ],
    ['STOW-RS in', { ...LEAST, http }, []],
    ['tokens over the network', { ...LEAST, http: { ...http, host: '0.0.0.0' } }, ['HTTP_PLAIN']],
    ['nobody to store', { ...LEAST, http: { ...http, clients: {} } }, ['NO_CLIENTS']],
    ['an AE title that is not ours', { ...LEAST, http: { ...http, calledAet: 'OTHER' } }, ['UNKNOWN_WORD']],
    [
      'an empty token',
      { ...LEAST, http: { port: 1, clients: { a: { aet: 'CT1', token: { file: 'empty.token' } } } } },
      ['SECRET_MISSING'],
    ],
    ['a UID', { ...LEAST, privateSopClasses: ['1.02'] }, ['UID_MALFORMED']],
    ['an empty text', { ...LEAST, kept: ' ' }, ['TEXT_EMPTY']],
  ])('%s', (_name, config, expected) => {
    expect(codes(config)).toEqual(expected);
  });

  it('holds a key to its certificate before the first handshake', () => {
    const listening = (tls: object) => ({ ...LEAST, listeners: [{ port: 2762, tls }] });
    expect(codes(listening({ cert: 'tls/cert.pem', key: 'tls/key.pem' }))).toEqual([]);
    expect(codes(listening({ cert: 'tls/hospital.pem', key: 'tls/key.pem' }))).toEqual(['KEY_OF_ANOTHER']);
    expect(codes(listening({ cert: 'tls/cert.pem', key: 'tls/open.key' }))).toEqual(['SECRET_OPEN']);
    expect(codes(listening({ cert: 'tls/key.pem', key: 'tls/cert.pem' }))).toEqual([
      'SECRET_OPEN',
      'NOT_A_CERTIFICATE',
      'NOT_A_PRIVATE_KEY',
    ]);
    expect(codes(listening({ cert: 'tls/absent.pem', key: 'tls/key.pem' }))).toEqual(['FILE_UNREADABLE']);
    const { config } = load(listening({ cert: 'tls/cert.pem', key: 'tls/key.pem', ca: 'tls/hospital.pem' }));
    const [tls] = config.listeners.map((each) => each.tls);
    const pem = {
      cert: readFileSync(made.cert, 'utf8'),
      key: readFileSync(made.key, 'utf8'),
      ca: readFileSync(other.cert, 'utf8'),
    };
    expect(tls === undefined ? null : serverTlsOf(tls)).toEqual({ ...pem, requiresClientCertificate: true });
    expect(clientTlsOf({ ...tls, serverName: 'pacs' })).toEqual({ ...pem, serverName: 'pacs' });
    expect(clientTlsOf({})).toEqual({});
  });

  it('never says a secret', () => {
    const config = {
      ...LEAST,
      http: { ...http, clients: { a: { aet: 'MUCH TOO LONG A TITLE', token: 'HUSH-1234' } } },
    };
    expect(codes(config)).toEqual(['AE_TITLE_MALFORMED', 'SECRET_IN_CONFIG']);
    const others = [
      JSON.stringify(config),
      '{ "http": { "clients": { "a": { "token": "HUSH-1234", "aet": "CT1" } } }, "kept": }',
      '{ "deliveries": { "a": { "kind": "stow", "passwordOfMine": "HUSH-1234", "authorization" : "Bearer HUSH-1234 } } }',
    ];
    for (const text of [JSON.stringify(config, null, 2), ...others])
      expect(() => load(text)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('HUSH') }),
      );
    const read = load({ ...LEAST, http });
    expect(JSON.stringify(read)).not.toContain('a-secret-of-the-portal');
    expect(readSecret(read.config.http?.clients[0]?.token ?? { env: '' }, {})).toBe('a-secret-of-the-portal');
    expect(readSecret({ env: 'TOKEN' }, { TOKEN: ' abc\n' })).toBe('abc');
    expect(() => readSecret({ env: 'TOKEN' }, {})).toThrow(
      expect.objectContaining({ code: 'SECRET_MISSING' }),
    );
  });
});

describe('what is published of it', () => {
  it('is made of the reader’s own tables (npm run docs)', () => {
    expect(page('cli/listen/lethe.listen.schema.json')).toBe(listenSchemaText());
    expect(PAGE).toBe(configurationPage(PAGE));
    for (const name of Object.keys(CONFIGURATION_TABLES)) expect(PAGE).toContain(`<!-- table: ${name} -->`);
  });
});
