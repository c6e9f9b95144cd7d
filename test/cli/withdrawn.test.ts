import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beginRun } from '../../cli/deid/begin.ts';
import { listInputs } from '../../cli/deid/inputs.ts';
import { makeProcessor } from '../../cli/deid/processor.ts';
import type { Summary } from '../../cli/deid/run.ts';
import { loadRules } from '../../cli/rules/load.ts';
import { DEFAULT_ARCHIVE_LIMITS as ARCHIVES } from '../../layers/archive/limits.ts';
import { zipOf } from '../support/archives.ts';
import { el } from '../support/build.ts';
import { auditLines, filesBelow, lethe, simple } from './run.ts';

/** A clean folder that is filled again is what the last rules release: nothing that they hold or quarantine stays in it. */

const root = mkdtempSync(join(tmpdir(), 'lethe-withdrawn-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const key = join(root, 'key');
let desks = 0;

const NEEDLE = 'ZWIEBACKORIANE';
/** Rules that let the needle out, and rules that do not. */
const LAX = { profile: 'basic', rules: [{ select: 'ImageComments', action: 'keep' }] };
const HOLDS = { ...LAX, screening: { pixels: 'hold' } };

const comment = el(0x00204000, 'LT', NEEDLE);
const pixels = [
  el(0x00080060, 'CS', 'OT'),
  el(0x00280002, 'US', [1]),
  el(0x00280004, 'CS', 'MONOCHROME2'),
  el(0x00280010, 'US', [4]),
  el(0x00280011, 'US', [4]),
  el(0x00280100, 'US', [8]),
  el(0x00280101, 'US', [8]),
  el(0x00280102, 'US', [7]),
  el(0x00280103, 'US', [0]),
  el(0x7fe00010, 'OB', Buffer.alloc(16)),
];
/** Held under HOLDS; quarantined where input is validated; released in any case. */
const shown = (number: number) => simple(number, comment, ...pixels);
const invalid = (number: number) =>
  simple(number, el(0x00080050, 'SH', 'THIS IS FAR TOO LONG FOR AN SH'), comment);
const plain = (number: number) => simple(number);

function desk(files: Readonly<Record<string, Uint8Array>>) {
  const folder = join(root, `desk-${desks++}`);
  const [input, out] = [join(folder, 'in'), join(folder, 'out')];
  const put = (name: string, bytes: Uint8Array | string) => {
    mkdirSync(dirname(join(input, name)), { recursive: true });
    writeFileSync(join(input, name), bytes);
  };
  for (const [name, bytes] of Object.entries(files)) put(name, bytes);
  const written = (name: string, value: object): string => {
    writeFileSync(join(folder, name), JSON.stringify(value));
    return join(folder, name);
  };
  const lax = written('lax.json', LAX);
  const holds = written('holds.json', HOLDS);
  let audits = 0;
  const deid = async (...more: readonly string[]) => {
    const audit = join(folder, `audit-${audits++}.jsonl`);
    const own = more.includes('--out') ? [] : ['--out', out];
    const keys = more.includes('--key') ? [] : ['--key', key];
    const { status, stdout, stderr } = await lethe(
      ['deid', input, ...own, ...keys, '--audit', audit, '--json'].concat(more),
    );
    const lines = status === 2 ? [] : auditLines(audit);
    return {
      status,
      stderr: String(stderr),
      lines: new Map(lines.map((line) => [line.source.key, line])),
      summary: (status === 2 ? null : JSON.parse(String(stdout))) as Summary,
      audit: status === 2 ? '' : readFileSync(audit, 'utf8'),
    };
  };
  /** What the same run makes of an empty folder. */
  const afresh = async (...more: readonly string[]) => {
    const fresh = join(folder, 'fresh');
    await deid(...more, '--out', fresh);
    return contents(fresh);
  };
  return { folder, input, out, lax, holds, put, written, deid, afresh };
}
const contents = (folder: string) =>
  [...filesBelow(folder)].map(([name, bytes]) => [name, bytes.toString('base64')]);
const needles = (folder: string) => [...filesBelow(folder).values()].filter((each) => each.includes(NEEDLE));

describe('--overwrite under stricter rules', () => {
  it.each(['1', '3'])(
    'withdraws what is held or quarantined now, and the folder is as from these rules alone (--jobs %s)',
    async (jobs) => {
      const files = Object.fromEntries(
        Array.from({ length: 12 }, (_, at) => [
          `${at}.dcm`,
          [shown, invalid, plain][at % 3]?.(at) ?? plain(at),
        ]),
      );
      const { out, lax, holds, deid, afresh } = desk(files);
      const first = await deid('--rules', lax);
      expect([first.summary.outcomes.released, needles(out).length]).toEqual([12, 8]);
      expect([first.summary.withdrawn, first.audit.includes('"withdrawn"')]).toEqual([0, false]);
      const strict = ['--rules', holds, '--validate-input', '--jobs', jobs];
      const second = await deid(...strict, '--overwrite');
      expect(second.summary.outcomes).toMatchObject({ released: 4, held: 4, quarantined: 4 });
      expect(needles(out)).toEqual([]);
      expect(contents(out)).toEqual(await afresh(...strict));
      expect(second.summary).toMatchObject({ withdrawn: 8, ofEarlierRuns: 0 });
      // The audit says of each what went, by its clean key.
      for (const [name, line] of second.lines) {
        const before = first.lines.get(name)?.output.key;
        expect([name, line.withdrawn]).toEqual([name, line.outcome === 'released' ? undefined : [before]]);
      }
      // And back: nothing is lost, and there is nothing to withdraw.
      const third = await deid('--rules', lax, '--overwrite', '--jobs', jobs);
      expect([third.summary.outcomes.released, third.summary.withdrawn]).toEqual([12, 0]);
    },
  );

  it('tells of it in the table, and of what is there still', async () => {
    const { input, out, lax, holds, deid } = desk({ 'a.dcm': shown(1), 'b.dcm': plain(2) });
    await deid('--rules', lax);
    rmSync(join(input, 'b.dcm'));
    const args = ['deid', input, '--out', out, '--key', key, '--rules', holds, '--overwrite'];
    const { stdout } = await lethe(args);
    expect(String(stdout)).toMatch(/\n +withdrawn +1 +released by earlier runs/);
    expect(String(stdout)).toMatch(/\n +of earlier runs +1 +in the clean folder still/);
  });

  it('without the option removes nothing', async () => {
    const { out, lax, deid } = desk({ 'a.dcm': plain(1) });
    await deid('--rules', lax);
    const again = await deid('--rules', lax);
    expect([again.summary.withdrawn, again.summary.ofEarlierRuns]).toEqual([0, undefined]);
    expect(filesBelow(out).size).toBe(1);
  });
});

describe('an instance that is released elsewhere now', () => {
  it('under another scope of keys or another prefix is not beside what it was; members of archives too', async () => {
    const { out, lax, holds, written, deid, afresh } = desk({
      'one/a.dcm': shown(1),
      'one/all.zip': zipOf([
        { name: '0', bytes: shown(2) },
        { name: '1', bytes: plain(3) },
      ]),
      'two/b.dcm': plain(4),
    });
    const routes = (name: string, rules: string, keyScope: string) =>
      written(name, {
        routes: [
          { prefix: 'one/', rules, keyScope, cleanPrefix: 'one/' },
          { prefix: 'two/', rules, keyScope, cleanPrefix: `${keyScope}/` },
        ],
      });
    await deid('--routes', routes('first.json', lax, 'first'));
    expect([filesBelow(out).size, needles(out).length]).toEqual([4, 2]);
    const second = ['--routes', routes('second.json', holds, 'second')];
    const { summary, lines } = await deid(...second, '--overwrite');
    expect(contents(out)).toEqual(await afresh(...second));
    expect(filesBelow(out).size).toBe(2);
    expect(needles(out)).toEqual([]);
    expect([summary.withdrawn, summary.ofEarlierRuns]).toEqual([4, 0]);
    expect(lines.get('one/all.zip!/1')).toMatchObject({ outcome: 'held', withdrawn: [expect.any(String)] });
    expect(lines.get('two/b.dcm')).toMatchObject({ outcome: 'released', withdrawn: [expect.any(String)] });
  });

  it('under another key cannot be told from others: the call is refused, and nothing is touched', async () => {
    const { folder, out, lax, deid } = desk({ 'a.dcm': plain(1) });
    await deid('--rules', lax);
    const before = contents(out);
    const other = join(folder, 'other-key');
    for (const isThere of [false, true])
      for (const more of [[], ['--overwrite']]) {
        if (isThere) writeFileSync(other, `lethe-key-v1:${'ab'.repeat(32)}\n`, { mode: 0o600 });
        const { status, stderr } = await deid('--rules', lax, '--key', other, ...more);
        expect(status).toBe(2);
        expect(stderr).toMatch(/^lethe: OTHER_KEY: [^\n]+\n$/m);
        expect(stderr.includes('There is no key at')).toBe(!isThere);
        expect(existsSync(other)).toBe(isThere);
        expect(contents(out)).toEqual(before);
      }
    // What was taken away since is in nobody's way.
    for (const name of filesBelow(out).keys()) rmSync(join(out, name));
    expect(await deid('--rules', lax, '--key', other)).toMatchObject({ status: 0 });
  });
});

describe('two sources of one instance', () => {
  it('of which this run releases one keep it; and lose it where it releases none, whichever released it before', async () => {
    const { input, out, lax, holds, written, deid } = desk({ 'a/1.dcm': shown(1), 'b/1.dcm': shown(1) });
    const routed = (a: string, b: string) =>
      written('routes.json', {
        routes: [
          { prefix: 'a/', rules: a },
          { prefix: 'b/', rules: b },
        ],
      });
    await deid('--routes', routed(lax, lax));
    expect(filesBelow(out).size).toBe(1);
    for (const [a, b] of [
      [lax, holds],
      [holds, lax],
    ] as const) {
      await deid('--routes', routed(a, b), '--overwrite', '--jobs', '1');
      expect(filesBelow(out).size).toBe(1);
    }
    await deid('--routes', routed(lax, lax), '--overwrite');
    // The source of either is not there any more, or cannot be read as DICOM.
    rmSync(join(input, 'a'), { recursive: true });
    writeFileSync(join(input, 'b/1.dcm'), 'no DICOM');
    const { summary } = await deid('--routes', routed(lax, lax), '--overwrite');
    expect(summary).toMatchObject({ outcomes: { quarantined: 1 }, withdrawn: 1 });
    expect(filesBelow(out).size).toBe(0);
  });

  it('by another path: what is held takes its own clean key out of the folder', async () => {
    const { input, out, lax, holds, put, deid } = desk({ 'old/1.dcm': shown(1) });
    await deid('--rules', lax);
    rmSync(join(input, 'old'), { recursive: true });
    put('new/1.dcm', shown(1));
    const { summary } = await deid('--rules', holds, '--overwrite');
    expect([summary.withdrawn, filesBelow(out).size]).toEqual([1, 0]);
  });
});

describe('a run that does not come to its end', () => {
  it.each(['between two instances', 'before it could say what it withdrew'])(
    'stopped %s, is finished by the next one',
    async (when) => {
      const { input, out, lax, holds, deid, afresh } = desk({
        'a.dcm': shown(1),
        'b.dcm': shown(2),
        'c.dcm': plain(3),
      });
      await deid('--rules', lax);
      const { plan, tables, origin } = loadRules(holds);
      const routes = [{ prefix: '', keyScope: '', cleanPrefix: '', plan, tables, rules: origin }];
      const places = { out, kept: `${out}.kept` };
      const run = await beginRun({ places, inputs: [input], routes, key, overwrite: true });
      const nothing = { identities: null, sealFor: null, archiveLimits: ARCHIVES };
      const processor = makeProcessor({ ...places, ...nothing, run, key, overwrite: true, routes });
      const [first] = [...listInputs([input], out)];
      if (first === undefined) throw new Error('there is an input');
      const recorded = processor.process(first, () =>
        when === 'between two instances' ? Promise.resolve() : Promise.reject(new Error('stopped')),
      );
      await recorded.catch(() => {});
      expect(filesBelow(out).size).toBe(2);
      const { summary } = await deid('--rules', holds, '--overwrite');
      expect([summary.withdrawn, summary.ofEarlierRuns]).toEqual([1, 0]);
      expect(contents(out)).toEqual(await afresh('--rules', holds));
      expect(needles(out)).toEqual([]);
    },
  );

  it('over a fault withdraws nothing, and says what is there still', async () => {
    const { input, out, lax, holds, deid } = desk({ 'a.dcm': shown(1), 'b.dcm': plain(2) });
    const first = await deid('--rules', lax);
    rmSync(join(input, 'a.dcm'));
    symlinkSync(join(input, 'nowhere'), join(input, 'a.dcm'));
    const { status, summary, lines } = await deid('--rules', holds, '--overwrite');
    const before = first.lines.get('a.dcm')?.output.key ?? '';
    expect(lines.get('a.dcm')).toMatchObject({ outcome: 'fault', standing: [before] });
    expect([status, summary.withdrawn, summary.ofEarlierRuns]).toEqual([1, 0, 1]);
    expect(filesBelow(out).has(before)).toBe(true);
  });

  it('where the earlier file cannot be removed, ends that instance in a fault', async () => {
    const { out, lax, holds, deid } = desk({ 'a.dcm': shown(1) });
    const first = await deid('--rules', lax);
    const path = join(out, first.lines.get('a.dcm')?.output.key ?? '');
    rmSync(path);
    mkdirSync(path);
    writeFileSync(join(path, 'x'), '');
    const { status, lines } = await deid('--rules', holds, '--overwrite');
    expect(status).toBe(1);
    expect(lines.get('a.dcm')).toMatchObject({
      outcome: 'fault',
      reason: { code: 'STORE_FORBIDDEN', message: expect.stringContaining('could not be removed') },
    });
  });
});
