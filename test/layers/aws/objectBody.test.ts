import fc from 'fast-check';
import { assembleBody, gatherReads } from '../../../layers/aws/objectBody.ts';
import { type ByteSource, memorySource, type Segment } from '../../../layers/dicom/byteSource.ts';
import { numberedBytes } from '../../contracts/samples.ts';
import { holds } from '../../support/properties.ts';
import { bytesOfSegment } from '../../support/segments.ts';

const MIB = 1024 * 1024;
const bytes = numberedBytes(4 * MIB);

function countingSource(): { source: ByteSource; reads: (readonly [number, number])[] } {
  const reads: (readonly [number, number])[] = [];
  const memory = memorySource(bytes);
  return {
    reads,
    source: {
      ...memory,
      read: (start, end) => {
        reads.push([start, end]);
        return memory.read(start, end);
      },
    },
  };
}

const someSegments = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((owned): Segment => ({ kind: 'owned', bytes: owned })),
    fc
      .tuple(fc.nat(3 * MIB), fc.oneof(fc.nat(200), fc.nat(MIB)))
      .map(([start, length]): Segment => ({ kind: 'span', start, end: start + length })),
  ),
  { maxLength: 12 },
);

describe('assembleBody', () => {
  it('makes the bytes that the segments say', async () => {
    await holds(
      fc.asyncProperty(someSegments, async (segments) => {
        const expected = Buffer.concat(segments.map((segment) => bytesOfSegment(segment, bytes)));
        expect(Buffer.compare(await assembleBody(countingSource().source, segments), expected)).toBe(0);
      }),
      { runs: 100 },
    );
  });

  it('reads the short spans of a header together, and the pixels straight', async () => {
    const header = Array.from({ length: 200 }, (_, index): readonly Segment[] => [
      { kind: 'owned', bytes: Buffer.from('new') },
      { kind: 'span', start: 132 + index * 100, end: 132 + index * 100 + 60 },
    ]).flat();
    const { source, reads } = countingSource();
    await assembleBody(source, [...header, { kind: 'span', start: 21_000, end: 4 * MIB }]);
    expect(reads).toEqual([
      [132, 132 + 199 * 100 + 60],
      [21_000, 4 * MIB],
    ]);
  });
});

describe('gatherReads', () => {
  it('reads no span twice, and little that is not wanted', () => {
    holds(
      fc.property(someSegments, (segments) => {
        for (const { start, end, pieces } of gatherReads(segments)) {
          if (pieces.length > 1) expect(end - start).toBeLessThanOrEqual(MIB);
          expect([pieces[0]?.start, pieces.at(-1)?.end]).toEqual([start, end]);
        }
        const wanted = segments.filter(({ kind }) => kind === 'span') as readonly {
          start: number;
          end: number;
        }[];
        const given = gatherReads(segments).flatMap(({ pieces }) => pieces);
        expect(given.map(({ start, end }) => [start, end])).toEqual(
          wanted.filter(({ start, end }) => end > start).map(({ start, end }) => [start, end]),
        );
      }),
    );
  });
});
