import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { el, instance } from '../support/build.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-reidentify-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(root, ...names);

interface Ended {
  readonly status: number;
  readonly said: string;
  readonly complained: string;
}

/** Runs the command as a user does; `input` is its standard input. */
function lethe(options: readonly string[], input = ''): Promise<Ended> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['--no-warnings', 'cli/lethe.mjs', ...options],
      { cwd: join(import.meta.dirname, '../..') },
      (error, said, complained) =>
        done({ status: typeof error?.code === 'number' ? error.code : 0, said, complained }),
    );
    child.stdin?.end(input);
  });
}

const RULES = {
  identities: {
    patientId: { action: 'allocate', template: 'Site{####}' },
    patientName: { action: 'allocate', template: 'Anon^{####}' },
    uids: 'random',
  },
  reidentification: 'on',
};

const PLACE = [
  ...['--identities', at('clean.kept', 'state', 'identities.sqlite')],
  ...['--key', at('key')],
  ...['--audit', at('audit.jsonl')],
];
const PRIVATE = ['--private-key', at('safe', 'seal.key.pem')];

beforeAll(async () => {
  mkdirSync(at('in'));
  writeFileSync(
    at('in', 'one.dcm'),
    instance({
      elements: [
        el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
        el(0x00080018, 'UI', '1.2.3.4'),
        el(0x00100010, 'PN', 'Needlemeyer^Zita'),
        el(0x00100020, 'LO', 'NDL-1'),
        el(0x00100021, 'LO', 'NORDHAFEN'),
        el(0x0020000d, 'UI', '1.2.3'),
        el(0x0020000e, 'UI', '1.2.3.1'),
      ],
    }),
  );
  writeFileSync(at('rules.json'), JSON.stringify(RULES));
});

describe('lethe reidentify', () => {
  it('makes a key in two halves, and never over another', async () => {
    const init = ['reidentify', 'init', '--public', at('seal.pem'), '--private', at('safe', 'seal.key.pem')];
    expect(await lethe(init)).toMatchObject({ status: 0, complained: '' });
    const before = readFileSync(at('safe', 'seal.key.pem'), 'utf8');
    expect((await lethe(init)).status).toBe(2);
    expect(readFileSync(at('safe', 'seal.key.pem'), 'utf8')).toBe(before);
  });

  it('is asked for before rules that keep originals do anything', async () => {
    const run = [
      'deid',
      at('in'),
      '--out',
      at('none'),
      '--rules',
      at('rules.json'),
      '--key',
      at('key'),
      '-q',
    ];
    const { status, complained } = await lethe(run);
    expect([status, complained]).toEqual([2, expect.stringContaining('--seal-for')]);
    expect(existsSync(at('none'))).toBe(false);
  });

  it('gives a run’s originals back, and leaves an audit line', async () => {
    const run = ['deid', at('in'), '--out', at('clean'), '--rules', at('rules.json'), '--key', at('key')];
    expect(await lethe([...run, '--seal-for', at('seal.pem'), '-q'])).toMatchObject({ status: 0 });
    const { status, said } = await lethe([
      'reidentify',
      'Site0000',
      ...PLACE,
      ...PRIVATE,
      '--reason',
      'a test',
    ]);
    expect(status).toBe(0);
    expect(
      said
        .trim()
        .split('\n')
        .map((row) => row.split(/\s+/)),
    ).toEqual([
      ['PatientID', 'NDL-1'],
      ['IssuerOfPatientID', 'NORDHAFEN'],
      ['PatientName', 'Needlemeyer^Zita'],
    ]);
    const [line] = readFileSync(at('audit.jsonl'), 'utf8').trim().split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({ event: 'reidentify', outcome: 'found', reason: 'a test' });
    expect(line).not.toMatch(/Needlemeyer|NDL-1|NORDHAFEN|Site0000/);
  });

  it('takes what it looks for from standard input, and answers machines', async () => {
    const { status, said } = await lethe(['reidentify', '-', ...PLACE, ...PRIVATE, '--json'], 'Anon^0000\n');
    expect(status).toBe(0);
    expect(JSON.parse(said)).toEqual({
      outcome: 'found',
      original: null,
      patient: { PatientID: 'NDL-1', IssuerOfPatientID: 'NORDHAFEN', PatientName: 'Needlemeyer^Zita' },
    });
  });

  it('says what is not there, and makes no file on the way', async () => {
    expect((await lethe(['reidentify', 'Site0001', ...PLACE, ...PRIVATE])).status).toBe(1);
    for (const wrong of [
      ['reidentify', 'Site0000', '--identities', at('nowhere.sqlite'), '--key', at('key'), ...PRIVATE],
      ['reidentify', 'Site0000', ...PLACE.slice(0, 2), '--key', at('nokey'), ...PRIVATE],
      ['reidentify', 'Site0000', ...PLACE],
      ['reidentify', 'Site0000', ...PLACE, '--private-key', at('seal.pem')],
      ['reidentify', '-', ...PLACE, ...PRIVATE],
      ['reidentify'],
    ])
      expect((await lethe(wrong)).status).toBe(2);
    expect([existsSync(at('nowhere.sqlite')), existsSync(at('nokey'))]).toEqual([false, false]);
  });

  it('erases a patient for good, without the private key', async () => {
    const erase = ['reidentify', 'NDL-1^^^NORDHAFEN', '--erase', ...PLACE];
    expect((await lethe(erase)).status).toBe(0);
    expect((await lethe(erase)).status).toBe(1);
    const after = await lethe(['reidentify', 'Site0000', ...PLACE, ...PRIVATE, '--json']);
    expect([after.status, JSON.parse(after.said)]).toEqual([1, { outcome: 'erased' }]);
  });
});
