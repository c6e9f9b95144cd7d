import type { DcmjsDataSet } from 'dcmjs';
import fc from 'fast-check';
import { type DataSet, elementWith, type Item as ReadItem } from '../../../../layers/dicom/element.ts';
import type { ParsedInstance } from '../../../../layers/dicom/parse.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { bytesOf, valuesOf } from '../../../../layers/dicom/values.ts';
import type { Vr } from '../../../../layers/dicom/vr.ts';
import type { Action, ConceptRule } from '../../../../rules/plan.ts';
import { el, instance, type Node, sq, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { effortMs } from '../../../support/effort.ts';
import { holds } from '../../../support/properties.ts';
import { readWithDcmjs } from '../../../support/secondReader.ts';
import { clean, cleanBytes, parsed, refusal } from '../harness.ts';
import { instanceOf, texts } from './identityInstance.ts';
import { type On, planOf, seconds, shiftBy } from './shiftPlan.ts';

const CONTENT = 0x0040a730;

const concept = (
  value: string,
  valueType: string,
  action: ConceptRule['action'],
  scheme = 'DCM',
): ConceptRule => ({
  value,
  scheme,
  meaning: value,
  valueType,
  action,
});

const CONCEPTS: readonly ConceptRule[] = [
  concept('X', 'TEXT', 'X'),
  concept('X', 'CONTAINER', 'X'),
  ...['TEXT', 'CODE', 'NUM', 'PNAME', 'DATE', 'TIME', 'DATETIME', 'UIDREF', 'IMAGE'].flatMap((type) =>
    (['D', 'K', 'C', 'Z', 'U'] as const).map((action) => concept(action, type, action)),
  ),
  concept('15', 'TEXT', 'X', 'NCDR [2.0b]'),
];

const cleaning = (dates: (Action & { readonly kind: 'clean-content' })['dates'] = null): Action => ({
  kind: 'clean-content',
  concepts: CONCEPTS,
  dates,
});

const code = (value: string, scheme = 'DCM', ...others: readonly Node[]): readonly Node[] => [
  el(0x00080100, 'SH', value),
  el(0x00080102, 'SH', scheme),
  ...others,
  el(0x00080104, 'LO', 'Meaning'),
];

/** A content item of a concept. */
function item(type: string, value: string, ...nodes: readonly Node[]): readonly Node[] {
  const early = nodes.filter((node) => 'tag' in node && (node.tag ?? 0) < 0x0040a010);
  return [
    ...early,
    el(0x0040a010, 'CS', 'CONTAINS'),
    el(0x0040a040, 'CS', type),
    sq(0x0040a043, [code(value)]),
    ...nodes.filter((node) => !early.includes(node)),
  ];
}

/** What an object with these content items becomes, by path below the first item. */
async function itemsLeft(
  items: readonly (readonly Node[])[],
  ...rules: readonly (readonly [On, Action])[]
): Promise<Readonly<Record<string, string>>> {
  const object = instanceOf([el(0x00100010, 'PN', 'Thistlewood^Oswin'), sq(CONTENT, items)]);
  const plan = planOf(...rules, [CONTENT, cleaning()]);
  const out = await texts(await cleanBytes(object, { plan }));
  return Object.fromEntries(
    Object.entries(out).flatMap(([path, text]) =>
      path.startsWith('(0040,A730)') && !path.includes('(0040,A043)') ? [[path.slice(11), text]] : [],
    ),
  );
}

describe('the value of a content item goes by its concept', () => {
  const resultOf = async (
    type: string,
    value: string,
    tag: number,
    vr: Vr,
    text: string,
    ...rules: readonly (readonly [On, Action])[]
  ) => {
    const left = await itemsLeft([item(type, value, el(tag, vr, text))], ...rules);
    return Object.entries(left).find(([path]) => !/\(0040,A0[14]0\)/.test(path))?.[1];
  };
  const fixed = shiftBy(seconds(-86400));

  test.each([
    ['D', 'DEIDENTIFIED'],
    ['Z', 'DEIDENTIFIED'],
    ['K', 'Thistlewood, chest'],
    ['C', '[removed], chest'],
    ['of no row', '[removed], chest'],
  ])('TEXT %s', async (concept, after) => {
    expect(await resultOf('TEXT', concept, 0x0040a160, 'UT', 'Thistlewood, chest')).toBe(after);
  });

  test.each([
    ['D', 'DEIDENTIFIED'],
    ['K', 'Quiroga^Ana'],
    ['C', 'DEIDENTIFIED'],
    ['of no row', 'DEIDENTIFIED'],
  ])('PNAME %s', async (concept, after) => {
    expect(await resultOf('PNAME', concept, 0x0040a123, 'PN', 'Quiroga^Ana')).toBe(after);
  });

  test('PNAME that has a rule of its own', async () => {
    const set: Action = { kind: 'set', values: ['Somebody'] };
    expect(await resultOf('PNAME', 'of no row', 0x0040a123, 'PN', 'Q^A', [0x0040a123, set])).toBe('Somebody');
    expect(await resultOf('PNAME', 'D', 0x0040a123, 'PN', 'Q^A', [0x0040a123, set])).toBe('DEIDENTIFIED');
  });

  test.each<readonly [string, number, Vr, string, string]>([
    ['DATE', 0x0040a121, 'DA', '20240131', '20240130'],
    ['DATETIME', 0x0040a120, 'DT', '20240131120000', '20240130120000'],
  ])('%s', async (type, tag, vr, before, shifted) => {
    expect(await resultOf(type, 'K', tag, vr, before)).toBe(before);
    expect(await resultOf(type, 'D', tag, vr, before, [tag, fixed])).toMatch(/^1901/);
    expect(await resultOf(type, 'C', tag, vr, before, [tag, fixed])).toBe(shifted);
    expect(await resultOf(type, 'of no row', tag, vr, before, [tag, fixed])).toBe(shifted);
    expect(await resultOf(type, 'of no row', tag, vr, before)).toMatch(/^1901/);
  });

  test('C of a date is what the option for dates says', async () => {
    const object = instanceOf([sq(CONTENT, [item('DATE', 'C', el(0x0040a121, 'DA', '20240131'))])]);
    const plan = planOf([0x0040a121, { kind: 'remove' }], [CONTENT, cleaning(fixed)]);
    expect((await texts(await cleanBytes(object, { plan })))['(0040,A730)[0](0040,A121)']).toBe('20240130');
  });

  test('UIDREF', async () => {
    const replaced = { kind: 'replace-uid', method: 'keyed' } as const;
    const rule: readonly [On, Action] = [0x0040a124, replaced];
    expect(await resultOf('UIDREF', 'K', 0x0040a124, 'UI', '1.2.3.9', rule)).toBe('1.2.3.9');
    for (const concept of ['U', 'D', 'of no row'])
      expect(await resultOf('UIDREF', concept, 0x0040a124, 'UI', '1.2.3.9')).toMatch(/^2\.25\./);
  });

  test('NUM and CODE', async () => {
    const measured = sq(0x0040a300, [[el(0x0040a30a, 'DS', '42'), sq(0x004008ea, [code('mm', 'UCUM')])]]);
    const number = '[0](0040,A300)[0](0040,A30A)';
    expect((await itemsLeft([item('NUM', 'K', measured)]))[number]).toBe('42');
    expect((await itemsLeft([item('NUM', 'of no row', measured)]))[number]).toBe('42');
    expect((await itemsLeft([item('NUM', 'D', measured)]))[number]).toBeUndefined();
    const coded = sq(0x0040a168, [
      [
        el(0x00080100, 'SH', '80891009'),
        el(0x00080102, 'SH', 'SCT'),
        el(0x00080104, 'LO', 'Heart of Thistlewood'),
      ],
    ]);
    const meaning = '[0](0040,A168)[0](0008,0104)';
    const value = '[0](0040,A168)[0](0008,0100)';
    const kept = await itemsLeft([item('CODE', 'of no row', coded)]);
    expect([kept[value], kept[meaning]]).toEqual(['80891009', 'Heart of [removed]']);
    const dummy = await itemsLeft([item('CODE', 'D', coded)]);
    expect([dummy[value], dummy[meaning]]).toEqual(['261665006', 'Unknown']);
  });

  test('references, and attributes that have rules of their own, obey them', async () => {
    const reference = sq(0x00081199, [
      [el(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'), el(0x00081155, 'UI', '1.2.3.9')],
    ]);
    const left = await itemsLeft(
      [item('IMAGE', 'of no row', reference, el(0x0040a032, 'DT', '20240131'))],
      [0x00081155, { kind: 'replace-uid', method: 'keyed' }],
      [0x0040a032, { kind: 'remove' }],
    );
    expect(left['[0](0008,1199)[0](0008,1150)']).toBe('1.2.840.10008.5.1.4.1.1.2');
    expect(left['[0](0008,1199)[0](0008,1155)']).toMatch(/^2\.25\./);
    expect(left).not.toHaveProperty(['[0](0040,A032)']);
  });

  test('a rule for Text Value is somebody’s own and holds', async () => {
    expect(await resultOf('TEXT', 'K', 0x0040a160, 'UT', 'x', [0x0040a160, { kind: 'empty' }])).toBe('');
  });

  test('a concept counts with its value type and scheme version', async () => {
    const versioned = (version: string) => [
      el(0x0040a040, 'CS', 'TEXT'),
      sq(0x0040a043, [code('15', 'NCDR', el(0x00080103, 'SH', version))]),
      el(0x0040a160, 'UT', 'lung'),
    ];
    const left = await itemsLeft([
      item('CODE', 'X', sq(0x0040a168, [code('a')])),
      versioned('2.0b'),
      versioned('3.0'),
      item('TEXT', 'X', el(0x0040a160, 'UT', 'gone')),
    ]);
    expect(
      Object.entries(left).flatMap(([path, text]) => (path.endsWith('(0040,A160)') ? [[path, text]] : [])),
    ).toEqual([['[1](0040,A160)', 'lung']]);
    expect(left['[0](0040,A040)']).toBe('CODE');
  });
});

describe('other sequences of content items', () => {
  test('Acquisition Context, Specimen Preparation and Waveform Annotation', async () => {
    const context: readonly Node[] = [
      el(0x0040a040, 'CS', 'TEXT'),
      sq(0x0040a043, [code('X')]),
      el(0x0040a160, 'UT', 'gone'),
    ];
    const kept: readonly Node[] = [
      el(0x0040a040, 'CS', 'TEXT'),
      sq(0x0040a043, [code('T')]),
      el(0x0040a160, 'UT', 'lung 2024-01-31'),
    ];
    const object = instanceOf([
      sq(0x00400555, [context]),
      sq(0x00400610, [[sq(0x00400612, [context, kept])]]),
      sq(0x0040b020, [
        [sq(0x0040a043, [code('X')]), el(0x00700006, 'ST', 'gone')],
        [el(0x00700006, 'ST', 'for Dr. Quiroga')],
      ]),
    ]);
    const plan = planOf(
      [0x00400555, cleaning()],
      [0x00400610, cleaning()],
      [0x0040b020, cleaning()],
      [0x00700006, { kind: 'empty' }],
    );
    const out = await cleanBytes(object, { plan });
    const after = await texts(out);
    expect(elementWith((await parsed(out)).dataSet, asTag(0x00400555))?.items).toEqual([]);
    expect(after['(0040,0610)[0](0040,0612)[0](0040,A160)']).toBe('lung [removed]');
    expect(Object.values(after)).not.toContain('gone');
    expect(Object.keys(after).filter((path) => path.startsWith('(0040,B020)'))).toEqual([
      '(0040,B020)[0](0070,0006)',
    ]);
  });

  test('a Content Sequence of which nothing is left goes, at any depth', async () => {
    const gone = item('TEXT', 'X', el(0x0040a160, 'UT', 'gone'));
    const left = await itemsLeft([item('CONTAINER', 'T', sq(CONTENT, [gone, gone]))]);
    expect(Object.keys(left)).toEqual(['[0](0040,A010)', '[0](0040,A040)']);
    const plan = planOf([CONTENT, cleaning()]);
    const out = await parsed(await cleanBytes(instanceOf([sq(CONTENT, [gone])]), { plan }));
    expect(elementWith(out.dataSet, asTag(CONTENT))).toBeUndefined();
  });

  test('a value in the place of items is refused', async () => {
    const plan = planOf([0x00081030, cleaning()]);
    expect(await refusal(instanceOf([el(0x00081030, 'LO', 'x')]), { plan })).toBe('ACTION_NOT_FOR_VR');
  });
});

/** A content item as the tests think of it: told apart by a number, and a reference by the number of its target. */
interface Thing {
  readonly number: number;
  readonly goes: boolean;
  readonly things: readonly Thing[];
  /** Which of all things, counted round, it refers to; null: it is not a reference. */
  readonly target: number | null;
}

interface Draft {
  readonly goes: boolean;
  readonly target: number | null;
  readonly things: readonly Draft[];
}

/** Trees of at most so many levels. */
const draftsOf = (levels: number): fc.Arbitrary<Draft[]> =>
  fc.array(
    fc.record({
      goes: fc.nat(5).map((n) => n === 0),
      target: fc.option(fc.nat(60), { freq: 2, nil: null }),
      things: levels === 0 ? fc.constant([]) : draftsOf(levels - 1),
    }),
    { minLength: levels === 3 ? 1 : 0, maxLength: 4 },
  );

function numbered(drafts: readonly Draft[], next: { number: number }): Thing[] {
  return drafts.map((draft) => {
    const number = next.number++;
    return { ...draft, number, things: draft.target === null ? numbered(draft.things, next) : [] };
  });
}

const all = (things: readonly Thing[]): Thing[] => things.flatMap((thing) => [thing, ...all(thing.things)]);

/** Places from the root, counted from 1, of every thing by its number. */
function places(things: readonly Thing[], above: readonly number[] = [1]): [number, readonly number[]][] {
  return things.flatMap((thing, index) => {
    const path = [...above, index + 1];
    return [[thing.number, path] as [number, readonly number[]], ...places(thing.things, path)];
  });
}

/** What is left, worked out the slow way: numbers, nesting, and what references lead to. */
function expected(things: readonly Thing[], targets: ReadonlyMap<number, number>): unknown {
  const gone = new Set<number>();
  const drop = (thing: Thing): void => {
    for (const one of all([thing])) gone.add(one.number);
  };
  for (const thing of all(things)) if (thing.goes && thing.target === null) drop(thing);
  for (let before = -1; before !== gone.size; ) {
    before = gone.size;
    for (const thing of all(things))
      if (thing.target !== null && gone.has(targets.get(thing.number) as number)) drop(thing);
  }
  const tree = (level: readonly Thing[]): unknown =>
    level
      .filter(({ number }) => !gone.has(number))
      .map((thing) =>
        thing.target === null
          ? { [thing.number]: tree(thing.things) }
          : { [thing.number]: `to ${targets.get(thing.number)}` },
      );
  return tree(things);
}

const NUMBER = 0x00200013;
const IDENTIFIER = 0x0040db73;

function nodesOf(
  things: readonly Thing[],
  identifierOf: (thing: Thing) => readonly number[],
  open: boolean,
): Node {
  const options = open ? { undefinedLength: true, undefinedItems: true } : {};
  return sq(
    CONTENT,
    things.map((thing) => [
      el(NUMBER, 'IS', String(thing.number)),
      ...(thing.target === null
        ? [
            el(0x0040a040, 'CS', 'CONTAINER'),
            sq(0x0040a043, [code(thing.goes ? 'X' : 'T')], options),
            ...(thing.things.length === 0 ? [] : [nodesOf(thing.things, identifierOf, open)]),
          ]
        : [el(0x0040a010, 'CS', 'INFERRED FROM'), el(IDENTIFIER, 'UL', [...identifierOf(thing)])]),
    ]),
    options,
  );
}

/** The same of an output, read by the engine's index. */
function treeOf(whole: ParsedInstance): unknown {
  const itemsOf = (dataSet: DataSet): readonly ReadItem[] =>
    elementWith(dataSet, asTag(CONTENT))?.items ?? [];
  const numberOf = (one: DataSet) => {
    const element = elementWith(one, asTag(NUMBER));
    return element === undefined ? '?' : (valuesOf(whole, element)[0] ?? '?');
  };
  const tree = (dataSet: DataSet): unknown =>
    itemsOf(dataSet).map((one) => {
      const identifier = elementWith(one, asTag(IDENTIFIER));
      if (identifier === undefined) return { [numberOf(one)]: tree(one) };
      const bytes = bytesOf(whole, identifier);
      const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      let at: DataSet | undefined = whole.dataSet;
      for (let offset = 4; offset < bytes.length; offset += 4)
        at = at === undefined ? at : itemsOf(at)[words.getUint32(offset, one.encoding.littleEndian) - 1];
      return { [numberOf(one)]: `to ${at === undefined ? 'nothing' : numberOf(at)}` };
    });
  return tree(whole.dataSet);
}

test('in any tree what is X goes with all that refers to it, and every reference that stays leads where it led', async () => {
  const syntaxes = fc.constantFrom(
    TRANSFER_SYNTAX.explicitLittleEndian,
    TRANSFER_SYNTAX.implicitLittleEndian,
    TRANSFER_SYNTAX.explicitBigEndian,
    TRANSFER_SYNTAX.deflated,
  );
  await holds(
    fc.asyncProperty(draftsOf(3), syntaxes, fc.boolean(), async (drafts, transferSyntax, open) => {
      const things = numbered(drafts, { number: 1 });
      const whole = all(things);
      const placeOf = new Map(places(things));
      const targets = new Map(
        whole.flatMap(({ number, target }) =>
          target === null ? [] : [[number, (whole[target % whole.length] as Thing).number] as const],
        ),
      );
      const identifierOf = ({ number }: Thing) =>
        placeOf.get(targets.get(number) as number) as readonly number[];
      const object = instance({
        transferSyntax,
        elements: [
          el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.88.33'),
          el(0x00080018, 'UI', '1.2.3.4'),
          nodesOf(things, identifierOf, open),
        ],
      });
      const out = await cleanBytes(object, { plan: planOf([CONTENT, cleaning()]) });
      expect(treeOf(await parsed(out))).toEqual(expected(things, targets));
    }),
    { runs: 300 },
  );
});

test('a reference that leads nowhere goes', async () => {
  const object = instanceOf([
    sq(CONTENT, [
      item('CONTAINER', 'T'),
      [el(0x0040a010, 'CS', 'INFERRED FROM'), el(IDENTIFIER, 'UL', [1, 7])],
      [el(0x0040a010, 'CS', 'INFERRED FROM'), el(IDENTIFIER, 'UL', [1, 1])],
    ]),
  ]);
  const out = await cleanBytes(object, { plan: planOf([CONTENT, cleaning()]) });
  expect(elementWith((await parsed(out)).dataSet, asTag(CONTENT))?.items?.length).toBe(2);
});

test('references to references are followed in time linear in them', async () => {
  const count = 20_000;
  const references = Array.from({ length: count }, (_, index) => [el(IDENTIFIER, 'UL', [1, index + 2])]);
  const object = instanceOf([sq(CONTENT, [...references, item('TEXT', 'X', el(0x0040a160, 'UT', 'gone'))])]);
  const started = effortMs();
  const out = await clean(object, { plan: planOf([CONTENT, cleaning()]) });
  expect(effortMs() - started).toBeLessThan(15_000);
  // Each refers to the next, and the last of them to what goes.
  expect('instance' in out && elementWith(out.instance.dataSet, asTag(CONTENT))).toBeUndefined();
});

test('another reader reads what comes out, and finds an SR tree', async () => {
  const object = instanceOf([
    el(0x00100010, 'PN', 'Thistlewood^Oswin'),
    sq(CONTENT, [
      item('TEXT', 'X', el(0x0040a160, 'UT', 'gone')),
      item('CONTAINER', 'T', sq(CONTENT, [item('TEXT', 'T', el(0x0040a160, 'UT', 'lung of Thistlewood'))])),
      [el(0x0040a010, 'CS', 'INFERRED FROM'), el(IDENTIFIER, 'UL', [1, 2, 1])],
    ]),
  ]);
  const file = readWithDcmjs(await cleanBytes(object, { plan: planOf([CONTENT, cleaning()]) }));
  const content = file.dict['0040A730']?.Value as readonly DcmjsDataSet[];
  expect(content.length).toBe(2);
  const [nested] = (content[0]?.['0040A730']?.Value ?? []) as readonly DcmjsDataSet[];
  expect(nested?.['0040A160']?.Value).toEqual(['lung of [removed]']);
  expect(content[1]?.['0040DB73']?.Value).toEqual([1, 1, 1]);
});
