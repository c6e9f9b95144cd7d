import { compileRules } from '../../../rules/compile.ts';
import { KNOWN_BUGS, type KnownBug } from '../../../rules/microsoft/compat.ts';
import { el, privateBlock, sq } from '../../support/build.ts';
import { SAMPLE } from './sample.ts';
import { codesOf, compile, planOf, run } from './tool.ts';

/** The tool's own sample configuration runs unchanged. */

const SERIES = '1.3.6.1.4.1.5962.99.1.5128099.2103784727.1533308485539.5.0';
const INSTANCE = [
  el(0x00080018, 'UI', '1.2.3.4'),
  el(0x00080020, 'DA', '20200131'),
  el(0x00080022, 'DA', '20200131'),
  el(0x00080023, 'DA', '20000101'),
  el(0x00080050, 'SH', 'ACC1'),
  el(0x00080080, 'LO', 'CLINIC'),
  ...privateBlock(0x0009, 0x10, 'ACME', [[0x01, 'LO', 'private']]),
  el(0x00100010, 'PN', 'Doe^John'),
  el(0x00100020, 'LO', '12345'),
  el(0x0020000d, 'UI', '1.2.3'),
  el(0x0020000e, 'UI', SERIES),
  el(0x00200010, 'SH', 'kept'),
  el(0x0040a027, 'LO', 'CLINIC'),
  el(0x0040a075, 'PN', 'Roe^Jane'),
  el(0x300a0002, 'SH', 'PLAN'),
];

test('it has the rules that the tool ships', () => {
  const methods = JSON.parse(SAMPLE.slice(1)).rules.map(({ method }: { method: string }) => method);
  const count = (name: string) => methods.filter((method: string) => method === name).length;
  expect(
    ['remove', 'refreshUID', 'redact', 'keep', 'dateshift', 'cryptoHash', 'substitute'].map(count),
  ).toEqual([250, 36, 20, 5, 3, 2, 2]);
  expect(methods).toHaveLength(318);
});

test('it is recognised, and compiles at a desk with warnings of its keys and of rules that are dead there too', () => {
  const { dialect, plan, problems } = compileRules({
    name: 'configuration.json',
    text: SAMPLE,
    place: 'desk',
    readFile: () => '',
  });
  expect([dialect, plan?.rules.length]).toEqual(['microsoft', 318]);
  expect(problems.map(({ severity }) => severity)).toEqual(problems.map(() => 'warning'));
  const codes = problems.map(({ code }) => code).sort();
  expect(codes).toEqual(['MS_FILE_META', 'MS_FILE_META', 'MS_FILE_META', ...Array(3).fill('MS_KEY_IN_FILE')]);
});

test('the cloud refuses its three keys, and names what to write', () => {
  const { plan, problems } = compile(SAMPLE, { place: 'cloud' });
  expect(plan).toBeNull();
  expect(codesOf(problems)).toEqual(Array(3).fill('MS_KEY_IN_FILE'));
  for (const key of ['dateShiftKey', 'cryptoHashKey', 'encryptKey'])
    expect(problems.some(({ hint }) => hint.includes(`"${key}": "kms"`))).toBe(true);
  const mended = SAMPLE.replaceAll(/"(dateShiftKey|cryptoHashKey|encryptKey)": "[^"]*"/g, '"$1": "kms"');
  expect(codesOf(compile(mended, { place: 'cloud' }).problems)).toEqual([]);
});

test('what it does to an instance', async () => {
  const output = await run(SAMPLE, INSTANCE);
  const values = (tag: number) => output.values(tag);
  expect(values(0x00080018)).toEqual([expect.stringMatching(/^2\.25\./)]);
  expect(values(0x00080023)).toEqual(['19991209']);
  for (const emptied of [0x00080020, 0x00080050, 0x00100010, 0x00100020]) expect(values(emptied)).toEqual([]);
  for (const gone of [0x00080022, 0x00080080, 0x00090010, 0x00091001]) expect(values(gone)).toBeUndefined();
  expect(values(0x00200010)).toEqual([]);
  expect(values(0x0040a027)).toEqual(['ANONYMOUS']);
  expect(values(0x300a0002)).toEqual(['ANONY']);
  expect(values(0x0040a075)?.[0]).toMatch(/^[0-9a-f]{64}$/);
});

test('and with every known bug, what the tool does', async () => {
  const compat = Object.keys(KNOWN_BUGS) as KnownBug[];
  const inItem = sq(0x00082218, [[el(0x00080080, 'LO', 'CLINIC')]]);
  const output = await run(SAMPLE, [...INSTANCE, inItem], { compat });
  expect(output.values(0x0040a027)).toEqual(['ANONY']);
  expect(output.values(0x00080023)).toEqual(['19991209']);
  expect(Buffer.from(output.bytes).includes('CLINIC')).toBe(true);
  expect(Buffer.from((await run(SAMPLE, [...INSTANCE, inItem])).bytes).includes('CLINIC')).toBe(false);
  expect(planOf(SAMPLE, { compat }).digest).not.toBe(planOf(SAMPLE).digest);
});
