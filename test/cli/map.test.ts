import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipOf } from '../support/archives.ts';
import { el, instance } from '../support/build.ts';
import { expectRights, itOnPosix } from '../support/posix.ts';
import { referringStudy, UID } from '../support/referringStudy.ts';
import { readWithDcmjs } from '../support/secondReader.ts';
import { auditLines, filesBelow, lethe } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-map-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(root, ...names);

/** A field that RFC 4180 wants quoted. */
const ODD_ID = 'NEEDLE,"7"';
const HELD_BACK = `${UID.study}.900`;
const other = (uid: string, id: string, more: Parameters<typeof instance>[0]['elements'] = []) =>
  instance({
    elements: [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
      el(0x00080018, 'UI', uid),
      el(0x00100020, 'LO', id),
      el(0x0020000d, 'UI', `${UID.study}.7`),
      el(0x0020000e, 'UI', `${UID.study}.7.1`),
      ...more,
    ],
  });

const RULES = {
  keyed: { options: ['retainLongitudinalModifiedDates'] },
  random: {
    identities: {
      patientId: { action: 'allocate', template: 'Site{####}' },
      uids: 'random',
      project: 'chest',
    },
  },
  retained: {
    options: ['retainUids'],
    identities: { patientId: { action: 'lookup', table: 'ids.csv', whenMissing: 'pseudonym' } },
  },
};
type Name = keyof typeof RULES;
const NAMES = Object.keys(RULES) as Name[];

const mapOf = (name: Name, out: string, ...more: readonly string[]) => [
  'map',
  at('in'),
  ...['--clean', at(name), '--out', at(out), '--rules', at(`${name}.json`), '--key', at('key'), ...more],
];

beforeAll(async () => {
  mkdirSync(at('in', 'deep'), { recursive: true });
  for (const [name, bytes] of referringStudy()) writeFileSync(at('in', 'deep', `${name}.dcm`), bytes);
  writeFileSync(at('in', 'pack.zip'), zipOf([{ name: 'a.dcm', bytes: other(`${UID.study}.800`, ODD_ID) }]));
  writeFileSync(at('in', 'burned.dcm'), other(HELD_BACK, 'NEEDLE-9', [el(0x00280301, 'CS', 'YES')]));
  writeFileSync(at('in', 'note.txt'), 'no instance');
  writeFileSync(at('ids.csv'), `original,new\r\n"NEEDLE,""7""",P-7\r\n`);
  for (const name of NAMES) {
    writeFileSync(at(`${name}.json`), JSON.stringify(RULES[name]));
    const where = ['--out', at(name), '--audit', at(`${name}.jsonl`), '--rules', at(`${name}.json`)];
    expect((await lethe(['deid', at('in'), ...where, '--key', at('key'), '-q'])).status).toBe(1);
  }
});

/** As RFC 4180 has it, read by a reader of its own. */
function rowsOf(file: string): readonly (readonly [string, string])[] {
  const text = readFileSync(file, 'utf8');
  expect(text.startsWith('id_old,id_new\r\n') && text.endsWith('\r\n')).toBe(true);
  const records = text.slice('id_old,id_new\r\n'.length).split('\r\n').slice(0, -1);
  return records.map((record) => {
    const fields = [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
    );
    expect(fields).toHaveLength(2);
    return fields as [string, string];
  });
}

/** Every UID and the Patient ID of a file, by dcmjs. */
function identifiersOf(bytes: Uint8Array) {
  const uids: string[] = [];
  const visit = (dict: Record<string, { vr: string; Value?: unknown[] }>): void => {
    for (const { vr, Value = [] } of Object.values(dict))
      if (vr === 'SQ') for (const item of Value) visit(item as Parameters<typeof visit>[0]);
      else if (vr === 'UI')
        uids.push(...(Value as string[]).filter((uid) => !uid.startsWith('1.2.840.10008.')));
  };
  const { dict } = readWithDcmjs(bytes) as unknown as { dict: Parameters<typeof visit>[0] };
  visit(dict);
  const of = (tag: string) => String(dict[tag]?.Value?.[0] ?? '');
  return {
    uids,
    own: [of('00080018'), of('0020000D'), of('0020000E')] as const,
    patientId: of('00100020'),
  };
}

const SOURCES = (): ReadonlyMap<string, Uint8Array> =>
  new Map<string, Uint8Array>([
    ...[...referringStudy()].map(([name, bytes]) => [`deep/${name}.dcm`, bytes] as const),
    ['pack.zip!/1', other(`${UID.study}.800`, ODD_ID)],
  ]);

