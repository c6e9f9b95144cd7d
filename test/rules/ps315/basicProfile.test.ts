import { type DataSet, type Element, elementWith } from '../../../layers/dicom/element.ts';
import type { ParsedInstance } from '../../../layers/dicom/parse.ts';
import { lookupTag } from '../../../layers/dicom/standard/dictionary.ts';
import { UID_ROWS } from '../../../layers/dicom/standard/generated/uids.generated.ts';
import { attributeType } from '../../../layers/dicom/standard/iodTypes.ts';
import { FIELD_SEPARATOR, rowsOf } from '../../../layers/dicom/standard/rows.ts';
import {
  isEncapsulatedDocumentClass,
  isStorageSopClass,
  isValidUid,
} from '../../../layers/dicom/standard/uid.ts';
import { asTag, formatTag } from '../../../layers/dicom/tag.ts';
import { bytesOf } from '../../../layers/dicom/values.ts';
import { VR_FACTS, type Vr } from '../../../layers/dicom/vr.ts';
import { sealPlan } from '../../../rules/plan.ts';
import { basicProfilePlan } from '../../../rules/ps315/basicProfile.ts';
import { type BasicCode, type ProfileRow, profileRows } from '../../../rules/ps315/table.ts';
import { parsed } from '../../layers/dicom/indexed.ts';
import { cleanBytes, testKeys } from '../../layers/engine/harness.ts';
import { el, instance, inTagOrder, type Node, privateBlock, sq, type Value } from '../../support/build.ts';
import { REFERENCES } from './optionsOracle.ts';

/**
 * The Basic Profile held against PS3.15 Tables E.1-1 and E.1-1a by an oracle that knows the tables and the engine's output, and nothing of
 * its rules. Every row is tried by itself, in every VR that PS3.6 gives it, at the root and inside one, two and three sequences.
 */

/** What may become of an attribute. */
type Outcome = 'absent' | 'empty' | 'replaced' | 'kept';

/** The text of Table E.1-1a, for an attribute of a type (PS3.5 7.4); 0: the tables have no type for the place. */
const OUTCOMES: Readonly<Record<BasicCode, Readonly<Record<0 | 1 | 2 | 3, Outcome>>>> = {
  X: { 0: 'absent', 1: 'absent', 2: 'absent', 3: 'absent' },
  Z: { 0: 'empty', 1: 'empty', 2: 'empty', 3: 'empty' },
  D: { 0: 'replaced', 1: 'replaced', 2: 'replaced', 3: 'replaced' },
  U: { 0: 'replaced', 1: 'replaced', 2: 'replaced', 3: 'replaced' },
  'X/Z': { 0: 'empty', 1: 'empty', 2: 'empty', 3: 'absent' },
  'X/D': { 0: 'replaced', 1: 'replaced', 2: 'replaced', 3: 'absent' },
  'Z/D': { 0: 'replaced', 1: 'replaced', 2: 'empty', 3: 'empty' },
  'X/Z/D': { 0: 'replaced', 1: 'replaced', 2: 'empty', 3: 'absent' },
  'X/Z/U*': { 0: 'kept', 1: 'kept', 2: 'empty', 3: 'absent' },
};

/** Z and Z/D allow a dummy: here they have a keyed pseudonym (issue 2), at whatever place. */
const PSEUDONYMS: ReadonlySet<number> = new Set([0x00080050, 0x00100010, 0x00100020, 0x00200010]);

/** Attributes of commands and of file meta information have no place in a data set and go from it, whatever their row says. */
const isOfNoDataSet = (tag: number) => tag >>> 16 <= 2;

function expected(row: ProfileRow, tag: number, type: 0 | 1 | 2 | 3): Outcome {
  if (isOfNoDataSet(tag)) return 'absent';
  // Z and U* let references stay where the IOD must have them.
  if (REFERENCES.has(row.id) && (type === 1 || type === 2)) return 'kept';
  return PSEUDONYMS.has(tag) ? 'replaced' : OUTCOMES[row.basic][type];
}

/** Sequences without a row, one for each depth: Shared Functional Groups, Referenced Series, Referenced SOP Instances. */
const KEPT = [0x52009229, 0x00081115, 0x00081199] as const;
const NO_SUCH_CLASS = '1.2.840.10008.5.1.4.1.1.99999';

const { digest: _digest, ...draft } = basicProfilePlan();
/** All instances reach the rules here: rows of the table are about encapsulated documents, too. */
const plan = sealPlan({
  ...draft,
  screening: {
    ...draft.screening,
    encapsulatedDocument: 'accept',
    audio: 'accept',
    missingSopInstanceUid: 'accept',
    dicomdir: 'accept',
  },
});

