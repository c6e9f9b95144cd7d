import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { el } from '../support/build.ts';
import { auditLines, filesBelow, lethe, simple } from './run.ts';

/** Each test starts processes of its own, and the machine may have others. */

const root = mkdtempSync(join(tmpdir(), 'lethe-rerun-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const key = join(root, 'key');
let runs = 0;

function fresh(files: Readonly<Record<string, Uint8Array | string>>) {
  const run = join(root, `run-${runs++}`);
  const [input, out] = [join(run, 'in'), join(run, 'out')];
  mkdirSync(input, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(input, name), bytes);
  let audits = 0;
  /** A run with an audit of its own. */
  const deid = async (...more: readonly string[]) => {
    const audit = join(run, `audit-${audits++}.jsonl`);
    const own = more.includes('--out') ? [] : ['--out', out];
    const ran = await lethe(['deid', input, ...own, '--key', key, '--audit', audit, '--quiet', ...more]);
    const lines = ran.status === 2 ? [] : auditLines(audit);
    const told = lines.map(({ source, reason, outcome }) => `${source.key} ${reason?.code ?? outcome}`);
    return { ...ran, lines, told: told.sort(), stderr: String(ran.stderr) };
  };
  const rules = (name: string, text: object): string => {
    writeFileSync(join(run, name), JSON.stringify(text));
    return join(run, name);
  };
  return { run, input, out, kept: `${out}.kept`, deid, rules };
}
/** An instance whose rows tell it from another with the same UID. */
const rows = (number: number, count: number) => simple(number, el(0x00280010, 'US', [count]));
const listed = async (out: string, ...more: readonly string[]) =>
  String((await lethe(['quarantine', 'list', '--dir', out, '--json', ...more])).stdout)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { name: string; code: string; settled?: string });

describe('two sources of one run with one SOP Instance UID', () => {
  it.each([
    ['1', false],
    ['1', true],
    ['3', false],
    ['3', true],
  ] as const)(
    'and other bytes are in conflict, whatever the flags (--jobs %s, --overwrite: %s); both sides are named',
    async (jobs, overwrites) => {
      const files = Object.fromEntries(
        Array.from({ length: 30 }, (_, at) => [`${at}.dcm`, rows(at % 10, 1 + Math.floor(at / 10))]),
      );
      const { out, kept, input, deid } = fresh(files);
      const flags = ['--jobs', jobs, ...(overwrites ? ['--overwrite'] : [])];
      for (const _again of [1, 2]) {
        const { status, lines } = await deid(...flags);
        expect(status).toBe(1);
        const released = lines.filter(({ outcome }) => outcome === 'released');
        expect(released).toHaveLength(10);
        expect([...filesBelow(out).keys()].sort()).toEqual(released.map(({ output }) => output.key).sort());
        const conflicts = lines.filter(({ reason }) => reason?.code === 'OUTPUT_CONFLICT');
        expect(conflicts).toHaveLength(20);
        for (const { source, reason } of conflicts) {
          const other = released.find(({ output }) => output.key === reason?.other?.output);
          expect([source.key, reason?.other?.source]).toEqual([source.key, other?.source.key]);
        }
        // Nothing is lost: what is not in the output folder is kept as it came.
        const originals = [...filesBelow(join(kept, 'quarantine'))].filter(([name]) => name.endsWith('.dcm'));
        const lost = conflicts.filter(
          ({ source }) => !originals.some(([, bytes]) => bytes.equals(readFileSync(join(input, source.key)))),
        );
        expect(lost).toEqual([]);
      }
    },
  );

  it('and the same bytes are one file: one is released, the others say that they are duplicates', async () => {
    const { out, deid } = fresh({
      'a.dcm': rows(1, 1),
      'b.dcm': rows(1, 1),
      'c.dcm': rows(1, 1),
      'd.dcm': rows(2, 1),
    });
    for (const jobs of ['1', '3', '2']) {
      const { status, lines } = await deid('--jobs', jobs, '--overwrite');
      expect(status).toBe(0);
      const outcomes = lines.map(({ outcome }) => outcome).sort();
      expect(outcomes).toEqual(['duplicate', 'duplicate', 'released', 'released']);
      expect(filesBelow(out).size).toBe(2);
      for (const { output } of lines) expect(filesBelow(out).has(output.key ?? '')).toBe(true);
    }
  });

  it('are named in the report', async () => {
    const { input, out } = fresh({ 'a.dcm': rows(1, 1), 'b.dcm': rows(1, 2) });
    const { stdout } = await lethe(['deid', input, '--out', out, '--key', key, '--jobs', '1']);
    expect(String(stdout)).toMatch(/in conflict\n +"b\.dcm" with "a\.dcm", as 2\.25\.\S+\.dcm\n/);
  });

  it('of two runs: the source of the earlier one is named', async () => {
    const { run, out, deid } = fresh({ 'a.dcm': rows(1, 1) });
    await deid();
    const second = join(run, 'second');
    mkdirSync(second);
    writeFileSync(join(second, 'b.dcm'), rows(1, 2));
    const audit = join(run, 'second.jsonl');
    await lethe(['deid', second, '--out', out, '--key', key, '--audit', audit, '--quiet']);
    expect(auditLines(audit)).toMatchObject([
      { reason: { code: 'OUTPUT_CONFLICT', other: { source: 'a.dcm' } } },
    ]);
  });
});

describe('a second run over the same folder', () => {
  const other = { profile: 'basic', rules: [{ select: 'Rows', action: 'remove' }] };

  it('under other rules is a wrong call of one line, before any work', async () => {
    const { run, out, kept, deid, rules } = fresh({ 'a.dcm': rows(1, 1), 'letter.txt': 'Dear' });
    await deid();
    const before = [...filesBelow(out), ...filesBelow(join(kept, 'quarantine'))].map(String);
    const files = readdirSync(run);
    const { status, stderr } = await deid('--rules', rules('rules.json', other));
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^lethe: OTHER_RULES: [^\n]*\([0-9a-f]{12}\)[^\n]*--overwrite[^\n]*--out[^\n]*\n$/,
    );
    expect([...filesBelow(out), ...filesBelow(join(kept, 'quarantine'))].map(String)).toEqual(before);
    expect(readdirSync(run).sort()).toEqual([...files, 'rules.json'].sort());
    // A part of it, a whole that it is part of, and a link to it are the same instances.
    const part = await deid(join(run, 'in', 'a.dcm'), '--rules', join(run, 'rules.json'));
    expect(part.stderr).toContain('OTHER_RULES');
  });

  it('does it where it is told to, and then again without being told', async () => {
    const { out, deid, rules } = fresh({ 'a.dcm': rows(1, 1), 'b.dcm': rows(2, 1) });
    await deid();
    const file = rules('rules.json', other);
    const elsewhere = await deid('--rules', file, '--out', `${out}-2`);
    expect(elsewhere.told).toEqual(['a.dcm released', 'b.dcm released']);
    const before = filesBelow(out);
    const replaced = await deid('--rules', file, '--overwrite');
    expect(replaced.told).toEqual(['a.dcm released', 'b.dcm released']);
    expect([...filesBelow(out).keys()]).toEqual([...before.keys()]);
    expect(String([...filesBelow(out).values()])).not.toBe(String([...before.values()]));
    expect((await deid('--rules', file)).status).toBe(0);
    expect((await deid()).stderr).toContain('OTHER_RULES');
    // What was cleared away is in nobody's way.
    rmSync(out, { recursive: true });
    expect((await deid()).told).toEqual(['a.dcm released', 'b.dcm released']);
  });

  it('of another folder, or where nothing was released, goes its way', async () => {
    const { run, input, out, deid, rules } = fresh({ 'letter.txt': 'Dear' });
    await deid();
    writeFileSync(join(input, 'a.dcm'), rows(1, 1));
    const file = rules('rules.json', other);
    expect((await deid('--rules', file)).told).toEqual(['a.dcm released', 'letter.txt NOT_DICOM']);
    const second = join(run, 'second');
    mkdirSync(second);
    writeFileSync(join(second, 'b.dcm'), rows(2, 1));
    expect((await lethe(['deid', second, '--out', out, '--key', key, '--quiet'])).status).toBe(0);
  });

  it('moved together with its kept folder is known again', async () => {
    const { run, input, out, deid, rules } = fresh({ 'a.dcm': rows(1, 1) });
    await deid();
    mkdirSync(join(run, 'moved'));
    for (const name of ['out', 'out.kept'])
      await import('node:fs').then(({ renameSync }) => renameSync(join(run, name), join(run, 'moved', name)));
    const file = rules('rules.json', other);
    const moved = join(run, 'moved', 'out');
    const { status, stderr } = await lethe(['deid', input, '--out', moved, '--key', key, '--rules', file]);
    expect([status, String(stderr)]).toEqual([2, expect.stringContaining('OTHER_RULES')]);
    expect(out).not.toBe(moved);
  });
});

