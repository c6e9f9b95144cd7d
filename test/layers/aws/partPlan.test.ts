import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { assembleBody } from '../../../layers/aws/objectBody.ts';
import { type BodyPart, copyPlan, mixedPlan, type Part, partPlan } from '../../../layers/aws/partPlan.ts';
import { memorySource, type Segment, segmentsLength } from '../../../layers/dicom/byteSource.ts';
import { holds } from '../../support/properties.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** What segments say, however they are cut: owned bytes and spans, each joined with its neighbours of the same kind. */
function content(segments: readonly Segment[]): readonly (string | readonly [number, number])[] {
  const said: (string | [number, number])[] = [];
  let run: Uint8Array[] = [];
  const endRun = (): void => {
    if (run.length > 0) said.push(createHash('sha1').update(Buffer.concat(run)).digest('hex'));
    run = [];
  };
  for (const segment of segments) {
    if (segmentsLength([segment]) === 0) continue;
    if (segment.kind === 'owned') {
      run.push(segment.bytes);
      continue;
    }
    if (segment.kind === 'made') throw new Error('bytes that are made later');
    endRun();
    const last = said.at(-1);
    if (Array.isArray(last) && last[1] === segment.start) last[1] = segment.end;
    else said.push([segment.start, segment.end]);
  }
  endRun();
  return said;
}

const someSegments = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes): Segment => ({ kind: 'owned', bytes })),
    fc
      .tuple(fc.nat(50 * 1024), fc.nat(60 * MIB))
      .map(([start, length]): Segment => ({ kind: 'span', start: start * MIB, end: start * MIB + length })),
  ),
  { maxLength: 20 },
);

function checkLimits(parts: readonly BodyPart[], total: number): void {
  expect(parts.length).toBeLessThanOrEqual(10_000);
  expect(parts.map(({ number }) => number)).toEqual(parts.map((_, index) => index + 1));
  for (const part of parts) expect(part.length).toBe(segmentsLength(part.segments));
  expect(parts.reduce((sum, { length }) => sum + length, 0)).toBe(total);
  for (const part of parts.slice(0, -1)) expect(part.length).toBeGreaterThanOrEqual(5 * MIB);
  for (const part of parts) expect(part.length).toBeLessThanOrEqual(5 * GIB);
}

describe('partPlan', () => {
  it('cuts segments without losing, doubling or moving a byte, within the limits of S3', () => {
    holds(
      fc.property(someSegments, fc.integer({ min: 1, max: 40 * MIB }), (segments, partBytes) => {
        const parts = partPlan(segments, partBytes);
        checkLimits(parts, segmentsLength(segments));
        expect(content(parts.flatMap((part) => part.segments))).toEqual(content(segments));
      }),
      { runs: 300 },
    );
  });

  it('cuts bytes that are made later, and each part makes its own', async () => {
    const bytes = Buffer.alloc(11 * MIB, 'made');
    const parts = partPlan([{ kind: 'made', length: bytes.length, make: async () => bytes }], 5 * MIB);
    const bodies = await Promise.all(
      parts.map(({ segments }) => assembleBody(memorySource(Buffer.alloc(0)), segments)),
    );
    expect(bodies.map(({ length }) => length)).toEqual([5 * MIB, 5 * MIB, MIB]);
    expect(Buffer.compare(Buffer.concat(bodies), bytes)).toBe(0);
  });

  it.each([
    [100 * MIB, 16 * MIB, 7, 16 * MIB],
    [96 * MIB, 16 * MIB, 6, 16 * MIB],
    [50 * GIB, 5 * MIB, 10_000, 5_368_710],
    [1024 * GIB, 16 * MIB, 10_000, 109_951_163],
  ])('plans %i bytes in parts of %i as %i parts of %i', (total, partBytes, count, size) => {
    const parts = partPlan([{ kind: 'span', start: 0, end: total }], partBytes);
    checkLimits(parts, total);
    expect([parts.length, parts[0]?.length]).toEqual([count, size]);
  });

  it('refuses what no plan can hold', () => {
    expect(() => partPlan([{ kind: 'span', start: 0, end: 60_000 * GIB }], MIB)).toThrow(RangeError);
  });
});

const lengthOf = (part: Part): number =>
  part.kind === 'body' ? part.length : part.span.end - part.span.start;
const segmentsOf = (part: Part): readonly Segment[] =>
  part.kind === 'body' ? part.segments : [{ kind: 'span', ...part.span }];
const owned = (length: number): Segment => ({ kind: 'owned', bytes: new Uint8Array(length) });
const span = (start: number, end: number): Segment => ({ kind: 'span', start, end });
/** A body part by its length, a copy by its range. */
const said = (parts: readonly Part[]) =>
  parts.map((part) => (part.kind === 'body' ? part.length : [part.span.start, part.span.end]));

