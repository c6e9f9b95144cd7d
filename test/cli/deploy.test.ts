import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resourcesOf, synthesize } from '../infra/synthesized.ts';
import { itOnPosix } from '../support/posix.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Paths have spaces, and what a shell would take for its own. */
const folder = mkdtempSync(join(tmpdir(), "lethe deploy $HOME 'x' "));
const at = (...names: readonly string[]) => join(folder, ...names);
beforeAll(() => {
  mkdirSync(at('temporary'));
  writeFileSync(at('lethe.config.json'), '{ "stage": "trial", "memoryMb": 3008 }');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What no output, and nothing that is deployed, may hold. */
const NEEDLES = ['AKIANEEDLE0000000001', 'needle+secret/of+nobody'] as const;

/** In the folder, with nobody's credentials and a network that answers nothing. */
function deploy(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'cli/lethe.mjs'), 'deploy', ...words],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        TMPDIR: at('temporary'),
        TEMP: at('temporary'),
        AWS_ACCESS_KEY_ID: NEEDLES[0],
        AWS_SECRET_ACCESS_KEY: NEEDLES[1],
        AWS_REGION: 'eu-central-1',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_MAX_ATTEMPTS: '1',
      },
    },
  );
  return { status, stdout, stderr };
}

const isJson = (name: string) => name.endsWith('.json');

describe('lethe deploy --dry-run', () => {
  it('says what would be deployed, and keeps nothing', () => {
    const { status, stdout, stderr } = deploy('--dry-run');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Lethe-trial, in the account of your credentials, /);
    expect(stdout).toMatch(/^ {4}6 {2}AWS::S3::Bucket$/m);
    expect(readdirSync(at('temporary'))).toEqual([]);
  });

  it('writes the template that the stack of a checkout has, where it is told', () => {
    const out = at('what is deployed');
    const { status, stdout } = deploy(
      ...['--dry-run', '--json', '--out', out, '--set', 'ingestExpiryDays=7', '--set', 'pixels=on'],
    );
    const said = JSON.parse(stdout);
    expect([status, said.stack, said.account, said.region]).toEqual([0, 'Lethe-trial', null, null]);
    const template = JSON.parse(readFileSync(said.template, 'utf8'));
    const settings = { stage: 'trial', memoryMb: 3008, ingestExpiryDays: 7, pixels: 'on' };
    const own = resourcesOf(synthesize(settings));
    expect(Object.keys(template.Resources).sort()).toEqual(Object.keys(own).sort());
    const count = Object.values(said.resources as Record<string, number>).reduce(
      (sum, each) => sum + each,
      0,
    );
    expect(count).toBe(Object.keys(own).length);
    // Everything that is deployed is in the folder: nobody but the CDK needs to be there any more.
    const { files } = JSON.parse(readFileSync(join(out, 'Lethe-trial.assets.json'), 'utf8'));
    for (const { source } of Object.values(files as Record<string, { source: { path: string } }>))
      expect(readdirSync(out)).toContain(source.path);
    const pixels = Object.values(
      files as Record<string, { displayName: string; source: { path: string } }>,
    ).find(({ displayName }) => displayName.includes('Pixels/Read'));
    expect(readdirSync(join(out, pixels?.source.path ?? ''))).toEqual(
      expect.arrayContaining(['index.mjs', 'pixelsWorker.mjs', 'dcmjs-native-codecs.wasm', 'weights']),
    );
    for (const text of [
      stdout,
      ...readdirSync(out)
        .filter(isJson)
        .map((name) => readFileSync(join(out, name), 'utf8')),
    ]) {
      for (const needle of NEEDLES) expect(text).not.toContain(needle);
      expect(text.replace(/[0-9a-f]{64}/g, '').match(/\b\d{12}\b|-----BEGIN/g)).toBeNull();
    }
    expect(deploy('--dry-run', '--out', out)).toMatchObject({ status: 2, stdout: '' });
  });
});

describe('lethe deploy', () => {
  it('ends as the CDK ends, says on standard output what is its own alone, and leaves nothing behind', () => {
    const { status, stdout, stderr } = deploy('--json', '--yes');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Unable to resolve AWS account');
    expect(stderr).not.toMatch(/^lethe: /m);
    for (const needle of NEEDLES) expect(stderr).not.toContain(needle);
    expect(readdirSync(at('temporary'))).toEqual([]);
  });

  it('hands every word to the CDK as it is, and answers its status', () => {
    writeFileSync(at('cdk.mjs'), 'console.log(JSON.stringify(process.argv.slice(2))); process.exit(7);');
    writeFileSync(
      at('call.mjs'),
      `import { runCdk } from ${JSON.stringify(join(ROOT, 'cli/deploy/cdk.ts'))};
       process.exitCode = await runCdk(${JSON.stringify(at('cdk.mjs'))}, ['a b', '$HOME', '"', "'; exit 3 #"], process.argv[2]);`,
    );
    const call = (says: string) =>
      spawnSync(process.execPath, [at('call.mjs'), says], { encoding: 'utf8', cwd: folder });
    const words = `${JSON.stringify(['a b', '$HOME', '"', "'; exit 3 #"])}\n`;
    expect(call('both')).toMatchObject({ status: 7, stdout: words, stderr: '' });
    expect(call('stderr')).toMatchObject({ status: 7, stdout: '', stderr: words });
  });

  itOnPosix('no signal reaches a process there', 'says of a signal what a shell says', () => {
    writeFileSync(at('killed.mjs'), "process.kill(process.pid, 'SIGKILL');");
    writeFileSync(
      at('call-killed.mjs'),
      `import { runCdk } from ${JSON.stringify(join(ROOT, 'cli/deploy/cdk.ts'))};
       process.exitCode = await runCdk(${JSON.stringify(at('killed.mjs'))}, [], 'both');`,
    );
    expect(spawnSync(process.execPath, [at('call-killed.mjs')]).status).toBe(137);
  });

  it.each([
    ['a word that is none of its own', ['Lethe-trial'], 'WRONG_CALL', '--'],
    ['a setting that is none', ['--set', 'stgae=dev'], 'WRONG_CALL', 'Did you mean "stage"'],
    ['a setting without a value', ['--set', 'stage'], 'WRONG_CALL', 'name=value'],
    ['a setting that is wrong', ['--set', 'stage=Trial!'], 'SETTINGS_INVALID', 'stage must match'],
    ['two questions at once', ['--dry-run', '--diff'], 'WRONG_CALL', 'one of the two'],
    ['a file that is not there', ['--config', 'none.json'], 'WRONG_CALL', 'none.json'],
    [
      'a bucket of nobody knows which Region',
      [
        ...['--profile', 'hospital', '--set', 'cleanBucketName=research-clean', '--set'],
        'cleanKeyArn=arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555',
      ],
      'SETTINGS_INVALID',
      'region is empty',
    ],
  ])('refuses %s', (_what, words, code, says) => {
    const { status, stdout, stderr } = deploy(...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^lethe: ${code}: [^\\n]+\\n$`));
    expect(stderr).toContain(says);
  });

  it('deploys nothing where nobody said what', () => {
    rmSync(at('lethe.config.json'));
    const { status, stderr } = deploy();
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^lethe: WRONG_CALL: there is no lethe\.config\.json/),
    ]);
  });
});
