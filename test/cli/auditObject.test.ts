import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { hashesOf, recordsNamed } from '../../cli/audit/objectNames.ts';
import { historyText, rulesInForce, rulesText } from '../../cli/audit/text.ts';
import { totalsOf } from '../../layers/engine/audit/auditSource.ts';
import { EMPTY_PLAN } from '../../rules/plan.ts';
import { auditRecord } from '../contracts/samples.ts';
import { auditLines, lethe, simple } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-object-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(root, ...names);

/** A run over these inputs; answers its audit. */
let runs = 0;
async function run(inputs: readonly string[], ...more: readonly string[]): Promise<string> {
  const audit = at(`audit-${runs++}.jsonl`);
  const paths = inputs.map((input) => at(input));
  const args = ['--out', at('out'), '--key', at('key'), '--audit', audit, '--overwrite', ...more];
  await lethe(['deid', ...paths, ...args]);
  return audit;
}

beforeAll(() => {
  let number = 0;
  for (const path of ['export/ct/1.dcm', 'export/1.dcm', 'other/ct/1.dcm', 'Needle^Ida/2.dcm']) {
    mkdirSync(join(at(path), '..'), { recursive: true });
    writeFileSync(at(path), simple(number++));
  }
  writeFileSync(at('export', 'broken.dcm'), 'no DICOM');
});

/** Keys of the records that a name finds. */
async function found(name: string, audits: readonly string[], ...more: readonly string[]) {
  const { status, stdout } = await lethe(['audit', 'object', name, '--file', ...audits, '--json', ...more]);
  const keys = (JSON.parse(String(stdout)) as { source: { key: string } }[]).map(({ source }) => source.key);
  expect(status).toBe(keys.length === 0 ? 1 : 0);
  return keys;
}
const here = (path: string) => relative(process.cwd(), at(path));

describe('an object of an audit', () => {
  it('is found by its path as typed: from here, from the root, with or without the input’s name', async () => {
    const audit = await run(['export']);
    for (const name of [
      here('export/ct/1.dcm'),
      `./${here('export/ct/1.dcm')}`,
      at('export/ct/1.dcm'),
      'ct/1.dcm',
    ])
      expect([name, await found(name, [audit])]).toEqual([name, ['ct/1.dcm']]);
    expect(await found(at('export/1.dcm'), [audit])).toEqual(['1.dcm']);
    expect(await found('export/ct/1.dcm', [audit])).toEqual(['ct/1.dcm']);
    for (const name of ['nothing.dcm', at('export/ct/2.dcm'), 'export/ct'])
      expect(await found(name, [audit])).toEqual([]);
    const [clean] = auditLines(audit).filter(({ source }) => source.key === 'ct/1.dcm');
    expect(await found(String(clean?.output.key), [audit])).toEqual(['ct/1.dcm']);
    expect(await found(here(`out/${clean?.output.key}`), [audit])).toEqual(['ct/1.dcm']);
  });

  it('of one of several inputs is told from the other’s, and found in the audits of both kinds', async () => {
    const [one, several] = [await run(['export']), await run(['export', 'other'])];
    const keys = auditLines(several).map(({ source }) => [source.key, source.input]);
    expect(keys).toEqual([
      ['export/1.dcm', 'export'],
      ['export/broken.dcm', 'export'],
      ['export/ct/1.dcm', 'export'],
      ['other/ct/1.dcm', 'other'],
    ]);
    // Of one input they are what they were.
    expect(auditLines(one).map(({ source }) => [source.key, source.input])).toEqual([
      ['1.dcm', undefined],
      ['broken.dcm', undefined],
      ['ct/1.dcm', undefined],
    ]);
    expect(await found(at('other/ct/1.dcm'), [several])).toEqual(['other/ct/1.dcm']);
    expect(await found(here('export/ct/1.dcm'), [one, several])).toEqual(['ct/1.dcm', 'export/ct/1.dcm']);
    expect(await found('ct/1.dcm', [several])).toEqual(['export/ct/1.dcm', 'other/ct/1.dcm']);
  });

  it('is no other that ends like it', () => {
    const records = ['a/1.dcm', '1.dcm', 'b/1.dcm', 'x/a/1.dcm'].map((key) => auditRecord(key));
    const keys = (typed: string) => recordsNamed(typed, records, new Set()).map(({ source }) => source.key);
    expect(keys('/data/x/a/1.dcm')).toEqual(['x/a/1.dcm']);
    expect(keys('/data/a/1.dcm')).toEqual(['a/1.dcm']);
    expect(keys('/data/1.dcm')).toEqual(['1.dcm']);
    expect(keys('/data/c/1.dcm')).toEqual(['1.dcm']);
    expect(keys('/data/1')).toEqual([]);
  });
});