describe('mixedPlan', () => {
  const sizes = { partBytes: 16 * MIB, copyPartBytes: 128 * MIB, copyBytes: 16 * MIB };

  function checkMixed(parts: readonly Part[], segments: readonly Segment[]): void {
    expect(parts.length).toBeLessThanOrEqual(10_000);
    expect(parts.map(({ number }) => number)).toEqual(parts.map((_, index) => index + 1));
    const lengths = parts.map(lengthOf);
    expect(lengths.slice(0, -1).filter((length) => length < 5 * MIB)).toEqual([]);
    expect(lengths.filter((length) => length <= 0 || length > 5 * GIB)).toEqual([]);
    expect(parts.filter((part) => lengthOf(part) !== segmentsLength(segmentsOf(part)))).toEqual([]);
    expect(content(parts.flatMap(segmentsOf))).toEqual(content(segments));
  }

  it('cuts and copies without losing, doubling or moving a byte, within the limits of S3', () => {
    holds(
      fc.property(
        someSegments,
        fc.integer({ min: 1, max: 40 * MIB }),
        fc.integer({ min: 1, max: 200 * MIB }),
        fc.integer({ min: 1, max: 40 * MIB }),
        (segments, partBytes, copyPartBytes, copyBytes) => {
          const parts = mixedPlan(segments, { partBytes, copyPartBytes, copyBytes });
          checkMixed(parts, segments);
          for (const part of parts)
            if (part.kind === 'copy') expect(lengthOf(part)).toBeGreaterThanOrEqual(5 * MIB);
        },
      ),
      { runs: 300 },
    );
  });

  it.each<readonly [string, readonly Segment[], readonly (number | readonly number[])[]]>([
    [
      'a header, filled up',
      [owned(1000), span(500, 100 * MIB)],
      [5 * MIB, [500 + 5 * MIB - 1000, 100 * MIB]],
    ],
    ['a header of 5 MiB, not', [owned(5 * MIB), span(0, 100 * MIB)], [5 * MIB, [0, 100 * MIB]]],
    [
      'a header of a part and more',
      [owned(17 * MIB), span(0, 50 * MIB)],
      [16 * MIB, 5 * MIB, [4 * MIB, 50 * MIB]],
    ],
    ['a short last part', [owned(1), span(0, 50 * MIB), owned(7)], [5 * MIB, [5 * MIB - 1, 50 * MIB], 7]],
    [
      'no header at all',
      [span(0, 200 * MIB)],
      [
        [0, 100 * MIB],
        [100 * MIB, 200 * MIB],
      ],
    ],
    ['a span too short to copy', [owned(1), span(0, 21 * MIB - 2)], [16 * MIB, 5 * MIB - 1]],
    ['a span just long enough', [owned(1), span(0, 21 * MIB - 1)], [5 * MIB, [5 * MIB - 1, 21 * MIB - 1]]],
    [
      'something cut out between two spans',
      [span(0, 20 * MIB), owned(9), span(30 * MIB, 60 * MIB)],
      [[0, 20 * MIB], 5 * MIB, [35 * MIB - 9, 60 * MIB]],
    ],
  ])('%s', (_what, segments, expected) => {
    const parts = mixedPlan(segments, sizes);
    checkMixed(parts, segments);
    expect(said(parts)).toEqual(expected);
  });

  it.each([
    [1, 1 + 8],
    [50, 1 + 400],
    [1000, 1 + 8000],
    [5000, 1 + 9999],
    [40_000, 1 + 9999],
  ])('%i GiB of pixels: 5 MiB through the function, the rest copied', (gib, most) => {
    const segments = [owned(20_000), span(21_000, gib * GIB), owned(300)];
    const parts = mixedPlan(segments, sizes);
    checkMixed(parts, segments);
    const bodies = parts.filter(({ kind }) => kind === 'body').map(lengthOf);
    expect(bodies).toEqual([5 * MIB, 300]);
    expect(parts.length - 1).toBeLessThanOrEqual(most);
  });

  it('grows its parts where many copies, each with a part before it, would be more than 10,000', () => {
    const segments = Array.from({ length: 6000 }, (_, index) => [
      owned(10),
      span(index * 40 * MIB, index * 40 * MIB + 39 * MIB),
    ]).flat();
    checkMixed(mixedPlan(segments, sizes), segments);
  });

  it('refuses what no plan can hold', () => {
    expect(() => mixedPlan([span(0, 60_000 * GIB)], sizes)).toThrow(RangeError);
  });
});

describe('copyPlan', () => {
  it.each([5 * GIB + 1, 50 * GIB, 4000 * GIB])('covers %i bytes once, in order', (size) => {
    const parts = copyPlan(size, 512 * MIB);
    expect(parts.length).toBeLessThanOrEqual(10_000);
    let at = 0;
    for (const { number, span } of parts) {
      expect([number, span.start]).toEqual([parts.findIndex((part) => part.span === span) + 1, at]);
      at = span.end;
    }
    expect(at).toBe(size);
  });
});
