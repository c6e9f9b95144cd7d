import {
  concat,
  el,
  fragments,
  type InstanceOptions,
  type Item,
  instance,
  type Node,
  pixels,
  privateBlock,
  raw,
  sq,
  TRANSFER_SYNTAX,
} from '../../support/build.ts';
import { effortMs } from '../../support/effort.ts';
import { at, attributes, outline, parsed, refusalOf } from './indexed.ts';

const SYNTAXES = Object.entries(TRANSFER_SYNTAX);
const NATIVE = SYNTAXES.filter(([name]) => !/jpeg|rle/.test(name));
const SOP: Node[] = [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'), el(0x00080018, 'UI', '2.25.1')];

const build = (elements: readonly Node[], options: Partial<InstanceOptions> = {}): Uint8Array =>
  instance({ ...options, elements: [...SOP, ...elements] });

/** The outline of the root behind the two UIDs that every instance here begins with. */
async function rootOutline(elements: readonly Node[], options: Partial<InstanceOptions> = {}) {
  return outline((await parsed(build(elements, options))).dataSet).slice(2);
}

const name = (value: string) => el(0x00100010, 'PN', value);
/** Tag, VR, length 32-bit long form. */
const longHeader = (tag: number, vr: string, length: number) =>
  Uint8Array.from([
    (tag >>> 16) & 0xff,
    tag >>> 24,
    tag & 0xff,
    (tag >>> 8) & 0xff,
    ...Buffer.from(vr, 'latin1'),
    0,
    0,
    ...new Uint8Array(Uint32Array.of(length).buffer),
  ]);

describe('transfer syntaxes', () => {
  const everyVr: readonly Node[] = [
    el(0x00080005, 'CS', 'ISO_IR 100'),
    el(0x00080020, 'DA', '20240101'),
    el(0x00081190, 'UR', 'http://a.example'),
    sq(0x00081115, [
      [el(0x0020000e, 'UI', '2.25.3'), sq(0x00081199, [[el(0x00081155, 'UI', '2.25.4')]])],
      [],
    ]),
    name('Doe^Jane'),
    el(0x00104000, 'LT', 'x'.repeat(300)),
    ...privateBlock(0x0029, 0x10, 'ACME', [[1, 'LO', 'secret']]),
    el(0x00280009, 'AT', [0x00181063]),
    el(0x00280010, 'US', [2]),
    pixels([1, 2, 3, 4]),
  ];

  it.each(NATIVE)('%s has the same attributes', async (_name, transferSyntax) => {
    const found = attributes((await parsed(build(everyVr, { transferSyntax }))).dataSet);
    expect(found).toEqual([
      '(0008,0016) UI',
      '(0008,0018) UI',
      '(0008,0005) CS',
      '(0008,0020) DA',
      '(0008,1190) UR',
      '(0008,1115) SQ',
      '(0008,1115)[0](0020,000E) UI',
      '(0008,1115)[0](0008,1199) SQ',
      '(0008,1115)[0](0008,1199)[0](0008,1155) UI',
      '(0010,0010) PN',
      '(0010,4000) LT',
      '(0029,0010) LO',
      // A private element has no VR but the one in its header (PS3.5 7.8).
      transferSyntax === TRANSFER_SYNTAX.implicitLittleEndian ? '(0029,1001) UN' : '(0029,1001) LO',
      '(0028,0009) AT',
      '(0028,0010) US',
      '(7FE0,0010) OW',
    ]);
  });

  it.each(SYNTAXES.filter(([syntax]) => /jpeg|rle/.test(syntax)))(
    '%s: fragments are indexed, not read',
    async (_name, transferSyntax) => {
      const frames = [[new Uint8Array(10), new Uint8Array(4)], [new Uint8Array(6)]];
      const bytes = build(
        [fragments(frames, { offsetTable: 'frames' }), el(0xfffcfffc, 'OB', new Uint8Array(2))],
        {
          transferSyntax,
        },
      );
      const indexed = await parsed(bytes);
      expect(outline(indexed.dataSet).slice(2)).toEqual([
        '(7FE0,0010) OB 60 undefined 4 fragments',
        '(FFFC,FFFC) OB 2',
      ]);
      const spans = at(indexed, '(7FE0,0010)').fragments ?? [];
      expect(spans.map(({ start, end }) => end - start)).toEqual([8, 10, 4, 6]);
    },
  );

  it('an offset table may be empty, and a value may have no fragments', async () => {
    const rle = { transferSyntax: TRANSFER_SYNTAX.rleLossless };
    expect(await rootOutline([fragments([])], rle)).toEqual(['(7FE0,0010) OB 8 undefined 1 fragments']);
  });

  it('an encapsulated value with VR UN, or in implicit VR, is one', async () => {
    const delimiters = Uint8Array.from([0xfe, 0xff, 0, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
    const asUn = raw(concat([longHeader(0x7fe00010, 'UN', 0xffffffff), delimiters]));
    expect(await rootOutline([asUn])).toEqual(['(7FE0,0010) OW<UN 8 undefined 1 fragments']);
    const implicit = raw(
      concat([Uint8Array.from([0xe0, 0x7f, 0x10, 0, 0xff, 0xff, 0xff, 0xff]), delimiters]),
    );
    expect(await rootOutline([implicit], { transferSyntax: TRANSFER_SYNTAX.implicitLittleEndian })).toEqual([
      '(7FE0,0010) OW<- 8 undefined 1 fragments',
    ]);
  });
});

describe('sequences', () => {
  const item: Item = [el(0x00081155, 'UI', '2.25.4')];

  it.each(NATIVE)(
    '%s: lengths defined and undefined, of sequences and of items, in any mix',
    async (_name, transferSyntax) => {
      const mixed: readonly Item[] = [item, { nodes: item as Node[], undefinedLength: true }, item];
      for (const undefinedLength of [false, true]) {
        const lines = await rootOutline([sq(0x00081140, mixed, { undefinedLength }), name('A^B')], {
          transferSyntax,
        });
        const implicit = transferSyntax === TRANSFER_SYNTAX.implicitLittleEndian ? '<-' : '';
        expect(lines).toEqual([
          `(0008,1140) SQ${implicit} ${3 * (8 + 8 + 6) + 8}${undefinedLength ? ' undefined' : ''} 3 items`,
          ...[0, 1, 2].map((index) => `(0008,1140)[${index}](0008,1155) UI${implicit} 6`),
          `(0010,0010) PN${implicit} 4`,
        ]);
      }
    },
  );

  it('may be empty, and so may items', async () => {
    for (const undefinedLength of [false, true])
      for (const undefinedItems of [false, true])
        expect(
          await rootOutline([
            sq(0x00081140, [], { undefinedLength }),
            sq(0x00081115, [[], [], item, []], { undefinedLength, undefinedItems }),
          ]),
        ).toEqual([
          `(0008,1140) SQ 0${undefinedLength ? ' undefined' : ''} 0 items`,
          expect.stringMatching(/^\(0008,1115\) SQ \d+( undefined)? 4 items$/),
          '(0008,1115)[2](0008,1155) UI 6',
        ]);
  });

  const nested = (depth: number, options: object): Node[] =>
    depth === 0 ? [el(0x00081155, 'UI', '2.25.4')] : [sq(0x00081140, [nested(depth - 1, options)], options)];

  it.each([
    ['defined', {}],
    ['undefined', { undefinedLength: true, undefinedItems: true }],
    ['UN', { as: 'UN' }],
    ['UN of undefined', { as: 'UN', undefinedLength: true }],
  ])('nest to depth 64 and no deeper: %s lengths', async (_name, options) => {
    const deep = await parsed(build(nested(64, options)));
    expect(outline(deep.dataSet).at(-1)).toMatch(/^(\(0008,1140\)\[0\]){64}\(0008,1155\) UI/);
    const refused = await refusalOf(build(nested(65, options)));
    expect(refused).toMatchObject({
      code: 'TOO_DEEP',
      offset: expect.any(Number),
      path: `${'(0008,1140)[0]'.repeat(64)}(0008,1140)`,
    });
  });

  it('many beside each other do not add to the depth', async () => {
    const beside = Array.from({ length: 200 }, (_, index) => [sq(0x00081199, [[name(String(index))]])]);
    expect((await rootOutline([sq(0x00081115, beside)])).length).toBe(401);
  });

  it('say what is wrong with them: code, byte offset and path', async () => {
    const start = build([]).length;
    const wrong = async (node: Node) => {
      const { code, offset, path } = await refusalOf(build([node, name('Secret^Name')]));
      return [code, (offset ?? 0) - start, path];
    };
    const itemHeader = (length: number) => [
      0xfe,
      0xff,
      0,
      0xe0,
      ...new Uint8Array(Uint32Array.of(length).buffer),
    ];
    const sequence = (length: number, ...content: number[]) =>
      raw(concat([longHeader(0x00081140, 'SQ', length), Uint8Array.from(content)]));
    expect(await wrong(sequence(8, 0x10, 0, 0x10, 0, 0x50, 0x4e, 0, 0))).toEqual([
      'ITEM_EXPECTED',
      12,
      '(0008,1140)',
    ]);
    expect(await wrong(sequence(8, ...itemHeader(20)))).toEqual(['LENGTH_OVERRUN', 12, '(0008,1140)']);
    expect(await wrong(sequence(4, 0, 0, 0, 0))).toEqual(['LENGTH_OVERRUN', 12, '(0008,1140)']);
    expect(await wrong(sequence(16, ...itemHeader(8), 0x10, 0, 0x10, 0, 0x50, 0x4e, 8, 0))).toEqual([
      'LENGTH_OVERRUN',
      20,
      '(0008,1140)[0](0010,0010)',
    ]);
    // A delimitation item ends nothing whose length is defined.
    expect(await wrong(sequence(16, ...itemHeader(8), 0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0))).toEqual([
      'UNEXPECTED_DELIMITER',
      20,
      '(0008,1140)',
    ]);
    expect(await wrong(raw(Uint8Array.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0])))).toEqual([
      'UNEXPECTED_DELIMITER',
      0,
      '',
    ]);
    expect(await wrong(raw(longHeader(0x00081140, 'SQ', 0xffffffff)))).toEqual([
      'ITEM_EXPECTED',
      12,
      '(0008,1140)',
    ]);
  });
});

describe('VR UN', () => {
  const inner: Item = [name('Doe^Jane'), sq(0x00081140, [[el(0x00081155, 'UI', '2.25.4')]])];

  it('takes the VR of the dictionary', async () => {
    expect(
      await rootOutline([
        el(0x00100010, 'PN', 'Doe^Jane', { as: 'UN' }),
        el(0x00280010, 'US', [7], { as: 'UN' }),
      ]),
    ).toEqual(['(0010,0010) PN<UN 8', '(0028,0010) US<UN 2']);
  });

  it('stays where the dictionary has none', async () => {
    expect(await rootOutline([el(0x00089999, 'UN', 'abcd'), el(0x00291001, 'UN', 'abcd')])).toEqual([
      '(0008,9999) UN 4',
      '(0029,1001) UN 4',
    ]);
  });

  it.each([
    ['public, of the dictionary', 0x00081115],
    ['private', 0x00291001],
  ])('a sequence, %s, has items in implicit VR little endian', async (_name, tag) => {
    for (const transferSyntax of [TRANSFER_SYNTAX.explicitLittleEndian, TRANSFER_SYNTAX.explicitBigEndian])
      for (const undefinedLength of [false, true]) {
        const lines = await rootOutline([sq(tag, [inner, []], { as: 'UN', undefinedLength }), name('A^B')], {
          transferSyntax,
        });
        const path = `(${tag === 0x00081115 ? '0008,1115' : '0029,1001'})`;
        expect(lines).toEqual([
          expect.stringMatching(/^\S+ SQ<UN \d+( undefined)? 2 items$/),
          `${path}[0](0010,0010) PN<- 8`,
          `${path}[0](0008,1140) SQ<- 22 1 items`,
          `${path}[0](0008,1140)[0](0008,1155) UI<- 6`,
          '(0010,0010) PN 4',
        ]);
      }
  });

  it('a sequence that a writer left in explicit VR is read as that', async () => {
    for (const tag of [0x00081115, 0x00291001]) {
      const explicit = sq(0x00081140, [inner]);
      const bytes = build([]).length;
      const value = build([explicit]).subarray(bytes + 12);
      expect(
        await rootOutline([raw(concat([longHeader(tag, 'UN', value.length), value])), name('A^B')]),
      ).toEqual([
        expect.stringMatching(/SQ<UN \d+ 1 items$/),
        expect.stringMatching(/\[0\]\(0010,0010\) PN 8$/),
        expect.stringMatching(/\[0\]\(0008,1140\) SQ 22 1 items$/),
        expect.stringMatching(/\[0\]\(0008,1155\) UI 6$/),
        '(0010,0010) PN 4',
      ]);
    }
  });

  it.each([
    ['big endian', TRANSFER_SYNTAX.explicitBigEndian, inner],
    // The VR and length of an empty name, read as a length, are 20,048: no more than there is.
    [
      'so long that its first header may pass for one without VR',
      TRANSFER_SYNTAX.explicitLittleEndian,
      [name(''), el(0x00104000, 'LT', 'x'.repeat(30_000))],
    ],
  ])('such a sequence that does not say so itself is one, too: %s', async (_what, transferSyntax, item) => {
    for (const tag of [0x00081115, 0x00291001]) {
      const sequence = build([sq(0x00081140, [item])], { transferSyntax });
      const value = sequence.subarray(build([], { transferSyntax }).length + 12);
      const lines = await rootOutline([el(tag, 'UN', value), name('A^B')], { transferSyntax });
      expect(lines).toEqual([
        expect.stringMatching(/SQ<UN \d+ 1 items$/),
        expect.stringMatching(/\[0\]\(0010,0010\) PN \d$/),
        ...Array.from(lines.slice(2, -1), () => expect.stringMatching(/\[0\]\(\w{4},\w{4}\) [A-Z]{2} \d/)),
        '(0010,0010) PN 4',
      ]);
    }
  });

  it('a sequence of an edition that the dictionary does not know is one all the same: what is in it has its rules', async () => {
    expect(await rootOutline([sq(0x00089999, [[name('Doe^Jane')]], { as: 'UN' })])).toEqual([
      '(0008,9999) SQ<UN 24 1 items',
      '(0008,9999)[0](0010,0010) PN<- 8',
    ]);
  });

  it('a private value that begins like an item and is not a sequence stays a value', async () => {
    const value = Uint8Array.from([0xfe, 0xff, 0, 0xe0, 4, 0, 0, 0, 1, 2, 3, 4, 5, 6]);
    expect(await rootOutline([el(0x00291001, 'UN', value), name('A^B')])).toEqual([
      '(0029,1001) UN 14',
      '(0010,0010) PN 4',
    ]);
  });

  it('a value that is not the sequence the dictionary says is refused: it cannot be told what is in it', async () => {
    for (const value of ['Smith^John ', Uint8Array.from([0xfe, 0xff, 0, 0xe0, 4, 0, 0, 0, 1, 2, 3, 4, 5, 6])])
      expect(await refusalOf(build([el(0x00081115, 'UN', value)]))).toMatchObject({
        code: 'UN_SEQUENCE_UNREADABLE',
        path: '(0008,1115)',
      });
  });

  it('private sequences in implicit VR are found without being told', async () => {
    const block = privateBlock(0x0029, 0x10, 'ACME', [[2, 'SQ', [inner]]]);
    expect(await rootOutline(block, { transferSyntax: TRANSFER_SYNTAX.implicitLittleEndian })).toEqual([
      '(0029,0010) LO<- 4',
      '(0029,1002) SQ<- 54 1 items',
      '(0029,1002)[0](0010,0010) PN<- 8',
      '(0029,1002)[0](0008,1140) SQ<- 22 1 items',
      '(0029,1002)[0](0008,1140)[0](0008,1155) UI<- 6',
    ]);
  });

  it('what was tried once is not tried again by each try of what contains it', async () => {
    // Reads as a sequence at every level, in either encoding, and ends wrong: 2^60 tries without memory.
    const nest = (levels: number): Uint8Array => {
      if (levels === 0) return new Uint8Array();
      const content = concat([nest(levels - 1), Uint8Array.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0])]);
      const items = concat([
        Uint8Array.from([0xfe, 0xff, 0, 0xe0]),
        new Uint8Array(Uint32Array.of(content.length).buffer),
      ]);
      return concat([longHeader(0x00291001, 'UN', content.length + 8), items, content]);
    };
    expect(await rootOutline([raw(nest(60))], {})).toEqual(['(0029,1001) UN 1668']);
    await expect(parsed(build([raw(nest(60))]), { maxElements: 300 })).resolves.toBeDefined();
  });
});

