import { type DataSet, type Element, elementWith } from '../../../layers/dicom/element.ts';
import type { ParsedInstance } from '../../../layers/dicom/parse.ts';
import { vrOfTag } from '../../../layers/dicom/standard/dictionary.ts';
import { asTag, type Tag } from '../../../layers/dicom/tag.ts';
import { bytesOf, textOf, valuesOf } from '../../../layers/dicom/values.ts';
import type { Vr } from '../../../layers/dicom/vr.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import {
  cleanedDescriptors,
  type UnlistedRow,
  uidsOfKinds,
  unlistedRows,
} from '../../../rules/ps315/unlisted.ts';
import { cleanBytes, parsed } from '../../layers/engine/harness.ts';
import {
  concat,
  el,
  instance,
  inTagOrder,
  type Node,
  raw,
  sq,
  TRANSFER_SYNTAX,
  type Value,
} from '../../support/build.ts';
import { planOf, sourceOf } from '../harness.ts';

/** What Table E.1-1 does not list, in instances, through the engine. */

const rules = (file: object): RulePlan => planOf(compileLethe(sourceOf(JSON.stringify(file))));
const BASIC = rules({});

const BASE = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '1.2.3.4'),
  el(0x00100020, 'LO', 'P7'),
  el(0x0020000d, 'UI', '1.2.3'),
  el(0x0020000e, 'UI', '1.2.3.1'),
];

const whole = (nodes: readonly Node[], transferSyntax: string = TRANSFER_SYNTAX.explicitLittleEndian) =>
  instance({ elements: inTagOrder([...BASE, ...nodes]), transferSyntax });

async function cleaned(
  nodes: readonly Node[],
  plan: RulePlan = BASIC,
  transferSyntax?: string,
): Promise<ParsedInstance> {
  return parsed(await cleanBytes(whole(nodes, transferSyntax), { plan }));
}

/** Groups 0002 and 0004 are of no instance; overlays have tests of their own. */
const ROWS = unlistedRows().filter(
  (row): row is UnlistedRow & { readonly kind: 'tag' } => row.kind === 'tag' && !row.id.startsWith('0004'),
);

const SAMPLES: Partial<Record<Vr, Value>> = {
  DA: '20240229',
  DT: '20240229101112',
  TM: '101112',
  PN: 'Quimbyx^Annette',
  CS: 'QUIMBYX',
  IS: '7731942',
  OB: Uint8Array.of(7, 7, 3, 1),
  SH: 'QX-7731942',
};

function nodeOf({ tag }: { readonly tag: Tag }): Node {
  const vr = vrOfTag(tag) as Vr;
  if (vr === 'SQ') return sq(tag, [[el(0x00080100, 'SH', 'QX-1'), el(0x00080104, 'LO', 'Quimbyx')]]);
  return el(tag, vr, vr === 'UI' ? `1.2.826.${tag}` : (SAMPLES[vr] ?? `Quimbyx ${tag}`));
}

function* within(dataSet: DataSet): Generator<Element> {
  for (const element of dataSet.elements) {
    yield element;
    for (const item of element.items ?? []) yield* within(item);
  }
}

/** What an output has of what the samples say. */
function leaks(after: ParsedInstance): readonly string[] {
  return [...within(after.dataSet)].flatMap((element) => {
    if (element.items !== null) return [];
    const bytes = Buffer.from(bytesOf(after, element)).toString('latin1');
    return /quimbyx|7731942|1\.2\.826\.|20240229|101112|\x07\x07\x03\x01/i.test(bytes)
      ? [element.tag.toString(16)]
      : [];
  });
}

describe('every attribute of the list', () => {
  const nodes = ROWS.map(nodeOf);

  test.each(Object.entries(TRANSFER_SYNTAX).slice(0, 4))(
    'leaves nothing of its value, in %s',
    async (_name, syntax) => {
      const after = await cleaned(nodes, BASIC, syntax);
      expect(leaks(after)).toEqual([]);
      for (const { tag, basic } of ROWS)
        expect([tag, elementWith(after.dataSet, tag) === undefined]).toEqual([tag, basic === 'X']);
    },
  );

  test('in items of items', async () => {
    const after = await cleaned([sq(0x00081115, [[sq(0x00081199, [inTagOrder(nodes)])]])]);
    expect(leaks(after)).toEqual([]);
  });

  test('stays under "as-table", value by value', async () => {
    const plan = rules({ unlisted: 'as-table' });
    const before = await parsed(whole(nodes));
    const after = await cleaned(nodes, plan);
    const changed = ROWS.filter(({ tag }) => {
      const [was, is] = [before, after].map((of) => {
        const element = elementWith(of.dataSet, tag);
        return element === undefined ? null : Buffer.from(bytesOf(of, element)).toString('hex');
      });
      return was !== is;
    });
    expect(changed).toEqual([]);
  });

  test('dates move by the patient’s days, and stay under full dates', async () => {
    const dates = ROWS.filter(({ tag }) => vrOfTag(tag) === 'DA').map(({ tag }) => tag);
    expect(dates.length).toBeGreaterThan(5);
    const nodes = [0x00080020, ...dates].map((tag) => el(tag, 'DA', '20240229'));
    const moved = await cleaned(nodes, rules({ options: ['retainLongitudinalModifiedDates'] }));
    const text = (of: ParsedInstance, tag: number) =>
      textOf(of, elementWith(of.dataSet, asTag(tag)) as Element);
    expect(text(moved, 0x00080020)).not.toBe('20240229');
    for (const tag of dates) expect(text(moved, tag)).toBe(text(moved, 0x00080020));
    const kept = await cleaned(nodes, rules({ options: ['retainLongitudinalFullDates'] }));
    for (const tag of dates) expect(text(kept, tag)).toBe('20240229');
  });
});

