import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { auditLines, filesBelow } from '../cli/run.ts';
import { ultrasound } from '../support/burnedIn.ts';
import { storescu } from '../support/network/dcmtk.ts';
import { networkInstances } from '../support/network/instances.ts';
import { until } from '../support/network/until.ts';
import { findNeedles } from '../support/search.ts';
import { syntheticStudy } from '../support/study.ts';
import { Container, type Ended, type Mount, type Wanted } from './container.ts';
import { given, healthOf, listOf, ownDockerfile } from './dockerfile.ts';
import { buildRoot } from './imageRoot.ts';
import { downloadInto } from './packed.ts';

/**
 * The image, without Docker: its steps carried out into a folder, and Lethe shut into it as `docker run` would with the options of docs/container.md. It takes
 * root's rights, as Docker does: without them, and on other systems, it is skipped; in CI on Linux that is a failure.
 */

const USER = 10001;
const file = ownDockerfile();
const folder = mkdtempSync(join(tmpdir(), 'lethe-image-'));
const at = (...names: readonly string[]) => join(folder, ...names);
const study = syntheticStudy();
const roots: Record<string, string> = {};
const running = new Set<Container>();

const isRoot = process.getuid?.() === 0;
const { skip } = describe;
const describeShutIn = process.platform === 'linux' && isRoot ? describe : skip;
if (process.platform === 'linux' && !isRoot && process.env.CI === 'true')
  it('is run by root', () => {
    throw new Error('the image is not tested: run it as root (sudo), as .ci/run is');
  });

