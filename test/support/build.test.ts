import { inflateRawSync } from 'node:zlib';
import type { DcmjsDataSet } from 'dcmjs';
import {
  ascii,
  concat,
  el,
  fragments,
  type InstanceOptions,
  instance,
  inTagOrder,
  type Node,
  pixels,
  privateBlock,
  raw,
  sq,
  TRANSFER_SYNTAX,
} from './build.ts';
import { readWithDcmjs } from './secondReader.ts';

const COMMON = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '2.25.1'),
  el(0x00100010, 'PN', 'Doe^Jane'),
];

/** The bytes of the data set alone, in hexadecimal; numbers of the tests stand beside PS3.5. */
function hex(elements: readonly Node[], transferSyntax?: string): string {
  const bytes = instance({
    elements,
    meta: 'none',
    preamble: 'none',
    ...(transferSyntax && { transferSyntax }),
  });
  return Buffer.from(bytes).toString('hex').toUpperCase();
}

function values(dataSet: DcmjsDataSet, tag: string): unknown {
  return dataSet[tag]?.Value;
}

describe('the bytes, by hand', () => {
  test('explicit VR little endian: short and long headers, padding', () => {
    expect(hex([el(0x00100010, 'PN', 'Doe')])).toBe('10001000504E0400446F6520');
    expect(hex([el(0x00080018, 'UI', '1.2')])).toBe('0800180055490400312E3200');
    expect(hex([el(0x00420011, 'OB', Uint8Array.of(7))])).toBe('420011004F420000020000000700');
    expect(hex([el(0x00280010, 'US', [258])])).toBe('28001000555302000201');
    expect(hex([el(0x00281101, 'SS', [-2])])).toBe('2800011153530200FEFF');
    expect(hex([el(0x00280009, 'AT', [0x00181063])])).toBe('280009004154040018006310');
  });

  test('implicit VR little endian and explicit VR big endian', () => {
    expect(hex([el(0x00100010, 'PN', 'Doe')], TRANSFER_SYNTAX.implicitLittleEndian)).toBe(
      '1000100004000000446F6520',
    );
    expect(hex([el(0x00280010, 'US', [258])], TRANSFER_SYNTAX.explicitBigEndian)).toBe(
      '00280010555300020102',
    );
    expect(hex([el(0x00189073, 'FD', [1])], TRANSFER_SYNTAX.explicitBigEndian)).toBe(
      '00189073464400083FF0000000000000',
    );
    expect(hex([el(0x00280009, 'AT', [0x00181063])], TRANSFER_SYNTAX.explicitBigEndian)).toBe(
      '002800094154000400181063',
    );
  });

  test('sequences of defined and undefined length, with items of either kind', () => {
    const inner = [el(0x00280010, 'US', [1])];
    expect(hex([sq(0x00081140, [inner])])).toBe(
      '0800401153510000' + '12000000' + 'FEFF00E00A000000' + '28001000555302000100',
    );
    expect(hex([sq(0x00081140, [inner, []], { undefinedLength: true, undefinedItems: true })])).toBe(
      '0800401153510000FFFFFFFF' +
        'FEFF00E0FFFFFFFF' +
        '28001000555302000100' +
        'FEFF0DE000000000' +
        'FEFF00E0FFFFFFFF' +
        'FEFF0DE000000000' +
        'FEFFDDE000000000',
    );
    expect(hex([sq(0x00081140, [{ nodes: inner, undefinedLength: true }, inner])])).toBe(
      '08004011535100002C000000' +
        'FEFF00E0FFFFFFFF' +
        '28001000555302000100' +
        'FEFF0DE000000000' +
        'FEFF00E00A000000' +
        '28001000555302000100',
    );
  });

  test('a sequence under UN is implicit VR little endian inside, also in big endian (PS3.5 6.2.2, CP-246)', () => {
    const items = [[el(0x00100010, 'PN', 'Doe')]];
    expect(hex([sq(0x00091001, items, { as: 'UN' })])).toBe(
      '09000110554E000014000000FEFF00E00C0000001000100004000000446F6520',
    );
    expect(
      hex([sq(0x00091001, items, { as: 'UN', undefinedLength: true })], TRANSFER_SYNTAX.explicitBigEndian),
    ).toBe('00091001554E0000FFFFFFFF' + 'FEFF00E00C000000' + '1000100004000000446F6520' + 'FEFFDDE000000000');
  });

  test('fragments with and without a Basic Offset Table (PS3.5 A.4)', () => {
    const frames = [[Uint8Array.of(1, 2), Uint8Array.of(3)], [Uint8Array.of(4, 5)]];
    const body =
      'FEFF00E0020000000102' + 'FEFF00E0020000000300' + 'FEFF00E0020000000405' + 'FEFFDDE000000000';
    expect(hex([fragments(frames)])).toBe(`E07F10004F420000FFFFFFFFFEFF00E000000000${body}`);
    expect(hex([fragments(frames, { offsetTable: 'frames' })])).toBe(
      `E07F10004F420000FFFFFFFFFEFF00E0080000000000000014000000${body}`,
    );
  });

  test('odd lengths, lengths that lie, raw bytes, group lengths', () => {
    expect(hex([el(0x00100010, 'PN', 'Doe', { odd: true })])).toBe('10001000504E0300446F65');
    expect(hex([el(0x00100010, 'PN', 'Doe', { length: 99 })])).toBe('10001000504E6300446F6520');
    expect(hex([raw(Uint8Array.of(0xab)), el(0x00100020, 'LO', '')])).toBe('AB100020004C4F0000');
    const grouped = instance({
      elements: [el(0x00100010, 'PN', 'Doe')],
      groupLengths: true,
      meta: 'none',
      preamble: 'none',
    });
    expect(Buffer.from(grouped).toString('hex')).toBe(
      '10000000554c04000c000000' + '10001000504e0400446f6520',
    );
  });

  test('a value that its length field cannot hold and text that is not ASCII are refused', () => {
    expect(() => hex([el(0x00104000, 'LT', 'x'.repeat(65536))])).toThrow('16-bit');
    expect(() => hex([el(0x00100010, 'PN', 'Müller')])).toThrow('ASCII');
  });
});