/** A valid value of each VR that is not a dummy of Lethe's. */
const VALUES: Readonly<Partial<Record<Vr, Value>>> = {
  AS: '033Y',
  DA: '19610914',
  DS: '71.35',
  DT: '20240314091533.427118+0100',
  IS: '4711',
  TM: '091533.427118',
  UI: '2.25.31415926535',
  UR: 'https://pacs.example/',
  CS: 'ABC_1',
  PN: 'Zwieback^Oriane',
  AE: 'SENDER',
  AT: [0x00181063],
};

function sampleOf(vr: Vr): Value {
  return VALUES[vr] ?? (VR_FACTS[vr].content === 'binary' ? [7, 9] : `value of ${vr}`);
}

/** Something nested that a sequence which goes must not leave behind. */
const ITEM: readonly Node[] = [
  el(0x00081155, 'UI', '2.25.31415926536'),
  el(0x00100010, 'PN', 'Halvorsen^Tormod'),
];
const SECRETS = ['Zwieback', 'Halvorsen', '31415926535', '31415926536', 'value of '];

function nodeOf(tag: number, vr: Vr): Node {
  return vr === 'SQ' ? sq(tag, [ITEM]) : el(tag, vr, sampleOf(vr));
}

/** An instance with one attribute at a depth, and usual ones round it. */
function holding(node: Node & { readonly tag: number }, depth: number, sopClass: string): Uint8Array {
  const usual = [
    el(0x00080016, 'UI', sopClass),
    el(0x00080018, 'UI', '2.25.1'),
    el(0x0020000d, 'UI', '2.25.2'),
    el(0x0020000e, 'UI', '2.25.3'),
  ];
  const nested = KEPT.slice(0, depth).reduceRight<Node>((inner, sequence) => sq(sequence, [[inner]]), node);
  const own = usual.filter((one) => depth > 0 || !('tag' in one) || one.tag !== node.tag);
  return instance({ elements: inTagOrder([...own, nested]) });
}

function find(found: ParsedInstance, tag: number, depth: number): Element | undefined {
  let dataSet: DataSet | undefined = found.dataSet;
  for (const sequence of KEPT.slice(0, depth))
    dataSet = elementWith(dataSet as DataSet, asTag(sequence))?.items?.[0];
  return dataSet === undefined ? undefined : elementWith(dataSet, asTag(tag));
}

async function outcomeOf(bytes: Uint8Array, tag: number, depth: number) {
  const before = await parsed(bytes);
  const output = await cleanBytes(bytes, { plan });
  const after = await parsed(output);
  const source = find(before, tag, depth) as Element;
  const element = find(after, tag, depth);
  const value = element === undefined ? null : Buffer.from(bytesOf(after, element));
  const isSame = value?.equals(bytesOf(before, source)) === true;
  const isKeptSequence =
    source.items !== null && element?.items?.[0]?.elements.length === source.items[0]?.elements.length;
  const outcome: Outcome =
    value === null ? 'absent' : value.length === 0 ? 'empty' : isSame ? 'kept' : 'replaced';
  return { outcome, element, value, output, isKeptSequence };
}

/** Whether a value is valid for its VR (PS3.5 Table 6.2-1). */
function isValid(vr: Vr, value: Buffer): boolean {
  const text = value.toString('latin1').replace(/[\0 ]+$/, '');
  const facts = VR_FACTS[vr];
  if (facts.content === 'binary')
    return value.length > 0 && value.length % Math.max(facts.wordBytes, 1) === 0;
  const patterns: Partial<Record<Vr, RegExp>> = {
    AS: /^\d{3}[DWMY]$/,
    CS: /^[A-Z0-9 _]{1,16}$/,
    DA: /^(18|19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])$/,
    DS: /^[-+0-9.eE]{1,16}$/,
    DT: /^\d{4,14}(\.\d{1,6})?([-+]\d{4})?$/,
    IS: /^[-+]?\d{1,12}$/,
    TM: /^\d{2,6}(\.\d{1,6})?$/,
    UR: /^[^ \\]+$/,
  };
  if (vr === 'UI') return text.split('\\').every(isValidUid);
  return (
    text !== '' && text.length <= (facts.maxCharacters ?? Infinity) && (patterns[vr]?.test(text) ?? true)
  );
}

/** Tags of a row: of a mask the first and the last group that PS3.5 7.6 has. */
function tagsOf(row: ProfileRow): readonly number[] {
  if (row.kind === 'tag') return [row.tag];
  if (row.kind === 'oddgroup') return [];
  const isCurve = row.value >>> 24 === 0x50;
  return [0x00, 0x02, 0x1e].map((group) => row.value + group * 0x10000 + (isCurve ? 0x0022 : 0));
}

