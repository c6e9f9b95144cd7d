import { DEFAULT_LIMITS, type ParseLimits } from '../../../layers/dicom/parse.ts';
import { concat, el, instance, type Node, raw, sq, TRANSFER_SYNTAX } from '../../support/build.ts';
import { at, parsed, refusalOf } from './indexed.ts';

/** Fragments and tables that no encoder should write: each is refused by its code, or walked to its end as if there were no table. */

const SOP: readonly Node[] = [el(0x00080018, 'UI', '2.25.1')];
/** Over a network, where tables are believed: a read costs as much as 64 bytes more. */
const REMOTE: ParseLimits = {
  ...DEFAULT_LIMITS,
  readCostBytes: 64,
  jumpReadBytes: 16,
  firstReadBytes: 256,
  skipsFragments: true,
};

function u32(...words: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * words.length);
  words.forEach((word, index) => {
    new DataView(bytes.buffer).setUint32(4 * index, word, true);
  });
  return bytes;
}

const ITEM = 0xe000fffe;
const DELIMITER = u32(0xe0ddfffe, 0);
const item = (bytes: Uint8Array) => concat([u32(ITEM, bytes.length), bytes]);
const header = (tag: number, vr = 'OB') =>
  concat([u32(((tag & 0xffff) << 16) | (tag >>> 16)), Buffer.from(vr), new Uint8Array(2), u32(0xffffffff)]);
const PIXELS = 0x7fe00010;
const FRAME = new Uint8Array(200);

/** Pixel data of undefined length, made of these parts. */
const encapsulated = (parts: readonly Uint8Array[], tag = PIXELS): Node =>
  raw(concat([header(tag), ...parts]));
const object = (...nodes: readonly Node[]) =>
  instance({ elements: [...SOP, ...nodes], transferSyntax: TRANSFER_SYNTAX.rleLossless });
/** A Basic Offset Table. */
const table = (...offsets: readonly number[]) => item(u32(...offsets));
const frames = (count: number) => Array.from({ length: count }, () => item(FRAME));
const extended = (...offsets: readonly number[]): Node =>
  el(0x7fe00001, 'OV', new Uint8Array(BigUint64Array.from(offsets.map(BigInt)).buffer));
const STEP = FRAME.length + 8;

describe('is refused', () => {
  it.each<readonly [string, Node, string]>([
    [
      'a fragment of undefined length',
      encapsulated([item(new Uint8Array(0)), u32(ITEM, 0xffffffff), FRAME, DELIMITER]),
      'ITEM_EXPECTED',
    ],
    [
      'something else than a fragment',
      encapsulated([item(new Uint8Array(0)), u32(0x00100010, 8), new Uint8Array(8), DELIMITER]),
      'ITEM_EXPECTED',
    ],
    [
      'the delimiter of an item',
      encapsulated([item(new Uint8Array(0)), u32(0xe00dfffe, 0), DELIMITER]),
      'ITEM_EXPECTED',
    ],
    [
      'a fragment that is longer than the object',
      encapsulated([item(new Uint8Array(0)), u32(ITEM, 10_000), FRAME, DELIMITER]),
      'TRUNCATED',
    ],
    ['no end', encapsulated([item(new Uint8Array(0)), ...frames(2)]), 'TRUNCATED'],
    [
      'half an end',
      encapsulated([item(new Uint8Array(0)), ...frames(2), DELIMITER.subarray(0, 4)]),
      'TRUNCATED',
    ],
    ['no offset table', encapsulated([]), 'TRUNCATED'],
    [
      'a table that is longer than the object',
      encapsulated([u32(ITEM, 10_000), ...frames(2), DELIMITER]),
      'TRUNCATED',
    ],
  ])('%s', async (_what, pixels, code) => {
    expect((await refusalOf(object(pixels))).code).toBe(code);
    expect((await refusalOf(object(pixels), REMOTE)).code).toBe(code);
  });

  it('at the header of the fragment that is too long', async () => {
    const pixels = encapsulated([item(new Uint8Array(0)), u32(ITEM, 10_000), FRAME, DELIMITER]);
    const bytes = object(pixels);
    const header_ = Buffer.from(bytes).indexOf(u32(ITEM, 10_000));
    expect(await refusalOf(bytes)).toMatchObject({ code: 'TRUNCATED', offset: header_, path: '(7FE0,0010)' });
  });

  it.each<readonly [string, readonly Uint8Array[]]>([
    ['a fragment', [item(new Uint8Array(0)), u32(ITEM, 64), FRAME.subarray(0, 16)]],
    ['its end', [item(new Uint8Array(0)), item(FRAME.subarray(0, 16))]],
  ])('what reaches beyond the item that it lies in, though the object goes on: %s', async (_what, parts) => {
    const content = concat([header(PIXELS), ...parts]);
    const item_ = concat([u32(ITEM, content.length), content]);
    const icons = raw(
      concat([u32(0x02000088), Buffer.from('SQ'), new Uint8Array(2), u32(item_.length), item_]),
    );
    const bytes = object(icons, el(0x00100010, 'PN', 'Zwieback^Oriane'.padEnd(100)));
    expect((await refusalOf(bytes)).code).toBe('LENGTH_OVERRUN');
    expect((await refusalOf(bytes, REMOTE)).code).toBe('LENGTH_OVERRUN');
  });
});

