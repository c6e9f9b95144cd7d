import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deidCommand } from '../../cli/deid/command.ts';
import { UsageError } from '../../cli/exit.ts';
import { SqliteIdentityMap } from '../../layers/local/sqliteIdentityMap.ts';
import { expectRights, itOnPosix } from '../support/posix.ts';
import { syntheticStudy } from '../support/study.ts';
import { filesBelow, lethe, simple } from './run.ts';

/** Each test starts processes of its own, and the machine may have others. */

const root = mkdtempSync(join(tmpdir(), 'lethe-places-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let runs = 0;

/** A folder with an input of one instance and one letter. */
function fresh() {
  const run = join(root, `run-${runs++}`);
  const [input, out, key] = [join(run, 'in'), join(run, 'out'), join(run, 'key')];
  mkdirSync(join(input, 'deep'), { recursive: true });
  writeFileSync(join(input, 'deep', 'a.dcm'), simple(1));
  writeFileSync(join(input, 'letter.txt'), 'Dear Oriane');
  return { run, input, out, key };
}

/** The code of a wrong call, made in this process. */
async function codeOf(args: readonly string[]): Promise<string> {
  const error = await deidCommand()
    .parseAsync([...args], { from: 'user' })
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof UsageError)) throw new Error(`no wrong call: ${error}`);
  expect(error.message).toMatch(/\.( .*\.)?$|migrate/s);
  return error.code;
}

