import { execFileSync, spawnSync } from 'node:child_process';
import {
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
import type { Repository } from '../../cli/package/manifest.ts';
import { npm } from '../../cli/package/npm.ts';
import { emptyProject, installInto, tarballs } from './packed.ts';

/** Deploying without the repository: by the command, and by an app of one's own. The CDK is what `npm install` brings. */
const ROOT = join(import.meta.dirname, '../..');
const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Repository;
const CDK = ['aws-cdk', 'aws-cdk-lib', 'constructs'].map((name) => `${name}@${devDependencies[name]}`);
/** What the example of the page goes by: a compiler, and the types of Node. */
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

const folder = mkdtempSync(join(tmpdir(), 'lethe deploys '));
const at = (...names: readonly string[]) => join(folder, ...names);
const project = at('a hospital');
beforeAll(() => {
  installInto(project);
  for (const name of ['home', 'temporary', 'node22']) mkdirSync(at(name));
  emptyProject(at('node22'));
  npm(at('node22'), 'install', '--no-audit', '--no-fund', 'node@22.23.3');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NODES = () => ({
  'Node 24': process.execPath,
  'Node 22': at('node22', 'node_modules', 'node', 'bin', 'node'),
});

/** Runs a file by a Node, in the project, with nothing that leads back to the repository or to anybody's account. */
function run(by: keyof ReturnType<typeof NODES>, file: string, ...words: readonly string[]) {
  const node = NODES()[by];
  const { status, stdout, stderr } = spawnSync(node, [file, ...words], {
    cwd: project,
    encoding: 'utf8',
    env: {
      PATH: `${dirname(node)}:/usr/bin:/bin`,
      HOME: at('home'),
      TMPDIR: at('temporary'),
      AWS_EC2_METADATA_DISABLED: 'true',
      // Where the CDK's command says that an app is to write; `lethe deploy` has its own place.
      CDK_OUTDIR: at('own'),
    },
  });
  return { status, stdout, stderr };
}
const lethe = (by: keyof ReturnType<typeof NODES>, ...words: readonly string[]) =>
  run(by, join(project, 'node_modules/lethe/cli/lethe.mjs'), ...words);

/** What the app of the repository makes of the settings, as `npm run synth` would. */
function ofRepository(settings: Readonly<Record<string, unknown>>): string {
  const out = at(`repository ${JSON.stringify(settings).length}`);
  if (existsSync(out)) return out;
  execFileSync(process.execPath, [join(ROOT, 'infra/app.ts')], {
    cwd: ROOT,
    env: {
      ...process.env,
      CDK_OUTDIR: out,
      CDK_CONTEXT_JSON: JSON.stringify({
        'aws:cdk:enable-path-metadata': true,
        'aws:cdk:enable-asset-metadata': true,
        'aws:cdk:version-reporting': false,
        config: '',
        ...settings,
      }),
    },
  });
  return out;
}

/** Every file that is deployed, by its path: the template, and what its assets hold. */
function deployed(out: string): Readonly<Record<string, string>> {
  const files = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(out.length + 1))
    .filter((path) => path.startsWith('asset.') || path.endsWith('.template.json'))
    .sort();
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(out, path)).toString('base64')]));
}

describe('without the CDK', () => {
  const CALL = /"npm install aws-cdk@\d+\.\d+\.\d+ aws-cdk-lib@\d+\.\d+\.\d+ constructs@\d+\.\d+\.\d+"/;

  it('lethe deploy says what to install', () => {
    writeFileSync(join(project, 'lethe.config.json'), '{ "stage": "trial" }');
    for (const words of [['--dry-run'], []]) {
      const { status, stdout, stderr } = lethe('Node 24', 'deploy', ...words);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^lethe: PACKAGE_MISSING: [^\n]+\n$/);
      expect(stderr).toMatch(CALL);
    }
  });

  it('lethe/cdk says it, too', () => {
    writeFileSync(join(project, 'app.mjs'), "import { LetheStack } from 'lethe/cdk';\n");
    const { status, stderr } = run('Node 24', join(project, 'app.mjs'));
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /PACKAGE_MISSING: .*"npm install aws-cdk-lib@\d+\.\d+\.\d+ constructs@\d+\.\d+\.\d+"/,
    );
  });
});

