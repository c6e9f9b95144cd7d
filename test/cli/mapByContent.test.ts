import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { el, instance, inTagOrder, sq } from '../support/build.ts';
import { expectRights } from '../support/posix.ts';
import { lethe } from './run.ts';

/** `lethe map --by-content`: pairs out of what another tool made. */

const root = mkdtempSync(join(tmpdir(), 'lethe-map-content-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(root, ...names);

interface Slice {
  readonly number: number;
  readonly uid: string;
  readonly study: string;
  readonly patient: string;
  readonly refers: string;
}

const slice = ({ number, uid, study, patient, refers }: Slice): Uint8Array =>
  instance({
    elements: inTagOrder([
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
      el(0x00080018, 'UI', uid),
      sq(0x00081140, [[el(0x00081155, 'UI', refers)]]),
      el(0x00100020, 'LO', patient),
      el(0x0020000d, 'UI', study),
      el(0x00200013, 'IS', String(number)),
      el(0x00280010, 'US', [number]),
      el(0x7fe00010, 'OW', new Uint8Array([number, 0, 7, 7])),
    ]),
  });
const write = (folder: string, slices: readonly Slice[]) => {
  mkdirSync(at(folder), { recursive: true });
  for (const each of slices) writeFileSync(at(folder, `${each.number}.dcm`), slice(each));
};
const rows = (out: string, file: string) =>
  readFileSync(at(out, file), 'utf8').split('\r\n').slice(1, -1).sort();
const map = (made: string, out: string, ...more: readonly string[]) =>
  lethe(['map', at('in'), '--clean', at(made), '--by-content', '--out', at(out), ...more]);

const source = (number: number): Slice => ({
  number,
  uid: `1.9.${number}`,
  study: '1.9.100',
  patient: 'NEEDLE-7',
  refers: '1.9.1',
});
/** Names of files, and their order, say nothing of what was made of what. */
const output = (number: number, patient = 'P-1'): Slice => ({
  number,
  uid: `2.9.${number}`,
  study: '2.9.100',
  patient,
  refers: '1.9.1',
});

beforeAll(() => {
  write('in', [1, 2, 3].map(source));
  writeFileSync(at('in', 'note.txt'), 'no instance');
  write('made', [output(3), output(2)]);
  write('split', [output(1), output(2, 'P-2')]);
});

it('has what each UID and Patient ID became, and not what stayed', async () => {
  const { status, stdout, stderr } = await map('made', 'given', '--identities', '--json');
  expect([status, String(stderr)]).toEqual([1, '']);
  expect(JSON.parse(String(stdout))).toEqual({
    ...{ instances: 3, paired: 2, unsure: 0, unreadable: 1, uids: 3, patientIds: 1, several: 0 },
  });
  expect(rows('given', 'uids.csv')).toEqual(['1.9.100,2.9.100', '1.9.2,2.9.2', '1.9.3,2.9.3']);
  expect(rows('given', 'patids.csv')).toEqual(['NEEDLE-7,P-1']);
  expectRights(at('given', 'patids.csv'), 0o600);
});

it('leaves out what became several', async () => {
  const { stdout } = await map('split', 'several', '--identities');
  expect(String(stdout)).toMatch(/Patient IDs +0\n +left out +1\n/);
  expect(String(stdout)).not.toContain('NEEDLE');
  expect(rows('several', 'patids.csv')).toEqual([]);
});

it('writes tables that rules look up in: an instance that comes later joins its study', async () => {
  write('later', [{ ...source(9), refers: '1.9.2' }]);
  const page = readFileSync(join(import.meta.dirname, '../../docs/identities.md'), 'utf8');
  const [, rules = ''] = /```json\n(\{[^`]*given\/uids\.csv[^`]*)```/.exec(page) ?? [];
  writeFileSync(at('rules.json'), rules);
  const { status, stdout } = await lethe([
    ...['deid', at('later'), '--out', at('clean'), '--rules', at('rules.json')],
    ...['--key', at('key'), '--audit', at('audit.jsonl'), '--json'],
  ]);
  expect([status, String(stdout)]).toEqual([0, expect.stringContaining('"released":1')]);
  expect(existsSync(at('clean', '2.9.100'))).toBe(true);
});

it('wants to be told that identities are wanted in a file, and takes nothing of a run of Lethe’s', async () => {
  const codeOf = async (...more: readonly string[]) => {
    const { status, stderr } = await map('made', 'none', ...more);
    return [status, /^lethe: ([A-Z_]+):/.exec(String(stderr))?.[1]];
  };
  expect(await codeOf()).toEqual([2, 'IDENTITIES_NOT_ASKED']);
  expect(await codeOf('--identities', '--rules', 'basic')).toEqual([2, 'WRONG_CALL']);
  expect(await codeOf('--identities', at('key'))).toEqual([2, 'WRONG_CALL']);
  expect(existsSync(at('none'))).toBe(false);
  const inside = await lethe([
    'map',
    at('in'),
    '--clean',
    at('made'),
    '--by-content',
    '--identities',
    '--out',
    at('made', 'x'),
  ]);
  expect(String(inside.stderr)).toContain('NOT_IN_THE_CLEAN_FOLDER');
});