describe('is walked to its end as without a table', () => {
  it.each<readonly [string, readonly Node[], number]>([
    ['no table', [encapsulated([item(new Uint8Array(0)), ...frames(6), DELIMITER])], 6],
    ['half a number', [encapsulated([item(new Uint8Array(6)), ...frames(6), DELIMITER])], 6],
    [
      'a number and a half',
      [encapsulated([item(concat([u32(0, STEP * 5), new Uint8Array(2)])), ...frames(6), DELIMITER])],
      6,
    ],
    [
      'a first frame that is not the first',
      [encapsulated([table(STEP, STEP * 5), ...frames(6), DELIMITER])],
      6,
    ],
    ['the same frame twice', [encapsulated([table(0, STEP * 5, STEP * 5), ...frames(6), DELIMITER])], 6],
    [
      'one that goes back',
      [encapsulated([table(0, STEP * 4, STEP * 2, STEP * 5), ...frames(6), DELIMITER])],
      6,
    ],
    ['one that points to no item', [encapsulated([table(0, STEP * 5 + 2), ...frames(6), DELIMITER])], 6],
    ['one that points to the end', [encapsulated([table(0, STEP * 6), ...frames(6), DELIMITER])], 6],
    ['one that points beyond', [encapsulated([table(0, STEP * 60), ...frames(6), DELIMITER])], 6],
    [
      'one that points to the last bytes',
      [encapsulated([table(0, STEP * 6 + 4), ...frames(6), DELIMITER])],
      6,
    ],
    [
      'an extended one that goes back',
      [extended(0, STEP * 5, STEP), encapsulated([item(new Uint8Array(0)), ...frames(6), DELIMITER])],
      6,
    ],
    [
      'an extended one of half a number',
      [
        el(0x7fe00001, 'OV', new Uint8Array(12)),
        encapsulated([item(new Uint8Array(0)), ...frames(6), DELIMITER]),
      ],
      6,
    ],
    [
      'an extended one for another value',
      [extended(0, STEP * 5), encapsulated([item(new Uint8Array(0)), ...frames(6), DELIMITER], 0x7fe10010)],
      6,
    ],
  ])('%s', async (_what, nodes, count) => {
    const bytes = object(...nodes);
    const [walked, jumped] = [await parsed(bytes), await parsed(bytes, REMOTE)];
    const last = walked.dataSet.elements.at(-1);
    const same = jumped.dataSet.elements.at(-1);
    expect([same?.fragmentsSkipped, same?.fragments?.length]).toEqual([false, count + 1]);
    expect(same?.fragments).toEqual(last?.fragments);
    expect([same?.valueEnd, same?.end]).toEqual([last?.valueEnd, last?.end]);
  });

  it('of two tables the basic one is believed, which says where the last frame begins', async () => {
    const bytes = object(extended(0, STEP), encapsulated([table(0, STEP * 5), ...frames(6), DELIMITER]));
    const { fragmentsSkipped, fragments } = at(await parsed(bytes, REMOTE), '(7FE0,0010)');
    expect([fragmentsSkipped, fragments?.length]).toEqual([true, 2]);
  });

  it('a table of more than a million entries is not read, though it says where the last frame begins', async () => {
    const first = new Uint8Array(2 * 1024 * 1024);
    const withTable = (count: number) => {
      const offsets = Uint32Array.from({ length: count }, (_, index) => index);
      offsets[count - 1] = first.length + 8;
      return object(
        encapsulated([item(new Uint8Array(offsets.buffer)), item(first), item(FRAME), DELIMITER]),
      );
    };
    const limit = 1024 * 1024;
    const skipped = async (count: number) =>
      at(await parsed(withTable(count), REMOTE), '(7FE0,0010)').fragmentsSkipped;
    expect([await skipped(limit), await skipped(limit + 1)]).toEqual([true, false]);
  });
});

describe('bounds hold while a value is only tried as a sequence', () => {
  const unsure = (content: Uint8Array): Node =>
    raw(concat([u32(0x10010029), Buffer.from('UN'), new Uint8Array(2), u32(content.length), content]));
  const creator = el(0x00290010, 'LO', 'ACME');

  it('of elements', async () => {
    const inner = concat(
      Array.from({ length: 40 }, (_, index) =>
        concat([u32(((0x1000 + index) << 16) | 0x29, 2), Buffer.from('x ')]),
      ),
    );
    const bytes = object(creator, unsure(item(inner)));
    expect((await parsed(bytes)).dataSet.elements.at(-1)?.items).toHaveLength(1);
    expect((await refusalOf(bytes, { maxElements: 20 })).code).toBe('TOO_MANY_ELEMENTS');
  });

  it('of depth', async () => {
    let content: Uint8Array = item(new Uint8Array(0));
    for (let depth = 0; depth < 6; depth++)
      content = item(concat([u32(0x11150008, content.length), content]));
    const bytes = object(creator, unsure(content));
    expect((await parsed(bytes)).dataSet.elements.at(-1)?.items).toHaveLength(1);
    expect((await refusalOf(bytes, { maxDepth: 4 })).code).toBe('TOO_DEEP');
  });
});

it('a delimiter in an item of defined length is refused: what follows would be taken for something else', async () => {
  const content = concat([
    u32(0xe00dfffe, 0),
    u32(0x00100010),
    Buffer.from('PN'),
    Uint8Array.of(4, 0),
    Buffer.from('Doe '),
  ]);
  const bytes = object(
    raw(
      concat([u32(0x11150008), Buffer.from('SQ'), new Uint8Array(2), u32(content.length + 8), item(content)]),
    ),
  );
  expect((await refusalOf(bytes)).code).toBe('UNEXPECTED_DELIMITER');
  expect(
    (await parsed(object(sq(0x00081115, [[el(0x00100010, 'PN', 'Doe')]])))).dataSet.elements,
  ).toHaveLength(2);
});
