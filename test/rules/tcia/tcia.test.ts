import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { type DataSet, type Element, elementWith } from '../../../layers/dicom/element.ts';
import type { ParsedInstance } from '../../../layers/dicom/parse.ts';
import { asTag } from '../../../layers/dicom/tag.ts';
import { bytesOf } from '../../../layers/dicom/values.ts';
import type { Vr } from '../../../layers/dicom/vr.ts';
import { cleanInstance } from '../../../layers/engine/deidentify.ts';
import { compileRules } from '../../../rules/compile.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import { servicesWith } from '../../layers/engine/review/reviewing.ts';
import { el, instance, inTagOrder, type Node, sq, TRANSFER_SYNTAX } from '../../support/build.ts';
import { exampleNamed } from '../harness.ts';

/** Every private element that Posda's table has, as rules/tcia/generate.ts took it over: signature, VR, disposition. */
const ROWS = gunzipSync(readFileSync(new URL('dispositions.tsv.gz', import.meta.url)))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t') as [string, string, string]);

const PLAN = compileRules(exampleNamed('tcia.json')).plan as RulePlan;

/** A value that the VR allows and nobody need take away. */
const VALUES: Readonly<Record<string, Parameters<typeof el>[2]>> = {
  AE: 'STATION',
  AS: '045Y',
  AT: [0x0010, 0x0010],
  CS: 'AXIAL',
  DA: '20200102',
  DS: '1.5',
  DT: '20200102030405',
  FD: [1.5],
  FL: [1.5],
  IS: '12',
  LO: 'chest',
  LT: 'chest',
  OB: new Uint8Array([1, 2]),
  OF: new Uint8Array([0, 0, 128, 63]),
  OW: new Uint8Array([1, 2]),
  PN: 'Zwieback^Oriane',
  SH: 'chest',
  SL: [7],
  SS: [7],
  ST: 'chest',
  TM: '030405',
  UI: '1.2.826.0.1.3680043.9.7433.77',
  UL: [7],
  UN: new Uint8Array([1, 2]),
  US: [7],
  UT: 'chest',
};

interface Step {
  readonly tag: number;
  readonly creator: string | null;
}

/** Private elements stand in block 10. */
function stepsOf(signature: string): readonly Step[] {
  return signature.split(/\[<\d+>\]/).map((text) => {
    const [, group = '', creator, element = ''] =
      /^\(([0-9a-f]{4}),(?:"([^"]*)",)?([0-9a-f]+)\)$/.exec(text) ?? [];
    const last = Number.parseInt(element, 16);
    return {
      tag: Number.parseInt(group, 16) * 0x10000 + (creator === undefined ? last : 0x1000 + last),
      creator: creator ?? null,
    };
  });
}

function nodesOf([step, ...rest]: readonly Step[], vr: string, value: Parameters<typeof el>[2]): Node[] {
  const { tag, creator } = step as Step;
  const node =
    rest.length > 0
      ? sq(tag, [nodesOf(rest, vr, value)])
      : vr === 'SQ'
        ? sq(tag, [[el(0x00080070, 'LO', 'Fixtures')]])
        : el(tag, (vr || 'UN') as Vr, value);
  const block = Math.floor(tag / 0x10000) * 0x10000 + 0x10;
  return creator === null || creator === '' ? [node] : [el(block, 'LO', creator), node];
}

/** What the table has an element as, where a file says UN: of several VRs the first. */
const KNOWN_AS = new Map(
  ROWS.filter(([, vr]) => vr !== 'UN' && vr !== '')
    .map(([signature, vr]) => [leafOf(signature), vr] as const)
    .sort(([, one], [, other]) => (one < other ? 1 : -1)),
);

function leafOf(signature: string): string {
  return signature.slice(
    signature.lastIndexOf('(', signature.indexOf('"') < 0 ? undefined : signature.lastIndexOf('"')),
  );
}

