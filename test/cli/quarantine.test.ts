import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../cli/exit.ts';
import { quarantineCommand } from '../../cli/quarantine/command.ts';
import { el, instance } from '../support/build.ts';
import { expectRights } from '../support/posix.ts';

/** `lethe quarantine`, as somebody calls it whose run left instances behind. */

const root = mkdtempSync(join(tmpdir(), 'lethe-quarantine-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(root, ...names);
/** A loaded machine takes seconds to start a process. */
const PATIENCE_MS = 120_000;
const NAME = 'Needlemeyer^Zita';

interface Ended {
  readonly status: number;
  readonly said: string;
  readonly complained: string;
}

function lethe(...options: readonly string[]): Promise<Ended> {
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
const quarantine = (command: string, ...options: readonly string[]) =>
  lethe('quarantine', command, '--dir', at('out'), ...options);
const lines = ({ said }: Ended) =>
  said.trim() === ''
    ? []
    : said
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
const list = async (...options: readonly string[]) => lines(await quarantine('list', '--json', ...options));

beforeAll(async () => {
  mkdirSync(at('in', NAME), { recursive: true });
  const file = (name: string, accessionNumber: string) =>
    writeFileSync(
      at('in', NAME, name),
      instance({
        elements: [
          el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
          el(0x00080018, 'UI', `1.2.3.${name.length}`),
          el(0x00080050, 'SH', accessionNumber),
          el(0x00100010, 'PN', NAME),
          el(0x0020000d, 'UI', '1.2.3'),
          el(0x0020000e, 'UI', '1.2.3.1'),
        ],
      }),
    );
  file('one.dcm', 'A-1');
  file('second.dcm', 'THIS IS FAR TOO LONG FOR AN SH');
  writeFileSync(at('in', NAME, 'letter.txt'), `Dear ${NAME}, `.repeat(30));
  const options = ['--out', at('out'), '--key', at('key'), '--validate-input', '--quiet'];
  expect((await lethe('deid', at('in'), ...options)).status).toBe(1);
}, PATIENCE_MS);

describe('lethe quarantine', () => {
  it(
    'lists what was not released, with machine-readable reasons and the path that each came from',
    async () => {
      const ended = await quarantine('list', '--json');
      expect(ended).toMatchObject({ status: 0, complained: '' });
      expect(
        lines(ended)
          .map(({ code }) => code)
          .sort(),
      ).toEqual(['NOT_DICOM', 'NOT_VALID_BEFORE']);
      expect(lines(ended)[0]).toMatchObject({
        reason: { code: expect.any(String), hint: expect.any(String) },
      });
      expect(lines(ended).map(({ source }) => (source as { key: string }).key)).toEqual(
        expect.arrayContaining([`${NAME}/letter.txt`, `${NAME}/second.dcm`]),
      );
      const table = await quarantine('list');
      expect(table.said.trim().split('\n')).toHaveLength(2);
      expect(table.said).toMatch(/NOT_DICOM .* Needlemeyer\^Zita\/letter\.txt$/m);
      expect(table.said).toMatch(/second\.dcm {2}at AccessionNumber \(0008,0050\)$/m);
      expect(await list('--code', 'NOT_VALID_BEFORE')).toHaveLength(1);
      expect(await list('--code', 'NOBODY')).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'shows why, where it came from, and elements by their keywords',
    async () => {
      const [{ name } = {}] = await list('--code', 'NOT_VALID_BEFORE');
      const shown = await quarantine('show', String(name));
      expect(shown).toMatchObject({ status: 0, complained: '' });
      expect(shown.said).toContain('NOT_VALID_BEFORE');
      expect(shown.said).toMatch(/^at +AccessionNumber \(0008,0050\)$/m);
      expect(shown.said).toMatch(/^came from +Needlemeyer\^Zita\/second\.dcm$/m);
      // Machines get the path of tags, and what to do is said once.
      expect(lines(await quarantine('show', String(name), '--json'))[0]?.reason).toMatchObject({
        path: '(0008,0050)',
      });
      const hint = /^what to do +(.*)$/m.exec(shown.said)?.[1] ?? '?';
      expect(shown.said.split(hint)).toHaveLength(2);
      expect((await quarantine('show', String(name), '--source')).said).toBe(shown.said);
      expect(lines(await quarantine('show', String(name), '--json'))).toMatchObject([{ name }]);
      const unknown = await quarantine('show', 'nobody');
      expect(unknown).toMatchObject({ status: 1, said: '' });
      expect(unknown.complained).toContain('quarantine list');
    },
    PATIENCE_MS,
  );

  it(
    'exports the original bytes to a folder, with an audit line that names nobody',
    async () => {
      const [{ name } = {}] = await list('--code', 'NOT_VALID_BEFORE');
      const why = ['--reason', 'ticket 4711', '--yes'];
      const given = await quarantine('export-original', at('given'), String(name), ...why);
      expect(given).toMatchObject({ status: 0, complained: '' });
      const [file = ''] = readdirSync(at('given'));
      expect(readFileSync(at('given', file))).toEqual(readFileSync(at('in', NAME, 'second.dcm')));
      expectRights(at('given', file), 0o600);
      const audit = readFileSync(at('out.kept', 'state', 'quarantine.jsonl'), 'utf8');
      expect(JSON.parse(audit)).toMatchObject({
        event: 'original-export',
        outcome: 'exported',
        name,
        reason: 'ticket 4711',
      });
      expect(audit).not.toContain(NAME);
      expect(await list()).toHaveLength(2);
    },
    PATIENCE_MS,
  );

  it(
    'exports nothing without a reason, without somebody who says so, or among clean instances',
    async () => {
      const [{ name } = {}] = await list('--code', 'NOT_VALID_BEFORE');
      const call = (folder: string, ...more: readonly string[]) =>
        quarantine('export-original', folder, String(name), ...more);
      const wrong = [
        [await call(at('no'), '--yes'), 'REASON_MISSING'],
        [await call(at('no'), '--yes', '--reason', ' '), 'REASON_MISSING'],
        [await call(at('no'), '--reason', 'ticket'), 'CONFIRMATION_MISSING'],
        [await call(at('out', 'given'), '--reason', 'ticket', '--yes'), 'NOT_IN_THE_CLEAN_FOLDER'],
        [await quarantine('release-to', at('no'), String(name), '--reason', 'x'), 'COMMAND_RENAMED'],
      ] as const;
      for (const [{ status, complained }, code] of wrong) {
        expect([code, status]).toEqual([code, 2]);
        expect(complained).toMatch(new RegExp(`^lethe: ${code}: [^\\n]+\\n$`));
      }
      expect(wrong[4][0].complained).toContain('export-original');
      expect(existsSync(at('no'))).toBe(false);
      expect(existsSync(at('out', 'given'))).toBe(false);
    },
    PATIENCE_MS,
  );

  it(
    'tries again under the same rules, which gives the same; what is mended is released, and goes',
    async () => {
      const [{ name } = {}] = await list('--code', 'NOT_VALID_BEFORE');
      const retry = (...options: readonly string[]) =>
        quarantine('retry', ...options, '--json', '--audit', at('retries.jsonl'));
      for (const [choice, code] of [
        [['--code', 'NOT_DICOM'], 'NOT_DICOM'],
        [[String(name)], 'NOT_VALID_BEFORE'],
      ] as const) {
        const same = await retry(...choice);
        expect([same.status, same.complained]).toEqual([1, '']);
        expect(lines(same)).toMatchObject([{ outcome: 'quarantined', reason: { code } }]);
      }
      expect((await list()).length).toBe(2);

      const second = await retry(String(name), '--rules', 'basic');
      expect(second.status).toBe(0);
      expect(second.complained).toMatch(/^lethe: kept under .* \([0-9a-f]{12}\), retried under .*\.\n$/);
      const [done] = lines(second) as [{ outcome: string; output: { key: string } }];
      expect(done.outcome).toBe('released');
      const clean = readFileSync(at('out', done.output.key));
      expect(clean.includes(NAME)).toBe(false);
      expect(await list('--code', 'NOT_VALID_BEFORE')).toEqual([]);
      const audit = readFileSync(at('retries.jsonl'), 'utf8').trim().split('\n');
      expect(audit.map((line) => JSON.parse(line).outcome)).toEqual([
        'quarantined',
        'quarantined',
        'released',
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'says what is wrong with a call before it does anything',
    async () => {
      const wrong: readonly (readonly string[])[] = [
        ['list'],
        ['list', '--dir', at('out'), '--bucket', 'b'],
        ['list', '--dir', at('nowhere')],
        ['retry', '--dir', at('out')],
        ['retry', '--dir', at('out'), '--all', '--key', at('no-key')],
        ['retry', '--dir', at('out'), '--all', 'aa', '--key', at('key')],
        ['export-original', at('x'), '--dir', at('out'), '--reason', 'r', '--yes'],
        ['retry', '--kept', at('out.kept'), '--all'],
        ['list', '--dir', ''],
      ];
      for (const call of wrong)
        await expect(quarantineCommand().parseAsync([...call], { from: 'user' })).rejects.toThrow(UsageError);
      expect((await lethe('quarantine', 'list')).status).toBe(2);
      expect(existsSync(at('no-key'))).toBe(false);
      expect(existsSync(at('x'))).toBe(false);
    },
    PATIENCE_MS,
  );
});
