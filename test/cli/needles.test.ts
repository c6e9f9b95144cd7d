import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TRANSFER_SYNTAX } from '../support/build.ts';
import { CHARACTER_SETS } from '../support/characterSets.ts';
import {
  describeHits,
  findNeedles,
  type Needle,
  type PlantOptions,
  plantNeedles,
} from '../support/needles.ts';
import { needle } from '../support/search.ts';
import { syntheticStudy } from '../support/study.ts';
import { poisonObjects } from './poison.ts';
import { auditLines, filesBelow, lethe } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-needles-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs `lethe deid` on files with neutral names and gathers whatever it wrote but the sources that it keeps in quarantine. */
async function everythingWritten(
  name: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
) {
  const work = join(root, name);
  const temporary = join(work, 'tmp');
  mkdirSync(temporary, { recursive: true });
  for (const file of files) {
    const path = join(work, 'in', file.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.bytes);
  }
  const [out, audit] = [join(work, 'out'), join(work, 'audit.jsonl')];
  const args = ['deid', join(work, 'in'), '--out', out, '--audit', audit, '--key', join(work, 'key')];
  const ran = await lethe(args, { TMPDIR: temporary });
  const kept = [...filesBelow(`${out}.kept`)].filter(([path]) => !/^quarantine\/.*\.dcm$/.test(path));
  const outputs = [...filesBelow(out), ...kept];
  const written = [
    ...outputs,
    ['names', Buffer.from(outputs.map(([path]) => path).join('\n'))],
    ['standard output', ran.stdout],
    ['standard error', ran.stderr],
    ['audit', filesBelow(work).get('audit.jsonl') as Buffer],
    ...filesBelow(temporary),
  ] as const;
  return { ran, written, lines: auditLines(audit), temporary: [...filesBelow(temporary).keys()] };
}

function hitsIn(written: readonly (readonly [string, Buffer])[], needles: readonly Needle[]): string[] {
  return written.flatMap(([place, bytes]) =>
    describeHits(findNeedles(bytes, needles)).map((hit) => `${place}: ${hit}`),
  );
}

/** The same places in each, so the same SOP Instance UID: it is given another one of the same length. */
function withOwnUid(planted: ReturnType<typeof plantNeedles>, number: number) {
  const old = planted.needles.find(({ where }) => where.startsWith('depth 0 (0008,0018)')) as Needle;
  const uid = `${old.text.slice(0, -6)}${200_000 + number}`;
  const bytes = Buffer.from(planted.bytes);
  for (let at = bytes.indexOf(old.text); at >= 0; at = bytes.indexOf(old.text, at))
    bytes.write(uid, at, 'latin1');
  return {
    bytes: new Uint8Array(bytes),
    needles: [...planted.needles.filter((one) => one !== old), needle(old.where, [uid])],
  };
}

describe('planted needles', () => {
  const variants: readonly PlantOptions[] = [
    ...CHARACTER_SETS.map((characterSet, index) => ({ characterSet, depths: [index % 4] })),
    { characterSet: ['ISO_IR 192'], nestedCharacterSet: ['ISO_IR 100'], depths: [1, 2] },
    ...[
      TRANSFER_SYNTAX.implicitLittleEndian,
      TRANSFER_SYNTAX.explicitBigEndian,
      TRANSFER_SYNTAX.rleLossless,
    ].map((transferSyntax) => ({ transferSyntax })),
    { undefinedLengths: true },
    { sopClassUid: '1.2.840.10008.5.1.4.1.1.2' },
  ];

  it('none is in any output, name, log, audit line or temporary file', async () => {
    const planted = variants.map((options, index) => withOwnUid(plantNeedles(options), index));
    const files = planted.map(({ bytes }, index) => ({ name: `${index}.dcm`, bytes }));
    const { ran, written, lines, temporary } = await everythingWritten('planted', files);
    expect(lines).toHaveLength(variants.length);
    expect(lines.filter(({ outcome }) => outcome !== 'released').map(({ reason }) => reason)).toEqual([]);
    expect([ran.status, String(ran.stderr), temporary]).toEqual([0, '', []]);
    // Each output is searched for what stood in its source; what all have in common for everything, each text once.
    const hits = planted.flatMap(({ bytes, needles }, index) => {
      // What stands in the source is found there, so that finding nothing means something.
      expect(findNeedles(bytes, needles).length).toBeGreaterThanOrEqual(needles.length);
      const key = lines.find(({ source }) => source.key === `${index}.dcm`)?.output.key ?? '';
      const own = written.filter(([place]) => place === key);
      expect(own).toHaveLength(1);
      return hitsIn(own, needles);
    });
    const outputs = new Set(lines.map(({ output }) => output.key));
    const common = written.filter(([place]) => !outputs.has(place));
    const all = [
      ...new Map(planted.flatMap(({ needles }) => needles).map((one) => [one.text, one])).values(),
    ];
    expect(all.length).toBeGreaterThan(2_000);
    expect([...hits, ...hitsIn(common, all)]).toEqual([]);
  });

  it('deflated, where they are searched in the inflated body', async () => {
    const { bytes, needles } = plantNeedles({ transferSyntax: TRANSFER_SYNTAX.deflated });
    const { ran, written } = await everythingWritten('deflated', [{ name: '0.dcm', bytes }]);
    expect(ran.status).toBe(0);
    expect(hitsIn(written, needles)).toEqual([]);
  });
});

describe('the synthetic study', () => {
  it('none of its identifiers is left, whatever became of its files', async () => {
    const { files, planted } = syntheticStudy(21);
    const { ran, written, lines } = await everythingWritten('study', files);
    expect(ran.status).toBe(1);
    expect(lines).toHaveLength(files.length);
    expect(hitsIn(written, planted)).toEqual([]);
  });
});

describe('poison: objects that break where an identifier stands', () => {
  it('no error, reason, log or audit line repeats it', async () => {
    const poison = poisonObjects();
    const files = poison.map(({ bytes }, index) => ({ name: `${index}.dcm`, bytes }));
    const { ran, written, lines, temporary } = await everythingWritten('poison', files);
    expect([ran.status, String(ran.stderr), temporary]).toEqual([1, '', []]);
    const codes = new Map(lines.map(({ source, reason, outcome }) => [source.key, reason?.code ?? outcome]));
    expect(poison.map(({ what }, index) => [what, codes.get(`${index}.dcm`)])).toEqual(
      poison.map(({ what, code }) => [what, code]),
    );
    const needles = poison.flatMap((one) => one.needles);
    expect(hitsIn(written, needles)).toEqual([]);
  });
});
