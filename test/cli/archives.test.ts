import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { InputFile } from '../../cli/deid/inputs.ts';
import { makeProcessor } from '../../cli/deid/processor.ts';
import { DEFAULT_ARCHIVE_LIMITS } from '../../layers/archive/limits.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { basicProfilePlan } from '../../rules/ps315/basicProfile.ts';
import { tarOf, zipOf } from '../support/archives.ts';
import { el, instance } from '../support/build.ts';
import { holds } from '../support/properties.ts';
import { syntheticStudy } from '../support/study.ts';
import { auditLines, filesBelow, lethe } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-archives-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const key = join(root, 'key');
let runs = 0;
const fresh = () => join(root, `run-${runs++}`);
const NAME = 'Müller^Anna';
const { files } = syntheticStudy(5);
const members = files.map(({ name, bytes }) => ({ name: `${NAME}/${name}`, bytes }));

function put(folder: string, name: string, bytes: Uint8Array): string {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), bytes);
  return folder;
}

async function deid(input: string, out: string, ...more: readonly string[]) {
  const audit = `${out}.jsonl`;
  const ran = await lethe(['deid', input, '--out', out, '--key', key, '--audit', audit, '--json', ...more]);
  return { ...ran, lines: existsSync(audit) ? auditLines(audit) : [], summary: String(ran.stdout) };
}

/** Clean instances, by their path: there is nothing else in the folder. */
function clean(out: string): Record<string, string> {
  return Object.fromEntries([...filesBelow(out)].map(([path, bytes]) => [path, bytes.toString('base64')]));
}

describe('lethe deid over a folder with archives in it', () => {
  it('gives what it gives of the members themselves', async () => {
    const direct = fresh();
    for (const { name, bytes } of members) put(join(direct, 'in'), name, bytes);
    await deid(join(direct, 'in'), join(direct, 'out'));
    const run = fresh();
    const half = members.length / 2;
    put(join(run, 'in'), 'export', zipOf([{ name: 'folder/' }, ...members.slice(0, half)]));
    put(join(run, 'in'), 'more/rest.dcm', gzipSync(tarOf(members.slice(half))));
    const { status, lines, stderr } = await deid(join(run, 'in'), join(run, 'out'));
    expect([status, String(stderr)]).toEqual([1, '']);
    expect(clean(join(run, 'out'))).toEqual(clean(join(direct, 'out')));
    const byKey = lines.map(({ source, outcome, reason }) => [source.key, reason?.code ?? outcome]);
    expect(byKey).toEqual([
      ...files.slice(0, half).map(({ expected }, index) => [`export!/${index + 2}`, expected]),
      ['export', 'opened'],
      ...files.slice(half).map(({ expected }, index) => [`more/rest.dcm!/${index + 1}`, expected]),
      ['more/rest.dcm', 'opened'],
    ]);
    expect(readFileSync(join(`${join(run, 'out')}.jsonl`), 'utf8')).not.toContain('Müller');
  });

  it('ends with 0 where all members were released, and leaves nothing else in the output', async () => {
    const run = fresh();
    const good = files.filter(({ expected }) => expected === 'released');
    put(join(run, 'in'), 'a.tar', tarOf(good));
    const { status, summary } = await deid(join(run, 'in'), join(run, 'out'), '--jobs', '2');
    expect(status).toBe(0);
    expect(JSON.parse(summary)).toMatchObject({
      files: 1,
      outcomes: { released: good.length, opened: 1, quarantined: 0 },
    });
    expect(Object.keys(clean(join(run, 'out')))).toHaveLength(good.length);
    for (const path of filesBelow(join(run, 'out')).keys()) expect(path).toMatch(/\.dcm$/);
  });

  it('keeps what it does not open, with the reason; to try again changes nothing', async () => {
    const run = fresh();
    const [good] = files;
    const bad = zipOf([
      { name: `../${NAME}`, bytes: good?.bytes ?? Buffer.alloc(0) },
      { name: NAME, bytes: good?.bytes ?? Buffer.alloc(0) },
      { name: NAME, bytes: gzipSync(good?.bytes ?? Buffer.alloc(0)) },
    ]);
    put(join(run, 'in'), 'a.zip', bad);
    const { status, lines } = await deid(join(run, 'in'), join(run, 'out'));
    expect(status).toBe(1);
    expect(lines.map(({ source, outcome, reason }) => [source.key, reason?.code ?? outcome])).toEqual([
      ['a.zip!/1', 'ARCHIVE_PATH'],
      ['a.zip!/2', 'released'],
      ['a.zip!/3', 'ARCHIVE_NESTED'],
      ['a.zip', 'ARCHIVE_MEMBERS_REFUSED'],
    ]);
    const kept = () => [...filesBelow(join(run, 'out.kept', 'quarantine')).values()];
    expect(kept().some((bytes) => bytes.equals(bad))).toBe(true);
    expect(kept()).toHaveLength(4);
    const before = kept().map(String).sort();
    const retried = await lethe(['quarantine', 'retry', '--all', '--dir', join(run, 'out'), '--key', key]);
    expect(retried.status).toBe(1);
    expect(kept().map(String).sort()).toEqual(before);
  });

  it('has bounds that can be set', async () => {
    const run = fresh();
    put(join(run, 'in'), 'a.zip', zipOf(members));
    const { lines } = await deid(join(run, 'in'), join(run, 'out'), '--archive-limits', 'members=3');
    expect(lines.map(({ reason }) => reason?.code)).toEqual(['ARCHIVE_TOO_MANY']);
    const wrong = await deid(join(run, 'in'), join(run, 'never'), '--archive-limits', 'depth=9');
    expect([wrong.status, String(wrong.stderr)]).toEqual([2, expect.stringContaining('memberBytes')]);
  });
});