describe('a run', () => {
  it('leaves clean instances in the output folder and nothing else; the rest beside it, for its owner alone', async () => {
    const { run, out, key } = fresh();
    const input = join(run, 'study');
    const { files } = syntheticStudy(11);
    for (const { name, bytes } of files) {
      mkdirSync(join(input, name, '..'), { recursive: true });
      writeFileSync(join(input, name), bytes);
    }
    const rules = join(run, 'rules.json');
    writeFileSync(rules, JSON.stringify({ profile: 'basic', identities: { uids: 'random' } }));
    const { status } = await lethe(['deid', input, '--out', out, '--key', key, '--rules', rules, '--quiet']);
    expect(status).toBe(1);
    const released = files.filter(({ expected }) => expected === 'released');
    expect([...filesBelow(out).keys()]).toHaveLength(released.length);
    for (const path of filesBelow(out).keys()) expect(path).toMatch(/^[^/]+\/[^/]+\/2\.25\.\d+\.dcm$/);
    const kept = `${out}.kept`;
    expect(readdirSync(kept).sort()).toEqual(['quarantine', 'state']);
    expect(readdirSync(join(kept, 'state'))).toContain('identities.sqlite');
    for (const entry of readdirSync(kept, { recursive: true, withFileTypes: true }))
      expectRights(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600);
    expectRights(kept, 0o700);
  });

  it('keeps in another folder where it is told to, also on another file system', async () => {
    const { run, input, out, key } = fresh();
    // In memory, where the machine has that: a link from one to the other is refused there.
    const other = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/lethe-test-') : join(run, 'other');
    try {
      const kept = join(other, 'kept');
      const args = ['deid', input, '--out', out, '--kept', kept, '--key', key, '--json'];
      const { stdout } = await lethe(args);
      expect(JSON.parse(String(stdout)).outcomes).toMatchObject({ released: 1, quarantined: 1 });
      expect([...filesBelow(out).keys()]).toEqual([expect.stringMatching(/\.dcm$/)]);
      expect(existsSync(`${out}.kept`)).toBe(false);
      expect(readdirSync(kept).sort()).toEqual(['quarantine', 'state']);
      const list = await lethe(['quarantine', 'list', '--kept', kept, '--json']);
      expect(JSON.parse(String(list.stdout))).toMatchObject({ code: 'NOT_DICOM' });
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });
});

describe('wrong calls about folders, before anything is written', () => {
  it.each([
    ['an empty --out', 'OUT_EMPTY', (_at: Places) => ['--out', '']],
    ['a blank --out', 'OUT_EMPTY', () => ['--out', '  ']],
    ['an empty --kept', 'KEPT_EMPTY', ({ out }) => ['--out', out, '--kept', '']],
    ['--out that is the input', 'PLACES_OVERLAP', ({ input }) => ['--out', input]],
    ['--out inside the input', 'PLACES_OVERLAP', ({ input }) => ['--out', join(input, 'out')]],
    ['--out around the input', 'PLACES_OVERLAP', ({ run }) => ['--out', run]],
    ['--out inside by a link', 'PLACES_OVERLAP', ({ run }) => ['--out', join(run, 'link', 'x')]],
    ['--out that is the input by a link', 'PLACES_OVERLAP', ({ run }) => ['--out', join(run, 'link')]],
    ['--kept that is the input', 'PLACES_OVERLAP', ({ out, input }) => ['--out', out, '--kept', input]],
    [
      '--kept inside the input',
      'PLACES_OVERLAP',
      ({ out, input }) => ['--out', out, '--kept', join(input, 'kept')],
    ],
    ['--kept around the input', 'PLACES_OVERLAP', ({ out, run }) => ['--out', out, '--kept', run]],
    ['--kept that is --out', 'PLACES_OVERLAP', ({ out }) => ['--out', out, '--kept', out]],
    ['--kept inside --out', 'PLACES_OVERLAP', ({ out }) => ['--out', out, '--kept', join(out, 'kept')]],
    [
      '--kept around --out',
      'PLACES_OVERLAP',
      ({ run }) => ['--out', join(run, 'k', 'o'), '--kept', join(run, 'k')],
    ],
    [
      '--kept inside --out by a link',
      'PLACES_OVERLAP',
      ({ run }) => ['--out', join(run, 'made'), '--kept', join(run, 'to-made', 'k')],
    ],
    [
      'a key among clean instances',
      'NOT_IN_THE_CLEAN_FOLDER',
      ({ out }) => ['--out', out, '--key', join(out, 'key')],
    ],
    [
      'an audit among them',
      'NOT_IN_THE_CLEAN_FOLDER',
      ({ out }) => ['--out', out, '--audit', join(out, 'a')],
    ],
    [
      'identities among them',
      'NOT_IN_THE_CLEAN_FOLDER',
      ({ out }) => ['--out', out, '--identities', join(out, 'i')],
    ],
  ] as const satisfies readonly (readonly [string, string, (at: Places) => readonly string[]])[])(
    '%s',
    async (_what, code, args) => {
      const places = fresh();
      symlinkSync(places.input, join(places.run, 'link'));
      mkdirSync(join(places.run, 'made'));
      symlinkSync(join(places.run, 'made'), join(places.run, 'to-made'));
      const before = readdirSync(places.run, { recursive: true }).sort();
      expect(await codeOf([places.input, '--key', places.key, ...args(places)])).toBe(code);
      expect(readdirSync(places.run, { recursive: true }).sort()).toEqual(before);
    },
  );
  interface Places {
    readonly run: string;
    readonly input: string;
    readonly out: string;
  }

  it('an input that is a file: its folder is not a place for the output, a folder beside it is', async () => {
    const { run, input, key } = fresh();
    const file = join(input, 'letter.txt');
    expect(await codeOf([file, '--out', input, '--key', key])).toBe('PLACES_OVERLAP');
    expect(await codeOf([file, '--out', file, '--key', key])).toBe('PLACES_OVERLAP');
    const beside = ['deid', file, '--out', join(input, 'out'), '--key', key, '--json'];
    expect(JSON.parse(String((await lethe(beside)).stdout))).toMatchObject({ files: 1 });
    expect(readdirSync(run)).toContain('in');
  });

  it('ends with 2 and one coded line', async () => {
    const { input, key } = fresh();
    const { status, stdout, stderr } = await lethe(['deid', input, '--out', input, '--key', key]);
    expect([status, String(stdout)]).toEqual([2, '']);
    expect(String(stderr)).toMatch(/^lethe: PLACES_OVERLAP: [^\n]+\n$/);
    expect(existsSync(key)).toBe(false);
  });
});

describe('an output folder of an earlier Lethe', () => {
  async function old() {
    const places = fresh();
    const { out } = places;
    for (const folder of ['quarantine', '.lethe']) mkdirSync(join(out, folder), { recursive: true });
    writeFileSync(join(out, 'quarantine', `${'ab'.repeat(16)}.dcm`), 'bytes');
    writeFileSync(
      join(out, 'quarantine', `${'ab'.repeat(16)}.json`),
      JSON.stringify({ source: { key: 'a' }, reason: { code: 'NOT_DICOM', message: 'm', hint: 'h' } }),
    );
    const identities = new SqliteIdentityMap(join(out, '.lethe', 'identities.sqlite'));
    await identities.claim([{ scope: 'uid', key: 'k', candidate: '2.25.9' }]);
    await identities.close();
    return places;
  }

  it('is said by every command that would use it, and moved by one', async () => {
    const { input, out, key } = await old();
    expect(await codeOf([input, '--out', out, '--key', key])).toBe('OLD_LAYOUT');
    const list = await lethe(['quarantine', 'list', '--dir', out]);
    expect([list.status, String(list.stdout)]).toEqual([2, '']);
    expect(String(list.stderr)).toMatch(/OLD_LAYOUT.*lethe quarantine migrate --dir/);
    const moved = await lethe(['quarantine', 'migrate', '--dir', out]);
    expect([moved.status, String(moved.stdout)]).toEqual([0, `3 files were moved to ${out}.kept.\n`]);
    expect(readdirSync(out)).toEqual([]);
    const after = await lethe(['quarantine', 'list', '--dir', out, '--json']);
    expect(JSON.parse(String(after.stdout))).toMatchObject({ code: 'NOT_DICOM' });
    const again = await lethe(['quarantine', 'migrate', '--dir', out]);
    expect([again.status, String(again.stdout)]).toEqual([0, expect.stringContaining('Nothing to move')]);
    expect((await lethe(['deid', input, '--out', out, '--key', key, '--quiet'])).status).toBe(1);
    // Nothing says under what an earlier one kept it.
    const retried = await lethe(['quarantine', 'retry', '--dir', out, 'ab'.repeat(16)]);
    expect([retried.status, String(retried.stderr)]).toEqual([2, expect.stringContaining('RUN_UNKNOWN')]);
  });

  it('is not a kept folder, whose own folders have the same names', async () => {
    const { input, out, key } = fresh();
    await lethe(['deid', input, '--out', out, '--key', key, '--quiet']);
    for (const command of ['list', 'migrate']) {
      const { status, stderr } = await lethe(['quarantine', command, '--dir', `${out}.kept`]);
      expect([command, status, String(stderr)]).toEqual([
        command,
        2,
        expect.stringContaining('KEPT_NAMED_AS_DIR'),
      ]);
    }
    expect(existsSync(`${out}.kept.kept`)).toBe(false);
  });
});

describe('the group of the output folder', () => {
  itOnPosix(
    'users have no numbers there',
    'is given to its files, though they are written elsewhere',
    async () => {
      const { input, out, key } = fresh();
      mkdirSync(out);
      const group = 4321;
      const isRoot = process.getuid?.() === 0;
      if (isRoot) execFileSync('chgrp', [String(group), out]);
      execFileSync('chmod', ['g+s', out]);
      await lethe(['deid', input, '--out', out, '--key', key, '--quiet']);
      const [file = ''] = filesBelow(out).keys();
      expect(statSync(join(out, file)).gid).toBe(statSync(out).gid);
    },
  );
});
