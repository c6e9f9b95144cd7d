import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import {
  type ByteSource,
  memorySource,
  type Segment,
  segmentsLength,
} from '../../../layers/dicom/byteSource.ts';
import {
  type Edit,
  type Edits,
  elementEdits,
  type NewElement,
  NO_EDITS,
} from '../../../layers/dicom/edit.ts';
import type { DataSet, Element } from '../../../layers/dicom/element.ts';
import { asciiValue } from '../../../layers/dicom/encode.ts';
import { DEFAULT_LIMITS, type ParsedInstance, parseInstance } from '../../../layers/dicom/parse.ts';
import { gather, splice } from '../../../layers/dicom/splice.ts';
import { asTag } from '../../../layers/dicom/tag.ts';
import {
  el,
  fragments,
  type InstanceOptions,
  instance,
  type Node,
  pixels,
  privateBlock,
  raw,
  sq,
  TRANSFER_SYNTAX,
} from '../../support/build.ts';
import { holds } from '../../support/properties.ts';
import { bytesOfSegment } from '../../support/segments.ts';
import { at, parsed } from './indexed.ts';

const SOP: Node[] = [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'), el(0x00080018, 'UI', '2.25.1')];
const SYNTAXES = Object.entries(TRANSFER_SYNTAX).filter(([name]) => !name.startsWith('jpeg'));
/** Those whose bytes can be held against the builder's: two deflaters may differ. */
const NATIVE = SYNTAXES.filter(([name]) => name !== 'deflated' && name !== 'rleLossless');

const build = (elements: readonly Node[], options: Partial<InstanceOptions> = {}) =>
  instance({ ...options, elements: [...SOP, ...elements] });
const text = (tag: number, value: string): NewElement => ({
  tag: asTag(tag),
  vr: 'LO',
  value: asciiValue(value, 'LO'),
});
const edits = (
  elements: readonly (readonly [Element, Edit])[],
  inserts: readonly (readonly [DataSet, readonly NewElement[]])[] = [],
  rest: Partial<Edits> = {},
): Edits => ({
  ...NO_EDITS,
  elements: elementEdits(new Map(elements.map(([{ start }, edit]) => [start, edit]))),
  inserts: new Map(inserts),
  ...rest,
});

function joined(source: Uint8Array, segments: readonly Segment[]): Buffer {
  return Buffer.concat(segments.map((part) => bytesOfSegment(part, source)));
}

/** The object after the edits, in hexadecimal. */
async function spliced(before: Uint8Array, make: (indexed: ParsedInstance) => Edits): Promise<string> {
  const indexed = await parsed(before);
  const segments = splice(indexed, make(indexed));
  const after = joined(before, segments);
  expect(segmentsLength(segments)).toBe(after.length);
  return after.toString('hex');
}
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('no edits', () => {
  it.each(SYNTAXES)('%s: one span of the source', async (_name, transferSyntax) => {
    const bytes = build([el(0x00100010, 'PN', 'Doe', { odd: true }), sq(0x00081115, [[], []])], {
      transferSyntax,
      groupLengths: true,
      preamble: Buffer.alloc(128, 7),
      trailing: new Uint8Array(5),
    });
    expect(splice(await parsed(bytes), NO_EDITS)).toEqual([{ kind: 'span', start: 0, end: bytes.length }]);
  });
});

describe('lengths round an edit', () => {
  const lengths: readonly (readonly [string, object])[] = [
    ['defined', {}],
    ['undefined', { undefinedLength: true, undefinedItems: true }],
    ['defined, of undefined items', { undefinedItems: true }],
    ['undefined, of defined items', { undefinedLength: true }],
    ['UN', { as: 'UN' }],
    ['UN of undefined', { as: 'UN', undefinedLength: true }],
  ];
  const nested = (value: string | null, options: object): Node[] => [
    el(0x00080060, 'CS', 'CT'),
    sq(
      0x00081115,
      [
        [el(0x00081150, 'UI', '1.2.3')],
        [
          sq(
            0x00081199,
            [
              [
                sq(
                  0x0008114a,
                  [[...(value === null ? [] : [el(0x00100020, 'LO', value)]), el(0x00100021, 'LO', 'X')]],
                  options,
                ),
              ],
            ],
            options,
          ),
          el(0x0020000e, 'UI', '2.25.3'),
        ],
      ],
      options,
    ),
    el(0x00100010, 'PN', 'Doe^Jane'),
  ];
  const path = '(0008,1115)[1](0008,1199)[0](0008,114A)[0](0010,0020)';

  for (const [syntax, transferSyntax] of NATIVE)
    it.each(lengths)(`${syntax}: %s`, async (_name, options) => {
      const before = build(nested('1234', options), { transferSyntax });
      for (const value of ['', '12', 'a much longer value than before'])
        expect(
          await spliced(before, (indexed) =>
            edits([[at(indexed, path), { kind: 'replace', by: text(0x00100020, value) }]]),
          ),
        ).toBe(hex(build(nested(value, options), { transferSyntax })));
      expect(await spliced(before, (indexed) => edits([[at(indexed, path), { kind: 'remove' }]]))).toBe(
        hex(build(nested(null, options), { transferSyntax })),
      );
      const bare = build(nested(null, options), { transferSyntax });
      expect(
        await spliced(bare, (indexed) =>
          edits(
            [],
            [[at(indexed, path.replace('(0010,0020)', '(0010,0021)')).dataSet, [text(0x00100020, '1234')]]],
          ),
        ),
      ).toBe(hex(before));
    });

  it.each(NATIVE)('%s: items are appended behind the last', async (_name, transferSyntax) => {
    const item = (value: string) => [el(0x00100020, 'LO', value)];
    for (const options of [{}, { undefinedLength: true }] as const)
      for (const existing of [[], [item('1')], [item('1'), []]])
        expect(
          await spliced(
            build([sq(0x00081115, existing, options), el(0x00100010, 'PN', 'A')], { transferSyntax }),
            (indexed) =>
              edits([
                [
                  at(indexed, '(0008,1115)'),
                  { kind: 'append-items', items: [[text(0x00100020, 'new')], []] },
                ],
              ]),
          ),
        ).toBe(
          hex(
            build([sq(0x00081115, [...existing, item('new'), []], options), el(0x00100010, 'PN', 'A')], {
              transferSyntax,
            }),
          ),
        );
  });

  it('items appended to a sequence that says UN are implicit VR little endian', async () => {
    for (const transferSyntax of [TRANSFER_SYNTAX.explicitLittleEndian, TRANSFER_SYNTAX.explicitBigEndian])
      expect(
        await spliced(build([sq(0x00081115, [], { as: 'UN' })], { transferSyntax }), (indexed) =>
          edits([[at(indexed, '(0008,1115)'), { kind: 'append-items', items: [[text(0x00100020, 'new')]] }]]),
        ),
      ).toBe(hex(build([sq(0x00081115, [[el(0x00100020, 'LO', 'new')]], { as: 'UN' })], { transferSyntax })));
  });

  it('an edit within and items appended, in one sequence', async () => {
    const sequence = (...values: string[]) =>
      build([
        sq(
          0x00081115,
          values.map((value) => [el(0x00100020, 'LO', value)]),
        ),
      ]);
    expect(
      await spliced(sequence('before'), (indexed) =>
        edits([
          [at(indexed, '(0008,1115)'), { kind: 'append-items', items: [[text(0x00100020, 'last')]] }],
          [at(indexed, '(0008,1115)[0](0010,0020)'), { kind: 'replace', by: text(0x00100020, 'after') }],
        ]),
      ),
    ).toBe(hex(sequence('after', 'last')));
  });
});

describe('places', () => {
  it('inserts go to where their tags belong, whatever the order of what is there', async () => {
    const ordered = [el(0x00100010, 'PN', 'A'), el(0x00100040, 'CS', 'F'), pixels([1])];
    expect(
      await spliced(build(ordered), (indexed) =>
        edits([], [[indexed.dataSet, [text(0x7fe10010, 'Z'), text(0x00100020, '1'), text(0x00080005, '')]]]),
      ),
    ).toBe(
      hex(
        instance({
          elements: [
            el(0x00080005, 'LO', ''),
            ...SOP,
            el(0x00100010, 'PN', 'A'),
            el(0x00100020, 'LO', '1'),
            el(0x00100040, 'CS', 'F'),
            pixels([1]),
            el(0x7fe10010, 'LO', 'Z'),
          ],
        }),
      ),
    );
  });

  it('an empty data set and an empty item take inserts', async () => {
    expect(
      await spliced(build([sq(0x00081115, [[]])]), (indexed) =>
        edits([], [[at(indexed, '(0008,1115)').items?.[0] as DataSet, [text(0x00100020, '1')]]]),
      ),
    ).toBe(hex(build([sq(0x00081115, [[el(0x00100020, 'LO', '1')]])])));
  });

  it('elements behind Pixel Data, native or in fragments, which stay spans', async () => {
    const behind = privateBlock(0x7fe1, 0x10, 'ACME', [[1, 'LO', 'secret']]);
    for (const [bulk, transferSyntax] of [
      [pixels(new Uint8Array(300_000)), TRANSFER_SYNTAX.explicitLittleEndian],
      [fragments([[new Uint8Array(200_000)], [new Uint8Array(100_000)]]), TRANSFER_SYNTAX.rleLossless],
    ] as const) {
      const before = build([bulk, ...behind], { transferSyntax });
      const indexed = await parsed(before);
      const segments = splice(
        indexed,
        edits([
          [at(indexed, '(7FE1,0010)'), { kind: 'remove' }],
          [at(indexed, '(7FE1,1001)'), { kind: 'remove' }],
        ]),
      );
      expect(segments).toEqual([{ kind: 'span', start: 0, end: at(indexed, '(7FE0,0010)').end }]);
      expect(hex(joined(before, segments))).toBe(hex(build([bulk], { transferSyntax })));
    }
  });
});

describe('file meta information, preamble, padding', () => {
  const meta = (value: string) => [el(0x00020016, 'AE', value)];
  const replaceAe = (value: string) => (indexed: ParsedInstance) =>
    edits([
      [
        at(indexed, '(0002,0016)'),
        { kind: 'replace', by: { tag: asTag(0x00020016), vr: 'AE', value: asciiValue(value, 'AE') } },
      ],
    ]);

  it.each(SYNTAXES)(
    '%s: the group length is counted anew, right or wrong before',
    async (_name, transferSyntax) => {
      for (const metaGroupLength of [undefined, 4, 99_999])
        expect(
          await spliced(
            build([], {
              transferSyntax,
              meta: meta('OLD'),
              ...(metaGroupLength === undefined ? {} : { metaGroupLength }),
            }),
            replaceAe('A_LONGER_ONE'),
          ),
        ).toBe(hex(build([], { transferSyntax, meta: meta('A_LONGER_ONE') })));
    },
  );

  it('a group length that was not there is made', async () => {
    expect(await spliced(build([], { meta: meta('OLD'), metaWithout: [0x00020000] }), replaceAe('NEW'))).toBe(
      hex(build([], { meta: meta('NEW') })),
    );
  });

  it('is explicit VR little endian whatever the data set is', async () => {
    for (const [, transferSyntax] of NATIVE)
      expect(
        await spliced(build([], { transferSyntax }), (indexed) =>
          edits(
            [],
            [[indexed.fileMeta, [{ tag: asTag(0x00020016), vr: 'AE', value: asciiValue('NEW', 'AE') }]]],
          ),
        ),
      ).toBe(hex(build([], { transferSyntax, meta: meta('NEW') })));
  });

  it('the preamble and the padding go if they shall', async () => {
    const before = build([el(0x00100010, 'PN', 'A')], {
      preamble: Buffer.alloc(128, 7),
      trailing: new Uint8Array(9),
    });
    const clean = hex(build([el(0x00100010, 'PN', 'A')]));
    expect(await spliced(before, () => edits([], [], { zeroPreamble: true, dropPadding: true }))).toBe(clean);
    expect(await spliced(before, () => edits([], [], { zeroPreamble: true }))).toBe(
      `${clean}${'00'.repeat(9)}`,
    );
  });

  it('an object without preamble gets one', async () => {
    const bare = build([el(0x00100010, 'PN', 'A')], { preamble: 'none' });
    const indexed = await parsed(bare, { acceptsNoPreamble: true });
    expect(hex(joined(bare, splice(indexed, NO_EDITS)))).toBe(hex(build([el(0x00100010, 'PN', 'A')])));
  });
});

describe('deflated', () => {
  const transferSyntax = TRANSFER_SYNTAX.deflated;
  const body = (bytes: Uint8Array, start: number) => hex(inflateRawSync(bytes.subarray(start)));

  it('a changed body is deflated anew, to an even length', async () => {
    for (const value of ['1', '12', '123', '1234', 'a'.repeat(500)]) {
      const before = build([el(0x00100020, 'LO', 'before')], { transferSyntax });
      const indexed = await parsed(before);
      const after = joined(
        before,
        splice(
          indexed,
          edits([[at(indexed, '(0010,0020)'), { kind: 'replace', by: text(0x00100020, value) }]]),
        ),
      );
      expect(after.length % 2).toBe(0);
      const wanted = build([el(0x00100020, 'LO', value)], { transferSyntax });
      expect(body(after, indexed.bodyStart)).toBe(body(wanted, indexed.bodyStart));
      expect(hex(after.subarray(0, indexed.bodyStart))).toBe(hex(before.subarray(0, indexed.bodyStart)));
    }
  });

  it('a body that does not change is a span of the source, whatever changes before it', async () => {
    const before = build([el(0x00100020, 'LO', 'x')], { transferSyntax, preamble: Buffer.alloc(128, 7) });
    const indexed = await parsed(before);
    expect(splice(indexed, edits([], [], { zeroPreamble: true })).at(-1)).toEqual({
      kind: 'span',
      start: 128,
      end: before.length,
    });
  });
});

describe('any data set, any edits', () => {
  interface Leaf {
    readonly tag: number;
    readonly value: string;
    readonly change: 'keep' | 'remove' | { readonly value: string };
  }
  interface Branch {
    readonly tag: number;
    readonly items: readonly (readonly Model[])[];
    readonly undefinedLength: boolean;
    readonly undefinedItems: boolean;
    readonly change: 'keep' | 'remove';
  }
  type Model = Leaf | Branch;
  const LEAVES = [0x00100020, 0x00100021, 0x00104000, 0x00181030, 0x00204000, 0x00324000];
  const BRANCHES = [0x00081115, 0x00081140, 0x00101002, 0x00321064, 0x00400275];
  const words = fc.string({ maxLength: 12, unit: fc.constantFrom(...'abcdefgh 0123') });
  const leaf = fc.record({
    tag: fc.constantFrom(...LEAVES),
    value: words,
    change: fc.oneof(
      fc.constant('keep' as const),
      fc.constant('remove' as const),
      fc.record({ value: words }),
    ),
  });
  const { level } = fc.letrec<{ level: Model[]; branch: Branch }>((tie) => ({
    level: fc
      .uniqueArray(fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('branch')), {
        selector: ({ tag }) => tag,
        maxLength: 5,
      })
      .map((models) => [...(models as Model[])].sort((a, b) => a.tag - b.tag)),
    branch: fc.record({
      tag: fc.constantFrom(...BRANCHES),
      items: fc.array(tie('level'), { maxLength: 3 }),
      undefinedLength: fc.boolean(),
      undefinedItems: fc.boolean(),
      change: fc.oneof(
        { weight: 4, arbitrary: fc.constant('keep' as const) },
        { weight: 1, arbitrary: fc.constant('remove' as const) },
      ),
    }),
  }));

  const branchNode = ({ tag, items, undefinedLength, undefinedItems }: Branch, changed: boolean): Node =>
    sq(
      tag,
      items.map((item) => nodesOf(item, changed)),
      { undefinedLength, undefinedItems },
    );
  const nodesOf = (models: readonly Model[], changed: boolean): Node[] =>
    models.flatMap((model): Node[] => {
      if (changed && model.change === 'remove') return [];
      if ('items' in model) return [branchNode(model, changed)];
      const value = changed && typeof model.change === 'object' ? model.change.value : model.value;
      return [el(model.tag, 'LO', value.trimEnd())];
    });
  const collect = (models: readonly Model[], dataSet: DataSet, into: Map<Element, Edit>): void => {
    models.forEach((model, index) => {
      const element = dataSet.elements[index] as Element;
      if (model.change === 'remove') into.set(element, { kind: 'remove' });
      if ('items' in model)
        for (const [at, item] of model.items.entries()) collect(item, element.items?.[at] as DataSet, into);
      else if (typeof model.change === 'object')
        into.set(element, { kind: 'replace', by: text(model.tag, model.change.value.trimEnd()) });
    });
  };

  it.each(NATIVE)('%s: as the builder writes what was wanted', async (_name, transferSyntax) => {
    await holds(
      fc.asyncProperty(level, async (models) => {
        const before = instance({ elements: nodesOf(models, false), transferSyntax });
        const indexed = await parsed(before);
        const changes = new Map<Element, Edit>();
        collect(models, indexed.dataSet, changes);
        const after = joined(before, splice(indexed, edits([...changes])));
        expect(hex(after)).toBe(hex(instance({ elements: nodesOf(models, true), transferSyntax })));
      }),
      { runs: 150 },
    );
  });
});

