import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiExamples, exampleFiles } from '../support/apiExamples.ts';
import { syntheticStudy } from '../support/study.ts';
import { installInto } from './packed.ts';

/** The examples of docs/api with the package: they are what its types allow, and print what they say. */

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'lethe-package-api-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const examples = apiExamples().map((example, number) => ({ ...example, name: `example${number}.mts` }));
/** What an app of the CDK has beside Lethe, as the repository has it: to install it anew would take longer than all tests here. */
const BESIDE = ['aws-cdk-lib', 'constructs'];

beforeAll(() => {
  installInto(folder);
  const instance = syntheticStudy().files.find(({ name }) => name === 'ct/slice-1.dcm');
  for (const [name, content] of Object.entries(exampleFiles(instance?.bytes ?? new Uint8Array())))
    writeFileSync(join(folder, name), content);
  for (const each of BESIDE)
    symlinkSync(join(ROOT, 'node_modules', each), join(folder, 'node_modules', each), 'dir');
  for (const { name, text } of examples) writeFileSync(join(folder, name), text);
});

const node = (...words: readonly string[]) => {
  const env = { HOME: folder, PATH: '/usr/bin:/bin' };
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

it('are what the types allow', () => {
  expect(examples.length).toBeGreaterThan(8);
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
  const typeRoots = ['--typeRoots', join(ROOT, 'node_modules/@types')];
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  expect(node(tsc, ...options, ...typeRoots, ...examples.map(({ name }) => name))).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  });
});

it.each(examples.map((example) => [example.name, example.of, example] as const))(
  '%s, of %s, prints what it says',
  (name, _of, { prints }) => {
    const { status, stdout, stderr } = node(name);
    expect([status, stdout.trim().split('\n'), stderr]).toEqual([0, prints, '']);
  },
);