describe.each(NAMES)('lethe map of a run under rules: %s', (name) => {
  const out = `${name}.map`;
  const uids = () => new Map(rowsOf(at(out, 'uids.csv')));
  const patients = () => new Map(rowsOf(at(out, 'patids.csv')));

  it('writes two files for their owner alone, and says no identifier', async () => {
    const { status, stdout, stderr } = await lethe(mapOf(name, out, '--json', '--identities'));
    const said = JSON.parse(String(stdout));
    expect([status, String(stderr)]).toEqual([1, '']);
    expect(said).toEqual({
      instances: SOURCES().size + 2,
      paired: SOURCES().size,
      notReleased: 2,
      different: 0,
      unreadable: 0,
      uids: uids().size,
      patientIds: patients().size,
    });
    for (const file of ['uids.csv', 'patids.csv']) {
      const { mode, uid } = statSync(at(out, file));
      expect([mode & 0o777, uid]).toEqual([0o600, statSync(at('key')).uid]);
    }
    expectRights(at(out), 0o700);
    expect(readdirSync(at(out)).sort()).toEqual(['patids.csv', 'uids.csv']);
  });

  it('has the pairs that a second reader finds in source and output, each once', () => {
    const [byUid, byPatient] = [uids(), patients()];
    const lines = auditLines(at(`${name}.jsonl`)).filter(({ outcome }) => outcome === 'released');
    expect(lines.map(({ source }) => source.key).sort()).toEqual([...SOURCES().keys()].sort());
    const before = new Set<string>();
    const after = new Set<string>();
    for (const { source, output } of lines) {
      const from = identifiersOf(SOURCES().get(source.key) as Uint8Array);
      const to = identifiersOf(readFileSync(at(name, output.key as string)));
      expect(from.own.map((uid) => byUid.get(uid))).toEqual(to.own);
      if (from.patientId !== '') expect(byPatient.get(from.patientId)).toBe(to.patientId);
      for (const uid of from.uids) before.add(uid);
      for (const uid of to.uids) after.add(uid);
    }
    // Nothing that an output has is left out, and nothing that no output has is in.
    expect(new Set(byUid.values())).toEqual(after);
    expect([...byUid.keys()].filter((uid) => !before.has(uid))).toEqual([]);
    expect([rowsOf(at(out, 'uids.csv')).length, rowsOf(at(out, 'patids.csv')).length]).toEqual([
      byUid.size,
      byPatient.size,
    ]);
    expect(byPatient.has(ODD_ID)).toBe(true);
    expect([byPatient.has('NEEDLE-9'), byUid.has(HELD_BACK)]).toEqual([false, false]);
  });
});

