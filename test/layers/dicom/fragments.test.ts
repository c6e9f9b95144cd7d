import { DEFAULT_LIMITS, type ParseLimits, parseInstance } from '../../../layers/dicom/parse.ts';
import { el, fragments, instance, type Node, TRANSFER_SYNTAX } from '../../support/build.ts';
import { effortMs } from '../../support/effort.ts';
import { at, outline, recorded, refusalOf } from './indexed.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const SOP: Node[] = [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'), el(0x00080018, 'UI', '2.25.1')];
const BEHIND = el(0xfffcfffc, 'OB', new Uint8Array(300));
/** A source over a network, small: a read costs as much as 64 KiB more. */
const REMOTE: ParseLimits = { ...DEFAULT_LIMITS, readCostBytes: 64 * KIB, skipsFragments: true };
const STREAM: ParseLimits = { ...REMOTE, skipsFragments: false };

const frames = (count: number, bytes: number) => Array.from({ length: count }, () => [new Uint8Array(bytes)]);

function object(pixelData: Node, before: readonly Node[] = []): Uint8Array {
  return instance({
    elements: [...SOP, ...before, pixelData, BEHIND],
    transferSyntax: TRANSFER_SYNTAX.rleLossless,
  });
}

/** An Extended Offset Table with these offsets, and its lengths. */
function extended(offsets: readonly number[], lengths: readonly number[]): Node[] {
  return [[0x7fe00001, offsets] as const, [0x7fe00002, lengths] as const].map(([tag, values]) =>
    el(tag, 'OV', new Uint8Array(BigUint64Array.from(values.map(BigInt)).buffer)),
  );
}

const read = async (bytes: Uint8Array, limits: ParseLimits) => {
  const source = recorded(bytes);
  const indexed = await parseInstance(source, limits);
  return {
    indexed,
    pixelData: at(indexed, '(7FE0,0010)'),
    reads: source.reads,
    bytes: source.reads.reduce((sum, [a, b]) => sum + b - a, 0),
  };
};

