import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listInputs } from '../../cli/deid/inputs.ts';
import { escapedName } from '../../cli/deid/oddNames.ts';
import { itOnPosix } from '../support/posix.ts';
import { auditLines, filesBelow, lethe, simple } from './run.ts';

/** One entry of a folder that cannot be read, or has an odd name, does not affect the others. */

const root = mkdtempSync(join(tmpdir(), 'lethe-odd-'));
afterAll(() => {
  chmodSync(join(root, 'rights', 'in', 'locked'), 0o700);
  rmSync(root, { recursive: true, force: true });
});
const at = (...names: readonly string[]) => join(root, ...names);
const bytes = (folder: string, name: readonly number[] | string) =>
  Buffer.concat([
    Buffer.from(`${folder}/`),
    typeof name === 'string' ? Buffer.from(name) : Buffer.from(name),
  ]);
let number = 0;
const put = (path: string | Buffer) => writeFileSync(path, simple(number++));

/** `lethe deid` on a folder of `at(name)`, with its audit. */
async function run(name: string, ...more: readonly string[]) {
  const audit = at(name, `audit-${number++}.jsonl`);
  const args = [
    'deid',
    at(name, 'in'),
    '--out',
    at(name, 'out'),
    '--key',
    at(name, 'key'),
    '--audit',
    audit,
    '-q',
  ];
  const ran = await lethe([...args, ...more]);
  const outcomes = auditLines(audit).map(({ source, outcome, reason }) => [
    source.key,
    reason?.code ?? outcome,
  ]);
  return { ...ran, outcomes: Object.fromEntries(outcomes), lines: auditLines(audit) };
}