describe('UIDs', () => {
  const uid = (after: ParsedInstance, tag: number) =>
    valuesOf(after, elementWith(after.dataSet, asTag(tag)) as Element)[0];

  test('references without a row meet what they refer to', async () => {
    const references = [0x00081167, 0x00200242, 0x0008fff0];
    const after = await cleaned(references.map((tag) => el(tag, 'UI', '1.2.3.4')));
    const own = uid(after, 0x00080018);
    expect(own).toMatch(/^2\.25\./);
    for (const tag of references) expect(uid(after, tag)).toBe(own);
  });

  test('of a kind stay, whoever made them', async () => {
    const kinds = uidsOfKinds().filter(({ tag }) => tag > 0x0008ffff);
    const nodes = [
      el(0x00080062, 'UI', '1.2.826.1'),
      el(0x0008010c, 'UI', '1.2.826.2'),
      el(0x00081150, 'UI', '1.2.826.3'),
      ...kinds.map(({ tag }) => el(tag, 'UI', '1.2.826.4')),
    ];
    const after = await cleaned(nodes);
    expect([0x00080062, 0x0008010c, 0x00081150].map((tag) => uid(after, tag))).toEqual([
      '1.2.826.1',
      '1.2.826.2',
      '1.2.826.3',
    ]);
    for (const { tag } of kinds) expect(uid(after, tag)).toBe('1.2.826.4');
  });

  test('all stay under retainUids', async () => {
    const plan = rules({ options: ['retainUids'] });
    const after = await cleaned([el(0x00200242, 'UI', '1.2.3.99'), el(0x0008fff0, 'UI', '1.2.3.98')], plan);
    expect([uid(after, 0x00200242), uid(after, 0x0008fff0)]).toEqual(['1.2.3.99', '1.2.3.98']);
  });
});

describe('a VR that says enough', () => {
  const name = (tag: number) => el(tag, 'PN', 'Quimbyx^Annette');
  const there = (of: ParsedInstance) => new Set([...within(of.dataSet)].map(({ tag }) => tag as number));

  test.each<readonly [string, number, Vr, Value]>([
    ['a name that PS3.6 does not have', 0x0008fff2, 'PN', 'Quimbyx^Annette'],
    ['a date', 0x0008fff4, 'DA', '20240229'],
    ['a date and time', 0x0010fff4, 'DT', '20240229101112'],
    ['a time', 0x0040fff4, 'TM', '101112'],
    ['a name under another attribute', 0x00080070, 'PN', 'Quimbyx^Annette'],
    ['a name beyond all groups', 0x7ffe0010, 'PN', 'Quimbyx^Annette'],
  ])('%s goes, at every depth', async (_what, tag, vr, value) => {
    const after = await cleaned([
      sq(0x00081115, [[sq(0x00081199, [[el(tag, vr, value)]])]]),
      el(tag, vr, value),
    ]);
    expect(there(after).has(tag)).toBe(false);
    expect(leaks(after)).toEqual([]);
  });

  test('a name in a private block that stays has a pseudonym, as ever', async () => {
    const plan = rules({
      options: ['retainSafePrivate'],
      privateAttributes: { keep: ['(0019,"ACME",01)'] },
    });
    const after = await cleaned([el(0x00190010, 'LO', 'ACME'), name(0x00191001), name(0x00191002)], plan);
    expect([there(after).has(0x00191001), there(after).has(0x00191002)]).toEqual([true, false]);
    expect(leaks(after)).toEqual([]);
  });

  test('with VR UN a name of PS3.6 is one', async () => {
    const bytes = Buffer.from('Quimbyx^Annette ', 'latin1');
    const unknown = [0x0040a067, 0x00142006].map((tag) => el(tag, 'UN', new Uint8Array(bytes)));
    expect(leaks(await cleaned(unknown))).toEqual([]);
  });

  test('a sequence of unknown VR is looked into', async () => {
    // (0040,FFF0) UN of undefined length: implicit VR little endian (PS3.5 6.2.2), whose names the dictionary tells.
    const nested = concat([
      Uint8Array.of(0xfe, 0xff, 0x00, 0xe0, 24, 0, 0, 0, 0x40, 0x00, 0x67, 0xa0, 16, 0, 0, 0),
      Buffer.from('Quimbyx^Annette ', 'latin1'),
      Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0),
    ]);
    const header = Uint8Array.of(0x40, 0x00, 0xf0, 0xff, 0x55, 0x4e, 0, 0, 0xff, 0xff, 0xff, 0xff);
    const after = await cleaned([raw(concat([header, nested]))]);
    expect(leaks(after)).toEqual([]);
    expect(there(after).has(0x0040a067)).toBe(false);
  });
});