/** UN in a file are bytes of the VR that it had (PS3.5 6.2.2). */
function valueFor(signature: string, vr: string): Parameters<typeof el>[2] {
  if (vr !== 'UN' && vr !== '') return VALUES[vr] ?? '';
  const had = KNOWN_AS.get(leafOf(signature)) ?? 'UN';
  // An item without elements.
  if (had === 'SQ') return new Uint8Array([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  const value = VALUES[had];
  return typeof value === 'string'
    ? Buffer.from(value.length % 2 === 0 ? value : `${value} `)
    : new Uint8Array(8);
}

/** What a row is in the output; null: nothing, or nothing of a value. */
async function left(signature: string, vr: string): Promise<'as it was' | 'changed' | null> {
  const steps = stepsOf(signature);
  const source = instance({
    elements: inTagOrder([
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
      el(0x00080018, 'UI', '1.2.826.0.1.3680043.9.7433.1'),
      el(0x0020000d, 'UI', '1.2.826.0.1.3680043.9.7433.2'),
      el(0x0020000e, 'UI', '1.2.826.0.1.3680043.9.7433.3'),
      el(0x00100020, 'LO', 'KH-7731942'),
      ...nodesOf(steps, vr, valueFor(signature, vr)),
    ]),
  });
  const clean = await cleanInstance(memorySource(source), servicesWith(PLAN));
  if ('reason' in clean) throw new Error(`${signature} ${vr}: ${clean.reason.code}`);
  const [before, after] = [clean.before, clean.instance].map((each) => bytesAt(each, steps));
  if (after === null || after === undefined || after.length === 0) return null;
  return before !== null && before !== undefined && Buffer.compare(before, after) === 0
    ? 'as it was'
    : 'changed';
}

/** Null: it is not there. A sequence is its items. */
function bytesAt(of: ParsedInstance, steps: readonly Step[]): Uint8Array | null {
  let dataSet: DataSet | undefined = of.dataSet;
  for (const [at, { tag }] of steps.entries()) {
    const element: Element | undefined = dataSet === undefined ? undefined : elementWith(dataSet, asTag(tag));
    if (element === undefined) return null;
    if (at === steps.length - 1) return bytesOf(of, element);
    dataSet = element.items?.[0];
  }
  return null;
}

describe('the rules of The Cancer Imaging Archive, over all of its dispositions of private elements', () => {
  it('keep what it keeps, and delete what it deletes', async () => {
    const counts = new Map<string, { all: number; kept: number; asItWas: number }>();
    const lost: string[] = [];
    const leaked: string[] = [];
    for (const [signature, vr, written] of ROWS) {
      const disposition = written.toLowerCase() || 'none';
      const count = counts.get(disposition) ?? { all: 0, kept: 0, asItWas: 0 };
      counts.set(disposition, count);
      const what = await left(signature, vr);
      count.all += 1;
      if (what !== null) count.kept += 1;
      if (what === 'as it was') count.asItWas += 1;
      // A dummy, a pseudonym, another UID: the value itself is gone.
      if (what === 'as it was' && disposition === 'd') leaked.push(`${signature} ${vr}`);
      if (what === null && disposition === 'k') lost.push(`${signature} ${vr}`);
    }
    process.stdout.write(`dispositions: ${JSON.stringify(Object.fromEntries(counts))}\n`);
    expect(ROWS).toHaveLength(5_055);
    expect(leaked).toEqual([]);
    const { all = 0, kept = 0 } = counts.get('k') ?? {};
    expect([all, kept / all >= 0.99]).toEqual([1_960, true]);
    // What it keeps within a sequence that it deletes, and public attributes that the profile removes.
    expect(lost.filter((row) => !row.includes('['))).toEqual([]);
    // What it has not decided goes.
    for (const undecided of ['na', 'none', 'oi']) expect(counts.get(undecided)?.kept).toBe(0);
  });

  it('go by the VR that a file gives, and by the list’s where it gives none', async () => {
    const at = '(0009,"FDMS 1.0",08)';
    expect(await left(at, 'UL')).toBe('as it was');
    expect(await left(at, 'OB')).toBe(null);
    const steps = stepsOf(at);
    const implicit = instance({
      transferSyntax: TRANSFER_SYNTAX.implicitLittleEndian,
      elements: inTagOrder([
        el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
        el(0x00080018, 'UI', '1.2.826.0.1.3680043.9.7433.1'),
        ...nodesOf(steps, 'UL', [7]),
      ]),
    });
    const clean = await cleanInstance(memorySource(implicit), servicesWith(PLAN));
    expect('reason' in clean ? clean.reason : bytesAt(clean.instance, steps)?.length).toBe(4);
  });

  it('are private attributes that are known to be safe: instances say so', () => {
    expect(PLAN.stamps?.methodCodes.map(({ value }) => value)).toEqual([
      '113100',
      '113105',
      '113107',
      '113108',
      '113109',
      '113111',
    ]);
    expect(PLAN.claims?.identityRemoved.value).toBe('YES');
    expect(PLAN.claims?.codes.find(({ value }) => value === '113101')?.isWritten).toBe(true);
  });
});