describe('gather', () => {
  const long = new Uint8Array(100_000).fill(3);
  const before = build([el(0x00100020, 'LO', 'x'), pixels(long), el(0x7fe11001, 'LO', 'y')]);

  it('joins what is owned or short and was read; what is long stays a span', async () => {
    const indexed = await parsed(before);
    const parts = splice(
      indexed,
      edits(
        [
          [at(indexed, '(0010,0020)'), { kind: 'replace', by: text(0x00100020, 'changed') }],
          [at(indexed, '(7FE1,1001)'), { kind: 'remove' }],
        ],
        [],
        { zeroPreamble: true },
      ),
    );
    const gathered = gather(parts, indexed.metaBytes);
    expect(gathered.map(({ kind }) => kind)).toEqual(['owned', 'span']);
    expect(hex(joined(before, gathered))).toBe(hex(joined(before, parts)));
  });

  it('leaves spans that were not read to the writer', async () => {
    const source: ByteSource = memorySource(before);
    const indexed = await parseInstance(source, {
      ...DEFAULT_LIMITS,
      firstReadBytes: 512,
      bulkThresholdBytes: 100,
    });
    const pixelData = at(indexed, '(7FE0,0010)');
    const middle = {
      kind: 'span',
      start: pixelData.valueStart + 5_000,
      end: pixelData.valueStart + 5_010,
    } as const;
    expect(gather([middle], indexed.metaBytes)).toEqual([middle]);
    const first = { kind: 'span', start: 0, end: 132 } as const;
    expect(gather([first, middle, first], indexed.metaBytes).map(({ kind }) => kind)).toEqual([
      'owned',
      'span',
      'owned',
    ]);
    expect(gather([], indexed.metaBytes)).toEqual([]);
  });
});

it('raw nodes of the builder are what they are', () => {
  expect(hex(build([raw(Uint8Array.of(1, 2))])).endsWith('0102')).toBe(true);
});