describe('an audit of hashed names', () => {
  it('holds no path, of an archive’s member or of what cannot be read either', async () => {
    writeFileSync(at('Needle^Ida', 'more.gz'), gzipSync(simple(77)));
    writeFileSync(at('Needle^Ida', 'broken.dcm'), 'no DICOM');
    symlinkSync('self', at('Needle^Ida', 'self'));
    const audit = await run(['Needle^Ida'], '--audit-names', 'hashed');
    const lines = auditLines(audit);
    expect(lines.map(({ outcome }) => outcome).sort()).toEqual([
      'fault',
      'opened',
      'quarantined',
      'released',
      'released',
    ]);
    for (const line of lines) {
      expect(line.source.key).toMatch(/^[0-9a-f]{32}$/);
      expect(JSON.stringify(line)).not.toMatch(/Needle|Ida|\.dcm"?,"size|more\.gz/);
    }
    expect(new Set(lines.map(({ source }) => source.key)).size).toBe(lines.length);
    // The same in processes of their own, and the same every time.
    const again = await run(['Needle^Ida'], '--audit-names', 'hashed', '--jobs', '2');
    const keysOf = (path: string) =>
      auditLines(path)
        .map(({ source }) => source.key)
        .sort();
    expect(keysOf(again)).toEqual(keysOf(audit));
  });

  it('is asked with the key: a path as typed, whichever folder was the input', async () => {
    const audits = [
      await run(['Needle^Ida'], '--audit-names', 'hashed'),
      await run(['Needle^Ida/2.dcm'], '--audit-names', 'hashed'),
    ];
    const key = ['--key', at('key')];
    for (const name of [at('Needle^Ida/2.dcm'), here('Needle^Ida/2.dcm')])
      expect(await found(name, audits, ...key)).toHaveLength(2);
    expect(await found(at('Needle^Ida/2.dcm'), audits)).toEqual([]);
    expect(await found(at('Needle^Ida/3.dcm'), audits, ...key)).toEqual([]);
    const { status, stderr } = await lethe([
      'audit',
      'object',
      'x',
      '--file',
      ...audits,
      '--key',
      at('nowhere'),
    ]);
    expect([status, String(stderr)]).toEqual([2, expect.stringMatching(/^lethe: WRONG_CALL: --key: /)]);
    expect((await hashesOf('/a/b/c', at('key'))).size).toBe(4);
  });
});

describe('what people read of a record', () => {
  const record = {
    ...auditRecord('a\nb\u001b[31m.dcm'),
    outcome: 'quarantined' as const,
    reason: {
      code: 'VALUE_INVALID',
      message: 'Too long at (0040,0275)[0](0008,0050). Mend it.',
      hint: 'Mend it.',
      path: '(0040,0275)[0](0008,0050)',
    },
    findings: [
      {
        severity: 'note' as const,
        path: '(0008,0020)',
        code: 'DATE_INVALID' as const,
        message: 'A value is not a DA',
      },
    ],
    plan: { name: EMPTY_PLAN.name, digest: EMPTY_PLAN.digest },
  };

  it('has keywords, items from one, the hint once, a name in one line, and no empty plan', () => {
    const text = historyText([record]);
    expect(text).toContain('RequestAttributesSequence (0040,0275)[1] > AccessionNumber (0008,0050)');
    expect(text).toContain('DATE_INVALID at StudyDate (0008,0020): A value is not a DA');
    expect(text.split('Mend it.')).toHaveLength(2);
    expect(text).toContain('source   a\\x0Ab\\x1B[31m.dcm\n');
    expect(text).toContain('rules    none were applied;');
    expect(text).not.toContain('empty');
  });

  it('counts rules that were applied, and no others', () => {
    const groups = rulesInForce(totalsOf([record, { ...record, plan: { name: 'empty', digest: 'of old' } }]));
    expect(rulesText(groups)).toBe('no instance in the time asked for\n');
  });
});

describe('the report of a run', () => {
  it('names its rules where no file came to them, and never an empty plan', async () => {
    mkdirSync(at('letters'));
    writeFileSync(at('letters', 'a.gz'), gzipSync(Buffer.from('no DICOM')));
    const args = ['deid', at('letters'), '--out', at('letters-out'), '--key', at('key')];
    const { stdout } = await lethe([...args, '--audit', at('letters.jsonl')]);
    expect(String(stdout)).toMatch(/^ {2}plan +PS3\.15 2026d Basic/m);
    const json = JSON.parse(String((await lethe([...args, '--json'])).stdout));
    expect(json.plan.name).toContain('Basic');
    expect(auditLines(at('letters.jsonl')).map(({ plan }) => plan.name)).not.toContain('empty');
  });
});
