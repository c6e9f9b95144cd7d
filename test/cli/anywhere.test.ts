import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callersFolder } from '../../cli/callersFolder.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { simple } from './run.ts';

/** `lethe` from any folder, however it is started, and on any Node. */

const ROOT = join(import.meta.dirname, '../..');
const LETHE = join(ROOT, 'cli/lethe.mjs');
const folder = mkdtempSync(join(tmpdir(), 'lethe-anywhere-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(folder, ...names);

beforeAll(() => {
  for (const name of ['caller', 'bin', 'lib']) mkdirSync(at(name));
  writeFileSync(at('caller', 'a.dcm'), simple(1));
  // As npm link makes them.
  symlinkSync(ROOT, at('lib', 'lethe'));
  symlinkSync(at('lib', 'lethe', 'cli/lethe.mjs'), at('bin', 'lethe'));
});

/** As a shell of the caller starts it, where npm has said nothing. */
function started(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PATH = '', HOME = folder } = process.env;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: at('caller'),
    env: { PATH, HOME, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
const deid = (out: string) => ['deid', 'a.dcm', '--out', out, '--key', 'key', '--quiet'];

describe('paths are the caller’s', () => {
  it.each([
    ['npm --prefix', 'npm', ['--prefix', ROOT, 'run', '--silent', 'lethe', '--']],
    ['npx --prefix', 'npx', ['--prefix', ROOT, 'lethe']],
    ['a link', at('bin', 'lethe'), []],
    ['node', process.execPath, [LETHE]],
  ])('with %s', (name, program, args) => {
    const out = name.replace(/\W/g, '');
    const { status, stdout } = started(program, [...args, ...deid(out)]);
    expect([status, stdout]).toEqual([0, '']);
    expect(readdirSync(at('caller'))).toEqual(expect.arrayContaining([out, 'key']));
  });

  it('but not a script’s of somebody else, or a test’s', () => {
    const ours = { INIT_CWD: '/home/me', npm_lifecycle_event: 'lethe' };
    expect(callersFolder(ours, ROOT)).toBe('/home/me');
    expect(callersFolder({ ...ours, npm_lifecycle_event: 'npx' }, ROOT)).toBe('/home/me');
    expect(callersFolder(ours, '/elsewhere')).toBeNull();
    expect(callersFolder({ ...ours, npm_lifecycle_event: 'test' }, ROOT)).toBeNull();
    expect(callersFolder({ ...ours, npm_lifecycle_event: 'build' }, '/their/package')).toBeNull();
    expect(callersFolder({ npm_lifecycle_event: 'lethe' }, ROOT)).toBeNull();
    expect(callersFolder({ ...ours, INIT_CWD: ROOT }, ROOT)).toBeNull();
  });
});

describe('an old Node', () => {
  /** Its version is what the file asks for: the words that it reads are held by the test below. */
  const asOld = (program: string, args: readonly string[], version = '20.20.2') => {
    writeFileSync(
      at('old.cjs'),
      `Object.defineProperty(process.versions, 'node', { value: '${version}' });\n`,
    );
    return started(program, args, { NODE_OPTIONS: `--require ${at('old.cjs')}` });
  };

  it.each(['20.20.2', '18.0.0', '22.21.0', '16.20.2'])(
    '%s gets one line that says which one is wanted',
    (version) => {
      const { status, stdout, stderr } = asOld(process.execPath, [LETHE, '--version'], version);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^lethe: NODE_TOO_OLD: [^\n]*Node 24 [^\n]*\n$/);
      expect(stderr).toContain(version);
    },
  );

  it('is helped by the Node that Lethe brings, where an installed command chose it', () => {
    writeFileSync(at('old.sh'), `#!/bin/sh\nexec '${process.execPath}' --require '${at('old.cjs')}' "$@"\n`, {
      mode: 0o755,
    });
    asOld(process.execPath, [LETHE]);
    const version = started(at('old.sh'), [at('bin', 'lethe'), '--version']);
    expect(version).toEqual({ status: 0, stdout: `${ENGINE_VERSION}\n`, stderr: '' });
    // The status of the command is its own.
    expect(started(at('old.sh'), [at('bin', 'lethe'), 'deid', 'nothing', '--out', 'o']).status).toBe(2);
  });

  it('reads the file that says so: nothing in it is younger than ES2018 and the node: imports', () => {
    const text = readFileSync(LETHE, 'utf8');
    expect(text).not.toMatch(/\?\.|\?\?|^await |#\w+[;(=]|import\.meta\.dirname/m);
    // A name that an old module has not would be a syntax error; a property that it has not is none.
    const named = [...text.matchAll(/^import \{ ([^}]+) \} from 'node:(\w+)'/gm)].map(
      ([, names, module]) => `${module} ${names}`,
    );
    expect(named).toEqual([
      'child_process spawnSync',
      'fs existsSync, readFileSync, realpathSync',
      'os homedir',
      'path join',
      'url fileURLToPath',
    ]);
    expect(() => execFileSync(process.execPath, ['--check', LETHE])).not.toThrow();
  });
});
