import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lethe } from './run.ts';

/** `lethe rules convert --from ctp-pixels SCRIPT`. */

const at = (name: string) => join(mkdtempSync(join(tmpdir(), 'lethe-scripts-')), name);
function file(text: string): string {
  const path = at('a.script');
  writeFileSync(path, text);
  return path;
}
async function convert(path: string, ...more: string[]) {
  const { status, stdout, stderr } = await lethe(['rules', 'convert', '--from', 'ctp-pixels', path, ...more]);
  return { status, said: String(stdout), complained: String(stderr) };
}

const CX50 = '{ ManufacturerModelName.containsIgnoreCase("CX50") * Rows.equals("600") } (0,0,800,59)\n';

test('what a script says becomes a rule file that is right', async () => {
  const { status, said, complained } = await convert(file(CX50));
  expect([status, complained]).toEqual([0, '']);
  const checked = await lethe(['rules', 'check', file(said)]);
  expect([checked.status, String(checked.stdout).slice(0, 3)]).toEqual([0, 'ok ']);
});

test('what it does not say is told with its place, and the exit status is 1', async () => {
  const path = file(`${CX50}{ !Modality.equals("CT") * Rows.equals("9") } (0,0,1,1)\n`);
  const { status, said, complained } = await convert(path);
  expect(status).toBe(1);
  expect(complained).toMatch(/a\.script:2:3: error SIGNATURE_NOT_SAID \(ctp-pixels\)/);
  expect(said).toContain('//   line 2: SIGNATURE_NOT_SAID');
});

test('of a file with nothing in it that can be said nothing is written', async () => {
  for (const text of ['remarks', '{ Rows.equals("9") } (0,0,1,1)', '\uFFFD'])
    expect(await convert(file(text))).toMatchObject({ status: 2, said: '' });
  expect((await convert('/nowhere/a.script')).status).toBe(2);
});

test('a wrong call is one', async () => {
  for (const more of [
    ['--to', 'microsoft'],
    ['--dialect', 'lethe'],
  ])
    expect(await convert(file(CX50), ...more)).toMatchObject({ status: 2, said: '' });
  expect((await lethe(['rules', 'convert', '--from', 'ctp', file(CX50)])).status).toBe(2);
  expect((await lethe(['rules', 'convert', file(CX50)])).status).toBe(2);
});

test('rules check of such a script names the call that converts it', async () => {
  const { status, stderr } = await lethe(['rules', 'check', file(CX50)]);
  expect([status, String(stderr).includes('lethe rules convert --from ctp-pixels')]).toEqual([2, true]);
});
