import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { lethe } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'lethe-version-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is said, and which modules that took: their number is what a start lasts by, and no clock has to be asked. */
async function asked(...args: readonly string[]) {
  const LOADED = join(folder, 'loaded.json');
  const NODE_OPTIONS = `--import=${new URL('../support/loaded.mjs', import.meta.url).href}`;
  const { status, stdout, stderr } = await lethe(args, { LOADED, NODE_OPTIONS });
  const loaded = (JSON.parse(readFileSync(LOADED, 'utf8')) as string[]).map((url) =>
    url.slice(url.lastIndexOf('/', url.lastIndexOf('/') - 1) + 1),
  );
  return { said: [status, stdout.toString(), stderr.toString()], loaded };
}

it.each(['--version', '-V'])('%s loads nothing but the file that starts Lethe', async (option) => {
  const { said, loaded } = await asked(option);
  expect(said).toEqual([0, `${ENGINE_VERSION}\n`, '']);
  expect(loaded).toEqual(['cli/lethe.mjs']);
});

it('--version --json loads no engine, no command and no client', async () => {
  const { said, loaded } = await asked('--version', '--json');
  const [status, text, errors] = said;
  expect([status, errors]).toEqual([0, '']);
  expect(JSON.parse(String(text))).toMatchObject({
    lethe: ENGINE_VERSION,
    engine: ENGINE_VERSION,
    edition: '2026d',
  });
  expect(loaded).toContain('cli/versionJson.ts');
  expect(loaded.filter((name) => name.endsWith('/command.ts') || /^(deidentify|client)/.test(name))).toEqual(
    [],
  );
  expect(loaded.length).toBeLessThan(25);
});

it('a call with more words is the command’s own', async () => {
  const { said, loaded } = await asked('--version', '--no-such-option');
  expect([said[0], loaded.includes('cli/program.ts')]).toEqual([0, true]);
});