describe('with it', () => {
  beforeAll(() => {
    npm(project, 'install', '--no-audit', '--no-fund', '--prefer-offline', ...CDK);
  });

  it.each(['Node 24', 'Node 22'] as const)('lethe init and lethe deploy do, by %s', (by) => {
    const settings = ['--stage', 'trial', '--region', 'eu-central-1', '--ingest-expiry-days', '7'];
    expect(lethe(by, 'init', '--yes', '--force', ...settings)).toMatchObject({ status: 0, stderr: '' });
    const out = at(`out ${by}`);
    const { status, stdout, stderr } = lethe(by, 'deploy', '--dry-run', '--json', '--out', out);
    expect([status, stderr, JSON.parse(stdout).stack]).toEqual([0, '', 'Lethe-trial']);
    // Byte for byte, and the code with it.
    const wanted = ofRepository({
      stage: 'trial',
      region: 'eu-central-1',
      ingestExpiryDays: 7,
    });
    expect(deployed(out)).toEqual(deployed(wanted));
    expect(Object.keys(deployed(out)).length).toBeGreaterThan(50);
    // Nobody's account was named: the CDK asks for credentials, finds none, and its status is the command's.
    const tried = lethe(by, 'deploy', '--yes', '--json');
    expect([tried.status, tried.stdout]).toEqual([1, '']);
    expect(tried.stderr).toContain('Unable to resolve AWS account');
    expect(readdirSync(at('temporary'))).toEqual([]);
  });

  it('frames are read by the weights, once they are installed', () => {
    const dry = (out: string) =>
      lethe('Node 24', 'deploy', '--dry-run', '--set', 'pixels=on', '--out', at(out));
    const { status, stderr } = dry('unweighed');
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^lethe: PIXELS_WEIGHTS: [^\n]*npm install lethe-weights/),
    ]);
    npm(project, 'install', '--no-audit', '--no-fund', '--prefer-offline', tarballs()[1]);
    expect(dry('weighed')).toMatchObject({ status: 0, stderr: '' });
    const settings = { stage: 'trial', region: 'eu-central-1', ingestExpiryDays: 7, pixels: 'on' };
    expect(deployed(at('weighed'))).toEqual(deployed(ofRepository(settings)));
  });

  describe('the app of docs/operations/deploying.md', () => {
    const page = readFileSync(join(ROOT, 'docs/operations/deploying.md'), 'utf8');
    const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
    const check = (text: string) => {
      writeFileSync(join(project, 'own.mts'), text);
      const { status, stdout } = spawnSync(
        process.execPath,
        [
          ...[TSC, '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'],
          ...['--skipLibCheck', '--typeRoots', join(ROOT, 'node_modules/@types'), join(project, 'own.mts')],
        ],
        { cwd: project, encoding: 'utf8' },
      );
      return { status, stdout };
    };

    it('has types that hold, and whose mistakes the types see', () => {
      expect(check(example)).toEqual({ status: 0, stdout: '' });
      expect(check(example.replace("stage: 'trial'", "stgae: 'trial'")).stdout).toContain('TS2561');
      expect(check(example.replace('storageKey: key', 'storageKey: pacs')).stdout).toContain('TS2');
    });

    it('synthesizes', () => {
      writeFileSync(join(project, 'own.mts'), example);
      expect(run('Node 24', join(project, 'own.mts'))).toEqual({ status: 0, stdout: '', stderr: '' });
      const { Resources, Outputs } = JSON.parse(readFileSync(at('own', 'Imaging.template.json'), 'utf8'));
      const buckets = Object.entries(Resources as Record<string, { Type: string }>)
        .filter(([, { Type }]) => Type === 'AWS::S3::Bucket')
        .map(([id]) => id.slice(0, -8));
      expect(buckets.sort()).toEqual([
        'LetheBackfillReports',
        'LetheManifestsBucket',
        'LetheStorageClean',
        'LetheStorageQuarantine',
        'LetheStorageRules',
        'Pacs',
      ]);
      expect(Object.keys(Outputs)).toEqual(
        expect.arrayContaining(['IngestBucket', 'AlarmTopicPolicyStatements']),
      );
    });

    it.each(['Node 24', 'Node 22'] as const)('can be of CommonJS as well, by %s', (by) => {
      writeFileSync(
        join(project, 'own.cjs'),
        "const { LetheStack } = require('lethe/cdk');\nconsole.log(typeof LetheStack);\n",
      );
      expect(run(by, join(project, 'own.cjs'))).toEqual({ status: 0, stdout: 'function\n', stderr: '' });
    });
  });
});
