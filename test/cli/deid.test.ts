import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { el } from '../support/build.ts';
import { expectPrivate } from '../support/posix.ts';
import { syntheticStudy } from '../support/study.ts';
import { auditLines, filesBelow, lethe, simple } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-cli-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const study = syntheticStudy(11).files;
const key = join(root, 'key');
let runs = 0;
const fresh = () => join(root, `run-${runs++}`);

function put(
  folder: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): string {
  for (const { name, bytes } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}
const released = study.filter(({ expected }) => expected === 'released');
/** A run that says nothing, into `out` and its audit beside the input. */
const quietly = (input: string, out: string, audit: string, ...more: readonly string[]) =>
  lethe(['deid', input, '--out', out, '--key', key, '--audit', audit, '--quiet', ...more]);

describe('exit status', () => {
  it('0 when all were released', async () => {
    const run = fresh();
    const input = put(join(run, 'in'), released);
    const { status, stdout, stderr } = await lethe(['deid', input, '--out', join(run, 'out'), '--key', key]);
    expect([status, String(stderr)]).toEqual([0, '']);
    expect(String(stdout)).toMatch(
      new RegExp(`${released.length} files.*\n +released +${released.length}\n`),
    );
  });

  it('1 when some were not, with why in the table', async () => {
    const run = fresh();
    const input = put(join(run, 'in'), study);
    const { status, stdout } = await lethe(['deid', input, '--out', join(run, 'out'), '--key', key]);
    expect(status).toBe(1);
    expect(String(stdout)).toMatch(/quarantined +3\n/);
    for (const code of ['NOT_DICOM', 'TRUNCATED', 'BURNED_IN_ANNOTATION'])
      expect(String(stdout)).toMatch(`${code} `);
    expect(String(stdout)).toContain(join(run, 'out.kept', 'quarantine'));
  });

  it.each([
    ['no command', []],
    ['no input', ['deid', '--out', join(root, 'never')]],
    ['no output', ['deid', root]],
    ['an input that is not there', ['deid', join(root, 'nothing'), '--out', join(root, 'never')]],
    ['an option that is not there', ['deid', root, '--out', join(root, 'never'), '--anonymise']],
    ['no number of jobs', ['deid', root, '--out', join(root, 'never'), '--jobs', 'two']],
    [
      'rules that are not there',
      ['deid', root, '--out', join(root, 'never'), '--rules', join(root, 'none.json')],
    ],
    [
      'a key that is no file',
      [
        'deid',
        root,
        '--out',
        join(root, 'never'),
        '--key',
        'arn:aws:kms:eu-central-1:123456789012:key/9d6f3c1e-0000-4000-8000-000000000000',
      ],
    ],
    ['a command that is not there', ['anonymize', root]],
  ])('2 for a wrong call, and nothing is done: %s', async (_name, args) => {
    const { status, stdout, stderr } = await lethe(args);
    expect(status).toBe(2);
    expect(String(stdout)).toBe('');
    expect(String(stderr)).not.toBe('');
    expect(String(stderr)).not.toMatch(/^\s+at /m);
    expect(existsSync(join(root, 'never'))).toBe(false);
  });

  it('2 for rules that are wrong, with every error at its line', async () => {
    const run = fresh();
    put(run, [{ name: 'rules.json', bytes: Buffer.from('{"lethe": 1, "nonsense": true}') }]);
    const input = put(join(run, 'in'), released.slice(0, 1));
    const args = ['deid', input, '--out', join(run, 'out'), '--key', key, '--rules', join(run, 'rules.json')];
    const { status, stderr } = await lethe(args);
    expect(status).toBe(2);
    expect(String(stderr)).toContain('rules.json');
    expect(existsSync(join(run, 'out'))).toBe(false);
  });
});

describe('--help and --version', () => {
  it('say what there is, and end well', async () => {
    const general = await lethe(['--help']);
    expect([general.status, String(general.stderr)]).toEqual([0, '']);
    expect(String(general.stdout)).toContain('deid');
    const { status, stdout } = await lethe(['deid', '--help']);
    expect(status).toBe(0);
    for (const option of [
      '--out',
      '--rules',
      '--audit',
      '--jobs',
      '--key',
      '--overwrite',
      '--json',
      '--quiet',
    ])
      expect(String(stdout)).toContain(option);
    expect(String(stdout)).toContain('Exit status: 0');
    expect(String((await lethe(['--version'])).stdout)).toBe(`${ENGINE_VERSION}\n`);
  });
});

describe('what it says', () => {
  it('--json is one object, --quiet nothing at all', async () => {
    const run = fresh();
    const input = put(join(run, 'in'), study);
    const json = await lethe(['deid', input, '--out', join(run, 'a'), '--key', key, '--json']);
    expect(JSON.parse(String(json.stdout))).toMatchObject({
      files: study.length,
      outcomes: { released: study.length - 3, quarantined: 3, held: 0, 'passed-through': 0 },
      reasons: { NOT_DICOM: 1, TRUNCATED: 1, BURNED_IN_ANNOTATION: 1 },
      audit: null,
    });
    expect(String(json.stdout).trimEnd()).not.toContain('\n');
    const quiet = await lethe(['deid', input, '--out', join(run, 'b'), '--key', key, '--quiet']);
    expect([quiet.status, String(quiet.stdout), String(quiet.stderr)]).toEqual([1, '', '']);
  });
});

describe('the audit', () => {
  it('has a line for every input file, the unreadable ones too', async () => {
    const run = fresh();
    const input = put(join(run, 'in'), [
      ...study,
      { name: 'empty', bytes: new Uint8Array() },
      { name: 'deep/er/one.txt', bytes: Buffer.from('x') },
    ]);
    symlinkSync(join(run, 'gone'), join(input, 'dangling.dcm'));
    symlinkSync(input, join(input, 'loop'));
    const audit = join(run, 'audit.jsonl');
    const { status } = await quietly(input, join(run, 'out'), audit);
    expect(status).toBe(1);
    const lines = auditLines(audit);
    const names = [...study.map(({ name }) => name), 'empty', 'deep/er/one.txt', 'dangling.dcm'].sort();
    expect(lines.map(({ source }) => source.key).sort()).toEqual(names);
    for (const line of lines) {
      const expected = study.find(({ name }) => name === line.source.key)?.expected;
      if (line.source.key === 'dangling.dcm') expect(line.outcome).toBe('fault');
      else if (expected === undefined) expect(line.outcome).toBe('quarantined');
      else expect(line.reason?.code ?? line.outcome).toBe(expected);
      expect(line.plan.digest).toMatch(/^[0-9a-f]{64}$/);
      expect(line.durationMs).toBeGreaterThanOrEqual(0);
      expect(line.output.key === null).toBe(line.outcome !== 'released');
      if (line.outcome === 'released') {
        expect(existsSync(join(run, 'out', line.output.key as string))).toBe(true);
        expect(Object.values(line.actions).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
      }
    }
  });

  it('is the owner’s alone, and a second run adds to it', async () => {
    const run = fresh();
    const input = put(join(run, 'in'), released.slice(0, 2));
    const audit = join(run, 'a.jsonl');
    const again = () => quietly(input, join(run, 'out'), audit);
    expect((await again()).status).toBe(0);
    const before = filesBelow(join(run, 'out'));
    expect((await again()).status).toBe(0);
    expect(auditLines(audit)).toHaveLength(4);
    expectPrivate(audit);
    expect([...filesBelow(join(run, 'out')).keys()]).toEqual([...before.keys()]);
  });
});

describe('quarantine', () => {
  it('keeps the source as it came with the reason beside it, for its owner alone', async () => {
    const run = fresh();
    const input = put(join(run, 'in'), study);
    const audit = join(run, 'a.jsonl');
    await quietly(input, join(run, 'out'), audit);
    const folder = join(run, 'out.kept', 'quarantine');
    const kept = filesBelow(folder);
    expect(kept.size).toBe(6);
    expectPrivate(folder);
    for (const [name, bytes] of kept) {
      expect(name).toMatch(/^[0-9a-f]{32}\.(dcm|json)$/);
      if (!name.endsWith('.json')) continue;
      const note = JSON.parse(String(bytes)) as {
        source: { key: string };
        reason: { code: string; hint: string };
      };
      const source = study.find((file) => file.name === note.source.key);
      expect(note.reason.code).toBe(source?.expected);
      expect(note.reason.hint).not.toBe('');
      expect(
        Buffer.compare(kept.get(name.replace('.json', '.dcm')) as Buffer, source?.bytes as Uint8Array),
      ).toBe(0);
    }
  });
});

describe('the clean folder', () => {
  it('is the same whatever the number of workers and the order of inputs', async () => {
    const run = fresh();
    const files = [
      ...released,
      ...Array.from({ length: 40 }, (_, index) => ({ name: `more/${index}.dcm`, bytes: simple(index) })),
    ];
    const input = put(join(run, 'in'), files);
    const outputs = await Promise.all(
      ['1', '2', '3'].map(async (jobs) => {
        const out = join(run, `out-${jobs}`);
        const audit = join(run, `a-${jobs}.jsonl`);
        const ran = await quietly(input, out, audit, '--jobs', jobs);
        expect([ran.status, String(ran.stderr)]).toEqual([0, '']);
        const lines = auditLines(audit).map(({ source, output, actions }) =>
          JSON.stringify({ source, output, actions }),
        );
        const clean = [...filesBelow(out)];
        return {
          lines: lines.sort(),
          clean: clean.map(([name, bytes]) => `${name} ${bytes.toString('base64')}`),
        };
      }),
    );
    expect(outputs[0]?.clean).toHaveLength(files.length);
    expect(outputs[1]).toEqual(outputs[0]);
    expect(outputs[2]).toEqual(outputs[0]);
  });

  it('has names of new UIDs only', async () => {
    const run = fresh();
    const input = put(join(run, 'in'), [{ name: 'Zwieback^Oriane.dcm', bytes: simple(1) }]);
    await lethe(['deid', input, '--out', join(run, 'out'), '--key', key, '--quiet']);
    const names = [...filesBelow(join(run, 'out')).keys()];
    expect(names).toEqual([expect.stringMatching(/^(2\.25\.\d+\/){2}2\.25\.\d+\.dcm$/)]);
  });

  it('under another key has other names and other bytes', async () => {
    const run = fresh();
    const input = put(join(run, 'in'), [{ name: 'a.dcm', bytes: simple(1) }]);
    for (const one of ['x', 'y'])
      await lethe(['deid', input, '--out', join(run, one), '--key', join(run, `key-${one}`), '--quiet']);
    const [x, y] = ['x', 'y'].map((one) =>
      [...filesBelow(join(run, one)).keys()].find((name) => name.endsWith('.dcm')),
    );
    expect(x).not.toBe(y);
    expectPrivate(join(run, 'key-x'));
  });

  it('never has one instance for two: the second is quarantined, and nothing is lost', async () => {
    const run = fresh();
    const input = put(join(run, 'in'), [
      { name: 'a.dcm', bytes: simple(1, el(0x00280010, 'US', [1])) },
      { name: 'b.dcm', bytes: simple(1, el(0x00280010, 'US', [2])) },
      { name: 'c.dcm', bytes: simple(1, el(0x00280010, 'US', [1])) },
    ]);
    const audit = join(run, 'a.jsonl');
    const { status } = await quietly(input, join(run, 'out'), audit);
    expect(status).toBe(1);
    const outcomes = auditLines(audit).map(
      ({ source, reason, outcome }) => `${source.key} ${reason?.code ?? outcome}`,
    );
    expect(outcomes.sort()).toEqual(['a.dcm released', 'b.dcm OUTPUT_CONFLICT', 'c.dcm duplicate']);
  });
});