describe('the file', () => {
  test('preamble, DICM, file meta information with its length, then the data set', () => {
    const bytes = Buffer.from(instance({ elements: COMMON }));
    expect(bytes.subarray(0, 132)).toEqual(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]));
    const metaLength = bytes.readUInt32LE(140);
    expect(bytes.readUInt32LE(144 + metaLength)).toBe(0x00160008);
  });

  test('no preamble, no file meta information, one of its elements missing, a wrong length', () => {
    expect(instance({ elements: COMMON, preamble: 'none' }).subarray(0, 4)).toEqual(
      Uint8Array.of(2, 0, 0, 0),
    );
    expect(instance({ elements: COMMON, meta: 'none' }).subarray(132, 136)).toEqual(
      Uint8Array.of(8, 0, 0x16, 0),
    );
    const without = instance({ elements: COMMON, metaWithout: [0x00020000, 0x00020001, 0x00020010] });
    expect(without.subarray(132, 136)).toEqual(Uint8Array.of(2, 0, 2, 0));
    expect(Buffer.from(without).includes(TRANSFER_SYNTAX.explicitLittleEndian)).toBe(false);
    expect(Buffer.from(instance({ elements: COMMON, metaGroupLength: 7 })).readUInt32LE(140)).toBe(7);
  });

  test('a deflated body is even and inflates to the explicit one; trailing bytes stay outside', () => {
    const plain = instance({ elements: COMMON, meta: 'none', preamble: 'none' });
    const deflated = instance({
      elements: COMMON,
      transferSyntax: TRANSFER_SYNTAX.deflated,
      meta: 'none',
      preamble: 'none',
    });
    expect(deflated.length % 2).toBe(0);
    expect(new Uint8Array(inflateRawSync(deflated))).toEqual(plain);
    expect(instance({ elements: COMMON, trailing: ascii('tail') }).subarray(-4)).toEqual(ascii('tail'));
  });

  test('inTagOrder sorts every depth', () => {
    const sorted = inTagOrder([pixels([1]), sq(0x00081140, [[el(0x00081155, 'UI'), el(0x00081150, 'UI')]])]);
    expect(hex(sorted)).toBe(
      hex([sq(0x00081140, [[el(0x00081150, 'UI'), el(0x00081155, 'UI')]]), pixels([1])]),
    );
  });
});

