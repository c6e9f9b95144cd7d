import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lethe } from './run.ts';

/** `lethe rules convert --from …`: what CTP goes by, as rules and tables. */

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
  for (const of of [
    ['--from', 'karnak'],
    ['--from', 'ctp'],
    ['--from', 'ctp-pixels', '--profile', 'basic'],
    ['--from', 'ctp', '--key-type', 'ptid'],
    ['--to', 'lethe', '--profile', 'basic'],
  ])
    expect([of, (await lethe(['rules', 'convert', ...of, file(CX50)])).status]).toEqual([of, 2]);
  expect((await lethe(['rules', 'convert', file(CX50)])).status).toBe(2);
});

test('rules check of such a script names the call that converts it', async () => {
  const { status, stderr } = await lethe(['rules', 'check', file(CX50)]);
  expect([status, String(stderr).includes('lethe rules convert --from ctp-pixels')]).toEqual([2, true]);
});

const DA = `<script>
  <e en="T" t="00100010" n="PatientName">@remove()</e>
  <e en="T" t="00100020" n="PatientID">@lookup(this,ptid)</e>
</script>
`;

test('an anonymizer script becomes a rule file, alone or over the profile, with the table that it names', async () => {
  const script = file(DA);
  const folder = dirname(script);
  const table = await lethe(['rules', 'convert', '--from', 'ctp-lookup', file('ptid/4711 = A-1\n')]);
  writeFileSync(join(folder, 'ptid.csv'), table.stdout);
  for (const [profile, most] of [
    ['none', 3],
    ['basic', 1000],
  ] as const) {
    const { status, stdout } = await lethe([
      'rules',
      'convert',
      '--from',
      'ctp',
      '--profile',
      profile,
      script,
    ]);
    writeFileSync(join(folder, `${profile}.json`), stdout);
    const checked = await lethe(['rules', 'check', join(folder, `${profile}.json`)]);
    const [, count] = /^ok \S+ \(lethe, (\d+) rules\)/.exec(String(checked.stdout)) ?? [];
    expect([status, checked.status, Number(count) <= most, Number(count) > 1]).toEqual([0, 0, true, true]);
  }
});

test('what an anonymizer script says that cannot be said is told, and the exit status is 1', async () => {
  const { status, stderr } = await lethe([
    ...['rules', 'convert', '--from', 'ctp'],
    file(DA.replace('@remove()', '@initials(this)')),
  ]);
  expect([status, /a\.script:2:\d+: error NO_EQUAL \(ctp\)/.test(String(stderr))]).toEqual([1, true]);
});

test('no line of a lookup table is shown', async () => {
  const { status, stdout, stderr } = await lethe([
    ...['rules', 'convert', '--from', 'ctp-lookup'],
    file('ptid/1 = A\nptid/Secret =\n'),
  ]);
  expect([status, String(stdout)]).toEqual([1, 'original,new\r\n1,A\r\n']);
  expect(String(stderr)).toMatch(/a\.script:2:1: error KEY_SYNTAX/);
  expect(String(stderr)).not.toContain('Secret');
});

test('rules check of an anonymizer script names the call that converts it', async () => {
  const { status, stderr } = await lethe(['rules', 'check', file(DA)]);
  expect([status, String(stderr).includes('lethe rules convert --from ctp FILE')]).toEqual([2, true]);
});