beforeAll(() => {
  mkdirSync(at('context/dist'), { recursive: true });
  downloadInto(at('context/dist'));
  for (const stage of ['lethe', 'full']) roots[stage] = buildRoot(file, stage, at('roots'), at('context'));
  for (const { name, bytes } of study.files) {
    mkdirSync(dirname(at('study', name)), { recursive: true });
    writeFileSync(at('study', name), bytes);
  }
});
afterAll(() => {
  for (const each of running) each.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** What a container of this name may write: a volume, and a place for what passes. */
function volumesOf(name: string, owner = USER): readonly Mount[] {
  for (const each of ['data', 'tmp']) {
    mkdirSync(at(name, each), { recursive: true });
    chownSync(at(name, each), owner, owner);
    chmodSync(at(name, each), 0o700);
  }
  return [
    { from: at(name, 'data'), to: '/var/lib/lethe' },
    { from: at(name, 'tmp'), to: '/tmp' },
  ];
}

function start(wanted: Partial<Wanted> & Pick<Wanted, 'mounts' | 'args'>): Container {
  const stage = wanted.stage ?? 'lethe';
  const container = new Container({ root: roots[stage] as string, file, stage, network: 'none', ...wanted });
  running.add(container);
  void container.ended.then(() => running.delete(container));
  return container;
}

const run = (wanted: Partial<Wanted> & Pick<Wanted, 'mounts' | 'args'>): Promise<Ended> =>
  start(wanted).ended;

const STUDY: Mount = {
  get from() {
    return at('study');
  },
  to: '/study',
  isReadOnly: true,
};
const deid = (...more: readonly string[]) => [
  ...['deid', '/study', '--out', 'clean', '--key', 'key', '--audit', 'audit.jsonl', '--quiet', ...more],
];

/** All that is in the root and who may write it. */
const stateOf = (root: string) =>
  spawnSync('find', [root, '-not', '-type', 'l', '-printf', '%P %u %m %s %T@\\n'], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
    .stdout.split('\n')
    .sort();

describeShutIn('a process in the container', () => {
  it('is nobody’s on the machine, has no capability, gains none, and can write the mounts alone', async () => {
    const script = `
      const { readFileSync, writeFileSync, accessSync, constants } = require('node:fs');
      const status = readFileSync('/proc/self/status', 'utf8');
      const of = (name) => new RegExp('^' + name + ':[ \\\\t]*(.*)$', 'm').exec(status)[1];
      const canWrite = (path) => { try { writeFileSync(path, ''); return true; } catch { return false; } };
      console.log(JSON.stringify({
        uid: of('Uid'), groups: of('Groups').trim(), effective: of('CapEff'), permitted: of('CapPrm'), stays: of('NoNewPrivs'), pid: process.pid,
        writes: ['/x', '/etc/x', '/opt/x', '/opt/lethe/x', '/usr/local/bin/x', '/dev/x', '/study/x', '/var/lib/lethe/x', '/tmp/x'].filter(canWrite),
      }));`;
    const { status, stdout } = await run({
      mounts: [...volumesOf('bare'), STUDY],
      entry: ['node', '-e', script],
      args: [],
    });
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      {
        uid: Array(4).fill(USER).join('\t'),
        groups: '',
        effective: '0'.repeat(16),
        permitted: '0'.repeat(16),
        stays: '1',
        pid: 1,
        writes: ['/var/lib/lethe/x', '/tmp/x'],
      },
    ]);
  });

  it('finds nothing that installs', () => {
    for (const stage of ['lethe', 'full']) {
      const root = roots[stage] as string;
      expect(readdirSync(join(root, 'usr/local/bin')).sort()).toEqual(['lethe', 'node']);
      expect(existsSync(join(root, 'usr/local/lib/node_modules'))).toBe(false);
      expect(existsSync(join(root, 'tmp/packages'))).toBe(false);
    }
  });

  it('is Lethe by the version of the label', async () => {
    const { status, stdout } = await run({ mounts: [], args: ['--version'] });
    expect([status, stdout]).toEqual([0, `${file.defaults.VERSION}\n`]);
  });
});

describeShutIn('lethe deid in the container', () => {
  it('de-identifies a folder without a network, and leaves nothing but its outputs', async () => {
    const before = stateOf(roots.lethe as string);
    const { status, stdout, stderr } = await run({
      mounts: [...volumesOf('deid'), STUDY],
      args: deid('--jobs', '2'),
    });
    expect([status, stdout, stderr]).toEqual([1, '', '']);
    const lines = auditLines(at('deid/data/audit.jsonl'));
    expect(lines.map(({ source, outcome, reason }) => [source.key, reason?.code ?? outcome]).sort()).toEqual(
      study.files.map(({ name, expected }) => [name, expected]).sort(),
    );
    const clean = filesBelow(at('deid/data/clean'));
    expect(clean.size).toBe(study.files.filter(({ expected }) => expected === 'released').length);
    for (const bytes of clean.values()) expect(findNeedles(bytes, study.planted)).toEqual([]);
    // What passes through /tmp is code that was compiled, and nothing of an instance.
    const passed = [...filesBelow(at('deid/tmp')).keys()];
    expect(passed.filter((name) => !name.startsWith('lethe/code/'))).toEqual([]);
    expect(readdirSync(at('deid/data')).sort()).toEqual(['audit.jsonl', 'clean', 'clean.kept', 'key']);
    expect(stateOf(roots.lethe as string)).toEqual(before);
  });

  it('makes no key that would be lost with the container', async () => {
    const { status, stderr } = await run({
      mounts: [...volumesOf('keyless'), STUDY],
      args: ['deid', '/study', '--out', 'clean', '--quiet'],
    });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^lethe: KEY_(?:FORBIDDEN|UNAVAILABLE): /)]);
    expect(filesBelow(at('keyless/data')).size).toBe(0);
  });

  it('writes nothing where no volume is mounted', async () => {
    const { status, stderr } = await run({ mounts: [STUDY], args: deid() });
    expect([status, /^lethe: [A-Z_]+: /.test(stderr)]).toEqual([2, true]);
  });

  it('goes by another user, whom the image has no name for', async () => {
    const other = { mounts: [...volumesOf('other', 4321), STUDY], user: '4321:4321' };
    expect((await run({ ...other, args: deid() })).status).toBe(1);
    const listed = await run({ ...other, args: ['review', 'list', '--kept', 'clean.kept', '--json'] });
    expect([listed.status, listed.stderr]).toEqual([0, '']);
  });

  it('ends when it is told to, though it is the first process', async () => {
    const many = at('many');
    mkdirSync(many);
    const [one] = study.files.filter(({ expected }) => expected === 'released');
    for (let number = 0; number < 3000; number += 1)
      writeFileSync(join(many, `${number}.dcm`), one?.bytes as Uint8Array);
    const mounts = [...volumesOf('told'), { from: many, to: '/study', isReadOnly: true }];
    const container = start({ mounts, args: deid('--jobs', '1') });
    const audit = at('told/data/audit.jsonl');
    await until(() => existsSync(audit) && readFileSync(audit).length > 0);
    container.signal('SIGTERM');
    expect((await container.ended).status).toBe(128 + 15);
    expect(auditLines(audit).length).toBeLessThan(3000);
  });
});