describe('an attribute that PS3.6 does not have', () => {
  const QUIMBYX = Buffer.from('Mrs Quimbyx', 'latin1');
  /** As a writer of another edition has it, or one who takes a number that is not theirs; implicit VR tells of none what it is. */
  const ANYTHING: readonly (readonly [Vr, Value])[] = [
    ...(['AE', 'LO', 'LT', 'SH', 'ST', 'UC', 'UR', 'UT'] as const).map((vr) => [vr, 'Mrs Quimbyx'] as const),
    ['CS', 'QUIMBYX'],
    ['IS', '7731942'],
    ['OB', new Uint8Array(QUIMBYX)],
    ['OW', new Uint8Array(QUIMBYX)],
    ['UN', new Uint8Array(QUIMBYX)],
    ['DA', '20240229'],
    ['UI', '1.2.826.5'],
  ];
  const nodes = ANYTHING.map(([vr, value], place) => el(0x0010fe00 + place, vr, value));
  const sequence = sq(0x0018fe00, [[el(0x00104000, 'LT', 'Mrs Quimbyx')]]);

  test.each(Object.entries(TRANSFER_SYNTAX).slice(0, 4))('goes, in %s', async (_name, syntax) => {
    const inside = sq(0x00081115, [[sq(0x00081199, [[...nodes, sequence]])]]);
    const after = await cleaned([inside, ...nodes, sequence], BASIC, syntax);
    expect(leaks(after)).toEqual([]);
  });

  test('stays where the options let dates and UIDs stay, and where a rule or "as-table" says so', async () => {
    const tags = async (plan: RulePlan) =>
      [...within((await cleaned(nodes, plan)).dataSet)].flatMap(({ tag, vr }) =>
        tag >= 0x0010fe00 && tag <= 0x0010feff ? [vr] : [],
      );
    expect(await tags(rules({ options: ['retainUids', 'retainLongitudinalFullDates'] }))).toEqual([
      'DA',
      'UI',
    ]);
    const kept = await tags(rules({ rules: [{ select: 'unknown', action: 'keep' }] }));
    expect(kept).toHaveLength(ANYTHING.length);
    expect(await tags(rules({ unlisted: 'as-table' }))).toHaveLength(ANYTHING.length);
  });
});

describe('text that Clean Descriptors cleans and the Basic Profile leaves', () => {
  const segment = (label: string) => sq(0x00620002, [[el(0x00620005, 'LO', label)]]);
  const labelIn = async (label: string, file: object) => {
    const after = await cleaned([segment(label)], rules(file));
    const found = [...within(after.dataSet)].find(({ tag }) => tag === 0x00620005);
    return found === undefined ? null : textOf(after, found);
  };

  test.each([
    [{}, 'Liver of Mrs Anna Schmidt'],
    [{ options: ['cleanDescriptors'], unlisted: 'as-table' }, 'Liver of Mrs Anna Schmidt'],
    [{ options: ['cleanDescriptors'] }, 'Liver of Mrs [removed]'],
  ])('%j', async (file, label) => {
    expect((await labelIn('Liver of Mrs Anna Schmidt', file))?.trim()).toBe(label);
  });

  test('what names nobody stays as it is', async () => {
    for (const { tag } of cleanedDescriptors()) {
      const vr = vrOfTag(tag) as Vr;
      const after = await cleaned([el(tag, vr, 'Left kidney 2')], rules({ options: ['cleanDescriptors'] }));
      const element = elementWith(after.dataSet, tag) as Element;
      expect([tag, textOf(after, element).trim()]).toEqual([tag, 'Left kidney 2']);
    }
  });
});

test('values under a VR that their attribute has not leave nothing either', async () => {
  const nodes = [
    el(0x00401006, 'LT', 'QX-7731942'),
    el(0x00100033, 'DA', '20240229'),
    el(0x0040a067, 'LO', 'Quimbyx'),
    el(0x00141020, 'LO', '20240229'),
    el(0x00181003, 'UT', 'Quimbyx'),
  ];
  expect(leaks(await cleaned(nodes))).toEqual([]);
});
