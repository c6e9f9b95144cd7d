import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, deidentify, openKeyFile } from '../../../layers/library/lethe.ts';
import { filesBelow, lethe } from '../../cli/run.ts';
import { syntheticStudy } from '../../support/study.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-library-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** As `lethe deid` releases it. */
async function atADesk(bytes: Uint8Array, rules: string, key: string): Promise<Uint8Array> {
  const input = mkdtempSync(join(root, 'in-'));
  writeFileSync(join(input, 'a.dcm'), bytes);
  writeFileSync(join(root, 'rules.json'), rules);
  const out = mkdtempSync(join(root, 'out-'));
  rmSync(out, { recursive: true });
  const args = ['deid', input, '--out', out, '--key', key, '--rules', join(root, 'rules.json'), '--quiet'];
  expect((await lethe(args)).status).toBe(0);
  const [bytesOfOutput] = [...filesBelow(out).values()];
  if (bytesOfOutput === undefined) throw new Error('nothing was released');
  return bytesOfOutput;
}

describe('the library gives what lethe deid gives, with the same key', () => {
  it.each([
    ['the Basic Profile', '{ "profile": "basic" }'],
    ['rules of a project', '{ "profile": "basic", "identities": { "project": "trial-7" } }'],
  ])('%s', async (_what, text) => {
    const [file] = syntheticStudy(11).files.filter(({ expected }) => expected === 'released');
    if (file === undefined) throw new Error('no instance');
    const key = join(root, 'key');
    const expected = await atADesk(file.bytes, text, key);
    const result = await deidentify(file.bytes, compile(text), openKeyFile(key));
    if (result.outcome !== 'released') throw new Error(result.outcome);
    expect(Buffer.from(result.bytes).equals(expected)).toBe(true);
  });
});