describeShutIn('lethe review in the container', () => {
  it('is served to the machine’s own address alone, and ends when it is told to', async () => {
    const mounts = volumesOf('deid');
    const container = start({
      mounts,
      network: 'host',
      args: ['review', '--kept', 'clean.kept', '--port', '0', '--no-open'],
    });
    const [address] = await container.said(/http:\/\/127\.0\.0\.1:\d+\/#\S+/);
    const page = await fetch(new URL('/', address));
    expect([page.status, page.headers.get('content-security-policy')?.slice(0, 18)]).toEqual([
      200,
      "default-src 'none'",
    ]);
    const { origin, hash } = new URL(address);
    const entered = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ token: hash.slice(1) }),
    });
    expect(entered.status).toBe(200);
    container.signal('SIGTERM');
    expect((await container.ended).status).toBe(0);
  });
});

describeShutIn('lethe listen in the container', () => {
  const INSTANCES = networkInstances('plain', ['1.2.840.10008.1.2.1']);

  it('is healthy, takes what storescu sends, and finishes it before it ends', async () => {
    mkdirSync(at('etc'));
    writeFileSync(
      at('etc/lethe.listen.json'),
      JSON.stringify({
        listeners: [{ host: '127.0.0.1', port: 0 }],
        peers: { ct: { aet: '*', addresses: '127.0.0.1' } },
        routes: [{ rules: 'basic', deliveries: ['research'] }],
        deliveries: { research: { kind: 'folder', path: '/var/lib/lethe/research' } },
        spool: { folder: '/var/lib/lethe/spool', leastFreeBytes: 0 },
        kept: '/var/lib/lethe/kept',
        key: '/var/lib/lethe/key',
        audit: { file: '/var/lib/lethe/audit.jsonl' },
        jobs: 2,
      }),
    );
    const mounts = [...volumesOf('gateway'), { from: at('etc'), to: '/etc/lethe', isReadOnly: true }];
    const asked = { mounts, network: 'host' } as const;
    const health = healthOf(file, 'lethe');
    const isHealthy = async () => (await run({ ...asked, entry: [], args: health })).status;
    expect(await isHealthy()).toBe(1);
    const gateway = start({ ...asked, args: listOf(given(file, 'lethe', 'CMD').at(-1)) });
    const [, port] = await gateway.said(/"event":"listening".*?"ports":"?(\d+)/);
    expect(await isHealthy()).toBe(0);
    await storescu(Number(port), INSTANCES, ['-aec', 'LETHE']);
    expect(gateway.zombies).toEqual([]);
    gateway.signal('SIGTERM');
    const { status, stderr } = await gateway.ended;
    expect([status, stderr.includes('"event":"stopped","left":0')]).toEqual([0, true]);
    expect(filesBelow(at('gateway/data/research')).size).toBe(INSTANCES.length);
    expect(auditLines(at('gateway/data/audit.jsonl'))).toHaveLength(INSTANCES.length);
    expect(await isHealthy()).toBe(1);
  });
});

describeShutIn('the full image', () => {
  it('has the weights: pixels are read without a network', async () => {
    mkdirSync(at('pixels'));
    const image = Uint8Array.from({ length: 160 * 320 }, (_, pixel) => (pixel % 320) % 200);
    writeFileSync(at('pixels/a.dcm'), ultrasound({ number: 1, image }));
    writeFileSync(at('pixels/rules.json'), '{ "options": ["cleanPixelData"] }');
    const mounts = [...volumesOf('full'), { from: at('pixels'), to: '/study', isReadOnly: true }];
    const { status, stdout } = await run({
      mounts,
      stage: 'full',
      args: [
        'deid',
        '/study/a.dcm',
        '--rules',
        '/study/rules.json',
        '--out',
        'clean',
        '--key',
        'key',
        '--audit',
        'audit.jsonl',
      ],
    });
    expect([status, stdout.includes('PIXELS_WEIGHTS')]).toEqual([0, false]);
    expect(auditLines(at('full/data/audit.jsonl'))).toMatchObject([{ outcome: 'released' }]);
    const passed = [...filesBelow(at('full/tmp')).keys()];
    expect(passed.filter((name) => !name.startsWith('lethe/code/'))).toEqual([]);
  });

  it('has every client of AWS that Lethe may ask for, in its version, and no CDK', () => {
    const installed = join(roots.full as string, 'opt/lethe/node_modules');
    const { peerDependencies } = JSON.parse(readFileSync(join(installed, 'lethe/package.json'), 'utf8'));
    const wanted = Object.entries(peerDependencies as Record<string, string>).filter(
      ([name]) => !/cdk|constructs/.test(name),
    );
    expect(wanted.length).toBeGreaterThan(10);
    for (const [name, version] of wanted)
      expect([name, JSON.parse(readFileSync(join(installed, name, 'package.json'), 'utf8')).version]).toEqual(
        [name, version],
      );
    expect(existsSync(join(installed, 'aws-cdk-lib'))).toBe(false);
  });
});