describe('what was kept', () => {
  const long = simple(1, el(0x00080050, 'SH', 'THIS IS FAR TOO LONG FOR AN SH'));

  it('is settled when the source comes out: the same bytes go', async () => {
    const { input, out, kept, deid } = fresh({ 'a.dcm': long, 'b.dcm': rows(2, 1), 'letter.txt': 'Dear' });
    expect((await deid('--validate-input')).told).toContain('a.dcm NOT_VALID_BEFORE');
    expect(await listed(out)).toHaveLength(2);
    // By another way to the same file, and beside what has come out already.
    expect((await deid('--overwrite')).told).toContain('a.dcm released');
    expect((await listed(out)).map(({ code }) => code)).toEqual(['NOT_DICOM']);
    expect(readdirSync(join(kept, 'quarantine'))).toHaveLength(2);
    expect(input).not.toBe(out);
  });

  it('of other bytes than those that came out since stays, says that it is settled, and is retried by its name alone', async () => {
    const { input, out, kept, deid } = fresh({ 'a.dcm': 'no DICOM yet', 'b.txt': 'Dear' });
    await deid();
    writeFileSync(join(input, 'a.dcm'), rows(1, 1));
    // The one file that was mended, named by itself.
    const one = await lethe(['deid', join(input, 'a.dcm'), '--out', out, '--key', key, '--quiet']);
    expect(one.status).toBe(0);
    expect(await listed(out)).toHaveLength(1);
    const all = await listed(out, '--settled');
    expect(all.map(({ settled }) => settled === undefined)).toEqual(expect.arrayContaining([true, false]));
    const name = all.find(({ settled }) => settled !== undefined)?.name ?? '';
    expect(readFileSync(join(kept, 'quarantine', `${name}.dcm`), 'utf8')).toBe('no DICOM yet');
    const retried = await lethe(['quarantine', 'retry', '--all', '--dir', out, '--json']);
    expect(String(retried.stdout).trim().split('\n')).toHaveLength(1);
  });

  it('of one path is not written over by what lies there tomorrow', async () => {
    const { input, out, kept, deid } = fresh({ 'a.dcm': 'the first letter' });
    await deid();
    writeFileSync(join(input, 'a.dcm'), 'another letter');
    await deid();
    await deid();
    const originals = [...filesBelow(join(kept, 'quarantine'))].filter(([name]) => name.endsWith('.dcm'));
    expect(originals.map(([, bytes]) => String(bytes)).sort()).toEqual([
      'another letter',
      'the first letter',
    ]);
    expect(await listed(out)).toHaveLength(2);
  });
});