describe('lethe map', () => {
  it('refuses what it is not told to do, and writes nothing', async () => {
    symlinkSync(at('keyed'), at('link'));
    mkdirSync(at('taken'));
    writeFileSync(at('taken', 'patids.csv'), '');
    const keyed = (out: string, ...more: readonly string[]) => mapOf('keyed', out, ...more);
    for (const [call, code] of [
      [keyed('none'), 'IDENTITIES_NOT_ASKED'],
      [keyed('keyed', '--identities'), 'NOT_IN_THE_CLEAN_FOLDER'],
      [keyed('keyed/broker', '--identities'), 'NOT_IN_THE_CLEAN_FOLDER'],
      [keyed('link/broker', '--identities'), 'NOT_IN_THE_CLEAN_FOLDER'],
      [keyed('taken', '--identities'), 'FILE_EXISTS'],
      [keyed('none', '--identities', at('nowhere.sqlite')), 'FILE_UNREADABLE'],
      [keyed('none', '--identities', '--key', at('nokey')), 'FILE_UNREADABLE'],
      [keyed('none', '--identities', '--clean', at('nowhere')), 'FOLDER_MISSING'],
      [keyed('none', '--identities', '--routes', at('keyed.json')), 'WRONG_CALL'],
    ] as const) {
      const { status, stderr, stdout } = await lethe(call);
      expect([status, String(stdout), String(stderr)]).toEqual([
        2,
        '',
        expect.stringContaining(`lethe: ${code}:`),
      ]);
    }
    for (const none of ['none', 'nokey', 'nowhere', 'nowhere.sqlite', 'keyed/broker'])
      expect(existsSync(at(none))).toBe(false);
    expect(readdirSync(at('taken'))).toEqual(['patids.csv']);
  });

  it('leaves out what rules, identities or key of another run would make', async () => {
    // Without the run's numbers nobody knows who was Site0001.
    writeFileSync(
      at('numbers.json'),
      JSON.stringify({ identities: { patientId: RULES.random.identities.patientId } }),
    );
    const run = ['--rules', at('numbers.json'), '--key', at('key')];
    await lethe(['deid', at('in'), '--out', at('numbers'), ...run, '-q']);
    rmSync(at('numbers.kept'), { recursive: true });
    const without = await lethe([
      'map',
      at('in'),
      '--clean',
      at('numbers'),
      '--out',
      at('guess'),
      ...run,
      '--identities',
      '--json',
    ]);
    const said = JSON.parse(String(without.stdout));
    expect(said.different).toBeGreaterThan(0);
    expect(rowsOf(at('guess', 'patids.csv')).length).toBeLessThan(
      rowsOf(at('random.map', 'patids.csv')).length,
    );

    await lethe(['deid', at('in'), '--out', at('elsewhere'), '--key', at('otherkey'), '-q']);
    const wrong = mapOf('keyed', 'wrongkey', '--identities', '--json', '--key', at('otherkey'));
    expect(JSON.parse(String((await lethe(wrong)).stdout))).toMatchObject({
      paired: 0,
      uids: 0,
      patientIds: 0,
    });
    expect(readFileSync(at('wrongkey', 'uids.csv'), 'utf8')).toBe('id_old,id_new\r\n');
  });

  it('says no identifier in words or file names, and changes nothing', async () => {
    const before = [...filesBelow(at('keyed'))].map(([path, bytes]) => `${path} ${bytes.toString('base64')}`);
    const { stdout, stderr } = await lethe(mapOf('keyed', 'told', '--identities'));
    expect(
      [...filesBelow(at('keyed'))].map(([path, bytes]) => `${path} ${bytes.toString('base64')}`),
    ).toEqual(before);
    const said = [String(stdout), String(stderr), ...readdirSync(at('told'))].join('\n');
    const needles = [...rowsOf(at('told', 'uids.csv')), ...rowsOf(at('told', 'patids.csv'))].flat();
    expect(needles.length).toBeGreaterThan(20);
    expect(needles.filter((needle) => said.includes(needle))).toEqual([]);
    expect(said).toMatch(/paired +\d+\n/);
  });

  it('goes by the routes of the run: each project has pairs of its own', async () => {
    const routes = [
      { prefix: 'deep/', rules: 'basic', keyScope: 'deep', cleanPrefix: 'deep/' },
      { prefix: '', rules: 'keyed.json' },
    ];
    writeFileSync(at('routes.json'), JSON.stringify({ routes }));
    const run = ['--routes', at('routes.json'), '--key', at('key'), '--audit', at('routed.jsonl')];
    await lethe(['deid', at('in'), '--out', at('routed'), ...run, '-q']);
    const call = ['map', at('in'), '--clean', at('routed'), '--out', at('routed.map'), ...run.slice(0, 4)];
    const { stdout } = await lethe([...call, '--identities', '--json']);
    expect(JSON.parse(String(stdout))).toMatchObject({ paired: SOURCES().size, different: 0 });
    const byUid = new Map(rowsOf(at('routed.map', 'uids.csv')));
    for (const { source, output } of auditLines(at('routed.jsonl'))) {
      if (output.key === null) continue;
      const from = identifiersOf(SOURCES().get(source.key) as Uint8Array);
      const to = identifiersOf(readFileSync(at('routed', output.key)));
      expect(from.own.map((uid) => byUid.get(uid))).toEqual(to.own);
    }
  });

  itOnPosix('users have no numbers there', 'gives the files of root to the owner of the key', async () => {
    if (process.getuid?.() !== 0) return;
    writeFileSync(at('owned'), readFileSync(at('key')), { mode: 0o600 });
    chownSync(at('owned'), 4242, 4243);
    await lethe(mapOf('keyed', 'owned.map', '--identities', '-q', '--key', at('owned')));
    for (const path of [at('owned.map'), at('owned.map', 'uids.csv'), at('owned.map', 'patids.csv')])
      expect([statSync(path).uid, statSync(path).gid]).toEqual([4242, 4243]);
  });
});
