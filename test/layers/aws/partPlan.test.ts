import fc from 'fast-check';
import { type BodyPart, copyPlan, partPlan } from '../../../layers/aws/partPlan.ts';
import { type Segment, segmentsLength } from '../../../layers/dicom/byteSource.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** What segments say, however they are cut: owned bytes one by one, spans with neighbours joined. */
function content(segments: readonly Segment[]): readonly (number | readonly [number, number])[] {
  const said: (number | [number, number])[] = [];
  for (const segment of segments) {
    if (segment.kind === 'owned') {
      said.push(...segment.bytes);
      continue;
    }
    const last = said.at(-1);
    if (Array.isArray(last) && last[1] === segment.start) last[1] = segment.end;
    else if (segment.end > segment.start) said.push([segment.start, segment.end]);
  }
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
    fc.assert(
      fc.property(someSegments, fc.integer({ min: 1, max: 40 * MIB }), (segments, partBytes) => {
        const parts = partPlan(segments, partBytes);
        checkLimits(parts, segmentsLength(segments));
        expect(content(parts.flatMap((part) => part.segments))).toEqual(content(segments));
      }),
      { numRuns: 300 },
    );
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