const MASK_VR: Readonly<Record<number, Vr>> = { 12288: 'OW', 16384: 'LT', 34: 'LO' };

function vrsOf(tag: number): readonly Vr[] {
  const listed = lookupTag(asTag(tag))?.vrs ?? [];
  return listed.length > 0 ? listed : [MASK_VR[tag & 0xffff] ?? 'LO'];
}

const PUBLIC_ROWS = profileRows().filter(({ kind }) => kind !== 'oddgroup');

/** Everything about one attribute of a row at one place; a line for each thing that is not as the tables want it. */
async function wrongs(
  row: ProfileRow,
  tag: number,
  vr: Vr,
  depth: number,
  sopClass: string,
): Promise<string[]> {
  const path = [...KEPT.slice(0, depth), tag].map(asTag);
  const type = attributeType(sopClass, path) ?? 0;
  const node = nodeOf(tag, vr) as Node & { readonly tag: number };
  const { outcome, element, value, output, isKeptSequence } = await outcomeOf(
    holding(node, depth, sopClass),
    tag,
    depth,
  );
  const wanted = expected(row, tag, type);
  const place = `${formatTag(asTag(tag))} ${vr} ${row.basic} type ${type} at depth ${depth}: `;
  const lines: string[] = [];
  // A sequence that is kept has its UIDs replaced.
  const got = wanted === 'kept' && outcome === 'replaced' && isKeptSequence ? 'kept' : outcome;
  if (got !== wanted) lines.push(`${place}${got}, not ${wanted}`);
  if (outcome === 'replaced' && vr !== 'SQ' && !isValid(element?.vr ?? vr, value as Buffer))
    lines.push(`${place}not valid`);
  if (outcome === 'replaced' && vr === 'SQ' && element?.items?.length !== 1)
    lines.push(`${place}not one item`);
  const left = SECRETS.filter((secret) => Buffer.from(output).includes(secret));
  if (left.length > 0) lines.push(`${place}leaves ${left.join(', ')}`);
  return lines;
}

describe.each([0, 1, 2, 3])('every row of Table E.1-1, at depth %d', (depth) => {
  it('of a SOP class that no table has', async () => {
    const lines: string[] = [];
    let tried = 0;
    // At the start of a file (0002,0003) is file meta information: see the tests of the stamps.
    for (const row of PUBLIC_ROWS)
      for (const tag of tagsOf(row).filter((one) => depth > 0 || one !== 0x00020003))
        for (const vr of vrsOf(tag)) {
          tried += 1;
          lines.push(...(await wrongs(row, tag, vr, depth, NO_SUCH_CLASS)));
        }
    expect(lines).toEqual([]);
    expect(tried).toBeGreaterThanOrEqual(PUBLIC_ROWS.length - 1);
  });
});

it('the table has 657 rows, one of them for all private attributes', () => {
  expect(profileRows()).toHaveLength(657);
  expect(PUBLIC_ROWS).toHaveLength(656);
});

describe('compound codes go by the type in the instance’s own IOD', () => {
  const classes = rowsOf(UID_ROWS)
    .map((row) => `1.2.840.10008.${row.split(FIELD_SEPARATOR)[0]}`)
    .filter((uid) => isStorageSopClass(uid) && !isEncapsulatedDocumentClass(uid));
  const compound = PUBLIC_ROWS.filter(({ basic }) => basic.includes('/'));
  const places = compound.flatMap((row) =>
    tagsOf(row).flatMap((tag) =>
      ([1, 2, 3] as const).flatMap((type) => {
        const sopClass = classes.find((uid) => attributeType(uid, [asTag(tag)]) === type);
        return sopClass === undefined ? [] : [{ row, tag, type, sopClass }];
      }),
    ),
  );

  it('of every row and every type that the tables have', async () => {
    const lines: string[] = [];
    for (const { row, tag, sopClass } of places)
      for (const vr of vrsOf(tag)) lines.push(...(await wrongs(row, tag, vr, 0, sopClass)));
    expect(lines).toEqual([]);
    expect(new Set(places.map(({ row, type }) => `${row.basic} ${type}`)).size).toBeGreaterThanOrEqual(10);
    expect(places.length).toBeGreaterThan(50);
  });
});

