import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keeping } from '../../support/network/own.ts';
import { freePort } from '../../support/network/programs.ts';
import { lethe } from '../run.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-check-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function check(config: unknown, ...more: readonly string[]) {
  const file = join(folder, 'lethe.listen.json');
  writeFileSync(file, JSON.stringify(config, null, 2));
  const { status, stdout, stderr } = await lethe(['listen', 'check', '--config', file, ...more]);
  return { status, out: stdout.toString(), err: stderr.toString() };
}

const CONFIG = {
  aet: 'LETHE',
  listeners: [{ port: 11112 }],
  peers: { ct: { aet: 'CT1', addresses: ['10.1.2.17', '10.1.3.0/24'] } },
  routes: [{ calling: 'CT*', rules: 'basic', keyScope: 'trial', deliveries: ['pacs', 'out'] }],
  deliveries: {
    pacs: { kind: 'ae', aet: 'PACS', host: '127.0.0.1', port: 104 },
    out: { kind: 'folder', path: 'clean' },
  },
  http: { port: 8042, clients: { portal: { token: { file: 'token' }, aet: 'CT2' } } },
  spool: { folder: 'spool' },
  kept: 'kept',
  key: 'key',
};

describe('lethe listen check', () => {
  it('says what is taken from whom, under which rules, and where it goes, and makes nothing', async () => {
    writeFileSync(join(folder, 'token'), 'hush-hush', { mode: 0o600 });
    const { status, out, err } = await check(CONFIG);
    expect([status, err]).toEqual([0, '']);
    expect(out.replace(/\b[0-9a-f]{12}\b/, 'DIGEST').replaceAll(folder, '.')).toBe(`Called         LETHE
Listens        0.0.0.0:11112, without TLS
STOW-RS        http://127.0.0.1:8042/studies
From           ct (CT1) at 10.1.2.17, 10.1.3.0/24: store, commit
From           portal (CT2), by its token: store
Route          CT* to *: basic (key scope trial) DIGEST, then pacs, out
To             pacs: PACS@127.0.0.1:104
To             out: ./clean
Spool          ./spool
Kept           ./kept
Key            ./key
`);
  });

  it('says every error, and exits 2', async () => {
    const { status, err } = await check({ ...CONFIG, peers: { ct: { aet: 'CT1' } }, kept: 'spool/kept' });
    expect(status).toBe(2);
    expect(err).toMatch(/^lethe: CONFIG_WRONG: 2 errors in the configuration\. Nothing was done\./);
    expect(err).toContain('error PEER_OPEN');
    expect(err).toContain('error PLACES_OVERLAP');
    expect((await lethe(['listen', 'check'])).status).toBe(2);
  });

  it('asks every application entity whether it is there, where it is told to', async () => {
    const pacs = await keeping();
    const at = (port: number) => ({ ...CONFIG.deliveries, pacs: { ...CONFIG.deliveries.pacs, port } });
    const there = await check({ ...CONFIG, deliveries: at(pacs.port) }, '--connect');
    expect([there.status, there.out.split('\n').at(-2)]).toEqual([
      0,
      `Echo           deliveries.pacs: PACS@127.0.0.1:${pacs.port} answers`,
    ]);
    expect(pacs.requests.map(({ callingAeTitle, calledAeTitle }) => [callingAeTitle, calledAeTitle])).toEqual(
      [['LETHE', 'PACS']],
    );
    await pacs.close();
    const gone = await check({ ...CONFIG, deliveries: at(await freePort()) }, '--connect');
    expect([gone.status, gone.out.split('\n').at(-2)]).toEqual([
      1,
      expect.stringContaining('PEER_UNREACHABLE: '),
    ]);
  });

  it('prints the schema that is published', async () => {
    const { stdout } = await lethe(['listen', 'schema']);
    expect(stdout.toString()).toBe(
      readFileSync(new URL('../../../cli/listen/lethe.listen.schema.json', import.meta.url), 'utf8'),
    );
  });
});