describe('what files have beside what the standard says', () => {
  it('odd lengths', async () => {
    expect(
      await rootOutline([el(0x00100010, 'PN', 'Doe', { odd: true }), el(0x00100020, 'LO', '12')]),
    ).toEqual(['(0010,0010) PN 3', '(0010,0020) LO 2']);
  });

  it('group lengths, right or wrong', async () => {
    const lines = outline((await parsed(build([name('A^B')], { groupLengths: true }))).dataSet);
    expect(lines.filter((line) => line.includes(',0000)'))).toEqual(['(0008,0000) UL 4', '(0010,0000) UL 4']);
    expect(await rootOutline([el(0x00100000, 'UL', [99_999]), name('A^B')])).toEqual([
      '(0010,0000) UL 4',
      '(0010,0010) PN 4',
    ]);
  });

  it('elements behind Pixel Data', async () => {
    const behind = [el(0x7fe10010, 'LO', 'ACME'), el(0xfffcfffc, 'OB', new Uint8Array(6))];
    expect(await rootOutline([pixels([1]), ...behind])).toEqual([
      '(7FE0,0010) OW 2',
      '(7FE1,0010) LO 4',
      '(FFFC,FFFC) OB 6',
    ]);
  });

  it('zeros behind the last element are padding, anything else is refused', async () => {
    for (const count of [1, 2, 7, 8, 9, 100_000]) {
      const padded = await parsed(build([name('A^B')], { trailing: new Uint8Array(count) }));
      expect(padded.padding.end - padded.padding.start).toBe(count);
      expect(outline(padded.dataSet)).toHaveLength(3);
    }
    for (const trailing of ['\0\0\0\0\0\0\0\0\0\0\0x', 'x', '\0x'])
      expect((await refusalOf(build([name('A^B')], { trailing: Buffer.from(trailing) }))).code).toMatch(
        /^(TRUNCATED|VR_UNKNOWN)$/,
      );
  });

  it('zeros that are not the last are not looked through at every element', async () => {
    const elements = 20_000;
    const zeros = raw(concat([new Uint8Array(8 * elements), Uint8Array.from([9, 0, 1, 0, 0, 0, 0, 0])]));
    const implicit = { transferSyntax: TRANSFER_SYNTAX.implicitLittleEndian };
    const started = effortMs();
    expect(await rootOutline([zeros], implicit)).toHaveLength(elements + 1);
    expect(effortMs() - started).toBeLessThan(5_000);
  });

  it('elements out of order, and twice', async () => {
    expect(await rootOutline([name('A^B'), el(0x00080060, 'CS', 'CT'), name('C^D')])).toEqual([
      '(0010,0010) PN 4',
      '(0008,0060) CS 2',
      '(0010,0010) PN 4',
    ]);
  });

  it('two letters that are not a VR have the long form; what is not two capital letters is refused', async () => {
    const unknown = raw(concat([longHeader(0x00100010, 'ZZ', 4), Buffer.from('A^B ')]));
    expect(await rootOutline([unknown])).toEqual(['(0010,0010) PN<- 4']);
    const wrong = raw(concat([longHeader(0x00100010, 'p!', 4), Buffer.from('A^B ')]));
    expect(await refusalOf(build([wrong]))).toMatchObject({ code: 'VR_UNKNOWN', path: '(0010,0010)' });
  });

  it('an undefined length where none may be', async () => {
    const wrong = raw(longHeader(0x00104000, 'UT', 0xffffffff));
    expect(await refusalOf(build([wrong]))).toMatchObject({
      code: 'UNDEFINED_LENGTH_NOT_ALLOWED',
      path: '(0010,4000)',
    });
  });

  it('more elements than the limit', async () => {
    const many = Array.from({ length: 20 }, () => name('A^B'));
    expect(await refusalOf(build(many), { maxElements: 21 })).toMatchObject({ code: 'TOO_MANY_ELEMENTS' });
    await expect(parsed(build(many), { maxElements: 22 })).resolves.toBeDefined();
  });

  it('implicit VR under an explicit transfer syntax, and the other way round', async () => {
    const body = (transferSyntax: string) =>
      instance({ elements: [...SOP, name('A^B')], transferSyntax, meta: 'none', preamble: 'none' });
    const meta = (transferSyntax: string) => instance({ elements: [], transferSyntax });
    const { implicitLittleEndian, explicitLittleEndian } = TRANSFER_SYNTAX;
    const swapped = (said: string, written: string) => concat([meta(said), body(written)]);
    const implicit = await parsed(swapped(explicitLittleEndian, implicitLittleEndian));
    expect(outline(implicit.dataSet).at(-1)).toBe('(0010,0010) PN<- 4');
    const explicit = await parsed(swapped(implicitLittleEndian, explicitLittleEndian));
    expect(outline(explicit.dataSet).at(-1)).toBe('(0010,0010) PN 4');
  });

  it('one item in implicit VR within an explicit data set', async () => {
    const implicitItem = instance({
      elements: [name('A^B')],
      transferSyntax: TRANSFER_SYNTAX.implicitLittleEndian,
      meta: 'none',
      preamble: 'none',
    });
    const lines = await rootOutline([sq(0x00081115, [[raw(implicitItem)], [name('C^D')]]), name('E^F')]);
    expect(lines).toEqual([
      '(0008,1115) SQ 40 2 items',
      '(0008,1115)[0](0010,0010) PN<- 4',
      '(0008,1115)[1](0010,0010) PN 4',
      '(0010,0010) PN 4',
    ]);
  });
});
