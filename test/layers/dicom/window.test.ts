import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { DEFAULT_LIMITS, parseInstance, parseLoaded } from '../../../layers/dicom/parse.ts';
import { ByteWindow } from '../../../layers/dicom/window.ts';
import {
  concat,
  el,
  fragments,
  instance,
  type Node,
  pixels,
  sq,
  TRANSFER_SYNTAX,
} from '../../support/build.ts';
import { effortMs } from '../../support/effort.ts';
import { plantNeedles } from '../../support/needles.ts';
import { syntheticStudy } from '../../support/study.ts';
import { at, outline, parsed, recorded } from './indexed.ts';

const KIB = 1024;
const SOP: Node[] = [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'), el(0x00080018, 'UI', '2.25.1')];
const COMMENT = 'x'.repeat(500);
const manyFrames = (count: number) =>
  sq(
    0x52009230,
    Array.from({ length: count }, () => [el(0x00209158, 'LT', COMMENT)]),
  );

function overlaps(reads: readonly (readonly [number, number])[]): boolean {
  const sorted = [...reads].sort((a, b) => a[0] - b[0]);
  return sorted.some(([start], index) => index > 0 && start < (sorted[index - 1]?.[1] ?? 0));
}

describe('what is read of an object', () => {
  it('first 64 KiB, and nothing more if that holds the header', async () => {
    const source = recorded(instance({ elements: [...SOP, pixels(new Uint8Array(500 * KIB))] }));
    await parseInstance(source);
    expect(source.reads).toEqual([[0, 64 * KIB]]);
  });

  it('a small object whole, once', async () => {
    const source = recorded(instance({ elements: SOP }));
    await parseInstance(source);
    expect(source.reads).toEqual([[0, source.size]]);
  });

  it('a long header by reads that double, no byte twice', async () => {
    const source = recorded(
      instance({ elements: [...SOP, manyFrames(4_000), pixels(new Uint8Array(5_000 * KIB))] }),
    );
    await parseInstance(source);
    expect(source.reads.length).toBeLessThanOrEqual(8);
    expect(overlaps(source.reads)).toBe(false);
    const lengths = source.reads.map(([start, end]) => end - start);
    for (const [index, length] of lengths.slice(1, -1).entries())
      expect(length).toBeGreaterThanOrEqual(2 * (lengths[index] ?? 0));
  });

  it.each([
    ['Pixel Data', pixels(new Uint8Array(900 * KIB))],
    ['Float Pixel Data', el(0x7fe00008, 'OF', new Uint8Array(900 * KIB))],
    ['Double Float Pixel Data', el(0x7fe00009, 'OD', new Uint8Array(900 * KIB))],
    ['Waveform Data', sq(0x54000100, [[el(0x54001010, 'OW', new Uint8Array(900 * KIB))]])],
    ['Encapsulated Document', el(0x00420011, 'OB', new Uint8Array(900 * KIB))],
    ['Spectroscopy Data', el(0x56000020, 'OF', new Uint8Array(900 * KIB))],
    ['a large private value', el(0x00291001, 'UN', new Uint8Array(900 * KIB))],
    ['fragments', fragments([[new Uint8Array(900 * KIB)]])],
  ])('%s: never, and what stands behind is', async (_name, bulk) => {
    const behind = [el(0xfffcfffc, 'OB', Uint8Array.of(1, 2))];
    for (const transferSyntax of [
      TRANSFER_SYNTAX.explicitLittleEndian,
      TRANSFER_SYNTAX.implicitLittleEndian,
    ]) {
      const source = recorded(instance({ elements: [...SOP, bulk, ...behind], transferSyntax }));
      const indexed = await parseInstance(source);
      expect(outline(indexed.dataSet).at(-1)).toMatch(/^\(FFFC,FFFC\) OB(<-)? 2$/);
      const read = source.reads.reduce((sum, [start, end]) => sum + end - start, 0);
      expect(read).toBeLessThan(66 * KIB);
      expect(overlaps(source.reads)).toBe(false);
    }
  });

  it('of fragments a header each, in time that grows with their number alone', async () => {
    const count = 20_000;
    const parts = Array.from({ length: count }, () => new Uint8Array(600));
    const source = recorded(
      instance({ elements: [...SOP, fragments([parts])], transferSyntax: TRANSFER_SYNTAX.rleLossless }),
    );
    const started = effortMs();
    const indexed = await parseInstance(source);
    expect(at(indexed, '(7FE0,0010)').fragments).toHaveLength(count + 1);
    expect(effortMs() - started).toBeLessThan(5_000);
    expect(overlaps(source.reads)).toBe(false);
  });

  it('a long text, which a rule may want, and a UID that says it is binary', async () => {
    for (const long of [
      el(0x00104000, 'UN', Buffer.alloc(200 * KIB, 0x20)),
      el(0x0020000d, 'OB', new Uint8Array(200 * KIB)),
    ]) {
      const indexed = await parsed(instance({ elements: [...SOP, long] }));
      const element = indexed.dataSet.elements[2];
      expect(indexed.bodyBytes.has(element?.valueStart ?? 0, element?.valueEnd ?? 0)).toBe(true);
    }
  });

  it('a header that is longer than the limit is refused', async () => {
    const bytes = instance({ elements: [...SOP, manyFrames(400)] });
    await expect(parsed(bytes, { maxLoadedBytes: 100 * KIB })).rejects.toMatchObject({
      code: 'HEADER_TOO_LARGE',
    });
  });
});

describe('reads of any size give one index', () => {
  const objects: readonly (readonly [string, Uint8Array])[] = [
    ...syntheticStudy(7)
      .files.filter(({ expected }) => expected === 'released')
      .map(({ name, bytes }) => [name, bytes] as const),
    ...Object.entries(TRANSFER_SYNTAX)
      .filter(([name]) => !name.startsWith('jpeg'))
      .map(([name, transferSyntax]) => [name, plantNeedles({ transferSyntax }).bytes] as const),
    ['undefined lengths', plantNeedles({ undefinedLengths: true }).bytes],
  ];

  it.each(objects)('%s', async (_name, bytes) => {
    const whole = outline((await parsed(bytes)).dataSet);
    for (const size of [8, 333, 4096]) {
      const source = recorded(bytes);
      const indexed = await parseInstance(source, {
        ...DEFAULT_LIMITS,
        firstReadBytes: size,
        jumpReadBytes: Math.min(size, 333),
        bulkThresholdBytes: 100,
      });
      expect(outline(indexed.dataSet)).toEqual(whole);
      expect(overlaps(source.reads)).toBe(false);
    }
  });
});

describe('loaded bytes', () => {
  const limits = { firstReadBytes: 16, jumpReadBytes: 8, maxLoadedBytes: 1_000 };
  const bytes = Uint8Array.from({ length: 100 }, (_, index) => index);

  it('are asked for once, join where they touch, and leave gaps where nobody looked', () => {
    const window = new ByteWindow(100, limits);
    const ask = (start: number, end: number) => {
      const spans: string[] = [];
      for (let span = window.wanted(start, end); span !== null; span = window.wanted(start, end)) {
        spans.push(`${span.start}-${span.end}`);
        window.add(span.start, bytes.subarray(span.start, span.end));
      }
      return spans;
    };
    expect(ask(0, 4)).toEqual(['0-16']);
    expect(ask(10, 16)).toEqual([]);
    expect(ask(60, 64)).toEqual(['60-68']);
    expect(ask(40, 44)).toEqual(['40-48']);
    // From within one chunk to within another: what is between, and no more.
    expect(ask(46, 62)).toEqual(['48-60']);
    expect(window.view(40, 68)).toEqual(bytes.subarray(40, 68));
    expect([window.has(0, 16), window.has(0, 17), window.has(16, 40), window.has(40, 68)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect([...window.within(10, 50)].map((piece) => [piece.start, piece.bytes.length])).toEqual([
      [10, 6],
      [40, 10],
    ]);
    expect([...window.within(16, 40)]).toEqual([]);
    expect(() => window.view(0, 17)).toThrow(RangeError);
    expect(window.view(50, 50)).toHaveLength(0);
  });

  it('can be indexed without a source, if all that the walk wants is there', async () => {
    const object = instance({ elements: [...SOP, pixels(new Uint8Array(500))] });
    const window = new ByteWindow(object.length, DEFAULT_LIMITS);
    for (let start = 0; start < object.length; start += 333)
      window.add(start, object.subarray(start, start + 333));
    expect(outline(parseLoaded(window).dataSet)).toEqual(outline((await parsed(object)).dataSet));
    const partial = new ByteWindow(object.length, DEFAULT_LIMITS);
    partial.add(0, object.subarray(0, 200));
    expect(() => parseLoaded(partial)).toThrow(RangeError);
  });

  it('of a source in memory are within its bounds', async () => {
    const source = memorySource(bytes);
    await expect(source.read(0, 101)).rejects.toThrow(RangeError);
    await expect(source.read(-1, 2)).rejects.toThrow(RangeError);
    expect(await source.read(98, 100)).toEqual(Uint8Array.of(98, 99));
    expect(concat([await source.read(3, 3)])).toHaveLength(0);
  });
});
