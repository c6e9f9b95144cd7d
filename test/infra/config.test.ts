import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { parseConfig, readConfigFile } from '../../infra/config.ts';
import { readSettings, SETTING_NAMES, SettingsError } from '../../infra/settings.ts';
import { SETTING_WORDS } from '../../infra/settingWords.ts';

const ROOT = join(import.meta.dirname, '../..');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf(text: string): readonly string[] {
  try {
    parseConfig(text, 'lethe.config.json');
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as SettingsError).problems;
  }
  return [];
}

describe('the configuration', () => {
  it('is a JSON object of settings, with comments', () => {
    const text = '{\n  // of the trial\n  "stage": "trial", "memoryMb": 3008, "vpc": true,\n}';
    expect(parseConfig(text, 'f')).toEqual({ stage: 'trial', memoryMb: 3008, vpc: true });
  });

  it.each([
    ['{\n  "stgae": "trial"\n}', ['lethe.config.json:2: "stgae" is not a setting. Did you mean "stage"?']],
    ['{ "memoryMb": "3008" }', ['lethe.config.json:1: "memoryMb" must be a number']],
    [
      '{ "vpc": 1,\n"stage": false }',
      ['lethe.config.json:1: "vpc" must be a boolean', 'lethe.config.json:2: "stage" must be a string'],
    ],
    ['{ "toString": "x" }', [expect.stringContaining('Settings are: stage,')]],
    ['{\n"stage": trial }', ['lethe.config.json:2: this is not a JSON object']],
    ['[]', ['lethe.config.json:1: this is not a JSON object']],
    ['', ['lethe.config.json:1: this is not a JSON object']],
  ])('that is %j says what is wrong, by line', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('need not be there', () => {
    expect(readConfigFile(join(folder, 'none.json'))).toBeNull();
    expect(() => readConfigFile(folder)).toThrow(SettingsError);
  });

  it('gives way to what the command line says, and has the bounds of all settings', () => {
    const { node } = new App({ context: { stage: 'dev' } });
    expect(readSettings(node, { stage: 'trial', memoryMb: 3008 })).toMatchObject({
      stage: 'dev',
      memoryMb: 3008,
    });
    expect(() => readSettings(node, { memoryMb: 1 })).toThrow(SettingsError);
  });

  it('has words for every setting', () => {
    expect(Object.keys(SETTING_WORDS).sort()).toEqual([...SETTING_NAMES].sort());
  });
});

describe('the app', () => {
  const start = (context: object) => {
    const out = join(folder, 'out');
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'infra/app.ts')], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context) },
    });
    return { status, stderr, manifest: () => JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) };
  };

  it('reads it from the folder that it is started in', () => {
    writeFileSync(join(folder, 'lethe.config.json'), '{ "stage": "trial", "region": "eu-central-1" }');
    const { status, manifest } = start({});
    expect(status).toBe(0);
    expect(manifest().artifacts['Lethe-trial'].environment).toBe('aws://unknown-account/eu-central-1');
  });

  it.each([
    ['an unknown key', 'Did you mean "stage"?', {}],
    ['a file that is not there', 'there is no file "other.json"', { config: 'other.json' }],
  ])('stops at %s', (_name, words, context) => {
    writeFileSync(join(folder, 'lethe.config.json'), '{ "stgae": "trial" }');
    const { status, stderr } = start(context);
    expect(status).not.toBe(0);
    expect(stderr).toContain(words);
  });
});
