import { type Segment, type Span, segmentPart, segmentsLength } from '../dicom/byteSource.ts';

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
  const list = new PartList(partSize(segmentsLength(segments), partBytes));
  for (const segment of segments) list.fill(segment, 0, segmentsLength([segment]));
  list.close();
  return list.parts.filter((part) => part.kind === 'body');
}

export interface MixedSizes {
  /** Of a part that is uploaded. */
  readonly partBytes: number;
  /** Of a part that is copied. */
  readonly copyPartBytes: number;
  /** From this length on a span of the source is copied. */
  readonly copyBytes: number;
}

/**
 * As `partPlan`, but S3 copies the long spans of the source itself. Only the last part may be short, so a part that
 * a copy follows is filled up to 5 MiB with the first bytes of the span. Such a span is longer than 5 MiB, and so is
 * its object, without which S3 copies no range.
 */
export function mixedPlan(segments: readonly Segment[], sizes: MixedSizes): readonly Part[] {
  const total = segmentsLength(segments);
  for (let grown = 1; ; grown *= 2) {
    const grow = (bytes: number) => partSize(total, Math.min(MAX_PART_BYTES, bytes * grown));
    const list = new PartList(grow(sizes.partBytes));
    const copyPartBytes = grow(Math.max(2 * MIN_PART_BYTES, sizes.copyPartBytes));
    const copyBytes = Math.max(MIN_PART_BYTES, sizes.copyBytes * grown);
    for (const segment of segments) {
      const length = segmentsLength([segment]);
      const isCopied = segment.kind === 'span' && length - list.missingBytes >= copyBytes;
      const filled = isCopied ? list.missingBytes : length;
      list.fill(segment, 0, filled);
      if (isCopied) list.copy({ start: segment.start + filled, end: segment.end }, copyPartBytes);
    }
    list.close();
    if (list.parts.length <= MAX_PARTS) return list.parts;
  }
}

/** Parts, and the one that is being filled. */
class PartList {
  readonly parts: Part[] = [];
  readonly #partBytes: number;
  #pending: Segment[] = [];
  #length = 0;

  constructor(partBytes: number) {
    this.#partBytes = partBytes;
  }

  /** What the part that is being filled wants before another may follow it. */
  get missingBytes(): number {
    return this.#length === 0 ? 0 : Math.max(0, MIN_PART_BYTES - this.#length);
  }

  /** Adds the bytes of a segment from `start` to `end`. */
  fill(segment: Segment, start: number, end: number): void {
    for (let done = start; done < end; ) {
      const piece = segmentPart(segment, done, Math.min(end, done + this.#partBytes - this.#length));
      const length = segmentsLength([piece]);
      this.#pending.push(piece);
      this.#length += length;
      done += length;
      if (this.#length === this.#partBytes) this.close();
    }
  }

  /** Adds a span of 5 MiB or more in equal copies: as two fill at least 10 MiB, none of them is short. */
  copy({ start, end }: Span, copyPartBytes: number): void {
    this.close();
    const count = Math.ceil((end - start) / copyPartBytes);
    const edge = (index: number) => start + Math.floor(((end - start) / count) * index);
    for (let index = 0; index < count; index += 1) {
      const span = { start: edge(index), end: index + 1 === count ? end : edge(index + 1) };
      this.parts.push({ kind: 'copy', number: this.parts.length + 1, span });
    }
  }

  close(): void {
    if (this.#length === 0) return;
    const [length, segments] = [this.#length, this.#pending];
    this.parts.push({ kind: 'body', number: this.parts.length + 1, length, segments });
    this.#pending = [];
    this.#length = 0;
  }
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