describe('the end of encapsulated pixels', () => {
  const count = 100;
  const length = 50 * KIB;
  const offsets = Array.from({ length: count }, (_, index) => index * (length + 8));
  const withTable = object(fragments(frames(count, length), { offsetTable: 'frames' }));
  const withExtended = object(
    fragments(frames(count, length)),
    extended(
      offsets,
      offsets.map(() => length),
    ),
  );
  const bare = object(fragments(frames(count, length)));

  it.each([
    ['a Basic Offset Table', withTable],
    ['an Extended Offset Table', withExtended],
  ])('is found by %s in two reads more, and is where the walk finds it', async (_what, bytes) => {
    const walked = await read(bytes, STREAM);
    const jumped = await read(bytes, REMOTE);
    expect(jumped.reads.length).toBeLessThanOrEqual(4);
    expect(jumped.bytes).toBeLessThan(200 * KIB);
    const { fragments: _all, fragmentsSkipped: _walked, dataSet: _one, ...expected } = walked.pixelData;
    expect(jumped.pixelData).toMatchObject(expected);
    expect([walked.pixelData.fragmentsSkipped, jumped.pixelData.fragmentsSkipped]).toEqual([false, true]);
    expect(jumped.pixelData.fragments).toEqual([
      walked.pixelData.fragments?.[0],
      walked.pixelData.fragments?.[count],
    ]);
    expect(outline(jumped.indexed.dataSet).at(-1)).toBe('(FFFC,FFFC) OB 300');
  });

  it('without a table is streamed in long reads', async () => {
    const { reads, pixelData } = await read(bare, REMOTE);
    expect(pixelData.fragments).toHaveLength(count + 1);
    expect(reads.length).toBeLessThan(25);
  });

  it('of a last frame of many fragments is behind all of them', async () => {
    const several = [[new Uint8Array(100 * KIB)], [1, 2, 3].map((size) => new Uint8Array(size * 1000))];
    const { pixelData } = await read(object(fragments(several, { offsetTable: 'frames' })), REMOTE);
    expect([pixelData.fragmentsSkipped, pixelData.fragments?.length]).toEqual([true, 4]);
  });

  /** The table's entries by their place, put into the object's bytes. */
  function tampered(change: (table: DataView, body: DataView) => void): Uint8Array {
    const bytes = new Uint8Array(withTable);
    const first = Buffer.from(bytes).indexOf(Buffer.from([0xfe, 0xff, 0, 0xe0]));
    change(
      new DataView(bytes.buffer, first + 8, 4 * count),
      new DataView(bytes.buffer, first + 8 + 4 * count),
    );
    return bytes;
  }

  it.each<readonly [string, (table: DataView, body: DataView) => void]>([
    ['beyond the object', (table) => table.setUint32(4 * 99, 0xfffffff0, true)],
    ['not to an item', (table) => table.setUint32(4 * 99, 99 * (length + 8) + 2, true)],
    ['to the delimiter', (table) => table.setUint32(4 * 99, 100 * (length + 8), true)],
    ['backwards', (table) => table.setUint32(4 * 50, 1, true)],
    ['not to the first frame', (table) => table.setUint32(0, 8, true)],
    [
      'into pixels that look like an item',
      (table, body) => {
        body.setUint32(90 * (length + 8) + 1000, 0xe000fffe, true);
        body.setUint32(90 * (length + 8) + 1004, 16, true);
        for (let entry = 90; entry < 100; entry++)
          table.setUint32(4 * entry, 90 * (length + 8) + 1000 - 90 + entry, true);
        table.setUint32(4 * 99, 90 * (length + 8) + 1000, true);
        for (let entry = 90; entry < 99; entry++) table.setUint32(4 * entry, 90 * (length + 8) + entry, true);
      },
    ],
  ])('is walked to where a table points %s', async (_where, change) => {
    const bytes = tampered(change);
    const { pixelData, reads } = await read(bytes, REMOTE);
    expect([pixelData.fragmentsSkipped, pixelData.fragments?.length]).toEqual([false, count + 1]);
    expect(pixelData.end).toBe((await read(withTable, STREAM)).pixelData.end);
    expect(reads.length).toBeLessThan(30);
  });

  it('is refused where it is not, as without a table', async () => {
    const cut = withTable.subarray(0, withTable.length - 300 - 12 - 8);
    expect(await refusalOf(cut, REMOTE)).toMatchObject({ code: 'TRUNCATED' });
    expect(await refusalOf(cut, STREAM)).toMatchObject({ code: 'TRUNCATED' });
  });
});

describe('headers of many fragments', () => {
  it.each([
    ['short', 20_000, 600, 400],
    ['longer than a read costs', 300, 40 * KIB, 310],
  ])('that are %s are kept, and nothing of what is between', async (_what, count, bytes, mostReads) => {
    const { indexed, pixelData, reads } = await read(object(fragments(frames(count, bytes))), DEFAULT_LIMITS);
    expect(pixelData.fragments).toHaveLength(count + 1);
    expect(reads.length).toBeLessThan(mostReads);
    const [first, ...others] = indexed.bodyBytes.within(0, indexed.sizeBytes);
    expect(first?.start).toBe(0);
    // By their buffers: a view of eight bytes would keep all that it is a view of.
    const kept = others.reduce((sum, piece) => sum + piece.bytes.buffer.byteLength, 0);
    expect(kept).toBeLessThan(MIB);
  });

  it('that touch are read together, in time that grows with their number alone', async () => {
    const bytes = object(fragments(frames(100_000, 0)));
    const started = effortMs();
    const { pixelData } = await read(bytes, DEFAULT_LIMITS);
    expect(pixelData.fragments).toHaveLength(100_001);
    expect(effortMs() - started).toBeLessThan(5_000);
  });
});