/** Instances of one small patient, odd objects, and nothing at all. */
const object = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.nat(1000), fc.nat(3000)).map(([uid, size]) => simple(uid, size)) },
  fc.uint8Array({ maxLength: 2000 }),
);

function simple(uid: number, size: number): Uint8Array {
  return instance({
    elements: [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
      el(0x00080018, 'UI', `2.25.${uid + 1}`),
      el(0x00100010, 'PN', 'Zwieback^Oriane'),
      el(0x0020000d, 'UI', '2.25.2'),
      el(0x0020000e, 'UI', '2.25.3'),
      el(0x7fe00010, 'OW', Buffer.alloc(2 * size, uid)),
    ],
  });
}

describe('any objects in any archive', () => {
  const packers = {
    zip: (all: readonly Uint8Array[]) => zipOf(all.map((bytes, at) => ({ name: `${at}`, bytes }))),
    stored: (all: readonly Uint8Array[]) =>
      zipOf(all.map((bytes, at) => ({ name: `${at}`, bytes, method: 0 }))),
    tar: (all: readonly Uint8Array[]) => tarOf(all.map((bytes, at) => ({ name: `${at}`, bytes }))),
    tgz: (all: readonly Uint8Array[]) => gzipSync(tarOf(all.map((bytes, at) => ({ name: `${at}`, bytes })))),
  };
  const route = {
    prefix: '',
    keyScope: '',
    cleanPrefix: '',
    plan: basicProfilePlan(),
    tables: new Map(),
    rules: { path: 'basic', digest: null },
  };
  const processorTo = (out: string) => {
    const processor = makeProcessor({
      out,
      key,
      overwrite: false,
      routes: [route],
      kept: `${out}.kept`,
      run: { number: 1, output: '../out' },
      identities: null,
      sealFor: null,
      archiveLimits: DEFAULT_ARCHIVE_LIMITS,
    });
    return async (file: InputFile): Promise<readonly AuditRecord[]> => {
      const records: AuditRecord[] = [];
      await processor.process(file, async (record) => void records.push(record));
      return records;
    };
  };

  it('come out as they do by themselves', async () => {
    const kinds = fc.constantFrom(...(Object.keys(packers) as (keyof typeof packers)[]));
    await holds(
      fc.asyncProperty(fc.array(object, { minLength: 1, maxLength: 6 }), kinds, async (objects, kind) => {
        const run = fresh();
        const [direct, packed] = [processorTo(join(run, 'direct')), processorTo(join(run, 'packed'))];
        const folder = join(run, 'in');
        const alone = [];
        for (const [at, bytes] of objects.entries()) {
          put(folder, String(at), bytes);
          alone.push(...(await direct({ folder, path: String(at) })));
        }
        put(folder, 'archive', packers[kind](objects));
        const records = await packed({ folder, path: 'archive' });
        const what = ({ outcome, reason, output, actions, source }: (typeof records)[number]) => ({
          outcome,
          // Each is in conflict with another of its own kind, file or member.
          reason: reason === null ? null : { ...reason, other: reason.other?.output },
          output,
          actions,
          sizeBytes: source.sizeBytes,
        });
        expect(records.slice(0, -1).map(what)).toEqual(alone.map(what));
        expect(records.at(-1)).toMatchObject({ outcome: 'opened' });
        expect(clean(join(run, 'packed'))).toEqual(clean(join(run, 'direct')));
      }),
      { runs: 40 },
    );
  });
});