describe('read back with dcmjs', () => {
  const everyVr = [
    ...COMMON,
    el(0x00080005, 'CS', 'ISO_IR 100'),
    el(0x00080020, 'DA', '20240229'),
    el(0x00080030, 'TM', '235959.5'),
    el(0x0008002a, 'DT', '20240229235959.5+0100'),
    el(0x00080054, 'AE', 'ONE\\TWO'),
    el(0x00081080, 'LO', 'a\\b'),
    el(0x00081030, 'LO', concat([ascii('R'), Uint8Array.of(0xf6), ascii('ntgen')])),
    sq(0x00081140, [
      [el(0x00081150, 'UI', '1.2.3'), el(0x00081155, 'UI', '2.25.7')],
      [sq(0x00081199, [[el(0x00081155, 'UI', '2.25.8')]], { undefinedLength: true })],
    ]),
    el(0x00101010, 'AS', '042Y'),
    el(0x00101030, 'DS', [72.5]),
    el(0x00104000, 'LT', 'many words'),
    el(0x00189073, 'FD', [0.25]),
    el(0x00186030, 'UL', [70000]),
    el(0x00186020, 'SL', [-70000]),
    el(0x00200013, 'IS', [3]),
    el(0x00280009, 'AT', [0x00181063]),
    el(0x00280010, 'US', [2]),
    el(0x00281041, 'SS', [-5]),
    el(0x00720072, 'DS', '1'),
    el(0x00720076, 'FL', [1.5]),
    el(0x0040a160, 'UT', 'unlimited'),
    el(0x00189367, 'UC', 'unlimited characters'),
    el(0x0040e010, 'UR', 'https://example.org/xy'),
    ...privateBlock(0x0029, 0x10, 'LETHE TEST', [
      [0x01, 'LO', 'private'],
      [0x02, 'SQ', [[el(0x00100020, 'LO', 'nested')]]],
    ]),
  ];
  const withPixels = [...everyVr, pixels([1, 2, 3, 4])];
  const kinds: readonly (readonly [string, Omit<InstanceOptions, 'elements'>])[] = [
    ['explicit VR little endian', {}],
    ['implicit VR little endian', { transferSyntax: TRANSFER_SYNTAX.implicitLittleEndian }],
    ['explicit VR big endian', { transferSyntax: TRANSFER_SYNTAX.explicitBigEndian }],
    ['deflated', { transferSyntax: TRANSFER_SYNTAX.deflated }],
    ['group lengths', { groupLengths: true }],
  ];

  test.each(kinds)('%s', (_kind, options) => {
    const { meta, dict } = readWithDcmjs(instance({ ...options, elements: inTagOrder(withPixels) }));
    expect(values(meta, '00020010')).toEqual([
      options.transferSyntax ?? TRANSFER_SYNTAX.explicitLittleEndian,
    ]);
    expect(values(dict, '00080020')).toEqual(['20240229']);
    expect(values(dict, '00080054')).toEqual(['ONE', 'TWO']);
    expect(values(dict, '00081030')).toEqual(['Röntgen']);
    expect(values(dict, '00100010')).toMatchObject([{ Alphabetic: 'Doe^Jane' }]);
    expect(values(dict, '00101030')).toEqual([72.5]);
    expect(values(dict, '00189073')).toEqual([0.25]);
    expect(values(dict, '00186030')).toEqual([70000]);
    expect(values(dict, '00186020')).toEqual([-70000]);
    expect(values(dict, '00281041')).toEqual([-5]);
    expect(values(dict, '00280009')).toEqual([0x00181063]);
    expect(values(dict, '00720076')).toEqual([1.5]);
    expect(values(dict, '0040A160')).toEqual(['unlimited']);
    expect(values(dict, '00189367')).toEqual(['unlimited characters']);
    expect(values(dict, '0040E010')).toEqual(['https://example.org/xy']);
    const [first, second] = values(dict, '00081140') as readonly DcmjsDataSet[];
    expect(values(first!, '00081155')).toEqual(['2.25.7']);
    expect(values((values(second!, '00081199') as readonly DcmjsDataSet[])[0]!, '00081155')).toEqual([
      '2.25.8',
    ]);
    const [frame] = values(dict, '7FE00010') as readonly ArrayBuffer[];
    expect(frame!.byteLength).toBe(8);
  });

  test('undefined lengths throughout give the same values as defined ones', () => {
    const sequence = (open: boolean) =>
      sq(0x00081140, [[el(0x00081155, 'UI', '2.25.7')], [el(0x00081155, 'UI', '2.25.8')]], {
        undefinedLength: open,
        undefinedItems: open,
      });
    const read = (open: boolean) =>
      readWithDcmjs(instance({ elements: inTagOrder([...COMMON, sequence(open)]) })).dict;
    expect(JSON.stringify(read(true)['00081140'])).toBe(JSON.stringify(read(false)['00081140']));
  });

  test.each(['empty', 'frames'] as const)(
    'encapsulated, offset table %s, with an element behind Pixel Data',
    (offsetTable) => {
      const frames = [[Uint8Array.of(1, 2, 3, 4)], [Uint8Array.of(5, 6)]];
      const { dict } = readWithDcmjs(
        instance({
          transferSyntax: TRANSFER_SYNTAX.rleLossless,
          elements: [
            ...COMMON,
            el(0x00280008, 'IS', [2]),
            fragments(frames, { offsetTable }),
            el(0xfffcfffc, 'OB', new Uint8Array(4)),
          ],
        }),
      );
      const read = values(dict, '7FE00010') as readonly ArrayBuffer[];
      expect(read.map((frame) => [...new Uint8Array(frame)])).toEqual([
        [1, 2, 3, 4],
        [5, 6],
      ]);
      expect(dict.FFFCFFFC).toBeDefined();
    },
  );
});