describe('names', () => {
  /** What each is called in the audit. */
  const NAMES: readonly (readonly [name: readonly number[] | string, key: string])[] = [
    [[0x62, 0xff, 0xfe, 0x2e, 0x64], 'b\\xFF\\xFE.d'],
    [[0xe9], '\\xE9'],
    [[0x5c, 0xe9], '\\x5C\\xE9'],
    // Text that reads like an escape is told from one.
    ['b\\xFF\\xFE.d', 'b\\x5CxFF\\x5CxFE.d'],
    ['a\\b', 'a\\b'],
    ['line\nbreak.dcm', 'line\nbreak.dcm'],
    ['-rf.dcm', '-rf.dcm'],
    ['\ufffd.dcm', '\ufffd.dcm'],
    ['Grüße 患者.dcm', 'Grüße 患者.dcm'],
    [`${'n'.repeat(251)}.dcm`, `${'n'.repeat(251)}.dcm`],
    [' ', ' '],
  ];
  beforeAll(() => {
    mkdirSync(at('names', 'in'), { recursive: true });
    mkdirSync(bytes(at('names', 'in'), [0x66, 0xff]));
    put(Buffer.concat([bytes(at('names', 'in'), [0x66, 0xff]), Buffer.from('/deep.dcm')]));
    writeFileSync(bytes(at('names', 'in'), [0x6a, 0xff]), 'no DICOM');
    for (const [name] of NAMES) put(bytes(at('names', 'in'), name));
  });

  it.each(['1', '3'])(
    'of any bytes are processed, by %s processes, each under a name of its own',
    async (jobs) => {
      const { status, outcomes, stderr } = await run('names', '--jobs', jobs, '--overwrite');
      expect([status, String(stderr)]).toEqual([1, '']);
      expect(outcomes).toEqual({
        ...Object.fromEntries(NAMES.map(([, key]) => [key, 'released'])),
        'f\\xFF/deep.dcm': 'released',
        'j\\xFF': 'NOT_DICOM',
      });
      const clean = [...filesBelow(at('names', 'out')).keys()].filter((name) => name.startsWith('2.25.'));
      expect(clean).toHaveLength(NAMES.length + 1);
    },
  );

  itOnPosix(
    'names are not bytes there',
    'that a shell gives as bytes are found, in folders of such names, too',
    async () => {
      const script = '"$1" "$2" deid --out "$3" --key "$4" --audit "$5" -q -- b* f* -rf.dcm';
      const args = [process.execPath, join(import.meta.dirname, '../../cli/lethe.mjs'), at('names', 'shell')];
      const audit = at('names', 'shell.jsonl');
      const { status, stderr } = spawnSync('sh', ['-c', script, 'sh', ...args, at('names', 'key'), audit], {
        cwd: at('names', 'in'),
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
      expect(auditLines(audit).map(({ source }) => source.key)).toEqual(
        expect.arrayContaining(['in/b\\xFF\\xFE.d', 'f\\xFF/deep.dcm', 'in/-rf.dcm']),
      );
    },
  );

  it('are escaped so that no two are the same', () => {
    const names = Array.from({ length: 65_536 }, (_, at) => Buffer.from([at >> 8, at & 0xff]));
    // Texts that are what others are escaped to, and those once more.
    const literal = ['\\xFF', '\\xE9\\x41', '\\x5C', '\\x5CxFF', '\\x5Cx5CxFF'].map((text) =>
      Buffer.from(text),
    );
    const distinct = new Set([...names, ...literal].map((name) => name.toString('latin1')));
    expect(new Set([...distinct].map((name) => escapedName(Buffer.from(name, 'latin1')))).size).toBe(
      distinct.size,
    );
    const ascii = names.filter((name) => name.every((byte) => byte < 0x80));
    expect(ascii.filter((name) => escapedName(name) !== name.toString())).toEqual([]);
  });
});

describe('links', () => {
  it('that lead nowhere, to themselves or to a folder elsewhere have a line; one into the input is seen already', async () => {
    mkdirSync(at('links', 'in', 'deep'), { recursive: true });
    mkdirSync(at('links', 'elsewhere'));
    put(at('links', 'in', 'deep', 'a.dcm'));
    symlinkSync('self', at('links', 'in', 'self'));
    symlinkSync('two', at('links', 'in', 'one'));
    symlinkSync('one', at('links', 'in', 'two'));
    symlinkSync('nothing', at('links', 'in', 'dangling'));
    symlinkSync('.', at('links', 'in', 'here'));
    symlinkSync('../deep', at('links', 'in', 'deep', 'again'));
    symlinkSync('../..', at('links', 'in', 'up'));
    symlinkSync('../elsewhere', at('links', 'in', 'away'));
    const { status, outcomes, lines, stderr } = await run('links');
    expect([status, String(stderr)]).toEqual([1, '']);
    expect(outcomes).toEqual({
      'deep/a.dcm': 'released',
      self: 'SOURCE_UNREADABLE',
      one: 'SOURCE_UNREADABLE',
      two: 'SOURCE_UNREADABLE',
      dangling: 'SOURCE_GONE',
      up: 'SOURCE_UNREADABLE',
      away: 'SOURCE_UNREADABLE',
    });
    for (const { reason } of lines) expect(JSON.stringify(reason)).not.toContain(root);
  });
});

describe('rights', () => {
  /** Whom rights bind: root reads everything. */
  function asSomebody<Result>(work: () => Result): Result {
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      return work();
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  }

  it('that a folder does not give cost that one, also where it is an input among others', () => {
    const input = at('rights', 'in');
    mkdirSync(join(input, 'locked'), { recursive: true });
    put(join(input, 'a.dcm'));
    put(join(input, 'locked', 'b.dcm'));
    chmodSync(root, 0o755);
    chmodSync(join(input, 'locked'), 0);
    const listed = (...inputs: readonly string[]) =>
      asSomebody(() => listInputs(inputs, at('out'))).map(({ path, input: name, fault }) => [
        name === undefined ? path : `${name}/${path}`,
        fault?.code,
      ]);
    expect(listed(input)).toEqual([
      ['a.dcm', undefined],
      ['locked/', 'SOURCE_UNREADABLE'],
    ]);
    expect(listed(join(input, 'locked'), join(input, 'a.dcm'))).toEqual([
      ['locked/', 'SOURCE_UNREADABLE'],
      ['in/a.dcm', undefined],
    ]);
    // What is below it cannot even be looked at: that is a wrong call.
    expect(() => listed(join(input, 'locked', 'b.dcm'))).toThrow(
      expect.objectContaining({ code: 'INPUT_UNREADABLE' }),
    );
  });
});

describe('inputs of one relative name', () => {
  it('differ in the audit by the names of their folders, as far up as it takes; of one folder they stay as they were', () => {
    for (const folder of ['p/export', 'q/export', 'q/other']) {
      mkdirSync(at('several', folder), { recursive: true });
      put(at('several', folder, '1.dcm'));
    }
    const named = (...inputs: readonly string[]) =>
      listInputs(
        inputs.map((input) => at('several', input)),
        at('out'),
      ).map(({ input, path }) => (input === undefined ? path : `${input}/${path}`));
    expect(named('p/export')).toEqual(['1.dcm']);
    expect(named('p')).toEqual(['export/1.dcm']);
    expect(named('p/export/1.dcm')).toEqual(['1.dcm']);
    expect(named('p/export', 'q/other')).toEqual(['export/1.dcm', 'other/1.dcm']);
    expect(named('p/export', 'q/export', 'q/other')).toEqual([
      'p/export/1.dcm',
      'q/export/1.dcm',
      'other/1.dcm',
    ]);
    expect(named('p/export/1.dcm', 'q/export/1.dcm')).toEqual(['p/export/1.dcm', 'q/export/1.dcm']);
  });
});
