import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { el, instance } from '../support/build.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-table-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(root, ...names);

function lethe(...options: readonly string[]): Promise<{ status: number; said: string; complained: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['--no-warnings', 'cli/lethe.mjs', ...options],
      { cwd: join(import.meta.dirname, '../..') },
      (error, said, complained) =>
        done({ status: typeof error?.code === 'number' ? error.code : 0, said, complained }),
    );
  });
}

const object = (index: number, id: string) =>
  instance({
    elements: [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
      el(0x00080018, 'UI', `1.2.3.${index}`),
      el(0x00100020, 'LO', id),
      el(0x0020000d, 'UI', '1.2.3'),
      el(0x0020000e, 'UI', '1.2.4'),
    ],
  });

const rules = (table: string) =>
  JSON.stringify({
    identities: {
      patientId: {
        action: 'lookup',
        table,
        whenMissing: { action: 'allocate', template: 'New{##}' },
      },
    },
  });

beforeAll(() => {
  mkdirSync(at('in'));
  ['Needlemeyer-1', 'Needlemeyer-2', 'Needlemeyer-3'].forEach((id, index) => {
    writeFileSync(at('in', `${index}.dcm`), object(index, id));
  });
  writeFileSync(at('ids.csv'), 'original,new\r\nNeedlemeyer-1,P-1\r\n"Needlemeyer-3","P-3"\r\n');
  writeFileSync(at('csv.rules.json'), rules('ids.csv'));
  writeFileSync(at('hashed.rules.json'), rules('ids.table'));
});

/** The Patient IDs of a run's output, by a search that knows nothing of the engine. */
async function patientIds(ruleFile: string, out: string): Promise<readonly string[]> {
  const audit = at(`${out}.jsonl`);
  const run = [
    'deid',
    at('in'),
    '--out',
    at(out),
    '--rules',
    at(ruleFile),
    '--key',
    at('key'),
    '--audit',
    audit,
  ];
  expect(await lethe(...run, '-q')).toMatchObject({ status: 0, complained: '' });
  const lines = readFileSync(audit, 'utf8').trim().split('\n');
  return lines
    .map((line) => readFileSync(at(out, JSON.parse(line).output.key)).toString('latin1'))
    .map((bytes) => /\x10\x00\x20\x00LO..(P-\d|New\d\d)/s.exec(bytes)?.[1] ?? 'none')
    .sort();
}

describe('a table of the user’s', () => {
  it('is looked up by a run, and what it does not have gets a number', async () => {
    expect(await patientIds('csv.rules.json', 'from-csv')).toEqual(['New00', 'P-1', 'P-3']);
  });

  it('does the same with keyed hashes in place of its originals', async () => {
    const hash = ['table', at('ids.csv'), '--out', at('ids.table'), '--key', at('key')];
    expect(await lethe(...hash)).toMatchObject({ status: 0, complained: '' });
    expect(readFileSync(at('ids.table'), 'utf8')).not.toContain('Needlemeyer');
    expect(await patientIds('hashed.rules.json', 'from-hashes')).toEqual(['New00', 'P-1', 'P-3']);
    expect((await lethe(...hash)).status).toBe(2);
  });

  it('is refused where it is wrong, by line and without a value', async () => {
    writeFileSync(at('wrong.csv'), 'Needlemeyer-1,P-1\nNeedlemeyer-1,P-2\nNeedlemeyer-2\n');
    const { status, complained } = await lethe(
      'table',
      at('wrong.csv'),
      '--out',
      at('wrong.table'),
      '--key',
      at('key'),
    );
    expect(status).toBe(2);
    expect(complained).toMatch(/line 2: CSV_TWO_ANSWERS[\s\S]*line 3: CSV_FIELD_COUNT/);
    expect(complained).not.toContain('Needlemeyer');
    expect(existsSync(at('wrong.table'))).toBe(false);
  });

  it('makes no key on the way', async () => {
    const { status } = await lethe('table', at('ids.csv'), '--out', at('other.table'), '--key', at('nokey'));
    expect([status, existsSync(at('nokey')), existsSync(at('other.table'))]).toEqual([2, false, false]);
  });
});
