import { type Segment, type Span, segmentsLength } from '../dicom/byteSource.ts';

const MIB = 1024 * 1024;
/**
 * Multipart limits of S3 ("Amazon S3 multipart upload limits"): at most 10,000 parts, each but the last at least 5
 * MiB, none above 5 GiB.
 */
const MAX_PARTS = 10_000;
const MIN_PART_BYTES = 5 * MIB;
const MAX_PART_BYTES = 5 * 1024 * MIB;

/** A part of an object that is uploaded in parts. */
export interface BodyPart {
  readonly kind: 'body';
  /** From 1. */
  readonly number: number;
  readonly length: number;
  readonly segments: readonly Segment[];
}

/** A part that S3 copies from a stored object. */
export interface CopyPart {
  readonly kind: 'copy';
  readonly number: number;
  readonly span: Span;
}

export type Part = BodyPart | CopyPart;

/**
 * How the object that `segments` make is uploaded: parts of `partBytes`, larger where 10,000 of them would not do.
 * The parts' segments one after another are the segments given, cut anew.
 */
export function partPlan(segments: readonly Segment[], partBytes: number): readonly BodyPart[] {
  const size = partSize(segmentsLength(segments), partBytes);
  const parts: BodyPart[] = [];
  let pending: Segment[] = [];
  let length = 0;
  const close = (): void => {
    parts.push({ kind: 'body', number: parts.length + 1, length, segments: pending });
    pending = [];
    length = 0;
  };
  for (const segment of segments) {
    const whole = segmentsLength([segment]);
    for (let done = 0; done < whole; ) {
      const piece = slice(segment, done, Math.min(whole, done + size - length));
      const pieceLength = segmentsLength([piece]);
      pending.push(piece);
      length += pieceLength;
      done += pieceLength;
      if (length === size) close();
    }
  }
  if (length > 0) close();
  return parts;
}

/** How a stored object of `sizeBytes` is copied whole. */
export function copyPlan(sizeBytes: number, partBytes: number): readonly CopyPart[] {
  const size = partSize(sizeBytes, partBytes);
  return Array.from({ length: Math.ceil(sizeBytes / size) }, (_, index) => ({
    kind: 'copy',
    number: index + 1,
    span: { start: index * size, end: Math.min(sizeBytes, (index + 1) * size) },
  }));
}

function partSize(totalBytes: number, partBytes: number): number {
  const size = Math.max(partBytes, MIN_PART_BYTES, Math.ceil(totalBytes / MAX_PARTS));
  if (size > MAX_PART_BYTES) throw new RangeError('an object of more than 10,000 parts of 5 GiB');
  return size;
}

function slice(segment: Segment, start: number, end: number): Segment {
  return segment.kind === 'owned'
    ? { kind: 'owned', bytes: segment.bytes.subarray(start, end) }
    : { kind: 'span', start: segment.start + start, end: segment.start + end };
}