describe('private attributes', () => {
  const block = (): Node[] => [
    ...privateBlock(0x0029, 0x10, 'Zwieback Systems', [
      [0x01, 'LO', 'value of LO'],
      [0x02, 'UN', 'value of UN'],
      [0x03, 'SQ', [ITEM]],
      [0x04, 'SQ', [ITEM], { as: 'UN' }],
      [0x05, 'SQ', [ITEM], { as: 'UN', undefinedLength: true }],
      [0x06, 'UI', '2.25.31415926535'],
      [0x07, 'DA', '19610914'],
      [0x08, 'OB', new Uint8Array(100_000)],
    ]),
    // Without a creator, of a group that no creator may be in, and where a creator would be.
    el(0x00311001, 'LO', 'value of LO'),
    el(0x00010010, 'LO', 'Zwieback'),
    el(0x00090001, 'LO', 'value of LO'),
    el(0x7fe11001, 'LO', 'value of LO'),
  ];

  it.each([0, 1, 2, 3])(
    'go at depth %d, with their creators, before and behind Pixel Data',
    async (depth) => {
      const nodes = KEPT.slice(0, depth).reduceRight<readonly Node[]>(
        (inner, sequence) => [sq(sequence, [inner])],
        block(),
      );
      const usual = [el(0x00080016, 'UI', NO_SUCH_CLASS), el(0x00080018, 'UI', '2.25.1')];
      const output = await cleanBytes(instance({ elements: inTagOrder([...usual, ...nodes]) }), { plan });
      let dataSet: DataSet = (await parsed(output)).dataSet;
      for (const sequence of KEPT.slice(0, depth))
        dataSet = elementWith(dataSet, asTag(sequence))?.items?.[0] as DataSet;
      expect(dataSet.elements.filter(({ tag }) => (tag & 0x10000) !== 0)).toEqual([]);
      for (const secret of SECRETS) expect(Buffer.from(output).includes(secret)).toBe(false);
    },
  );
});

describe('what Z and D leave open', () => {
  const patient = (id: string | null, name: string | null, sopClass = NO_SUCH_CLASS) =>
    instance({
      elements: inTagOrder([
        el(0x00080016, 'UI', sopClass),
        el(0x00080018, 'UI', '2.25.1'),
        ...(name === null ? [] : [el(0x00100010, 'PN', name)]),
        ...(id === null
          ? []
          : [el(0x00100020, 'LO', id), el(0x00080050, 'SH', id), el(0x00200010, 'SH', id)]),
      ]),
    });
  const texts = async (bytes: Uint8Array) => {
    const found = await parsed(await cleanBytes(bytes, { plan }));
    return [0x00100010, 0x00100020, 0x00080050, 0x00200010].map((tag) => {
      const element = elementWith(found.dataSet, asTag(tag));
      return element === undefined ? null : Buffer.from(bytesOf(found, element)).toString('latin1').trimEnd();
    });
  };

  it('the same patient has the same pseudonyms, another has others, and no two attributes share one', async () => {
    const one = await texts(patient('1234', 'Doe^Jane'));
    expect(await texts(patient('1234', 'Doe^Jane'))).toEqual(one);
    const other = await texts(patient('1235', 'Doe^Joan'));
    for (const [index, text] of one.entries()) expect(other[index]).not.toBe(text);
    expect(new Set(one).size).toBe(4);
    expect(one[0]).toMatch(/^PATIENT\^[0-9A-Z]{16}$/);
    for (const text of one.slice(1)) expect(text).toMatch(/^[0-9A-Z]{16}$/);
  });

  it('an empty value names nobody and stays empty, but for an ID where its IOD wants a value', async () => {
    const [name, id, accession, study] = await texts(patient('', ''));
    expect([name, accession, study]).toEqual(['', '', '']);
    expect(id).not.toBe('');
    // Patient ID is type 2 in CT Image (PS3.3 C.7.1.1).
    expect((await texts(patient('', '', '1.2.840.10008.5.1.4.1.1.2')))[1]).toBe('');
  });

  it('those without an ID are one patient in a study, and never in two', async () => {
    const idOf = async (study: string) => {
      const bytes = instance({
        elements: [
          el(0x00080016, 'UI', NO_SUCH_CLASS),
          el(0x00080018, 'UI', '2.25.1'),
          el(0x00100020, 'LO', ''),
          el(0x0020000d, 'UI', study),
        ],
      });
      return (await texts(bytes))[1];
    };
    const one = await idOf('1.2.3');
    expect(one).toMatch(/^[0-9A-Z]{16}$/);
    expect(await idOf('1.2.3')).toBe(one);
    expect(await idOf('1.2.4')).not.toBe(one);
  });

  it('what is absent stays absent', async () => {
    expect(await texts(patient(null, null))).toEqual([null, null, null, null]);
  });

  it('another key gives other UIDs and pseudonyms', async () => {
    const bytes = patient('1234', 'Doe^Jane');
    const [one, two] = await Promise.all([
      cleanBytes(bytes, { plan }),
      cleanBytes(bytes, { plan, keys: testKeys('another root') }),
    ]);
    expect(Buffer.compare(one as Uint8Array, two as Uint8Array)).not.toBe(0);
  });
});
